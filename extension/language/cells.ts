/** Keeps the worker up to date with the notebooks that are open, and asks it about their cells. */
import * as vscode from "vscode";
import { CELL_LANGUAGE } from "../notebook/ids.ts";
import { pathOf, uriOf } from "./filePaths.ts";
import { Cancelled, LanguageWorker, type StartWorker } from "./languageWorker.ts";
import type { AtPosition, Method, NotebookState, Place, Requests, Span, ToWorker } from "./protocol.ts";

/** Cells of our language in any kind of notebook: those in `typescript` are VS Code's own. */
export const cellSelector: vscode.DocumentSelector = {
  language: CELL_LANGUAGE,
  scheme: "vscode-notebook-cell",
};

/**
 * What VS Code fits to what was typed on meanwhile. It asks for completions once, where a name begins: without an answer
 * there would be no list for who types fast.
 */
const outlivesTyping: ReadonlySet<Method> = new Set(["completions"]);

/** What cells need of the platform that the extension runs on. */
export interface LanguagePlatform {
  start: StartWorker;
  /** Path of the folder that a notebook's imports start from. */
  folder(notebook: vscode.NotebookDocument): string;
}

export class Cells implements vscode.Disposable {
  readonly #platform: LanguagePlatform;
  readonly #worker: LanguageWorker;
  /** Notebooks that the worker must hear of before it is asked again: opening one is an event for each cell. */
  readonly #changed = new Set<vscode.NotebookDocument>();
  readonly #listeners: vscode.Disposable[];
  #files: vscode.FileSystemWatcher | null = null;
  #log: vscode.LogOutputChannel | null = null;

  constructor(extension: vscode.Uri, platform: LanguagePlatform) {
    this.#platform = platform;
    const dist = vscode.Uri.joinPath(extension, "dist");
    const setup = {
      libraries: pathOf(vscode.Uri.joinPath(dist, "library")),
      engine: pathOf(vscode.Uri.joinPath(dist, "engine.d.ts")),
      language: vscode.env.language,
    };
    this.#worker = new LanguageWorker(platform.start, setup, () => this.#state());
    this.#listeners = [
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#tell(notebook)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        this.#changed.delete(notebook);
        this.#worker.tell({ type: "close", notebook: notebook.uri.toString() });
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0) this.#tell(notebook);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0 || !isCell(document)) return;
        this.#worker.tell({ type: "text", cell: document.uri.toString(), text: textOf(document) });
      }),
      // A cell whose language changes is closed and opened.
      vscode.workspace.onDidOpenTextDocument((document) => this.#retell(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#retell(document)),
    ];
  }

  /**
   * Undefined when the question was cancelled, its cell changed meanwhile so that the answer is past, or it could not be
   * answered.
   *
   * @param token cancels the question
   */
  async ask<M extends Method>(
    method: M,
    document: vscode.TextDocument,
    params: Omit<Requests[M]["params"], "cell">,
    token?: vscode.CancellationToken,
  ): Promise<Requests[M]["result"] | undefined> {
    const { version } = document;
    const whole = { ...params, cell: document.uri.toString() } as Requests[M]["params"];
    let listener: vscode.Disposable | undefined;
    this.#watchFiles();
    this.#tellChanges();
    try {
      const result = await this.#worker.ask(method, whole, (cancel) => {
        listener = token?.onCancellationRequested(cancel);
      });
      const isPast = document.version !== version && !outlivesTyping.has(method);
      return document.isClosed || isPast ? undefined : result;
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#report(method, error);
      return undefined;
    } finally {
      listener?.dispose();
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
    this.#files?.dispose();
    this.#log?.dispose();
    void this.#worker.dispose();
  }

  /** A question without an answer is nothing that the person must act on. */
  #report(method: Method, error: unknown): void {
    this.#log ??= vscode.window.createOutputChannel("Gradbook", { log: true });
    this.#log.error(method, error instanceof Error ? error : String(error));
  }

  #state(): ToWorker[] {
    return vscode.workspace.notebookDocuments.flatMap((notebook) => {
      const state = this.#stateOf(notebook);
      return state.cells.length > 0 ? [{ type: "notebook" as const, ...state }] : [];
    });
  }

  #stateOf(notebook: vscode.NotebookDocument): NotebookState {
    const cells = notebook
      .getCells()
      .map(({ document }) => document)
      .filter(isCell)
      .map((document) => ({ id: document.uri.toString(), text: textOf(document) }));
    return { notebook: notebook.uri.toString(), folder: this.#platform.folder(notebook), cells };
  }

  #tell(notebook: vscode.NotebookDocument): void {
    if (this.#worker.started) this.#changed.add(notebook);
  }

  #tellChanges(): void {
    for (const notebook of this.#changed) {
      if (!notebook.isClosed) this.#worker.tell({ type: "notebook", ...this.#stateOf(notebook) });
    }
    this.#changed.clear();
  }

  #retell(document: vscode.TextDocument): void {
    const cell = this.#worker.started ? cellOf(document) : undefined;
    if (cell) this.#tell(cell.notebook);
  }

  /** Modules beside a notebook, from the first question on. */
  #watchFiles(): void {
    if (this.#files) return;
    this.#files = vscode.workspace.createFileSystemWatcher("**/{*.ts,*.mts,*.js,*.mjs,*.json}");
    const changed = (uri: vscode.Uri): void => this.#worker.tell({ type: "files", paths: [pathOf(uri)] });
    this.#files.onDidChange(changed);
    this.#files.onDidCreate(changed);
    this.#files.onDidDelete(changed);
  }
}

export function isCell(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "vscode-notebook-cell" && document.languageId === CELL_LANGUAGE;
}

/** The cell that the document is, in whatever kind of notebook. */
export function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  if (document.uri.scheme !== "vscode-notebook-cell") return undefined;
  return vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((cell) => cell.document === document);
}

/** The cell whose document has this URI. */
export function cellAt(uri: string): vscode.NotebookCell | undefined {
  return vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find(({ document }) => document.uri.toString() === uri);
}

function textOf(document: vscode.TextDocument): string {
  return document.getText();
}

export function atPosition(
  document: vscode.TextDocument,
  position: vscode.Position,
): Pick<AtPosition, "offset"> {
  return { offset: document.offsetAt(position) };
}

export function rangeOf(document: vscode.TextDocument, { start, length }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(start + length));
}

/** A place as VS Code names it; other files are read for it. Undefined for what cannot be opened. */
export async function locationOf(place: Place): Promise<vscode.Location | undefined> {
  const uri = "cell" in place ? vscode.Uri.parse(place.cell, true) : uriOf(place.path);
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return new vscode.Location(uri, rangeOf(document, place));
  } catch {
    return undefined;
  }
}
