/** Notebook files of a suite's own in the test workspace, and what VS Code says of them. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { inWorkbench, press, typeText, until } from "./browser.ts";
import { textOf } from "./notebooks.ts";

/** Writes a file into the test workspace. */
export async function writeFile(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, "The test workspace is open.");
  const uri = vscode.Uri.joinPath(folder.uri, name);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri;
}

export async function readBytes(uri: vscode.Uri): Promise<Uint8Array> {
  return Uint8Array.from(await vscode.workspace.fs.readFile(uri));
}

/**
 * A notebook with this text, in an editor of its own. Opened as a click does: what the API opens stays open for
 * minutes after its editor was closed.
 */
export async function openText(
  name: string,
  text: string,
): Promise<{ uri: vscode.Uri; notebook: vscode.NotebookDocument; editor: vscode.NotebookEditor }> {
  return openFile(await writeFile(name, text));
}

/** The notebook in a file, in an editor of its own. */
export async function openFile(uri: vscode.Uri): ReturnType<typeof openText> {
  await vscode.commands.executeCommand("vscode.openWith", uri, "gradbook");
  await until(
    "the notebook's editor",
    () => vscode.window.activeNotebookEditor?.notebook.uri.toString() === uri.toString(),
  );
  const editor = await activeEditor();
  return { uri, notebook: editor.notebook, editor };
}

/** A notebook of code cells only. */
export async function openCells(name: string, ...cells: string[]): ReturnType<typeof openText> {
  return openText(name, cells.map((cell) => `\`\`\`ts\n${cell}\n\`\`\`\n`).join("\n"));
}

/** A new notebook of code cells, which no file holds. */
export async function openNew(...cells: string[]): Promise<vscode.NotebookEditor> {
  await vscode.commands.executeCommand("gradbook.newNotebook");
  const editor = await activeEditor();
  const { notebook } = editor;
  const all = new vscode.NotebookRange(0, notebook.cellCount);
  const data = cells.map(
    (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "gradbook-typescript"),
  );
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.replaceCells(all, data)]);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return editor;
}

/** The notebook editor that has, or will soon have, the focus. */
export async function activeEditor(): Promise<vscode.NotebookEditor> {
  await until("a notebook editor", () => vscode.window.activeNotebookEditor !== undefined);
  const editor = vscode.window.activeNotebookEditor;
  assert.ok(editor);
  return editor;
}

/** Replaces the text of a cell, as typing does. */
export async function replaceCell(cell: vscode.NotebookCell, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const { document } = cell;
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Saves the untitled notebook in front, through the dialog. */
export async function saveAs(name: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, "The test workspace is open.");
  const uri = vscode.Uri.joinPath(folder.uri, name);
  const saved = vscode.commands.executeCommand("workbench.action.files.save");
  await until("the dialog", async () => (await valueOfDialog()).endsWith(".md"));
  await press("Control+A");
  await typeText(uri.fsPath);
  await until("the typed path", async () => (await valueOfDialog()) === uri.fsPath);
  // The dialog ignores Enter while it looks the folder up; a second one too soon would go to the cell.
  let pressed = -Infinity;
  await until("the dialog to close", async () => {
    if ((await valueOfDialog()) === "") return true;
    if (Date.now() - pressed < 5000) return false;
    pressed = Date.now();
    await press("Enter");
    return false;
  });
  await saved;
  return uri;
}

/** What stands in the file dialog's input; empty where there is no dialog. */
const valueOfDialog = (): Promise<string> =>
  inWorkbench(() => {
    const dialog = document.querySelector<HTMLElement>(".quick-input-widget");
    const shown = dialog && dialog.style.display !== "none";
    return (shown && dialog.querySelector<HTMLInputElement>(".quick-input-box input")?.value) || "";
  });

/** Closes all editors without asking, what was not saved included. */
export async function closeAll(): Promise<void> {
  while (vscode.window.tabGroups.all.some((group) => group.tabs.length > 0)) {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  // What VS Code says of a large text would cover what the next test clicks.
  await vscode.commands.executeCommand("notifications.clearAll");
}

/** Waits for a notification, and dismisses all. VS Code keeps them in its centre while tests run. */
export async function assertNotified(text: RegExp): Promise<void> {
  await vscode.commands.executeCommand("notifications.showList");
  await until(`a notification ${String(text)}`, async () =>
    text.test(await inWorkbench(() => document.querySelector(".notifications-center")?.textContent ?? "")),
  );
  await vscode.commands.executeCommand("notifications.clearAll");
}

/** What the cell says, without the colours. */
export function plainText(cell: vscode.NotebookCell): string {
  return textOf(cell).replaceAll(/\u001b\[\d+m/g, "");
}
