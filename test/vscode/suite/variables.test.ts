import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, hover, inWorkbench, press, screenshot, setTheme, until } from "./browser.ts";
import { closeAll, openCells, openText } from "./files.ts";
import { codeCells, runAll, runCell } from "./notebooks.ts";

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

/** The view's rows as they are seen, and as they are read out. */
const rows = (): Promise<{ text: string; label: string }[]> =>
  inWorkbench(() =>
    [
      ...document.querySelectorAll(
        '[id="gradbook.variables"] .monaco-list-row, .tree-explorer-viewlet-tree-view .monaco-list-row',
      ),
    ].map((row) => ({
      text: row.textContent ?? "",
      label: row.getAttribute("aria-label") ?? "",
    })),
  );

const panelText = (): Promise<string> =>
  inWorkbench(() => document.querySelector(".part.panel")?.textContent ?? "");

const row = (pattern: RegExp): Promise<{ text: string; label: string }> =>
  until(
    `a row ${String(pattern)}`,
    async () => (await rows()).find(({ text }) => pattern.test(text)),
    30_000,
  );

describe("The Variables view", () => {
  const startAhead = (value: boolean | undefined): Thenable<void> =>
    vscode.workspace
      .getConfiguration("gradbook")
      .update("kernel.startAhead", value, vscode.ConfigurationTarget.Workspace);

  // What the view says of a kernel that is off, it says of one that was started ahead for a moment only.
  before(() => startAhead(false));
  beforeEach(closeAll);
  after(async () => {
    await closeAll();
    await run("workbench.action.closePanel");
    await startAhead(undefined);
  });

  it("explains why it is empty, and lists the variables of the notebook in front once cells have run", async () => {
    const { notebook } = await openCells("variables-empty.grad.md", "const answer = 42;", "1 + 1");
    await run("gradbook.showVariables");
    await until("the explanation", async () => /The kernel has not started/.test(await panelText()));
    await screenshot("variables-empty");
    const [first, second] = codeCells(notebook);
    await runCell(second);
    await until("the other explanation", async () => /declare no variables/.test(await panelText()));
    await runCell(first);
    await row(/answer.*number · 42/);
    await openText("variables-other.grad.md", "# Other\n");
    await until("the other notebook's explanation", async () =>
      /The kernel has not started/.test(await panelText()),
    );
  });

  it("shows type, shape, dtype, bytes and a summary, in both themes, and follows every run", async () => {
    const { editor, notebook } = await openCells(
      "variables.grad.md",
      "import { nn, randn, zeros, manualSeed } from 'gradbook';\nmanualSeed(0);\nconst x = randn(64, 3);\nlet step = 0;\nconst names = ['a', 'b'];",
      "const net = nn.Sequential ? new nn.Sequential(new nn.Linear(3, 2)) : null;\nfunction train(rate: number) { step++; return rate; }",
      "step += 5;",
    );
    await run("gradbook.showVariables");
    await runAll(editor);
    const { label } = await row(/x.*Tensor float32 \(64, 3\) · 768 B · min -\d.* · mean .* · max \d/);
    assert.match(label, /^x: Tensor float32 \(64, 3\), 768 B, min/);
    await row(/net.*Sequential · 32 B · 8 parameters in 2 tensors/);
    await row(/names.*Array · \(2\) \["a", "b"\]/);
    await row(/train.*function/);
    await row(/step.*number · 5/);
    assert.equal(
      (await rows()).some(({ text }) => /^(nn|randn)/.test(text)),
      false,
    );
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await hover("workbench", ".part.panel .monaco-list-row");
      await screenshot(`variables-${theme}`);
    }
    await runCell(codeCells(notebook)[2]);
    await row(/step.*number · 10/);
    await run("gradbook.restartKernel");
    await until(
      "the rows to go",
      async () => (await rows()).length === 0 && /no variables/.test(await panelText()),
    );
  });

  it("goes to the declaring cell and copies a name by keyboard", async () => {
    const { editor, notebook } = await openCells(
      "variables-keys.grad.md",
      "const first = 1;",
      "const second = 2;",
    );
    await run("gradbook.showVariables");
    await runAll(editor);
    await row(/second/);
    await run("gradbook.variables.focus");
    await until("the first row to be selected", async () => {
      await press("Home");
      return inWorkbench(() =>
        document.querySelector(".part.panel .monaco-list-row.focused")?.textContent?.startsWith("first"),
      );
    });
    await press("ArrowDown");
    await until("the name on the clipboard", async () => {
      await press("Control+C");
      return (await vscode.env.clipboard.readText()) === "second";
    });
    editor.selection = new vscode.NotebookRange(0, 1);
    await press("Enter");
    await until("the cell", () => vscode.window.activeNotebookEditor?.selection.start === 1);
    assert.equal(vscode.window.activeNotebookEditor?.notebook, notebook);
  });

  it("is opened by the notebook's own button", async () => {
    await openCells("variables-button.grad.md", "1");
    await run("workbench.action.closePanel");
    await click("workbench", '.notebook-toolbar-container [aria-label^="Variables"]');
    await until("the view", async () => /kernel has not started/i.test(await panelText()));
  });
});
