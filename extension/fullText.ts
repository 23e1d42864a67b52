/** All that a run printed, where the notebook shows a part of it only. */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { FromRenderer } from "../engine/payload/messages.ts";
import { RENDERER_ID } from "./names.ts";

/** The folder that kernels write such texts into. VS Code removes it in time, should we not come to it. */
export function fullTextFolder(context: vscode.ExtensionContext): string {
  return path.join(context.logUri.fsPath, "outputs");
}

/** Opens a text when the person asks for it in an output. */
export function openFullTexts(folder: string): vscode.Disposable {
  return vscode.notebooks.createRendererMessaging(RENDERER_ID).onDidReceiveMessage(({ message }) => {
    const asked = message as FromRenderer;
    if (asked.type === "openText") void open(folder, asked.file);
  });
}

async function open(folder: string, file: string): Promise<void> {
  try {
    // A page could ask for any file; and what another window printed has gone with it.
    const isOurs = path.dirname(file) === folder && /^output-\d+-\d+\.txt$/.test(path.basename(file));
    if (!isOurs) throw new Error(`${file} is no text of this window`);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
  } catch {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("The whole output is no longer there. Run the cell again to see it."),
    );
  }
}

/** Removes the texts that a kernel which has ended wrote. */
export async function forgetFullTexts(folder: string, pid: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => name.startsWith(`output-${pid}-`));
  await Promise.all(own.map((name) => rm(path.join(folder, name), { force: true })));
}
