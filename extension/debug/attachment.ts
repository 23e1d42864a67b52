import * as vscode from "vscode";
import { OpenRequests, type DebugMessage } from "./debugMessages.ts";

/** How long the debugger may take to attach, in milliseconds. */
const attachTime = 30_000;

/** How long to wait for the debugger's last answers, in milliseconds. */
const answerTime = 3000;

/**
 * A debug session of ours, from its start to its end. VS Code makes two sessions of it: an outer one that stands for
 * the attaching, and within it one for the cell thread.
 */
export class Attachment {
  readonly notebook: vscode.NotebookDocument;
  /** `attached`: the debugger is there, with its breakpoints set. `ended`: it has gone before. */
  readonly ready: Promise<"attached" | "ended" | "late">;
  readonly #end: Promise<void>;
  readonly #requests = new OpenRequests();
  #root: vscode.DebugSession | null = null;
  #isReady: (state: "attached" | "ended") => void = () => undefined;
  #isOver: () => void = () => undefined;

  /** @param gone called when the debugger has gone, whoever sent it away */
  constructor(notebook: vscode.NotebookDocument, gone: () => void) {
    this.notebook = notebook;
    this.ready = new Promise((resolve) => {
      const patience = setTimeout(() => resolve("late"), attachTime);
      this.#isReady = (state) => {
        clearTimeout(patience);
        resolve(state);
      };
    });
    this.#end = new Promise((resolve) => {
      this.#isOver = () => {
        gone();
        resolve();
      };
    });
  }

  /** A message to the debugger. */
  asked(session: vscode.DebugSession, message: DebugMessage): void {
    this.#root ??= rootOf(session);
    this.#requests.asked(session.id, message);
  }

  /** A message from the debugger. */
  heard(session: vscode.DebugSession, message: DebugMessage): void {
    this.#requests.heard(session.id, message);
    const { type, command, success } = message;
    // It answers when the breakpoints are set.
    if (session.parentSession && type === "response" && command === "attach" && success === true)
      this.#isReady("attached");
  }

  /** The session has ended. */
  ended(): void {
    this.#isReady("ended");
    this.#requests.settle();
    this.#isOver();
  }

  /** Ends the session, unless it has ended, and waits until it has. */
  async stop(): Promise<void> {
    if (!this.#root) return this.ended();
    // A cell may end before the debugger has said that it lets it go on; to be cut off then, it takes badly.
    const patience = setTimeout(() => this.#requests.settle(), answerTime);
    await this.#requests.answers();
    clearTimeout(patience);
    await vscode.debug.stopDebugging(this.#root);
    await this.#end;
  }
}

/** The outermost of the sessions that `session` belongs to. */
export function rootOf(session: vscode.DebugSession): vscode.DebugSession {
  return session.parentSession ? rootOf(session.parentSession) : session;
}
