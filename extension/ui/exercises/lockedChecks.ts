/** Puts back what somebody changes by accident in a check of a student's copy, which its fence calls `locked`. */
import * as vscode from "vscode";
import { fenceInfoOf } from "../../exercises/fenceInfo.ts";
import { openedCell } from "../../markdown/serializer.ts";
import { isGradbook } from "../../notebook/notebookContext.ts";

/** Until VS Code says whether the notebook differs from its file, in milliseconds. */
const pause = 150;

export class LockedChecks implements vscode.Disposable {
  readonly #texts = new WeakMap<vscode.TextDocument, string>();
  readonly #listeners: vscode.Disposable[];

  constructor() {
    const remember = (notebook: vscode.NotebookDocument): void =>
      notebook.getCells().forEach((cell) => this.#remember(cell));
    this.#listeners = [
      vscode.workspace.onDidOpenNotebookDocument(remember),
      vscode.workspace.onDidChangeNotebookDocument(({ contentChanges }) => {
        for (const { addedCells } of contentChanges) for (const cell of addedCells) this.#remember(cell);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const text = this.#texts.get(document);
        if (text !== undefined && document.getText() !== text)
          setTimeout(() => void this.#putBack(document), pause);
      }),
    ];
    vscode.workspace.notebookDocuments.forEach(remember);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #remember(cell: vscode.NotebookCell): void {
    const { notebook, document } = cell;
    if (isGradbook(notebook) && !this.#texts.has(document) && fenceInfoOf(openedCell(cell)).locked)
      this.#texts.set(document, document.getText());
  }

  async #putBack(document: vscode.TextDocument): Promise<void> {
    const text = this.#texts.get(document);
    if (text === undefined || document.isClosed || document.getText() === text) return;
    const notebook = vscode.workspace.notebookDocuments.find((open) =>
      open.getCells().some((cell) => cell.document === document),
    );
    if (!notebook) return;
    // The file itself has changed, as when a newer copy was put in its place.
    if (!notebook.isDirty) return void this.#texts.set(document, document.getText());
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
    await vscode.workspace.applyEdit(edit);
    vscode.window.setStatusBarMessage(
      vscode.l10n.t("This cell checks your answer and stays as it is. Write in the answer cell above it."),
      8000,
    );
  }
}
