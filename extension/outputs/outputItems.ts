/** What the kernel shows → VS Code's output items. */
import * as vscode from "vscode";
import { MARKUP_MIME } from "../../engine/payload/mime.ts";
import type { MarkupPayload } from "../../engine/payload/text.ts";
import { sanitizeErrorText } from "./sanitizeErrorText.ts";
import type { CellError, MimeBundle } from "../kernel/protocol/protocol.ts";
import { isJupyter } from "../notebook/notebookContext.ts";

/** What one output is made of. */
export type ItemsOf = (data: MimeBundle) => vscode.NotebookCellOutputItem[];

const BINARY = /^image\/(?!svg)|^(?:application\/pdf|application\/octet-stream)$/;

/**
 * Metadata of every output of ours: the renderer's page knows the browser's language only, and markup in
 * Markdown is shown as text where an output says that it comes from a cell.
 */
export function outputMetadata(): { language: string; gradbook: true } {
  return { language: vscode.env.language, gradbook: true };
}

/**
 * The items of one output, richest first, as the kernel ordered them. Binary kinds arrive as base64. What VS
 * Code's own renderers would run as a script, or put into the notebook's page with its scripts, is handed to
 * ours, which draws it in a sandbox.
 */
export function displayItems(data: MimeBundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(data).map(([mime, value]) => displayItem(mime, value));
}

/** A Jupyter notebook is saved with its outputs, for others than Gradbook, too. */
export async function itemsIn(notebook: vscode.NotebookDocument): Promise<ItemsOf> {
  if (!isJupyter(notebook)) return displayItems;
  const { withFallbacks } = await import("../ipynb/ipynb.entry.ts");
  return (data) => savedItems(data, withFallbacks(data));
}

/** With what others can show of it. Ours come first, where VS Code takes the one that it shows. */
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

const markup: Readonly<Record<string, Omit<MarkupPayload, "text">>> = {
  "text/html": { version: 1, kind: "html" },
  "application/vnd.gradbook.scripted-html": { version: 1, kind: "html", scripts: true },
  "image/svg+xml": { version: 1, kind: "svg" },
};

function displayItem(mime: string, value: unknown): vscode.NotebookCellOutputItem {
  const kind = markup[mime.toLowerCase()];
  if (kind) {
    const payload: MarkupPayload = { ...kind, text: String(value) };
    return vscode.NotebookCellOutputItem.json(payload, MARKUP_MIME);
  }
  if (/javascript|ecmascript/i.test(mime))
    return vscode.NotebookCellOutputItem.text(String(value), "text/plain");
  if (typeof value !== "string") {
    // Shown as it is written.
    return vscode.NotebookCellOutputItem.text(JSON.stringify(value, null, 2), mime);
  }
  if (BINARY.test(mime)) return new vscode.NotebookCellOutputItem(Buffer.from(value, "base64"), mime);
  if (/[/+]json$/.test(mime)) return vscode.NotebookCellOutputItem.json(value, mime);
  return vscode.NotebookCellOutputItem.text(value, mime);
}

export function streamItem(name: "stdout" | "stderr", text: string): vscode.NotebookCellOutputItem {
  return name === "stdout"
    ? vscode.NotebookCellOutputItem.stdout(text)
    : vscode.NotebookCellOutputItem.stderr(text);
}

/** An error in VS Code's own presentation, which turns `Cell In[n], line m` into a link. */
export function errorItem({ name, message, stack }: CellError): vscode.NotebookCellOutputItem {
  const title = message === "" ? name : `${name}: ${message}`;
  const text = stack.startsWith(title) ? stack : [title, stack].filter((part) => part !== "").join("\n");
  return vscode.NotebookCellOutputItem.error({ name, message, stack: sanitizeErrorText(text) });
}
