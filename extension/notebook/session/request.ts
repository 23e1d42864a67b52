/** A cell that is to run: what the person asked for, and what runs by itself. */
import type * as vscode from "vscode";

/** It gets another cell and execution when the notebook moves while it waits or runs. */
export interface Request {
  cell: vscode.NotebookCell;
  /** Null until it runs, where it runs by itself: VS Code shows nothing of it before, and has one at a time of a cell. */
  execution: vscode.NotebookCellExecution | null;
  started: number;
  /** Why it runs by itself; null where the person runs it. */
  because: string | null;
  /** It is to end because it runs again, with other values. */
  replaced: boolean;
  /** The kernel runs it, and can end it. */
  begun: boolean;
}

export function requestOf(
  cell: vscode.NotebookCell,
  { execution = null, because = null }: Partial<Pick<Request, "execution" | "because">>,
): Request {
  return { cell, execution, started: 0, because, replaced: false, begun: false };
}
