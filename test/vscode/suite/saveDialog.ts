/** VS Code's dialog that asks where to save, as a person answers it. */
import * as vscode from "vscode";
import { inWorkbench, press, typeText, until } from "./browser.ts";

/** Runs a command that asks where to save, and accepts the name that its dialog offers. */
export async function saveAsOffered(command: string): Promise<void> {
  let saved = false;
  const done = Promise.resolve(vscode.commands.executeCommand(command)).then(() => (saved = true));
  await until(`${command} to be done`, async () => {
    // The dialog takes the key only once it has looked at the folder.
    if (!saved && /\.(?:md|ipynb|html|csv|jsonl)$/.test(await offeredName())) await press("Enter");
    return saved;
  });
  await done;
}

/** Runs a command that asks where to save, and writes `path` in place of the name that its dialog offers. */
export async function saveAs(command: string, path: string): Promise<void> {
  let saved = false;
  const done = Promise.resolve(vscode.commands.executeCommand(command)).then(() => (saved = true));
  await until(`${command} to be done`, async () => {
    if (!saved) await writeOver(path);
    return saved;
  });
  await done;
}

/** Writes `path` into the dialog that is open, and accepts it, until a file is there. */
export async function saveThere(uri: vscode.Uri): Promise<void> {
  await until(`${uri.path} to be written`, async () => {
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isThere) await writeOver(uri.path);
    return isThere;
  });
}

async function writeOver(path: string): Promise<void> {
  const offered = await offeredName();
  if (offered === path) await press("Enter");
  else if (offered !== "") {
    await press("Control+A");
    await typeText(path);
  }
}

/** What the dialog's field holds; empty where there is no dialog. */
export const offeredName = (): Promise<string> =>
  inWorkbench(() => {
    const field = document.querySelector<HTMLInputElement>(".quick-input-box input");
    return field && field.getBoundingClientRect().width > 0 ? field.value : "";
  });
