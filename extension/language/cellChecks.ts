/** Underlines what TypeScript says of each cell: soon after the last change, and never of a text that is past. */
import * as vscode from "vscode";
import { CELL_LANGUAGE } from "../notebook/ids.ts";
import { cellOf, isCell, locationOf, rangeOf, type Cells } from "./cells.ts";
import { shapeMismatchText } from "./shapeMismatchText.ts";
import type { CellDiagnostic, Severity } from "./protocol.ts";

/** Pause after the last change, in milliseconds. */
const pause = 150;

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Cells out of sight whose marks are shown together. */
const batch = 25;

interface Check {
  timer: ReturnType<typeof setTimeout> | undefined;
  /** For each cell, by its document's URI, the change of the notebook that its marks know of. */
  shown: Map<string, number>;
  /** Counts changes: an answer to an older question is dropped. */
  change: number;
}

type Marks = [uri: vscode.Uri, diagnostics: vscode.Diagnostic[]];

export class CellChecks implements vscode.Disposable {
  readonly #cells: Cells;
  readonly #collection = vscode.languages.createDiagnosticCollection(CELL_LANGUAGE);
  readonly #checks = new Map<vscode.NotebookDocument, Check>();
  readonly #listeners: vscode.Disposable[];

  constructor(cells: Cells) {
    this.#cells = cells;
    const { workspace } = vscode;
    this.#listeners = [
      workspace.onDidOpenNotebookDocument((notebook) => this.#later(notebook)),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const edited = cellChanges.some(({ document }) => document !== undefined);
        if (edited || contentChanges.length > 0) this.#later(notebook);
      }),
      // A cell whose language changes is closed and opened.
      workspace.onDidOpenTextDocument((document) => {
        const cell = isCell(document) ? cellOf(document) : undefined;
        if (cell) this.#later(cell.notebook);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#clear(uri)),
      workspace.onDidCloseNotebookDocument((notebook) => this.#forget(notebook)),
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration("gradbook.typescript")) return;
        for (const [notebook, { shown }] of this.#checks) {
          shown.clear();
          this.#later(notebook);
        }
      }),
    ];
    workspace.notebookDocuments.forEach((notebook) => this.#later(notebook));
  }

  dispose(): void {
    for (const { timer } of this.#checks.values()) clearTimeout(timer);
    this.#checks.clear();
    vscode.Disposable.from(...this.#listeners, this.#collection).dispose();
  }

  #later(notebook: vscode.NotebookDocument): void {
    const check = this.#checks.get(notebook) ?? {
      timer: undefined,
      shown: new Map<string, number>(),
      change: 0,
    };
    this.#checks.set(notebook, check);
    check.change++;
    clearTimeout(check.timer);
    check.timer = setTimeout(() => void this.#sweep(notebook, check), pause);
  }

  /**
   * Checks the cells that a change may have touched, those in sight first. One after the other, so that what the person
   * asks meanwhile is answered between two of them.
   */
  async #sweep(notebook: vscode.NotebookDocument, check: Check): Promise<void> {
    const { change, shown } = check;
    const current = (): boolean => check.change === change && this.#checks.get(notebook) === check;
    const documents = notebook.getCells().flatMap(({ document }) => (isCell(document) ? [document] : []));
    const [first] = documents;
    const stamps = first && (await this.#cells.ask("stamps", first, {}));
    if (!stamps || !current()) return;
    const stampOf = new Map(stamps.map(({ cell, stamp }) => [cell, stamp]));
    const isPast = ({ uri }: vscode.TextDocument): boolean =>
      shown.get(uri.toString()) !== stampOf.get(uri.toString());
    const distance = distanceFromView(notebook);
    const past = documents
      .filter(isPast)
      .map((document) => ({ document, far: distance(document) }))
      .sort((a, b) => a.far - b.far);
    let marks: Marks[] = [];
    for (const { document, far } of past) {
      const diagnostics = await this.#diagnostics(document);
      if (!current()) return;
      if (!diagnostics) continue;
      marks.push([document.uri, diagnostics]);
      if (far > 0 && marks.length < batch) continue;
      this.#show(marks, shown, stampOf);
      marks = [];
    }
    this.#show(marks, shown, stampOf);
  }

  #show(marks: Marks[], shown: Map<string, number>, stampOf: ReadonlyMap<string, number>): void {
    if (marks.length > 0) this.#collection.set(marks);
    for (const [uri] of marks) shown.set(uri.toString(), stampOf.get(uri.toString()) ?? 0);
  }

  #clear(uri: vscode.Uri): void {
    this.#collection.delete(uri);
    for (const { shown } of this.#checks.values()) shown.delete(uri.toString());
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

/** How many cells a cell is from those in sight; 0 for all where the notebook is not shown. */
function distanceFromView(notebook: vscode.NotebookDocument): (document: vscode.TextDocument) => number {
  const views = vscode.window.visibleNotebookEditors
    .filter((editor) => editor.notebook === notebook)
    .flatMap(({ visibleRanges }) => visibleRanges);
  const places = new Map(notebook.getCells().map(({ document, index }) => [document, index]));
  return (document) => {
    const index = places.get(document) ?? 0;
    const far = views.map(({ start, end }) => Math.max(start - index, index - end, 0));
    return far.length > 0 ? Math.min(...far) : 0;
  };
}

function messageOf({ mismatch, early, message }: CellDiagnostic): string {
  if (mismatch) return shapeMismatchText(mismatch);
  if (early === undefined) return message;
  return vscode.l10n.t(
    "{0} is declared in a cell below: it is not there yet when the notebook runs from the top.",
    early,
  );
}

async function asDiagnostic(
  document: vscode.TextDocument,
  found: CellDiagnostic,
): Promise<vscode.Diagnostic> {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, found),
    messageOf(found),
    severities[found.severity],
  );
  const isOurs = found.mismatch !== undefined || found.early !== undefined || found.advice !== undefined;
  diagnostic.source = isOurs ? "Gradbook" : "ts";
  if (found.code !== 0) diagnostic.code = found.code;
  else if (found.advice) diagnostic.code = found.advice;
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
