/** Gradbook in the web extension host, as on vscode.dev. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inOutputs, inWorkbench, screenshot, until } from "../suite/browser.ts";
import { closeAll, openCells, plainText, writeFile } from "../suite/files.ts";
import { assertAllRan, codeCells, runAll, showCell } from "../suite/notebooks.ts";

declare const isolatedPage: boolean;

const place = isolatedPage ? "isolated" : "not isolated";

describe(`Gradbook in a browser, ${place}`, () => {
  afterEach(closeAll);

  it("runs in the browser's own extension host, and is isolated or not as it should be", () => {
    assert.equal(typeof (globalThis as { importScripts?: unknown }).importScripts, "function");
    assert.equal(typeof SharedArrayBuffer === "function", isolatedPage);
  });

  it("trains with a live chart, which is drawn, and tells the status bar and the variables", async () => {
    const { editor, notebook } = await openCells(
      "web-train.grad.md",
      `import { fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(3);
const x = randn([200, 4]);
const y = x.sum(1, { keepdim: true });
const net = new nn.Sequential(new nn.Linear(4, 16), new nn.ReLU(), new nn.Linear(16, 1));
const history = await fit(net, [x, y], { epochs: 30, loss: new nn.MSELoss(), optimizer: new optim.SGD(net.parameters(), { lr: 0.01 }), title: "In a browser" });`,
    );
    await runAll(editor);
    assertAllRan(notebook);
    await showCell(editor, notebook.cellAt(0));
    await until("the chart", async () =>
      (await inOutputs(() => document.body.textContent ?? "")).some((text) => text.includes("In a browser")),
    );
    await screenshot(`web-training-${isolatedPage ? "isolated" : "plain"}`);
    const bar = await until("the status bar", () =>
      inWorkbench(
        () =>
          [...document.querySelectorAll(".statusbar-item")]
            .map(({ textContent }) => textContent ?? "")
            .find((text) => text.includes("Gradbook")) ?? "",
      ),
    );
    assert.match(bar, /idle/);
  });

  // The rest is the same in both windows.
  if (isolatedPage) return;

  it("imports files of the workspace, and says what it cannot", async () => {
    await writeFile(
      "web/lib.ts",
      "import table from './t.json';\nexport const twice = (x: number): number => table.two * x;\n",
    );
    await writeFile("web/t.json", '{ "two": 2 }');
    await writeFile("web/rows.csv", "a,b\n1,2\n3,4\n");
    const { editor, notebook } = await openCells(
      "web/import.grad.md",
      'import { twice } from "./lib.ts";\nimport { data } from "gradbook";\nconsole.log(twice(21), JSON.stringify(await data.readCsv("rows.csv")).includes("3"))',
      'import fs from "node:fs"; fs',
    );
    await runAll(editor);
    const [first, second] = codeCells(notebook);
    await until("the second cell to fail", () => second?.executionSummary?.success === false);
    assert.match(plainText(first), /42 true/);
    assert.match(plainText(second), /node:fs is a part of Node\.js/);
  });

  it("offers commands that make sense, and no others", async () => {
    const all = await vscode.commands.getCommands(true);
    for (const name of ["newNotebook", "openCourse", "runAll", "restartKernel", "plotActivation"])
      assert.ok(all.includes(`gradbook.${name}`), name);
    for (const name of ["exportHtml", "exportLive", "exportPyTorch", "debugCell"])
      assert.ok(!all.includes(`gradbook.${name}`), name);
  });
});
