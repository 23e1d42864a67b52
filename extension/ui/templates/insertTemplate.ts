/** *Insert Cell Template…*: cells to begin with, and those that they need. */
import * as vscode from "vscode";
import { activeNotebook, codeCells } from "../../notebook/notebookContext.ts";
import { insertCells } from "../insertCells.ts";
import type { LastTouched } from "../lastTouched.ts";

/**
 * Below the cell that was touched last, or in a new notebook where none is in front.
 *
 * @param named which one, for who knows; else the person is asked
 */
export async function insertTemplate(
  named: unknown,
  touched: LastTouched,
  openWith: (texts: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const { pickTemplate, withWhatItNeeds } = await import("./pickTemplate.ts");
  const name = await pickTemplate(named);
  if (name === undefined) return;
  const editor = activeNotebook() && vscode.window.activeNotebookEditor;
  const text = (editor ? codeCells(editor.notebook) : []).map((cell) => cell.document.getText()).join("\n");
  const cells = withWhatItNeeds(name, text).map(({ code }) => code);
  if (editor) await insertCells(editor, touched.below(editor), cells);
  else await openWith(cells);
}
