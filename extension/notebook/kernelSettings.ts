/** What the person has set for kernels. */
import * as vscode from "vscode";
import type { KernelOptions } from "../kernel/protocol/protocol.ts";
import { memoryLimit, readNumber, textLimit, threads, type NumberSetting } from "./settings.ts";

/** Wrong values that were told already: once in a session is enough. */
const told = new Set<string>();

/** Told of a setting that cannot be, and what is used instead. */
export type TellSetting = (name: string, wrong: string, value: number) => void;

/** Nobody is told of settings that cannot be. */
export const quietly: TellSetting = () => undefined;

/** @param notebook its folder may have settings of its own */
export function kernelSettings(
  notebook: vscode.Uri,
  tell = tellOnce,
): Pick<KernelOptions, "memoryMb" | "outputLimit" | "threads"> {
  const settings = vscode.workspace.getConfiguration("gradbook", notebook);
  const read = (setting: NumberSetting): number => {
    const { value, wrong } = readNumber(settings.get(setting.name), setting);
    if (wrong !== null) tell(setting.name, wrong, value);
    return value;
  };
  const memoryMb = read(memoryLimit);
  const count = read(threads);
  return {
    outputLimit: read(textLimit),
    ...(memoryMb > 0 && { memoryMb }),
    ...(count > 0 && { threads: count }),
  };
}

/** Whether a notebook's kernel is to be started before a cell needs it. */
export function startsAhead(notebook: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration("gradbook", notebook).get("kernel.startAhead") !== false;
}

const tellOnce: TellSetting = (name, wrong, value) => {
  const key = `${name} ${wrong}`;
  if (told.has(key)) return;
  told.add(key);
  void tell(name, wrong, value);
};

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
