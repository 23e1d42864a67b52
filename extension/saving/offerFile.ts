/** What a person is offered once a file has been written for them. */
import path from "node:path";
import * as vscode from "vscode";

/** Whether files are on the machine that the person sits at, where the system's programs can open them. */
export function isLocal(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
}

/**
 * Says that the file was written, and offers to open it and to show where it is.
 *
 * @param open opens it; left out where it is open already
 */
export async function offerFile(uri: vscode.Uri, open?: () => unknown): Promise<void> {
  const [opens, reveals] = [vscode.l10n.t("Open"), vscode.l10n.t("Reveal")];
  const text = vscode.l10n.t("Exported {0}.", path.posix.basename(uri.path));
  const answer = await vscode.window.showInformationMessage(text, ...(open ? [opens] : []), reveals);
  if (answer === opens) await open?.();
  else if (answer === reveals)
    await vscode.commands.executeCommand(isLocal() ? "revealFileInOS" : "revealInExplorer", uri);
}
