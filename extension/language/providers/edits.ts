import * as vscode from "vscode";
import { rangeOf } from "../cells.ts";
import { uriOf } from "../filePaths.ts";
import type { Place, TextEdit } from "../protocol.ts";

export function textEdits(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.TextEdit[] {
  return edits.map((edit) => new vscode.TextEdit(rangeOf(document, edit), edit.text));
}

export async function workspaceEdit(
  edits: readonly { place: Place; text: string }[],
): Promise<vscode.WorkspaceEdit> {
  const result = new vscode.WorkspaceEdit();
  for (const { place, text } of edits) {
    const uri = "cell" in place ? vscode.Uri.parse(place.cell, true) : uriOf(place.path);
    result.replace(uri, rangeOf(await vscode.workspace.openTextDocument(uri), place), text);
  }
  return result;
}
