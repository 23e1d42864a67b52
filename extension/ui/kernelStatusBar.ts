/** The status bar's item for the kernel of the notebook in front; a click gives what can be done with it. */
import * as vscode from "vscode";
import type { Controller } from "../notebook/controller.ts";
import { spokenStatus, statusDetails, statusLabel } from "../notebook/kernelStatus.ts";
import { activeNotebook } from "../notebook/notebookContext.ts";

/** How often the elapsed time is written anew, in milliseconds. */
const tick = 1000;

export class KernelStatusBar implements vscode.Disposable {
  readonly #controller: Controller;
  readonly #item = vscode.window.createStatusBarItem("gradbook.kernel", vscode.StatusBarAlignment.Left, 50);
  readonly #listeners: vscode.Disposable[];
  #ticking: NodeJS.Timeout | undefined;

  constructor(controller: Controller) {
    this.#controller = controller;
    this.#item.name = vscode.l10n.t("Gradbook Kernel");
    this.#item.command = "gradbook.kernelActions";
    const show = (): void => this.#show();
    this.#listeners = [
      vscode.window.onDidChangeActiveNotebookEditor(show),
      controller.onDidChangeSession(({ notebook }) => {
        if (notebook === activeNotebook()) show();
      }),
    ];
    show();
  }

  dispose(): void {
    clearInterval(this.#ticking);
    vscode.Disposable.from(this.#item, ...this.#listeners).dispose();
  }

  #show(): void {
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    const notebook = activeNotebook();
    if (!notebook) return this.#item.hide();
    const { status } = this.#controller.session(notebook);
    const write = (): void => {
      this.#item.text = statusLabel(status, Date.now());
      this.#item.tooltip = statusDetails(status, Date.now());
    };
    write();
    this.#item.accessibilityInformation = { label: spokenStatus(status), role: "button" };
    this.#item.show();
    if (status.busySince !== null) this.#ticking = setInterval(write, tick);
  }
}

/** What can be done with the kernel of the notebook in front. */
export async function pickKernelAction(
  controller: Controller,
  notebook: vscode.NotebookDocument,
): Promise<void> {
  const { status } = controller.session(notebook);
  const action = (
    icon: string,
    label: string,
    command: string,
  ): vscode.QuickPickItem & { command: string } => ({
    label: `$(${icon}) ${label}`,
    command,
  });
  const idle = [
    action("run-all", vscode.l10n.t("Run All"), "gradbook.runAll"),
    action("debug-restart", vscode.l10n.t("Restart Kernel"), "gradbook.restartKernel"),
    action("refresh", vscode.l10n.t("Restart and Run All"), "gradbook.restartAndRunAll"),
  ];
  const busy = [action("debug-stop", vscode.l10n.t("Interrupt (variables stay)"), "gradbook.interrupt")];
  const picked = await vscode.window.showQuickPick(status.busySince === null ? idle : [...busy, ...idle], {
    title: vscode.l10n.t("Gradbook Kernel"),
    placeHolder: statusLabel(status, Date.now()).replace(/^\S+ /, ""),
  });
  if (picked) await vscode.commands.executeCommand(picked.command);
}
