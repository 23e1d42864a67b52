/** In a workspace that is not trusted no cell runs, and the person is told why. */
import * as vscode from "vscode";

/**
 * Whether cells may run. Where not, says so, with a way to change it. VS Code itself asks before it hands cells
 * over; this is for every other way here.
 */
export function mayRun(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void explain();
  return false;
}

async function explain(): Promise<void> {
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const choice = await vscode.window.showWarningMessage(untrustedReason(), manage);
  if (choice === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}

function untrustedReason(): string {
  return vscode.l10n.t(
    "Cells do not run in a workspace that you do not trust: their code can do whatever you can. You can read and edit the notebook.",
  );
}

/** Says in the kernel picker why cells do not run, as long as they do not. */
export function showTrust(controller: vscode.NotebookController): vscode.Disposable {
  const show = (): void => {
    if (vscode.workspace.isTrusted) delete controller.description;
    else controller.description = vscode.l10n.t("Restricted Mode: cells do not run");
  };
  show();
  return vscode.workspace.onDidGrantWorkspaceTrust(show);
}
