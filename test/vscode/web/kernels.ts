/** Kernels in the web extension host: threads, several at once, and what they read. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { bridgeVariable } from "../bridge.ts";
import { click, hover, inWorkbench, screenshot, until } from "../suite/browser.ts";
import { closeAll, openCells, plainText, writeFile } from "../suite/files.ts";
import { codeCells, runCell } from "../suite/notebooks.ts";

declare const isolatedPage: boolean;

describe("Kernels in a browser", () => {
  afterEach(closeAll);

  it("computes in threads where the page is isolated, and the status bar says how", async () => {
    const { notebook } = await openCells(
      "web-threads.grad.md",
      'import { backendName, threadCount } from "gradbook";\nconsole.log(backendName, threadCount)',
    );
    await runCell(notebook.cellAt(0));
    const [, backend = "", threads = ""] = /(wasm\S*) (\d+)/.exec(plainText(notebook.cellAt(0))) ?? [];
    assert.equal(Number(threads) > 1, isolatedPage && navigator.hardwareConcurrency > 1, threads);
    const said = await until("what the status bar knows", async () => {
      await hover("workbench", '.statusbar-item[id$="gradbook.kernel"]');
      const text = await inWorkbench(
        () => document.querySelector(".monaco-hover .hover-contents")?.textContent,
      );
      return text?.includes("Backend") ? text : "";
    });
    assert.match(said, new RegExp(`Threads\\s*${threads}\\s*Backend`));
    assert.match(said, backend === "wasm-relaxed" ? /relaxed SIMD 128/ : /SIMD 128/);
  });

  it("is limited in memory by the setting, and goes on", async () => {
    const settings = vscode.workspace.getConfiguration("gradbook");
    try {
      await settings.update("kernel.memoryLimit", 600, vscode.ConfigurationTarget.Workspace);
      const { notebook } = await openCells(
        "web-memory.grad.md",
        'import { zeros } from "gradbook";\nconst kept = 42;\nconst pile: unknown[] = [];',
        "for (;;) pile.push(zeros(1024, 1024));",
        "pile.length = 0;\nkept",
      );
      const [first, bomb, last] = codeCells(notebook);
      await runCell(first);
      await runCell(bomb);
      assert.equal(bomb?.executionSummary?.success, false);
      assert.match(plainText(bomb), /memory/);
      await runCell(last);
      assert.match(plainText(last), /42/);
    } finally {
      await settings.update("kernel.memoryLimit", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("that nothing stops is ended when the person says so, and the next run starts afresh", async () => {
    const { notebook } = await openCells(
      "web-stuck.grad.md",
      "const kept = 42;",
      // No guard is in a regular expression.
      'console.log("looking");\n/^(a+)+$/.test("a".repeat(60) + "b")',
      "typeof kept",
    );
    const [first, stuck, last] = codeCells(notebook);
    await runCell(first);
    const running = runCell(stuck);
    await until("the cell to run", () => plainText(stuck).includes("looking"));
    await vscode.commands.executeCommand("notebook.cancelExecution", { document: notebook.uri });
    await until("the question", async () => {
      await vscode.commands.executeCommand("notifications.showList");
      return inWorkbench(() =>
        document.querySelector(".notifications-center")?.textContent?.includes("The cell does not stop"),
      );
    });
    await screenshot(`web-stuck-${isolatedPage ? "isolated" : "plain"}`);
    await click(
      "workbench",
      ".notifications-center .notification-list-item-buttons-container .monaco-button",
    );
    await running;
    assert.equal(stuck?.executionSummary?.success, false);
    await runCell(last);
    assert.match(plainText(last), /undefined/);
  });

  // The rest is the same in both windows.
  if (isolatedPage) return;

  it("runs two notebooks at once; closing one while it trains leaves the other alone", async () => {
    const training = `import { fit, nn, optim, randn } from "gradbook";
const net = new nn.Linear(4, 1);
console.log("on");
await fit(net, [randn([400, 4]), randn([400, 1])], { epochs: 100000, loss: new nn.MSELoss(), optimizer: new optim.SGD(net.parameters(), { lr: 0.01 }) });`;
    const other = await openCells("web-one.grad.md", "const kept = 41;", "kept + 1");
    await runCell(other.notebook.cellAt(0));
    const { notebook } = await openCells("web-two.grad.md", training);
    void vscode.commands.executeCommand("notebook.execute", notebook.uri);
    await until("the training to run", () => plainText(notebook.cellAt(0)).includes("on"));
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await runCell(other.notebook.cellAt(1));
    assert.match(plainText(other.notebook.cellAt(1)), /42/);
  });

  it("reads what lies in the workspace by the engine's readers, and says which file is missing", async () => {
    const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9);
    const header = new TextEncoder().encode('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}');
    const tensors = new Uint8Array(8 + header.length + 8);
    tensors[0] = header.length;
    tensors.set(header, 8);
    new DataView(tensors.buffer).setFloat32(8 + header.length, 1.5, true);
    await writeFile("web/labels.idx", idx);
    await writeFile("web/weights.safetensors", tensors);
    const { notebook } = await openCells(
      "web/readers.grad.md",
      'import { data } from "gradbook";\nconst labels = await data.readIdx("labels.idx");\nlabels',
      'await data.loadSafetensors("weights.safetensors")',
      'await data.readCsv("nowhere.csv")',
    );
    const [labels, weights, missing] = codeCells(notebook);
    for (const cell of [labels, weights, missing]) await runCell(cell);
    assert.match(plainText(labels), /7\D+8\D+9/);
    assert.match(plainText(weights), /1\.5/);
    assert.match(plainText(missing), /nowhere\.csv/);
  });

  it("imports from the module server that the setting names", async () => {
    const settings = vscode.workspace.getConfiguration("gradbook");
    // VS Code lets modules come from https: and, for people at work on one, from here.
    const server = String(process.env[bridgeVariable]).replace("127.0.0.1", "localhost");
    await writeFile("web-server/package.json", '{ "dependencies": { "thing": "^2.1.0" } }');
    try {
      await settings.update("browser.moduleServer", server, vscode.ConfigurationTarget.Workspace);
      const { notebook } = await openCells(
        "web-server/served.grad.md",
        'import { asked } from "thing/part.js";\nasked',
      );
      await runCell(notebook.cellAt(0));
      assert.match(plainText(notebook.cellAt(0)), /\/thing@%5E2\.1\.0\/part\.js/);
    } finally {
      await settings.update("browser.moduleServer", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("ends with its notebook, and nothing of it is left", async () => {
    const names = ["web-left-1", "web-left-2", "web-left-3"];
    for (const name of names) {
      // A worker holds its locks for as long as it lives.
      const { notebook } = await openCells(
        `${name}.grad.md`,
        `void navigator.locks.request("${name}", () => new Promise(() => undefined));\n"held"`,
      );
      await runCell(notebook.cellAt(0));
      await until("its worker to hold the lock", async () => (await heldLocks()).includes(name));
    }
    await closeAll();
    await until("all workers to end", async () => {
      const held = await heldLocks();
      return !names.some((name) => held.includes(name));
    });
  });

  it("that the browser ends says so, and the next run starts another and says that variables are gone", async () => {
    const { notebook } = await openCells(
      "web-death.grad.md",
      "const kept = 1;",
      // The worker's lock tells that it lives: without it, it is taken for dead, as after its end.
      `const { held = [] } = await navigator.locks.query();
for (const { name } of held)
  if (name?.startsWith("gradbook kernel")) await navigator.locks.request(name, { steal: true }, () => undefined);
await new Promise(() => undefined);`,
      "2",
      "kept",
    );
    const [first, victim, next, lost] = codeCells(notebook);
    await runCell(first);
    await runCell(victim);
    assert.equal(victim?.executionSummary?.success, false);
    assert.match(plainText(victim), /The browser ended the kernel.* its variables are gone/);
    await runCell(next);
    assert.equal(next?.executionSummary?.success, true);
    assert.match(plainText(next), /the variables of the cells that ran before are gone/);
    await runCell(lost);
    assert.equal(lost?.executionSummary?.success, false);
  });
});

async function heldLocks(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.map(({ name = "" }) => name);
}
