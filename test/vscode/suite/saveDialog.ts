/** VS Code's dialog that asks where to save, as a person answers it. */
import * as vscode from "vscode";
import { inWorkbench, press, until } from "./browser.ts";

/** Runs a command that asks where to save, and accepts the name that its dialog offers. */
export async function saveAsOffered(command: string): Promise<void> {
  let saved = false;
  const done = Promise.resolve(vscode.commands.executeCommand(command)).then(() => (saved = true));
  await until(`${command} to be done`, async () => {
    // The dialog takes the key only once it has looked at the folder.
    if (!saved && /\.(?:md|ipynb|html)$/.test(await offeredName())) await press("Enter");
    return saved;
  });
  await done;
}

/** What the dialog's field holds; empty where there is no dialog. */
export const offeredName = (): Promise<string> =>
  inWorkbench(() => {
    const field = document.querySelector<HTMLInputElement>(".quick-input-box input");
    return field && field.getBoundingClientRect().width > 0 ? field.value : "";
  });
