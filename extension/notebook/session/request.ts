/** A cell that is to run: what the person asked for, and what runs by itself. */
import type * as vscode from "vscode";
import { jobOf, type Job } from "../../reactive/reactiveQueue.ts";

/** It gets another cell and execution when the notebook moves while it waits or runs. */
export interface Request extends Job<vscode.NotebookCell> {
  /** Null until it runs, where it runs by itself: VS Code shows nothing of it before, and has one at a time of a cell. */
  execution: vscode.NotebookCellExecution | null;
  started: number;
}

export function requestOf(
  cell: vscode.NotebookCell,
  { execution = null, because = null }: Partial<Pick<Request, "execution" | "because">>,
): Request {
  return { ...jobOf(cell, because), execution, started: 0 };
}
