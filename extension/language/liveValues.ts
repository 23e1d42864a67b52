/** What the variables of cells hold in the kernel, for the editor to show. */
import * as vscode from "vscode";
import type { Controller } from "../notebook/controller.ts";
import type { VariableSummary } from "../kernel/protocol/protocol.ts";
import { cellId, isGradbook } from "../notebook/notebookContext.ts";

/** The kernel answers between two runs only; nobody waits for it longer than this, in milliseconds. */
const patience = 300;

export class LiveValues implements vscode.Disposable {
  readonly #controller: Controller;
  /** Answers since the last run in a notebook. */
  readonly #known = new WeakMap<
    vscode.NotebookDocument,
    Map<vscode.NotebookCell, Promise<VariableSummary[]>>
  >();
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #listener: vscode.Disposable;

  /** A cell has run, or the variables are gone. */
  readonly onDidChange = this.#changes.event;

  constructor(controller: Controller) {
    this.#controller = controller;
    this.#listener = controller.onDidChangeSession(({ notebook, what }) => {
      if (what === "status" || what === "interrupted") return;
      this.#known.delete(notebook);
      this.#changes.fire(undefined);
    });
  }

  /** The variables that the cell declared when it last ran; none while there is no kernel or it is busy. */
  async of(cell: vscode.NotebookCell): Promise<VariableSummary[]> {
    const { notebook } = cell;
    if (!isGradbook(notebook) || cell.executionSummary?.executionOrder === undefined) return [];
    const session = this.#controller.session(notebook);
    if (session.status.busySince !== null) return [];
    const known = this.#known.get(notebook) ?? new Map<vscode.NotebookCell, Promise<VariableSummary[]>>();
    this.#known.set(notebook, known);
    const asked = known.get(cell) ?? session.variables([cell]).then((variables) => variables ?? []);
    known.set(cell, asked);
    return Promise.race([asked, nothingAfter(patience)]);
  }

  /** Whether the cell's text is another than the one that ran. */
  isEdited(cell: vscode.NotebookCell): boolean {
    return this.#controller.session(cell.notebook).stale().get(cellId(cell))?.kind === "edited";
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changes.dispose();
  }
}

function nothingAfter(ms: number): Promise<VariableSummary[]> {
  return new Promise((resolve) => setTimeout(() => resolve([]), ms));
}
