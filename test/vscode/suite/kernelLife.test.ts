import { strict as assert } from "node:assert";
import v8 from "node:v8";
import vm from "node:vm";
import * as vscode from "vscode";
import { inBrowser, print, until } from "./browser.ts";
import {
  assertNotified,
  closeAll,
  openCells,
  openNew,
  plainText,
  replaceCell,
  saveAs,
  writeFile,
} from "./files.ts";
import { codeCells, isAlive, openNotebook, runAll, runCell } from "./notebooks.ts";

/** Megabytes in use in the extension host, after a full collection. */
function heap(): number {
  v8.setFlagsFromString("--expose-gc");
  (vm.runInNewContext("gc") as () => void)();
  v8.setFlagsFromString("--no-expose-gc");
  return process.memoryUsage().heapUsed / 2 ** 20;
}

describe("The life of a kernel", () => {
  afterEach(closeAll);

  it("ends with its notebook's tab, also for a notebook that was opened through the API", async () => {
    await writeFile("api.grad.md", "```ts\nconsole.log(process.pid)\n```\n");
    const editor = await openNotebook("api.grad.md");
    await runAll(editor);
    const [cell] = codeCells(editor.notebook);
    const pid = Number(plainText(cell));
    assert.ok(isAlive(pid));
    await closeAll();
    await until("the process to end", () => !isAlive(pid));
    // VS Code keeps the document; a run after all starts afresh, and says so.
    const again = await openNotebook("api.grad.md");
    await runCell(codeCells(again.notebook)[0]);
    assert.notEqual(Number(/\d+\s*$/.exec(plainText(codeCells(again.notebook)[0]))?.[0]), pid);
  });

  it("goes on where a new notebook is saved: imports start from its folder", async () => {
    await writeFile("sub/beside.ts", "export const where: string = 'beside';\n");
    const { notebook } = await openNew(
      "const kept = 42;",
      'import { where } from "./beside.ts";\nconsole.log(where, kept, process.cwd())',
    );
    await runCell(notebook.cellAt(0));
    const uri = await saveAs("sub/moved.grad.md");
    const saved = await until("the saved notebook", () =>
      vscode.workspace.notebookDocuments.find((other) => other.uri.toString() === uri.toString()),
    );
    await until("its outputs to move", () => saved.cellAt(0).executionSummary?.executionOrder === 1);
    await runCell(saved.cellAt(1));
    assert.equal(plainText(saved.cellAt(1)).trim(), `beside 42 ${vscode.Uri.joinPath(uri, "..").fsPath}`);
  });

  it("takes the mark from another cell's line on the next good run", async () => {
    const { notebook } = await openCells(
      "marks.grad.md",
      "let limit = 1;\nfunction check(x: number) {\n  if (x > limit) throw new RangeError('too far');\n}",
      "check(2)",
      "limit = 3",
    );
    const [first, caller, change] = codeCells(notebook);
    await runCell(first);
    await runCell(caller);
    const marks = () =>
      vscode.languages.getDiagnostics(first.document.uri).filter(({ source }) => source === "Gradbook");
    await until("the mark", () => marks().length === 1);
    await runCell(change);
    assert.equal(marks().length, 1);
    await runCell(caller);
    await until("the mark to go", () => marks().length === 0);
  });

  it("is limited by a setting, and a wrong setting is told", async () => {
    const settings = vscode.workspace.getConfiguration("gradbook");
    const { notebook } = await openCells(
      "limit.grad.md",
      "const kept = 42;",
      "const pile = []; for (;;) pile.push(new Float64Array(1e5).fill(1))",
      "pile.length = 0; console.log(kept)",
    );
    const [first, bomb, last] = codeCells(notebook);
    try {
      await settings.update("kernel.memoryLimit", 600, vscode.ConfigurationTarget.Workspace);
      await settings.update("output.textLimit", "much", vscode.ConfigurationTarget.Workspace);
      await runCell(first);
      await assertNotified(
        /gradbook\.output\.textLimit is "much", which cannot be\. 1000000 is used instead/,
      );
      await runCell(bomb);
      assert.match(plainText(bomb), /stopped before the machine ran out of memory/);
      await runCell(last);
      assert.equal(plainText(last).trim(), "42");
    } finally {
      await settings.update("kernel.memoryLimit", undefined, vscode.ConfigurationTarget.Workspace);
      await settings.update("output.textLimit", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});

describe("The worst that cells can do, in the window:", () => {
  interface Fault {
    title: string;
    text: string;
    stop?: boolean;
    gone?: boolean;
    /** Where there is such a thing; otherwise everywhere. */
    only?: "desktop" | "browser";
    told: RegExp;
  }
  const all: Fault[] = [
    {
      title: "an endless loop",
      text: "console.log('looping');\nfor (;;);",
      stop: true,
      told: /Interrupted: The cell was stopped/,
    },
    {
      title: "an endless loop in a function",
      text: "const spin = () => { for (;;); };\nconsole.log('looping');\nspin()",
      stop: true,
      told: /Interrupted: The cell was stopped/,
    },
    {
      title: "a hanging await",
      text: "console.log('waiting');\nawait new Promise(() => {});",
      stop: true,
      told: /stopped while it waited/,
    },
    {
      title: "a flood of microtasks",
      text: "console.log('flooding');\nasync function flood(): Promise<void> { await null; return flood() }\nawait flood()",
      stop: true,
      told: /Interrupted/,
    },
    {
      title: "recursion that syntax does not show",
      // No guard is in it, and a browser cuts nothing off: there the person is asked, see web/kernels.ts.
      only: "desktop",
      text:
        "const memo = (f: any) => (n: number): any => f(n);\n" +
        "const fib: any = memo((n: number) => (n < 2 ? n : fib(n - 1) + fib(n - 2)));\nconsole.log('looping'); fib(90)",
      stop: true,
      told: /was cut off; variables are kept/,
    },
    {
      title: "a comparator that never ends",
      // No guard is in it, and a browser cuts nothing off: there the person is asked, see web/kernels.ts.
      only: "desktop",
      text: "const endless: any = {}; endless.f = (n: number) => n && (endless.f(n - 1), endless.f(n - 1));\nconsole.log('looping'); [3, 2, 1].sort(() => endless.f(90))",
      stop: true,
      told: /was cut off; variables are kept/,
    },
    {
      title: "process.exit",
      text: "process.exit(1)",
      only: "desktop",
      told: /would end the kernel with all its variables/,
    },
    {
      title: "close",
      text: "self.close()",
      only: "browser",
      told: /would end the kernel with all its variables/,
    },
    {
      title: "a million lines",
      text: "for (let i = 0; i < 1e6; i++) console.log(i)",
      told: /Output is cut after 1000000/,
    },
    {
      title: "a string of 100 MB",
      text: "console.log('x'.repeat(1e8))",
      told: /Output is cut after 1000000/,
    },
    {
      title: "ten thousand displays",
      text: "for (let i = 0; i < 10000; i++) display(i)",
      told: /9500 more outputs are not shown/,
    },
    {
      title: "deep recursion",
      text: "function deep(): number { return 1 + deep() }\ndeep()",
      told: /call each other too deeply/,
    },
    {
      title: "prototype pollution",
      text: "Object.assign(Object.prototype, { get: 1, value: 2 }); Array.prototype.push = null as any; undefined",
      told: /they were put back/,
    },
    {
      title: "SIGKILL",
      only: "desktop",
      text: "import { execSync } from 'node:child_process'; execSync(`kill -9 ${process.pid}`); for (;;);",
      gone: true,
      told: /ended from outside \(SIGKILL\), and its variables are gone/,
    },
  ];

  const faults = all.filter(({ only }) => only !== (inBrowser ? "desktop" : "browser"));

  it("VS Code answers, the file stays, a cell runs again", async function () {
    this.timeout(400_000);
    const { notebook } = await openCells(
      "worst.grad.md",
      "const kept = 42;",
      "1",
      "console.log(typeof kept === 'undefined' ? 'gone' : kept)",
    );
    const [first, fault, check] = codeCells(notebook);
    const before = notebook.getCells().length;
    let kept = 0;
    const times: number[] = [];
    for (const { title, text, stop, gone, told } of faults) {
      await vscode.commands.executeCommand("notebook.clearAllCellsOutputs");
      await replaceCell(fault, text);
      await runCell(first);
      const ended = runCell(fault);
      if (stop) {
        await until("the cell to run", () => /(?:looping|waiting|flooding)\n$/.test(plainText(fault)));
        void vscode.commands.executeCommand("notebook.cancelExecution", { document: notebook.uri });
      }
      await ended;
      const since = performance.now();
      await until(`${title} to be told`, () => told.test(plainText(fault)));
      await runCell(check);
      times.push(performance.now() - since);
      const found = plainText(check).trim().split("\n").at(-1);
      assert.equal(found, gone ? "gone" : "42", title);
      if (!gone) kept++;
    }
    assert.equal(notebook.getCells().length, before);
    await notebook.save();
    const sorted = times.toSorted((a, b) => a - b);
    await print(
      `      ${faults.length} faults tried, ${times.length} survived, variables kept in ${kept}; a cell had run again after ` +
        `${sorted[times.length >> 1]?.toFixed(0)} ms (median), ${sorted.at(-1)?.toFixed(0)} ms (longest)`,
    );
  });
});

describe("Twenty notebooks, opened, run and closed,", () => {
  it("leave no process and no memory behind", async function () {
    this.timeout(400_000);
    const pids: number[] = [];
    const once = async (i: number): Promise<void> => {
      const { notebook } = await openCells(
        "twenty.grad.md",
        `const n = ${i}; console.log(process.pid)`,
        "console.log('x'.repeat(900_000))",
      );
      const [first, second] = codeCells(notebook);
      await runCell(first);
      await runCell(second);
      pids.push(Number(plainText(first)));
      await closeAll();
    };
    for (let i = 0; i < 5; i++) await once(i);
    await until("the first kernels to end", () => pids.every((pid) => !isAlive(pid)));
    const before = heap();
    for (let i = 5; i < 20; i++) await once(i);
    await until("all kernels to end", () => pids.every((pid) => !isAlive(pid)));
    const grown = heap() - before;
    assert.equal(new Set(pids).size, 20);
    await print(`      the extension host's heap grew by ${grown.toFixed(1)} MB over 15 notebooks`);
    // Each showed 0.9 MB: outputs that were kept would be 13 MB at least.
    assert.ok(grown < 10, `the heap grew by ${grown.toFixed(1)} MB`);
  });
});
