import path from "node:path";
import * as vscode from "vscode";
import { importFolder } from "../desktop/importFolder.ts";

/**
 * Asks where to write the notebook in another format; offers its own name beside it. VS Code's dialog asks before
 * a file is replaced.
 */
export async function askForFile(
  notebook: vscode.NotebookDocument,
  ending: string,
  filters: Record<string, string[]>,
): Promise<vscode.Uri | undefined> {
  const name =
    path.posix.basename(notebook.uri.path).replace(/(?:\.grad)?\.(?:md|markdown|ipynb)$/i, "") + ending;
  const folder = notebook.isUntitled
    ? vscode.Uri.file(importFolder(notebook))
    : vscode.Uri.joinPath(notebook.uri, "..");
  return vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name), filters });
}
