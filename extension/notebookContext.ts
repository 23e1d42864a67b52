/** What the kernel has to know of a notebook. */
import { homedir } from "node:os";
import * as vscode from "vscode";
import type { KernelOptions } from "./kernel/protocol.ts";
import { kernelSettings } from "./kernelSettings.ts";
import { CELL_LANGUAGE, NOTEBOOK_TYPE } from "./names.ts";

const inheritedIds = new WeakMap<vscode.NotebookCell, string>();

/** Stable for the life of the cell in the notebook, wherever it moves. */
export function cellId(cell: vscode.NotebookCell): string {
  return inheritedIds.get(cell) ?? cell.document.uri.fragment;
}

/** Makes `heir` the same cell to the kernel as `cell`, whose notebook was saved under another name. */
export function inheritId(heir: vscode.NotebookCell, cell: vscode.NotebookCell): void {
  inheritedIds.set(heir, cellId(cell));
}

export function isCodeCell(cell: vscode.NotebookCell): boolean {
  return cell.kind === vscode.NotebookCellKind.Code && cell.document.languageId === CELL_LANGUAGE;
}

export function codeCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook.getCells().filter(isCodeCell);
}

/** Ids of the code cells above `cell`, in the notebook's order. */
export function idsAbove(cell: vscode.NotebookCell): string[] {
  return cell.notebook
    .getCells(new vscode.NotebookRange(0, Math.max(0, cell.index)))
    .filter(isCodeCell)
    .map(cellId);
}

export function isGradbook(notebook: vscode.NotebookDocument): boolean {
  return notebook.notebookType === NOTEBOOK_TYPE;
}

/** The notebook that commands act on. */
export function activeNotebook(): vscode.NotebookDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook && isGradbook(notebook) ? notebook : undefined;
}

/** Imports start from the notebook's own folder, else from the workspace, else from the home folder. */
export function importFolder({ uri }: vscode.NotebookDocument): string {
  if (uri.scheme === "file") return vscode.Uri.joinPath(uri, "..").fsPath;
  const workspace = vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file");
  return workspace?.uri.fsPath ?? homedir();
}

/** What the notebook's kernel is started with. */
export function kernelOptions(notebook: vscode.NotebookDocument): KernelOptions {
  const { uri } = notebook;
  const onDisk = uri.scheme === "file" ? uri.fsPath : null;
  return {
    cwd: importFolder(notebook),
    notebook: onDisk,
    language: vscode.env.language,
    colors: true,
    ...kernelSettings(uri),
  };
}
