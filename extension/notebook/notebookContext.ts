/** What the kernel has to know of a notebook. */
import * as vscode from "vscode";
import { frontMatterCell, frontMatterIn, type FrontMatter } from "../markdown/frontMatter.ts";
import { openedCell } from "../markdown/serializer.ts";
import type { KernelOptions, NotebookLocation } from "../kernel/protocol/protocol.ts";
import { kernelSettings, type TellSetting } from "./kernelSettings.ts";
import { CELL_LANGUAGE, JUPYTER_TYPE, NOTEBOOK_TYPE } from "./ids.ts";

const inheritedIds = new WeakMap<vscode.NotebookCell, string>();

/** Stable for the life of the cell in the notebook, wherever it moves. */
export function cellId(cell: vscode.NotebookCell): string {
  return inheritedIds.get(cell) ?? cell.document.uri.fragment;
}

/** Makes `heir` the same cell to the kernel as `cell`, whose notebook was saved under another name. */
export function inheritId(heir: vscode.NotebookCell, cell: vscode.NotebookCell): void {
  inheritedIds.set(heir, cellId(cell));
}

/** Whether the kernel can run it: in a Jupyter notebook, TypeScript goes by its usual name. */
export function isCodeCell({ kind, document, notebook }: vscode.NotebookCell): boolean {
  if (kind !== vscode.NotebookCellKind.Code) return false;
  const { languageId } = document;
  return languageId === CELL_LANGUAGE || (isJupyter(notebook) && languageId === "typescript");
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

/** Ids of the code cells below `cell`, in the notebook's order. */
export function idsBelow(cell: vscode.NotebookCell): string[] {
  const { notebook, index } = cell;
  return notebook
    .getCells(new vscode.NotebookRange(index + 1, notebook.cellCount))
    .filter(isCodeCell)
    .map(cellId);
}

export function isGradbook(notebook: vscode.NotebookDocument): boolean {
  return notebook.notebookType === NOTEBOOK_TYPE;
}

export function isJupyter(notebook: vscode.NotebookDocument): boolean {
  return notebook.notebookType === JUPYTER_TYPE;
}

const servedJupyter = new WeakSet<vscode.NotebookDocument>();

/** Says whether a Jupyter notebook has our kernel selected. */
export function setServed(notebook: vscode.NotebookDocument, served: boolean): void {
  if (served) servedJupyter.add(notebook);
  else servedJupyter.delete(notebook);
}

/** Whether our kernel runs the notebook's cells. */
export function isServed(notebook: vscode.NotebookDocument): boolean {
  return isGradbook(notebook) || servedJupyter.has(notebook);
}

/** The notebook that commands act on. */
export function activeNotebook(): vscode.NotebookDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook && isServed(notebook) ? notebook : undefined;
}

/** What the notebook says of itself. */
export function frontMatter(notebook: vscode.NotebookDocument): FrontMatter {
  return frontMatterIn(notebook.getCells().map(openedCell));
}

/** Index of the cell in which it says so; -1 where there is none. */
export function frontMatterIndex(notebook: vscode.NotebookDocument): number {
  const cells = notebook.getCells().map(openedCell);
  const cell = frontMatterCell(cells);
  return cell ? cells.indexOf(cell) : -1;
}

/** The language of what the notebook shows and says: the one that it gives, else the editor's. */
export function notebookLanguage(notebook: vscode.NotebookDocument): string {
  return frontMatter(notebook).language ?? vscode.env.language;
}

/**
 * What the notebook's kernel is started with, wherever it runs; `tell` as in {@link kernelSettings}.
 * @param place where the notebook is, as its kernel reaches files
 */
export function kernelOptions(
  notebook: vscode.NotebookDocument,
  place: NotebookLocation,
  tell?: TellSetting,
): KernelOptions {
  return {
    ...place,
    language: notebookLanguage(notebook),
    // What is saved should read well everywhere.
    colors: !isJupyter(notebook),
    ...kernelSettings(notebook.uri, tell),
  };
}
