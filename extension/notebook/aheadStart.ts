/**
 * Starts the kernels of notebooks that a person looks at, so that the first run need not wait for one: not of those
 * in tabs behind others, not where cells may not run, and never more than a few that nothing has used.
 */
import * as vscode from "vscode";
import { startsAhead } from "./kernelSettings.ts";
import { isServed } from "./notebookContext.ts";
import { hasTab } from "./savedAs.ts";
import type { Session } from "./session.ts";

/** How long a notebook is looked at before, in milliseconds: who leafs through files starts nothing. */
const pause = 500;

/** Kernels that wait unused at most; each takes memory. */
const mostWaiting = 3;

export class AheadStart implements vscode.Disposable {
  readonly #session: (notebook: vscode.NotebookDocument) => Session;
  readonly #listeners: vscode.Disposable[];
  /** Sessions whose kernels were started, the last first. */
  #started: Session[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(session: (notebook: vscode.NotebookDocument) => Session) {
    this.#session = session;
    const soon = (): void => this.lookSoon();
    this.#listeners = [
      vscode.window.onDidChangeVisibleNotebookEditors(soon),
      vscode.workspace.onDidGrantWorkspaceTrust(soon),
    ];
    soon();
  }

  /** Looks again which kernels are to be started, after the pause. */
  lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), pause);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #look(): void {
    if (!vscode.workspace.isTrusted) return;
    const seen = vscode.window.visibleNotebookEditors
      .map(({ notebook }) => notebook)
      // A notebook that is compared with another is not there to be run.
      .filter((notebook) => isServed(notebook) && hasTab(notebook) && startsAhead(notebook.uri))
      .map((notebook) => this.#session(notebook));
    for (const session of seen) session.startAhead();
    const waiting = [...new Set([...seen, ...this.#started])].filter(({ isAhead }) => isAhead);
    this.#started = waiting.slice(0, mostWaiting);
    for (const session of waiting.slice(mostWaiting)) void session.sleep();
  }
}
