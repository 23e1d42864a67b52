import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inWorkbench, screenshot, until } from "./browser.ts";
import { activeEditor, closeAll, openCells } from "./files.ts";
import { codeCells } from "./notebooks.ts";

const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);
const button = '.title .editor-actions [aria-label^="Open as Gradbook"]';
const hasButton = (): Promise<boolean> =>
  inWorkbench(
    () => document.querySelector('.title .editor-actions [aria-label^="Open as Gradbook"]') !== null,
  );

/** A Markdown file in a text editor, as a person opens it. */
async function openMarkdown(name: string, text: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await run("vscode.openWith", uri, "default");
  return uri;
}

describe("Conveniences of a notebook", () => {
  beforeEach(closeAll);
  after(closeAll);

  it("has a button on Markdown with cells, none on other Markdown, and it opens the notebook in the text's place", async () => {
    const uri = await openMarkdown("open-as.md", "# Notes\n\n```ts\n1 + 1\n```\n");
    await until("the button", hasButton);
    await screenshot("open-as");
    await openMarkdown("open-as-not.md", "# Notes\n\n```ts,text\n1 + 1\n```\n\n```js\n2\n```\n");
    await until("no button", async () => !(await hasButton()));
    await vscode.window.showTextDocument(uri);
    await until("the button again", hasButton);
    await click("workbench", button);
    const { notebook } = await activeEditor();
    assert.equal(notebook.uri.path, uri.path);
    assert.equal(codeCells(notebook).length, 1);
    await until("the text's tab to be gone", () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .every(({ input }) => !(input instanceof vscode.TabInputText) || input.uri.path !== uri.path),
    );
  });

  it("inserts a template with the cells that it needs", async () => {
    const { notebook } = await openCells("template.grad.md", "1");
    await run("gradbook.insertTemplate", "training");
    await until("four cells", () => codeCells(notebook).length === 4);
    assert.match(codeCells(notebook)[1]?.document.getText() ?? "", /data\.digits/);
    await run("gradbook.insertTemplate", "accuracy");
    await until("one more", () => codeCells(notebook).length === 5);
  });

  it("shows the page of keys", async () => {
    await run("gradbook.showKeyboard");
    await until("its tab", () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes("keyboard.md"),
    );
  });
});
