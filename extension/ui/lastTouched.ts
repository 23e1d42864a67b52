/** Where in each notebook the person was last: the cell that they selected, wrote in or ran. */
import * as vscode from "vscode";
import { activeNotebook, frontMatterIndex } from "../notebook/notebookContext.ts";

export class LastTouched implements vscode.Disposable {
  readonly #cells = new WeakMap<vscode.NotebookDocument, vscode.NotebookCell>();
  readonly #listeners: vscode.Disposable[];
  #front = activeNotebook();

  constructor() {
    this.#listeners = [
      vscode.window.onDidChangeActiveNotebookEditor(() => (this.#front = activeNotebook() ?? this.#front)),
      vscode.window.onDidChangeNotebookEditorSelection(({ notebookEditor: { notebook }, selections }) => {
        const last = selections.findLast((range) => !range.isEmpty);
        if (last) this.#touch(notebook, last.end - 1);
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
        const touched = cellChanges.findLast(
          ({ document, executionSummary }) => document ?? executionSummary,
        );
        if (touched) this.#touch(notebook, touched.cell.index);
      }),
    ];
  }

  /** The place of a new cell: below the last that was touched, or at the end, and never above front matter. */
  below({ notebook, selection }: vscode.NotebookEditor): number {
    const touched = this.#cells.get(notebook)?.index ?? -1;
    const below = !selection.isEmpty ? selection.end : touched >= 0 ? touched + 1 : notebook.cellCount;
    return Math.max(below, frontMatterIndex(notebook) + 1);
  }

  /**
   * The notebook in front. Where a page that shows no file covers it, such as the walkthrough, it is brought to the front:
   * the page's buttons are meant for it.
   */
  async notebook(): Promise<vscode.NotebookDocument | undefined> {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const covered = activeTab && activeTab.input === undefined && this.#front?.isClosed === false;
    if (covered && this.#front) await vscode.window.showNotebookDocument(this.#front);
    return activeNotebook();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #touch(notebook: vscode.NotebookDocument, index: number): void {
    if (index >= 0 && index < notebook.cellCount) this.#cells.set(notebook, notebook.cellAt(index));
  }
}
