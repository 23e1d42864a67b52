/**
 * What Markdown notebooks showed comes back when they are opened again, also after VS Code was closed: it is kept in
 * VS Code's own storage of the workspace, since Markdown has no place for it.
 */
import path from "node:path";
import * as vscode from "vscode";
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../engine/payload/mime.ts";
import { isGradbook } from "../notebook/notebookContext.ts";
import { chartWords, cutOffChart } from "./cutOffChart.ts";
import type { LiveCharts } from "./liveCharts.ts";
import { outputsFor, OutputStore, sourceKey, type StoredCell } from "./outputStore.ts";

/** From the last change to writing it, in milliseconds: a run of all cells is written once. */
const pause = 1500;
/** How often the charts that grow are written, in milliseconds: so much a window that goes down may lose. */
const growing = 5000;
/** A long chart takes its time: then they are left alone for so many times as long as writing them took. */
const restPerWrite = 30;

export class StoredOutputs implements vscode.Disposable {
  readonly folder: string;
  readonly #store: OutputStore;
  readonly #charts: LiveCharts;
  /** What is yet to be written. */
  readonly #waiting = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  /** What a cell's outputs come from: its text when it was run, which may have been edited since. */
  readonly #sources = new WeakMap<vscode.NotebookCell, string>();
  readonly #listeners: vscode.Disposable[];

  /** @param charts how far the charts that grow have come */
  constructor({ storageUri, globalStorageUri }: vscode.ExtensionContext, charts: LiveCharts) {
    this.#charts = charts;
    this.folder = path.join((storageUri ?? globalStorageUri).fsPath, "outputs");
    this.#store = new OutputStore(this.folder);
    this.#listeners = [
      vscode.workspace.onDidChangeNotebookDocument((event) => this.#changed(event)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#writeIfWaiting(notebook)),
      vscode.workspace.onWillRenameFiles(() => this.#writeAll()),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#store.move(oldUri.toString(), newUri.toString());
      }),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.#store.forget(uri.toString());
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(setting) && !isOn()) this.forget();
      }),
    ];
  }

  /** Reads as `inner` does, with the outputs that were kept of the same cells of the same file. */
  serializer(inner: vscode.NotebookSerializer): vscode.NotebookSerializer {
    return {
      serializeNotebook: (data, token) => inner.serializeNotebook(data, token),
      deserializeNotebook: async (bytes, token) =>
        this.#giveBack(await inner.deserializeNotebook(bytes, token), bytes),
    };
  }

  /** Forgets all that was kept in this storage. */
  forget(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#store.clear();
  }

  dispose(): void {
    this.#writeAll();
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #changed({ notebook, cellChanges, contentChanges }: vscode.NotebookDocumentChangeEvent): void {
    if (!isGradbook(notebook) || notebook.isUntitled || !isOn()) return;
    let begun = false;
    let due = contentChanges.some(({ removedCells }) => removedCells.length > 0);
    for (const { cell, outputs, executionSummary } of cellChanges) {
      const begins = executionSummary !== undefined && executionSummary.success === undefined;
      const cleared = outputs?.length === 0;
      if (begins || cleared || !this.#sources.has(cell)) this.#sources.set(cell, sourceOf(cell));
      begun ||= begins;
      due ||= cleared || (executionSummary !== undefined && !begins);
    }
    if (due) this.#later(notebook, pause);
    else if (begun && !this.#waiting.has(notebook)) this.#later(notebook, growing);
  }

  #later(notebook: vscode.NotebookDocument, ms: number): void {
    clearTimeout(this.#waiting.get(notebook));
    this.#waiting.set(
      notebook,
      setTimeout(() => this.#writeInTime(notebook), ms),
    );
  }

  #writeInTime(notebook: vscode.NotebookDocument): void {
    const began = performance.now();
    this.#writeIfWaiting(notebook);
    const took = performance.now() - began;
    if (notebook.getCells().some(isRunning)) this.#later(notebook, Math.max(growing, restPerWrite * took));
  }

  #writeAll(): void {
    for (const notebook of [...this.#waiting.keys()]) this.#writeIfWaiting(notebook);
  }

  #writeIfWaiting(notebook: vscode.NotebookDocument): void {
    const timer = this.#waiting.get(notebook);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#waiting.delete(notebook);
    const cells = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
    this.#store.keep(
      notebook.uri.toString(),
      cells.map((cell) => this.#stored(cell)),
    );
  }

  #stored(cell: vscode.NotebookCell): StoredCell {
    const outputs = isRunning(cell)
      ? this.#grown(cell)
      : cell.outputs.filter((output) => !growingChart(output));
    // Without a run since it was opened, its outputs came with the text that it had then.
    const source = (outputs.length > 0 ? this.#sources.get(cell) : undefined) ?? sourceOf(cell);
    return { source, outputs };
  }

  /** The charts of a cell that runs, as they are if the window goes now; what else it shows is on its way only. */
  #grown(cell: vscode.NotebookCell): vscode.NotebookCellOutput[] {
    return cell.outputs.flatMap((output) => {
      const opened = growingChart(output);
      const last = opened && this.#charts.snapshot(opened.id);
      const ended =
        last?.state === "running"
          ? cutOffChart(last, (epoch) =>
              vscode.l10n.t("The window was closed or reloaded after epoch {0}.", epoch),
            )
          : last;
      if (!ended) return [];
      const items = [
        vscode.NotebookCellOutputItem.json(ended, CURVES_MIME),
        vscode.NotebookCellOutputItem.text(chartWords(ended), "text/plain"),
      ];
      return [new vscode.NotebookCellOutput(items, output.metadata)];
    });
  }

  async #giveBack(data: vscode.NotebookData, bytes: Uint8Array): Promise<vscode.NotebookData> {
    if (!isOn() || data.cells.some(({ outputs = [] }) => outputs.length > 0)) return data;
    const cells = data.cells.filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
    const sources = cells.map(({ languageId, value }) => sourceKey(languageId, value));
    for (const candidate of this.#store.having(sources)) {
      if (!(await isReadFrom(candidate, bytes, sources))) continue;
      const found = outputsFor(this.#store.read(candidate.uri) ?? [], sources);
      cells.forEach((cell, i) => {
        const outputs = (found[i] ?? []).map(({ items, metadata }) => {
          const shown = items.map(({ mime, data }) => new vscode.NotebookCellOutputItem(data, mime));
          return new vscode.NotebookCellOutput(shown, metadata);
        });
        if (outputs.length > 0) cell.outputs = outputs;
      });
      break;
    }
    return data;
  }
}

const setting = "gradbook.notebook.keepOutputs";

function isOn(): boolean {
  return vscode.workspace.getConfiguration().get(setting, true);
}

function isRunning({ executionSummary: { executionOrder, success } = {} }: vscode.NotebookCell): boolean {
  return executionOrder !== undefined && success === undefined;
}

/** The chart in an output whose training goes on; undefined for every other output. */
function growingChart({ items }: vscode.NotebookCellOutput): CurvesPayload | undefined {
  const item = items.find(({ mime }) => mime === CURVES_MIME);
  const chart = item && (JSON.parse(new TextDecoder().decode(item.data)) as CurvesPayload);
  return chart?.state === "running" ? chart : undefined;
}

function sourceOf({ document }: vscode.NotebookCell): string {
  return sourceKey(document.languageId, document.getText());
}

/**
 * Whether the notebook that holds `bytes` and cells of these `sources` is the one at `uri`: a serializer is not told
 * which file it reads. Either the file holds the same, or it has changes that were not saved, which VS Code brings
 * back itself: then half of the cells must be the same.
 */
async function isReadFrom(
  { uri, sources: stored }: { uri: string; sources: readonly string[] },
  bytes: Uint8Array,
  sources: readonly string[],
): Promise<boolean> {
  try {
    const held = await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true));
    if (Buffer.compare(held, bytes) === 0) return true;
  } catch {
    return false;
  }
  // Its tab is there before it is read, and is not called dirty until it has been.
  const comesBack = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => input instanceof vscode.TabInputNotebook && input.uri.toString() === uri);
  const isThere = vscode.workspace.notebookDocuments.some((notebook) => notebook.uri.toString() === uri);
  const same = sources.filter((source) => stored.includes(source));
  return comesBack && !isThere && 2 * same.length >= sources.length;
}
