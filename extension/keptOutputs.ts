/**
 * What a notebook showed comes back when it is closed and opened again: Markdown has no place for outputs, so the
 * extension keeps them for as long as the window is there. What outlives the window is storedOutputs.ts.
 */
import * as vscode from "vscode";
import { CURVES_MIME, type CurvesPayload } from "../renderer/payload.ts";
import { isGradbook } from "./notebookContext.ts";

/** Notebooks and bytes that are kept at most; those closed last stay. */
const mostNotebooks = 16;
const mostBytes = 32 * 2 ** 20;

interface Kept {
  /** Of each cell. */
  outputs: vscode.NotebookCellOutput[][];
  bytes: number;
}

export class KeptOutputs implements vscode.Disposable {
  /** By the text of all cells, since a serializer is not told which file it reads. */
  readonly #kept = new Map<string, Kept>();
  readonly #listener = vscode.workspace.onDidCloseNotebookDocument((notebook) => {
    if (isGradbook(notebook) && !notebook.isUntitled) this.#keep(notebook);
  });

  /** Reads as `inner` does, with the outputs of a notebook of the same cells. */
  serializer(inner: vscode.NotebookSerializer): vscode.NotebookSerializer {
    return {
      serializeNotebook: (data, token) => inner.serializeNotebook(data, token),
      deserializeNotebook: async (bytes, token) =>
        this.#giveBack(await inner.deserializeNotebook(bytes, token)),
    };
  }

  /** Forgets all. */
  forget(): void {
    this.#kept.clear();
  }

  dispose(): void {
    this.#listener.dispose();
    this.forget();
  }

  #keep(notebook: vscode.NotebookDocument): void {
    const cells = notebook.getCells();
    const key = keyOf(cells.map((cell) => cell.document.getText()));
    const outputs = cells.map((cell) => cell.outputs.filter(isStill));
    const bytes = outputs.flat(2).reduce((sum, { items }) => sum + sizeOf(items), 0);
    this.#kept.delete(key);
    if (bytes === 0 || bytes > mostBytes) return;
    this.#kept.set(key, { outputs, bytes });
    let total = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0);
    for (const [oldest, kept] of this.#kept) {
      if (this.#kept.size <= mostNotebooks && total <= mostBytes) break;
      this.#kept.delete(oldest);
      total -= kept.bytes;
    }
  }

  #giveBack(data: vscode.NotebookData): vscode.NotebookData {
    const kept = this.#kept.get(keyOf(data.cells.map(({ value }) => value)));
    kept?.outputs.forEach((outputs, i) => {
      const cell = data.cells[i];
      if (cell && outputs.length > 0) cell.outputs = outputs.map(copyOf);
    });
    return data;
  }
}

function keyOf(texts: readonly string[]): string {
  return JSON.stringify(texts.map((text) => text.replaceAll("\r\n", "\n")));
}

/** Not a chart of a training that the closing has ended: what it showed was on its way only. */
export function isStill({ items }: vscode.NotebookCellOutput): boolean {
  const chart = items.find(({ mime }) => mime === CURVES_MIME);
  if (!chart) return true;
  return (JSON.parse(new TextDecoder().decode(chart.data)) as CurvesPayload).state !== "running";
}

function copyOf({ items, metadata }: vscode.NotebookCellOutput): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([...items], metadata);
}

function sizeOf(items: readonly vscode.NotebookCellOutputItem[]): number {
  return items.reduce((sum, { data }) => sum + data.byteLength, 0);
}
