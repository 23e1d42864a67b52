/** Asking the language features of a cell, as VS Code does. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { print, until } from "./browser.ts";
import { replaceCell } from "./files.ts";

/** Runs a command of VS Code's that asks the providers of a cell. */
export async function ask<T>(
  title: string,
  command: string,
  cell: vscode.NotebookCell,
  ...more: unknown[]
): Promise<T> {
  const started = performance.now();
  const result = await vscode.commands.executeCommand<T>(command, cell.document.uri, ...more);
  const ms = (performance.now() - started).toFixed(1);
  await print(`  ${ms.padStart(8)} ms  ${title}`);
  return result;
}

/** Where the `nth` occurrence of `part` begins. */
export function at({ document }: vscode.NotebookCell, part: string, nth = 0): vscode.Position {
  let offset = -1;
  for (let i = 0; i <= nth; i++) offset = document.getText().indexOf(part, offset + 1);
  assert.ok(offset >= 0, part);
  return document.positionAt(offset);
}

export const after = (cell: vscode.NotebookCell, part: string): vscode.Position =>
  at(cell, part).translate(0, part.length);

export const hoverText = (hovers: vscode.Hover[]): string =>
  hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content)))
    .join("\n")
    .replaceAll("\\", "");

export const faults = ({ document }: vscode.NotebookCell): vscode.Diagnostic[] =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);

export const messages = (cell: vscode.NotebookCell): string[] => faults(cell).map(({ message }) => message);

let probes = 0;

/** Resolves once the checks of the last cell, a probe, have come, and with them those of the cells above. */
export async function checked(cells: readonly vscode.NotebookCell[]): Promise<void> {
  const probe = cells.at(-1);
  assert.ok(probe);
  // Cells in sight are checked first, and then those that are near: from the top, a probe at the bottom is the last.
  const editor = vscode.window.visibleNotebookEditors.find(({ notebook }) => notebook === probe.notebook);
  editor?.revealRange(new vscode.NotebookRange(0, 1), vscode.NotebookEditorRevealType.AtTop);
  await until("the top", () => (editor?.visibleRanges[0]?.start ?? 0) === 0);
  const name = `probe${++probes}`;
  await replaceCell(probe, name);
  await until("the checks", () => messages(probe).some((message) => message.includes(`'${name}'`)), 30_000);
}

export const titleOf = ({ label }: vscode.CompletionItem): string =>
  typeof label === "string" ? label : label.label;
