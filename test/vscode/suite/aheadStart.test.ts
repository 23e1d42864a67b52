/** Kernels that are started before a cell needs them. */
import { strict as assert } from "node:assert";
import { rmSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { until } from "./browser.ts";
import { closeAll, openCells, openFile, plainText, writeFile } from "./files.ts";
import { isAlive, kernels, runCell } from "./notebooks.ts";

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("gradbook");

/** The only kernel, once it is there. */
async function oneKernel(): Promise<number> {
  await until("a kernel", () => kernels().length === 1);
  const [pid] = kernels();
  assert.ok(pid !== undefined);
  return pid;
}

/** Opens a notebook beside, upon which the window looks again for those in view. */
async function lookAgain(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.newGroupRight");
  await openCells("beside.grad.md", "'beside'");
}

/** As long as a kernel would take that is started ahead: for what must not happen, there is nothing to wait for. */
const longEnough = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2000));

describe("The kernel of a notebook that a person looks at", function () {
  before(function () {
    if (process.platform === "win32") this.skip();
  });
  beforeEach(async () => {
    await closeAll();
    await until("the kernels of before to end", () => kernels().length === 0);
  });
  afterEach(async () => {
    await settings().update("kernel.startAhead", undefined, vscode.ConfigurationTarget.Workspace);
    await settings().update("engine.threads", undefined, vscode.ConfigurationTarget.Workspace);
  });
  after(closeAll);

  const setting = (value: boolean): Thenable<void> =>
    settings().update("kernel.startAhead", value, vscode.ConfigurationTarget.Workspace);

  it("is started before a cell runs, serves the first cell, and ends with the notebook", async () => {
    const { notebook } = await openCells("ahead.grad.md", "console.log(process.pid)");
    const pid = await oneKernel();
    const cell = notebook.cellAt(0);
    await runCell(cell);
    assert.equal(plainText(cell), `${pid}\n`);
    await closeAll();
    await until("the kernel to end", () => !isAlive(pid));
  });

  it("ends with a notebook in which nothing has run, too", async () => {
    await openCells("unused.grad.md", "1");
    await oneKernel();
    await closeAll();
    await until("the kernel to end", () => kernels().length === 0);
  });

  it("is started once: not again when it has ended, until a cell needs it, which misses nothing then", async () => {
    const { notebook } = await openCells("once.grad.md", "console.log(process.pid)");
    const pid = await oneKernel();
    process.kill(pid, "SIGKILL");
    await until("the kernel to end", () => kernels().length === 0);
    await lookAgain();
    await until("the other's kernel", () => kernels().length === 1);
    await longEnough();
    assert.equal(kernels().length, 1);
    const cell = notebook.cellAt(0);
    await runCell(cell);
    assert.match(plainText(cell), /^\d+\n$/);
    assert.equal(kernels().length, 2);
  });

  it("is not started for a notebook in a tab behind another", async () => {
    await setting(false);
    const { notebook } = await openCells("inFront.grad.md", "console.log(process.pid)");
    const behind = await writeFile("behind.grad.md", "```ts\n1\n```\n");
    await vscode.commands.executeCommand("vscode.openWith", behind, "gradbook", { background: true });
    await setting(true);
    await lookAgain();
    await until("the kernels of both in view", () => kernels().length === 2);
    await longEnough();
    assert.equal(kernels().length, 2);
    await runCell(notebook.cellAt(0));
    assert.equal(kernels().length, 2);
  });

  it("is not kept for more than three notebooks that run nothing", async () => {
    for (let i = 0; i < 5; i++) {
      const before = kernels();
      await openCells(`leafed${i}.grad.md`, "1");
      await until("its kernel", () => kernels().some((pid) => !before.includes(pid)));
    }
    await until("the first ones to end", () => kernels().length === 3);
  });

  it("is started by the first cell where the setting turns this off", async () => {
    await setting(false);
    const { notebook } = await openCells("off.grad.md", "1 + 1");
    await longEnough();
    assert.deepEqual(kernels(), []);
    await runCell(notebook.cellAt(0));
    assert.equal(plainText(notebook.cellAt(0)), "2");
    assert.equal(kernels().length, 1);
  });

  it("is another one where a setting has changed since", async () => {
    const { notebook } = await openCells("changed.grad.md", "console.log(process.env.GRADBOOK_THREADS)");
    await oneKernel();
    await settings().update("engine.threads", 3, vscode.ConfigurationTarget.Workspace);
    await runCell(notebook.cellAt(0));
    assert.equal(plainText(notebook.cellAt(0)), "3\n");
    await until("the first to end", () => kernels().length === 1);
  });

  it("may fail to start: nobody is told until a cell needs it, which tries again", async () => {
    await setting(false);
    const uri = await writeFile("gone/ahead.grad.md", "```ts\n1 + 2\n```\n");
    const folder = path.dirname(uri.fsPath);
    const { notebook } = await openFile(uri);
    rmSync(folder, { recursive: true });
    await setting(true);
    await lookAgain();
    await until("the kernel of the notebook beside", () => kernels().length > 0);
    await longEnough();
    const cell = notebook.cellAt(0);
    assert.deepEqual(cell.outputs, []);
    await runCell(cell);
    assert.match(plainText(cell), /there is no folder/);
    await writeFile("gone/ahead.grad.md", "```ts\n1 + 2\n```\n");
    await runCell(cell);
    assert.equal(plainText(cell), "3");
  });
});
