/** In a window of its own, on a workspace that is not trusted. */
import { strict as assert } from "node:assert";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { screenshot } from "./browser.ts";
import { assertNotified, closeAll, openCells, readBytes, replaceCell } from "./files.ts";

describe("In a workspace that is not trusted", () => {
  const witness = path.join(tmpdir(), `gradbook-untrusted-${process.pid}`);
  afterEach(closeAll);
  after(() => rmSync(witness, { force: true }));

  const open = () =>
    openCells(
      "untrusted.grad.md",
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(witness)}, 'ran')`,
    );

  it("no cell runs, however it is asked for, and the reason is shown", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { notebook } = await open();
    const cell = notebook.cellAt(0);
    // VS Code asks whether to trust the workspace, and hands nothing over until the answer comes.
    void vscode.commands.executeCommand("notebook.execute", notebook.uri);
    void vscode.commands.executeCommand("notebook.cell.execute", {
      ranges: [{ start: 0, end: 1 }],
      document: notebook.uri,
    });
    void vscode.commands.executeCommand("gradbook.runAll");
    // Ours comes after those: it starts no kernel, and says why.
    await vscode.commands.executeCommand("gradbook.restartKernel");
    await assertNotified(/Cells do not run in a workspace that you do not trust/);
    await screenshot("untrusted");
    assert.equal(cell.executionSummary?.executionOrder, undefined);
    assert.deepEqual(cell.outputs, []);
    assert.equal(existsSync(witness), false);
  });

  it("a notebook can be read, edited and saved", async () => {
    const { uri, notebook } = await open();
    await replaceCell(notebook.cellAt(0), "1 + 1");
    assert.ok(await notebook.save());
    assert.equal(new TextDecoder().decode(await readBytes(uri)), "```ts\n1 + 1\n```\n");
  });
});
