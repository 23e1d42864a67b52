/** Underlines what TypeScript says of each cell: soon after the last change, and never of a text that is past. */
import * as vscode from "vscode";
import { CELL_LANGUAGE } from "../names.ts";
import { isCell, locationOf, rangeOf, type Cells } from "./cells.ts";
import type { CellDiagnostic, Severity } from "./protocol.ts";

/** Pause after the last change, in milliseconds. */
const pause = 150;

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export class CellChecks implements vscode.Disposable {
  readonly #cells: Cells;
  readonly #collection = vscode.languages.createDiagnosticCollection(CELL_LANGUAGE);
  readonly #timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  /** Which sweep through a notebook is the latest. */
  readonly #sweeps = new WeakMap<vscode.NotebookDocument, number>();
  readonly #listeners: vscode.Disposable[];

  constructor(cells: Cells) {
    this.#cells = cells;
    this.#listeners = [
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#later(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const texts = cellChanges.some(({ document }) => document !== undefined);
        if (contentChanges.length > 0 || texts) this.#later(notebook);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (!isCell(document)) return;
        const notebook = vscode.workspace.notebookDocuments.find((candidate) =>
          candidate.getCells().some((cell) => cell.document === document),
        );
        if (notebook) this.#later(notebook);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        clearTimeout(this.#timers.get(notebook));
        this.#timers.delete(notebook);
        this.#sweeps.delete(notebook);
        for (const { document } of notebook.getCells()) this.#collection.delete(document.uri);
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration("gradbook.typescript")) return;
        vscode.workspace.notebookDocuments.forEach((notebook) => this.#later(notebook));
      }),
    ];
    vscode.workspace.notebookDocuments.forEach((notebook) => this.#later(notebook));
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    vscode.Disposable.from(...this.#listeners, this.#collection).dispose();
  }

  #later(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.#timers.get(notebook));
    this.#timers.set(
      notebook,
      setTimeout(() => {
        this.#timers.delete(notebook);
        void this.#sweep(notebook);
      }, pause),
    );
  }

  /** One cell after the other, so that what the person asks meanwhile is answered between two of them. */
  async #sweep(notebook: vscode.NotebookDocument): Promise<void> {
    const sweep = (this.#sweeps.get(notebook) ?? 0) + 1;
    this.#sweeps.set(notebook, sweep);
    const documents = inFrontFirst(notebook.getCells().map(({ document }) => document));
    for (const document of documents.filter(isCell)) {
      const wanted = vscode.workspace
        .getConfiguration("gradbook", document)
        .get("typescript.diagnostics", true);
      const found = wanted ? await this.#cells.ask("diagnostics", document, {}) : [];
      if (notebook.isClosed || this.#sweeps.get(notebook) !== sweep) return;
      if (!found || document.isClosed) continue;
      const diagnostics = await Promise.all(found.map((one) => asDiagnostic(document, one)));
      this.#collection.set(document.uri, diagnostics);
    }
  }
}

/** Cells that the person sees before the others. */
function inFrontFirst(documents: readonly vscode.TextDocument[]): vscode.TextDocument[] {
  const seen = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
  return [...documents.filter((document) => seen.has(document)), ...documents.filter((document) => !seen.has(document))];
}

async function asDiagnostic(document: vscode.TextDocument, found: CellDiagnostic): Promise<vscode.Diagnostic> {
  const diagnostic = new vscode.Diagnostic(rangeOf(document, found), found.message, severities[found.severity]);
  diagnostic.source = "ts";
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
