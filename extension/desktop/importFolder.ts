import { homedir } from "node:os";
import * as vscode from "vscode";

/** Imports start from the notebook's own folder, else from the workspace, else from the home folder. */
export function importFolder({ uri }: vscode.NotebookDocument): string {
  if (uri.scheme === "file") return vscode.Uri.joinPath(uri, "..").fsPath;
  const workspace = vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file");
  return workspace?.uri.fsPath ?? homedir();
}
