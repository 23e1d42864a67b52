/** Says under a cell that it runs by itself, or has run so, and why: one click stops it. */
import * as vscode from "vscode";
import type { Controller } from "../notebook/controller.ts";
import { JUPYTER_TYPE, NOTEBOOK_TYPE } from "../notebook/ids.ts";
import { activeNotebook, isCodeCell, isServed } from "../notebook/notebookContext.ts";
import type { RanByItself } from "../notebook/session.ts";
import { autoRunSetting } from "./autoRunMode.ts";

export class AutoRunMarks implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  readonly #controller: Controller;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: vscode.Disposable[];

  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor(controller: Controller) {
    this.#controller = controller;
    this.#listeners = [
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this),
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(JUPYTER_TYPE, this),
      controller.onDidChangeSession(() => this.#changed.fire()),
      vscode.commands.registerCommand("gradbook.stopAutoRun", () => this.#stop()),
      vscode.commands.registerCommand("gradbook.setAutoRun", () =>
        vscode.commands.executeCommand("workbench.action.openSettings", autoRunSetting),
      ),
    ];
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem | undefined {
    if (!isCodeCell(cell) || !isServed(cell.notebook)) return undefined;
    const ran = this.#controller.session(cell.notebook).ranByItself(cell);
    return ran ? mark(ran) : undefined;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners, this.#changed).dispose();
  }

  async #stop(): Promise<void> {
    const notebook = activeNotebook();
    if (notebook) await this.#controller.session(notebook).interrupt();
  }
}

function mark({ because, running }: RanByItself): vscode.NotebookCellStatusBarItem {
  const text = running
    ? `$(debug-stop) ${vscode.l10n.t("Runs by itself")}`
    : `$(zap) ${vscode.l10n.t("Ran by itself")}`;
  const tooltip = running
    ? vscode.l10n.t("This cell runs by itself, because of a change: {0}. Stop it", because)
    : vscode.l10n.t(
        "This cell ran by itself, because of a change: {0}. Choose what may run by itself",
        because,
      );
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: tooltip, role: "button" };
  item.command = running ? "gradbook.stopAutoRun" : "gradbook.setAutoRun";
  return item;
}
