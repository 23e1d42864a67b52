/** Marks the line a cell threw at, until the cell is edited or runs again. */
import * as vscode from "vscode";
import type { CellError } from "../kernel/protocol/protocol.ts";
import { cellId } from "./notebookContext.ts";

export class CellDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("gradbook");
  /** Where the last run of a cell left its mark. */
  readonly #marks = new WeakMap<vscode.NotebookCell, vscode.Uri>();
  readonly #listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.#collection.delete(document.uri);
  });

  /** Takes away the mark in `cell`, and the marks in other cells that its last run left. */
  clear(cell: vscode.NotebookCell): void {
    this.#collection.delete(cell.document.uri);
    const marked = this.#marks.get(cell);
    if (marked) this.#collection.delete(marked);
    this.#marks.delete(cell);
  }

  /**
   * Does nothing for an error that arose in no cell of `notebook`.
   * @param ran the cell whose run failed; the error may have arisen in a function of another
   */
  show(
    notebook: vscode.NotebookDocument,
    { cell: id, line, column, name, message }: CellError,
    ran: vscode.NotebookCell,
  ): void {
    const document = notebook.getCells().find((cell) => cellId(cell) === id)?.document;
    if (!document || line === null || line > document.lineCount) return;
    const text = document.lineAt(line - 1);
    const start = column === null ? text.firstNonWhitespaceCharacterIndex : column - 1;
    const range = new vscode.Range(line - 1, Math.min(start, text.text.length), line - 1, text.text.length);
    const diagnostic = new vscode.Diagnostic(range, `${name}: ${message}`);
    diagnostic.source = "Gradbook";
    this.#collection.set(document.uri, [diagnostic]);
    this.#marks.set(ran, document.uri);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#collection.dispose();
  }
}
