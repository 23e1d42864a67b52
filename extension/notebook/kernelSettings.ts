/** What the person has set for kernels. */
import * as vscode from "vscode";
import type { KernelOptions } from "../kernel/protocol/protocol.ts";
import { memoryLimit, readNumber, textLimit, threads, type NumberSetting } from "./settings.ts";

/** Wrong values that were told already: once in a session is enough. */
const told = new Set<string>();

/** @param notebook its folder may have settings of its own */
export function kernelSettings(
  notebook: vscode.Uri,
): Pick<KernelOptions, "memoryMb" | "outputLimit" | "threads"> {
  const settings = vscode.workspace.getConfiguration("gradbook", notebook);
  const memoryMb = read(settings, memoryLimit);
  const count = read(settings, threads);
  return {
    outputLimit: read(settings, textLimit),
    ...(memoryMb > 0 && { memoryMb }),
    ...(count > 0 && { threads: count }),
  };
}

function read(settings: vscode.WorkspaceConfiguration, setting: NumberSetting): number {
  const { value, wrong } = readNumber(settings.get(setting.name), setting);
  const key = `${setting.name} ${String(wrong)}`;
  if (wrong !== null && !told.has(key)) {
    told.add(key);
    void tell(setting.name, wrong, value);
  }
  return value;
}

async function tell(name: string, wrong: string, value: number): Promise<void> {
  const open = vscode.l10n.t("Open Settings");
  const text = vscode.l10n.t(
    "The setting gradbook.{0} is {1}, which cannot be. {2} is used instead.",
    name,
    wrong,
    value,
  );
  const choice = await vscode.window.showWarningMessage(text, open);
  if (choice === open)
    await vscode.commands.executeCommand("workbench.action.openSettings", `gradbook.${name}`);
}
