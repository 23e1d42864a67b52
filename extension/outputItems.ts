/** What the kernel shows → VS Code's output items. */
import * as vscode from "vscode";
import type { CellError, MimeBundle } from "./kernel/protocol.ts";

const BINARY = /^image\/(?!svg)|^(?:application\/pdf|application\/octet-stream)$/;

/** The items of one output, richest first, as the kernel ordered them. Binary kinds arrive as base64. */
export function displayItems(data: MimeBundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(data).map(([mime, value]) => displayItem(mime, value));
}

function displayItem(mime: string, value: unknown): vscode.NotebookCellOutputItem {
  if (typeof value !== "string") return vscode.NotebookCellOutputItem.json(value, mime);
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
  return vscode.NotebookCellOutputItem.error({ name, message, stack: text });
}
