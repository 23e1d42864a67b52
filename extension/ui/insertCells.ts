/** New code cells in a notebook: selected, and in view. */
import * as vscode from "vscode";
import { cellData } from "../markdown/serializer.ts";

export function codeCellData(texts: readonly string[]): vscode.NotebookCellData[] {
  return texts.map((text) => cellData({ kind: "code", text }));
}

/** @param at index of the first of them */
export async function insertCells(
  editor: vscode.NotebookEditor,
  at: number,
  texts: readonly string[],
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(editor.notebook.uri, [vscode.NotebookEdit.insertCells(at, codeCellData(texts))]);
  await vscode.workspace.applyEdit(edit);
  editor.selection = new vscode.NotebookRange(at, at + 1);
  editor.revealRange(
    new vscode.NotebookRange(at, at + texts.length),
    vscode.NotebookEditorRevealType.InCenterIfOutsideViewport,
  );
}
