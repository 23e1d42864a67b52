/** An assistant's conversation, through VS Code's own door for tools. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { screenshot, until } from "./browser.ts";
import { closeAll, openCells } from "./files.ts";
import { cellsShowing, codeCells, openNotebook } from "./notebooks.ts";

/** What a tool answers. */
async function invoke(name: string, input: object, token?: vscode.CancellationToken): Promise<string> {
  const call = { input, toolInvocationToken: undefined };
  const { content } = await vscode.lm.invokeTool(name, call, token);
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
}

describe("An assistant", () => {
  before(closeAll);
  afterEach(closeAll);

  it("finds the tools, which say what they are for", () => {
    const ours = vscode.lm.tools.filter(({ name }) => name.startsWith("gradbook_"));
    assert.equal(ours.length, 8);
    for (const { description } of ours) assert.ok(description.length > 80);
  });

  it("takes the course from overfitting to early stopping, and compares", async () => {
    const editor = await openNotebook("examples/deep-learning.en.grad.md");
    const { notebook } = editor;
    const read = await invoke("gradbook_read_notebook", {});
    const cell = Number(/\[cell (\d+): has not run\] typescript\nconst makeLarge/.exec(read)?.[1]);
    const cells = codeCells(notebook).flatMap(({ index }) => (index <= cell ? [index] : []));
    assert.match(await invoke("gradbook_run_cells", { cells }), /^All of \d+ cells ran/);
    assert.match(await invoke("gradbook_read_training", { cell }), /Verdict: Overfitting/);
    const before = notebook.cellAt(cell).document.getText();
    const text = before.replace(
      "epochs: 60,",
      "epochs: 60,\n  callbacks: [new EarlyStopping({ patience: 8, restoreBestWeights: true })],",
    );
    await invoke("gradbook_edit_cells", { edits: [{ edit: "replace", at: cell, text }] });
    assert.equal(notebook.cellAt(cell).document.getText(), text);
    assert.match(await invoke("gradbook_run_cells", { which: "stale" }), /^All of 1 cell ran/);
    assert.match(await invoke("gradbook_read_training", { cell }), /restoredEpoch: \d+/);
    assert.match(await invoke("gradbook_compare_trainings", {}), /early stopping|restored|Overfitting/);
    assert.match(
      await invoke("gradbook_variables", { name: "trainX" }),
      /float32 \(300, 10\)[\s\S]*tensor\(\[\[/,
    );
    await screenshot("assistant");
    editor.selection = new vscode.NotebookRange(cell, cell + 1);
    await vscode.commands.executeCommand("notebook.cell.edit");
    await vscode.commands.executeCommand("undo");
    await until("the edit to be undone", () => notebook.cellAt(cell).document.getText() === before);
  });

  it("waits for a training as long as it takes, and can cancel it", async () => {
    const { notebook } = await openCells(
      "assistant.grad.md",
      "const wait = (ms: number) => new Promise((go) => setTimeout(go, ms)); await wait(6000); 'done'",
      "for (;;);",
      "'still here'",
    );
    const waited = await invoke("gradbook_run_cells", { notebook: "assistant.grad.md", cells: [0] });
    assert.match(waited, /ok, (?:[6-9]|\d\d+)\.\d s\n'done'/);
    const stopping = new vscode.CancellationTokenSource();
    const run = invoke("gradbook_run_cells", { cells: [1] }, stopping.token);
    const begun = (): boolean => (notebook.cellAt(1).executionSummary?.executionOrder ?? 0) > 0;
    await until("the loop to begin", begun);
    stopping.cancel();
    // VS Code itself may answer a cancelled call.
    await run.catch(() => undefined);
    await until("the loop to end", () => notebook.cellAt(1).executionSummary?.success === false);
    assert.match(await invoke("gradbook_run_cells", { cells: [2] }), /'still here'/);
  });

  it("inserts and deletes cells in one edit", async () => {
    const { notebook } = await openCells("assistant-edit.grad.md", "1");
    const edits = [
      { edit: "insert", at: 0, kind: "markdown", text: "# Title" },
      { edit: "insert", at: 1, text: "2" },
      { edit: "delete", at: 0 },
    ];
    assert.match(
      await invoke("gradbook_edit_cells", { edits }),
      /^Done: 3 edits\. The notebook has 2 cells now/,
    );
    assert.deepEqual(
      notebook.getCells().map(({ document }) => document.getText()),
      ["# Title", "2"],
    );
    assert.match(await invoke("gradbook_edit_cells", { edits: [{ edit: "delete", at: 7 }] }), /^Error: .*7/);
  });

  it("opens a notebook by its path, and is told what is wrong with another", async () => {
    assert.match(
      await invoke("gradbook_read_notebook", { notebook: "examples/deep-learning.zh.grad.md" }),
      /deep-learning\.zh\.grad\.md: \d+ cells/,
    );
    assert.match(
      await invoke("gradbook_read_notebook", { notebook: "no.grad.md" }),
      /^Error: There is no file/,
    );
    assert.match(await invoke("gradbook_api", { query: "nn.Linear" }), /An affine transformation/);
    assert.match(
      await invoke("gradbook_translate_pytorch", { code: "x = torch.ones(2)" }),
      /torch\.ones\(2\)/,
    );
  });

  it("and whoever takes the first item of an output reads words; the window shows the chart", async () => {
    const { notebook } = await openCells(
      "assistant-words.grad.md",
      'import { plot } from "gradbook";\nplot([1, 2, 3], [1, 4, 9])',
    );
    await invoke("gradbook_run_cells", { which: "all" });
    const [shown] = cellsShowing(notebook, /gradbook\.figure/);
    assert.ok(shown);
    const [first] = shown.outputs[0]?.items ?? [];
    assert.equal(first?.mime, "text/plain");
    assert.match(new TextDecoder().decode(first.data), /^Figure/);
    await screenshot("assistant-words");
  });
});
