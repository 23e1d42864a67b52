/** In a window of its own, on a workspace that is not trusted. */
import { strict as assert } from "node:assert";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { click, inOutputs, press, screenshot, until } from "./browser.ts";
import { kernels } from "./notebooks.ts";
import { assertNotified, closeAll, openCells, readBytes, replaceCell, writeFile } from "./files.ts";

describe("In a workspace that is not trusted", () => {
  const witness = path.join(tmpdir(), `gradbook-untrusted-${process.pid}`);
  afterEach(closeAll);
  after(() => rmSync(witness, { force: true }));

  const open = (name = "untrusted.grad.md") =>
    openCells(
      name,
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

  it("no tool of an assistant runs or changes a cell, and each says why", async () => {
    const { notebook } = await open("untrusted-tools.grad.md");
    for (const [name, input] of [
      ["gradbook_run_cells", { which: "all" }],
      ["gradbook_edit_cells", { edits: [{ edit: "delete", at: 0 }] }],
      ["gradbook_variables", {}],
    ] as const) {
      const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
      const [said] = content;
      assert.ok(said instanceof vscode.LanguageModelTextPart);
      assert.match(said.value, /^Error: This workspace is not trusted/);
    }
    assert.equal(notebook.cellCount, 1);
    assert.equal(existsSync(witness), false);
  });

  it("a control of a saved output is shown and moved, and runs nothing", async () => {
    const control = { kind: "slider", label: "rate", min: 1, max: 9, step: 1, scale: "linear", value: 5 };
    const source = `const rate = input.slider("rate", { min: 1, max: 9, step: 1 }); require("node:fs").writeFileSync(${JSON.stringify(witness)}, "ran")`;
    const shown = {
      "application/vnd.gradbook.control+json": {
        ...{ version: 1, id: "saved", key: "slider rate#1", stamp: 0, initial: 5, control },
      },
      "text/plain": "rate: 5",
    };
    const uri = await writeFile(
      "untrusted-control.ipynb",
      JSON.stringify({
        cells: [
          {
            ...{ cell_type: "code", id: "a", metadata: {}, source, execution_count: 1 },
            outputs: [{ output_type: "display_data", metadata: {}, data: shown }],
          },
        ],
        metadata: { kernelspec: { display_name: "Gradbook", language: "typescript", name: "gradbook" } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    );
    await vscode.commands.executeCommand("vscode.openWith", uri, "jupyter-notebook");
    const range = ".gradbook-control input[type=range]";
    await until("the slider", async () =>
      (await inOutputs((wanted) => document.querySelector(wanted) !== null, range)).includes(true),
    );
    await click("outputs", ".gradbook-control label");
    await press("ArrowRight");
    await until("the slider to be moved", async () =>
      (
        await inOutputs((wanted) => document.querySelector(wanted)?.getAttribute("aria-valuetext"), range)
      ).includes("6"),
    );
    // As long as a run by itself would take to begin: for what must not happen, there is nothing to wait for.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(kernels(), []);
    assert.equal(existsSync(witness), false);
  });

  it("no kernel is started ahead", async function () {
    if (process.platform === "win32") return this.skip();
    await open();
    // As long as one would take: for what must not happen, there is nothing to wait for.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.deepEqual(kernels(), []);
  });

  it("a notebook can be read, edited and saved", async () => {
    const { uri, notebook } = await open();
    await replaceCell(notebook.cellAt(0), "1 + 1");
    assert.ok(await notebook.save());
    assert.equal(new TextDecoder().decode(await readBytes(uri)), "```ts\n1 + 1\n```\n");
  });
});
