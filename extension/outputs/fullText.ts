/** All that a run printed, and more of large values, where the notebook shows a part of it only. */
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { FromRenderer, TextPage } from "../../engine/payload/messages.ts";
import { RENDERER_ID } from "../notebook/ids.ts";

/** The folder that kernels write such texts into. VS Code removes it in time, should we not come to it. */
export function fullTextFolder(context: vscode.ExtensionContext): string {
  return path.join(context.logUri.fsPath, "outputs");
}

/** Opens a text, or shows more of one in its place, when the person asks for it in an output. */
export function openFullTexts(folder: string): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(RENDERER_ID);
  return messaging.onDidReceiveMessage(({ editor, message }) => {
    const asked = message as FromRenderer;
    if (asked.type === "openText") void open(folder, asked.file);
    else if (asked.type === "readText")
      void readPage(folder, asked).then((page) => messaging.postMessage(page, editor));
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

/** Characters of a page, about. */
const pageSize = 100_000;

/** The lines of a file that begin at a character. Never rejects. */
async function readPage(folder: string, { file, from }: { file: string; from: number }): Promise<TextPage> {
  try {
    if (!/^output-\d+-\d+-\d+\.txt$/.test(file)) throw new Error(`${file} is no text of ours`);
    const all = await readFile(path.join(folder, file), "utf8");
    const end = all.indexOf("\n", from + pageSize);
    const last = end < 0;
    return { type: "textPage", file, from, text: all.slice(from, last ? undefined : end + 1), last };
  } catch {
    return { type: "textPage", file, from, text: null, last: true };
  }
}

/** Removes the texts that a kernel which has ended wrote. */
export async function forgetFullTexts(folder: string, pid: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => name.startsWith(`output-${pid}-`));
  await Promise.all(own.map((name) => rm(path.join(folder, name), { force: true })));
}
