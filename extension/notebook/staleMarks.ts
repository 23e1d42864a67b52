/** Marks stale cells under their text, and runs them. */
import * as vscode from "vscode";
import { runCells } from "./cellRanges.ts";
import type { Controller } from "./controller.ts";
import { activeNotebook, cellId, isCodeCell, isServed } from "./notebookContext.ts";
import { JUPYTER_TYPE, NOTEBOOK_TYPE } from "./ids.ts";
import type { Staleness } from "./staleness.ts";

/** Whether the notebook in front has stale cells: *Run Stale Cells* is offered then. */
const HAS_STALE = "gradbook.hasStaleCells";
/** Keys that follow each other are one edit, in milliseconds. */
const pause = 200;

export class StaleMarks implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  readonly #controller: Controller;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];
  /** What was found since the last change, by notebook. */
  #found = new Map<vscode.NotebookDocument, Map<string, Staleness>>();
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor(controller: Controller) {
    this.#controller = controller;
    const soon = (): void => {
      this.#timer ??= setTimeout(() => this.#again(), pause);
    };
    this.#listeners = [
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this),
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(JUPYTER_TYPE, this),
      vscode.window.onDidChangeActiveNotebookEditor(soon),
      vscode.workspace.onDidChangeNotebookDocument(soon),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === "vscode-notebook-cell") soon();
      }),
      controller.onDidChangeSession(({ what }) => {
        if (what !== "status") soon();
      }),
      vscode.commands.registerCommand("gradbook.runStaleCells", () => this.#run()),
    ];
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem | undefined {
    const ours = isCodeCell(cell) && isServed(cell.notebook);
    const found = ours ? this.#stale(cell.notebook).get(cellId(cell)) : undefined;
    return found && mark(found);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#listeners, this.#changed).dispose();
  }

  #stale(notebook: vscode.NotebookDocument): Map<string, Staleness> {
    let found = this.#found.get(notebook);
    if (!found) this.#found.set(notebook, (found = this.#controller.session(notebook).stale()));
    return found;
  }

  #again(): void {
    this.#timer = undefined;
    this.#found = new Map();
    const notebook = activeNotebook();
    const any = notebook !== undefined && this.#stale(notebook).size > 0;
    void vscode.commands.executeCommand("setContext", HAS_STALE, any);
    this.#changed.fire();
  }

  async #run(): Promise<void> {
    const notebook = activeNotebook();
    if (!notebook) return;
    this.#found.delete(notebook);
    const stale = this.#stale(notebook);
    if (stale.size > 0) return runCells(notebook.getCells().filter((cell) => stale.has(cellId(cell))));
    vscode.window.setStatusBarMessage(vscode.l10n.t("No cell is stale."), 5000);
  }
}

function mark(found: Staleness): vscode.NotebookCellStatusBarItem {
  const [text, tooltip] =
    found.kind === "edited"
      ? [
          `$(edit) ${vscode.l10n.t("Edited")}`,
          vscode.l10n.t("The cell was edited since it ran. Run stale cells"),
        ]
      : [
          `$(history) ${vscode.l10n.t("Stale")}`,
          vscode.l10n.t(
            "What this cell uses was run again or edited since it ran: {0}. Run stale cells",
            found.names.join(", "),
          ),
        ];
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: tooltip, role: "button" };
  item.command = "gradbook.runStaleCells";
  return item;
}
