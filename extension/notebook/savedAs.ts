/**
 * An untitled notebook that is saved is closed, and the file opens as another document, with other cells and
 * without outputs. What belongs together is found again here.
 */
import * as vscode from "vscode";
import { isCodeCell, isGradbook } from "./notebookContext.ts";

/** In milliseconds. */
const TAB_OPENS_WITHIN = 20_000;

/** As `notebook.selectKernel` wants it. */
export interface ControllerId {
  extension: string;
  id: string;
}

/** The file that `closed` was saved as, if it was. */
export function savedAs(
  closed: vscode.NotebookDocument,
  candidates: readonly vscode.NotebookDocument[],
): vscode.NotebookDocument | undefined {
  if (!closed.isUntitled) return undefined;
  const text = codeOf(closed);
  return candidates.find((other) => isGradbook(other) && !other.isUntitled && codeOf(other) === text);
}

/** The code cells of both, which {@link savedAs} found to be the same. */
export function pairCells(
  closed: vscode.NotebookDocument,
  heir: vscode.NotebookDocument,
): [vscode.NotebookCell, vscode.NotebookCell][] {
  const next = heir.getCells().filter(isCodeCell);
  return closed
    .getCells()
    .filter(isCodeCell)
    .flatMap((cell, i) => (next[i] ? [[cell, next[i]]] : []));
}

/**
 * Selects the controller without asking, which it needs to write outputs.
 *
 * @returns false when no editor shows the notebook: one that is saved while it is closed stays closed
 */
export async function selectController(
  notebook: vscode.NotebookDocument,
  id: ControllerId,
): Promise<boolean> {
  if (!(await opensInTab(notebook))) return false;
  const notebookEditor = await vscode.window.showNotebookDocument(notebook, { preserveFocus: true });
  await vscode.commands.executeCommand("notebook.selectKernel", { notebookEditor, ...id });
  return true;
}

/** The tab comes a moment after the untitled notebook has been closed. */
async function opensInTab(notebook: vscode.NotebookDocument): Promise<boolean> {
  const deadline = Date.now() + TAB_OPENS_WITHIN;
  while (!hasTab(notebook)) {
    if (notebook.isClosed || Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Whether an editor tab shows the notebook. */
export function hasTab({ uri }: vscode.NotebookDocument): boolean {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .some(({ input }) => input instanceof vscode.TabInputNotebook && input.uri.toString() === uri.toString());
}

function codeOf(notebook: vscode.NotebookDocument): string {
  return JSON.stringify(
    notebook
      .getCells()
      .filter(isCodeCell)
      .map((cell) => cell.document.getText().replaceAll("\r\n", "\n")),
  );
}
