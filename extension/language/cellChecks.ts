/** Underlines what TypeScript says of each cell: soon after the last change, and never of a text that is past. */
import * as vscode from "vscode";
import { CELL_LANGUAGE } from "../names.ts";
import { cellOf, isCell, locationOf, rangeOf, type Cells } from "./cells.ts";
import { misfitText } from "./misfitText.ts";
import type { CellDiagnostic, Severity } from "./protocol.ts";

/** Pause after the last change, in milliseconds. */
const pause = 150;

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

interface Check {
  timer: NodeJS.Timeout | undefined;
  /** Index of the first cell whose marks may be past. */
  next: number;
  /** Counts changes: an answer to an older question is dropped. */
  change: number;
}

export class CellChecks implements vscode.Disposable {
  readonly #cells: Cells;
  readonly #collection = vscode.languages.createDiagnosticCollection(CELL_LANGUAGE);
  readonly #checks = new Map<vscode.NotebookDocument, Check>();
  readonly #listeners: vscode.Disposable[];

  constructor(cells: Cells) {
    this.#cells = cells;
    const { workspace } = vscode;
    this.#listeners = [
      workspace.onDidOpenNotebookDocument((notebook) => this.#later(notebook, 0)),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const edited = cellChanges.filter(({ document }) => document !== undefined);
        const places = [
          ...contentChanges.map(({ range }) => range.start),
          ...edited.map(({ cell }) => cell.index),
        ];
        if (places.length > 0) this.#later(notebook, Math.min(...places));
      }),
      // A cell whose language changes is closed and opened.
      workspace.onDidOpenTextDocument((document) => {
        const cell = isCell(document) ? cellOf(document) : undefined;
        if (cell) this.#later(cell.notebook, cell.index);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)),
      workspace.onDidCloseNotebookDocument((notebook) => this.#forget(notebook)),
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration("gradbook.typescript")) return;
        for (const notebook of this.#checks.keys()) this.#later(notebook, 0);
      }),
    ];
    workspace.notebookDocuments.forEach((notebook) => this.#later(notebook, 0));
  }

  dispose(): void {
    for (const { timer } of this.#checks.values()) clearTimeout(timer);
    this.#checks.clear();
    vscode.Disposable.from(...this.#listeners, this.#collection).dispose();
  }

  /** Checks the notebook from the cell at `index` on: nothing above depends on it. */
  #later(notebook: vscode.NotebookDocument, index: number): void {
    const check = this.#checks.get(notebook) ?? { timer: undefined, next: Infinity, change: 0 };
    this.#checks.set(notebook, check);
    check.next = Math.min(check.next, index);
    check.change++;
    clearTimeout(check.timer);
    check.timer = setTimeout(() => void this.#sweep(notebook, check), pause);
  }

  /** One cell after the other, so that what the person asks meanwhile is answered between two of them. */
  async #sweep(notebook: vscode.NotebookDocument, check: Check): Promise<void> {
    const { change } = check;
    while (check.next < notebook.cellCount) {
      const { document } = notebook.cellAt(check.next);
      const diagnostics = await this.#diagnostics(document);
      if (check.change !== change || this.#checks.get(notebook) !== check) return;
      if (diagnostics) this.#collection.set(document.uri, diagnostics);
      check.next++;
    }
  }

  async #diagnostics(document: vscode.TextDocument): Promise<vscode.Diagnostic[] | undefined> {
    if (!isCell(document)) return undefined;
    const wanted = vscode.workspace
      .getConfiguration("gradbook", document)
      .get<boolean>("typescript.diagnostics");
    if (wanted === false) return [];
    const found = await this.#cells.ask("diagnostics", document, {});
    return found && Promise.all(found.map((one) => asDiagnostic(document, one)));
  }

  #forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.#checks.get(notebook)?.timer);
    this.#checks.delete(notebook);
    for (const { document } of notebook.getCells()) this.#collection.delete(document.uri);
  }
}

async function asDiagnostic(
  document: vscode.TextDocument,
  found: CellDiagnostic,
): Promise<vscode.Diagnostic> {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, found),
    found.misfit ? misfitText(found.misfit) : found.message,
    severities[found.severity],
  );
  diagnostic.source = found.misfit ? "Gradbook" : "ts";
  if (found.code !== 0) diagnostic.code = found.code;
  if (found.unused || found.deprecated) {
    diagnostic.tags = [
      ...(found.unused ? [vscode.DiagnosticTag.Unnecessary] : []),
      ...(found.deprecated ? [vscode.DiagnosticTag.Deprecated] : []),
    ];
  }
  const related = await Promise.all(
    found.related.map(async ({ place, message }) => {
      const location = await locationOf(place);
      return location ? [new vscode.DiagnosticRelatedInformation(location, message)] : [];
    }),
  );
  diagnostic.relatedInformation = related.flat();
  return diagnostic;
}
