/** Runs some of a notebook's cells, as VS Code's own buttons do: the kernel is chosen and trust asked for. */
import * as vscode from "vscode";
import { isCodeCell } from "./notebookContext.ts";

/** The cells from `start` up to, not including, `end`. */
export async function runRange(notebook: vscode.NotebookDocument, start: number, end: number): Promise<void> {
  await runCells(notebook.getCells(new vscode.NotebookRange(start, end)));
}

/** In the order given, which is the notebook's; cells that are no code are left out. */
export async function runCells(cells: readonly vscode.NotebookCell[]): Promise<void> {
  const code = cells.filter(isCodeCell);
  const [first] = code;
  if (!first) return;
  await vscode.commands.executeCommand("notebook.cell.execute", {
    ranges: code.map(({ index }) => ({ start: index, end: index + 1 })),
    document: first.notebook.uri,
  });
}

/** The cell that a command is about: the one whose button was used, else the selected one. */
export function commandCell(
  argument: unknown,
  notebook: vscode.NotebookDocument,
): vscode.NotebookCell | undefined {
  const given = notebook.getCells().find((cell) => cell === argument);
  const editor = vscode.window.activeNotebookEditor;
  const selected = editor?.notebook === notebook ? editor.selection.start : undefined;
  if (given || selected === undefined || selected >= notebook.cellCount) return given;
  return notebook.cellAt(selected);
}
