/** What the kernel shows → VS Code's output items. */
import * as vscode from "vscode";
import { ERROR_MIME, MARKUP_MIME } from "../../engine/payload/mime.ts";
import { errorPayload } from "./errorPayload.ts";
import { markupPayload } from "./markupPayload.ts";
import type { CellError, MimeBundle } from "../kernel/protocol/protocol.ts";
import { isJupyter, notebookLanguage } from "../notebook/notebookContext.ts";

/** What one output is made of. */
export type ItemsOf = (data: MimeBundle) => vscode.NotebookCellOutputItem[];

const BINARY = /^image\/(?!svg)|^(?:application\/pdf|application\/octet-stream)$/;

/**
 * Metadata of every output of ours: the renderer's page knows the browser's language only, and markup in
 * Markdown is shown as text where an output says that it comes from a cell.
 *
 * @param run by which the session knows again whose output it is
 */
export function outputMetadata(
  notebook: vscode.NotebookDocument,
  run: string,
): { language: string; gradbook: true; run?: string } {
  const metadata = { language: notebookLanguage(notebook), gradbook: true } as const;
  // A Jupyter notebook would be saved with it, and differ after each run.
  return isJupyter(notebook) ? metadata : { ...metadata, run };
}

/**
 * The items of one output: its words first, for assistants and others that read the first item, then the others as
 * the kernel ordered them. VS Code shows the richest wherever it stands, ours before all others. Binary kinds arrive as
 * base64. What VS Code's own renderers would run as a script, or put into the notebook's page with its scripts, is
 * handed to ours, which draws it in a sandbox.
 */
export function displayItems(data: MimeBundle): vscode.NotebookCellOutputItem[] {
  const entries = Object.entries(data);
  return [...entries.filter(isPlain), ...entries.filter((entry) => !isPlain(entry))].map(([mime, value]) =>
    displayItem(mime, value),
  );
}

const isPlain = ([mime]: [string, unknown]): boolean => mime === "text/plain";

/** A Jupyter notebook is saved with its outputs, for others than Gradbook, too. */
export async function itemsIn(notebook: vscode.NotebookDocument): Promise<ItemsOf> {
  if (!isJupyter(notebook)) return displayItems;
  const { withFallbacks } = await import("../ipynb/ipynb.entry.ts");
  return (data) => savedItems(data, withFallbacks(data));
}

/** With what others can show of it. */
function savedItems(data: MimeBundle, widened: MimeBundle): vscode.NotebookCellOutputItem[] {
  const own = displayItems(data);
  const known = new Set(own.map(({ mime }) => mime));
  const others = Object.entries(widened).filter(([mime]) => !known.has(mime));
  return [
    ...own,
    ...others.map(([mime, value]) =>
      typeof value === "string"
        ? vscode.NotebookCellOutputItem.text(value, mime)
        : vscode.NotebookCellOutputItem.json(value, mime),
    ),
  ];
}

function displayItem(mime: string, value: unknown): vscode.NotebookCellOutputItem {
  const payload = markupPayload(mime, value);
  if (payload) return vscode.NotebookCellOutputItem.json(payload, MARKUP_MIME);
  if (/javascript|ecmascript/i.test(mime))
    return vscode.NotebookCellOutputItem.text(String(value), "text/plain");
  if (typeof value !== "string") {
    // Shown as it is written.
    return vscode.NotebookCellOutputItem.text(JSON.stringify(value, null, 2), mime);
  }
  if (BINARY.test(mime)) return new vscode.NotebookCellOutputItem(bytesOf(value), mime);
  if (/[/+]json$/.test(mime)) return vscode.NotebookCellOutputItem.json(value, mime);
  return vscode.NotebookCellOutputItem.text(value, mime);
}

/** As `Buffer.from(…, "base64")`, which takes what is no base64 for nothing. */
function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

export function streamItem(name: "stdout" | "stderr", text: string): vscode.NotebookCellOutputItem {
  return name === "stdout"
    ? vscode.NotebookCellOutputItem.stdout(text)
    : vscode.NotebookCellOutputItem.stderr(text);
}

/** An error as our renderer shows it, and as everybody else does. */
export function errorItems(error: CellError): vscode.NotebookCellOutputItem[] {
  const payload = errorPayload(error);
  const { name, message, stack } = payload;
  return [
    vscode.NotebookCellOutputItem.json(payload, ERROR_MIME),
    vscode.NotebookCellOutputItem.error({ name, message, stack }),
  ];
}
