/** Opening and running notebooks of the test workspace. */
import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as vscode from "vscode";
import { until } from "./browser.ts";

/** The notebook at `path` in the test workspace, in an editor of its own. */
export async function openNotebook(path: string): Promise<vscode.NotebookEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, "The test workspace is open.");
  const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.joinPath(folder.uri, path));
  assert.equal(notebook.notebookType, "gradbook");
  return vscode.window.showNotebookDocument(notebook);
}

/** Runs all cells as the notebook's own button does, and waits for the last. */
export async function runAll(editor: vscode.NotebookEditor, timeout = 120_000): Promise<void> {
  const cells = codeCells(editor.notebook);
  await vscode.commands.executeCommand("notebook.execute", editor.notebook.uri);
  const ended = () =>
    cells.some((cell) => cell.executionSummary?.success === false) ||
    cells.every((cell) => cell.executionSummary?.success !== undefined);
  await until("every cell to run", ended, timeout);
}

/** Runs one cell, and waits until it has ended. */
export async function runCell(cell: vscode.NotebookCell, timeout = 60_000): Promise<void> {
  const { index, notebook } = cell;
  const before = cell.executionSummary?.executionOrder;
  const ended = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => done(new Error(`Cell ${index} did not end within ${timeout} ms.`)),
      timeout,
    );
    const changes = vscode.workspace.onDidChangeNotebookDocument((event) => {
      const { executionOrder, success } = cell.executionSummary ?? {};
      if (event.notebook === notebook && executionOrder !== before && success !== undefined) done();
    });
    const done = (error?: Error) => {
      clearTimeout(timer);
      changes.dispose();
      if (error) reject(error);
      else resolve();
    };
  });
  const ranges = [{ start: index, end: index + 1 }];
  await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
  await ended;
}

/** The processes of the kernels that this window has started. Not on Windows, which has no `ps`. */
export function kernels(): number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((row) => Number(row?.[2]) === process.pid && /[\\/]dist[\\/]kernel\.js\b/.test(row?.[3] ?? ""))
    .map((row) => Number(row?.[1]));
}

/** Whether the process is there. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export function codeCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook.getCells().filter((cell) => cell.kind === vscode.NotebookCellKind.Code);
}

/** What a cell says in its text outputs and errors. */
export function textOf(cell: vscode.NotebookCell): string {
  return cell.outputs
    .flatMap((output) => output.items)
    .filter((item) => /text|stdout|stderr|error/.test(item.mime))
    .map((item) => new TextDecoder().decode(item.data))
    .join("\n");
}

/** @throws {AssertionError} with the first cell that failed, and why */
export function assertAllRan(notebook: vscode.NotebookDocument): void {
  for (const cell of codeCells(notebook)) {
    assert.ok(cell.executionSummary?.success, `${cell.document.getText()}\n--- said ---\n${textOf(cell)}`);
  }
}

/** Scrolls to each cell that has a chart, so that it is drawn. */
export async function showFigures(editor: vscode.NotebookEditor): Promise<vscode.NotebookCell[]> {
  const cells = cellsShowing(editor.notebook, /gradbook\.(figure|curves)/);
  for (const cell of cells) await showCell(editor, cell);
  return cells;
}

/** The cells that have an output of a MIME type that `mime` matches. */
export function cellsShowing(notebook: vscode.NotebookDocument, mime: RegExp): vscode.NotebookCell[] {
  return codeCells(notebook).filter((cell) =>
    cell.outputs.some((output) => output.items.some((item) => mime.test(item.mime))),
  );
}

/** Scrolls until the cell is in the middle of the editor. */
export async function showCell(editor: vscode.NotebookEditor, cell: vscode.NotebookCell): Promise<void> {
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  editor.selection = range;
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenter);
  await new Promise((resolve) => setTimeout(resolve, 300));
}
