import * as vscode from "vscode";
import type { LanguagePlatform } from "../language/cells.ts";
import { importFolder } from "./importFolder.ts";
import { languageThread } from "./languageThread.ts";

export function languageOnDesktop(extension: vscode.Uri): LanguagePlatform {
  const entry = vscode.Uri.joinPath(extension, "dist", "languageWorker.cjs");
  return { start: languageThread(new URL(entry.toString(true))), folder: importFolder };
}
