import * as vscode from "vscode";
import type { AutoRunMode } from "./autoRun.ts";

/** The setting's name. */
export const autoRunSetting = "gradbook.notebook.autoRun";

const modes: readonly unknown[] = ["controls", "all", "off"] satisfies AutoRunMode[];

/** What the person has set for a notebook: what may run by itself in it. */
export function autoRunMode({ uri }: vscode.NotebookDocument): AutoRunMode {
  const set: unknown = vscode.workspace.getConfiguration(undefined, uri).get(autoRunSetting);
  return modes.includes(set) ? (set as AutoRunMode) : "controls";
}
