/** Commands that need a machine with files and processes. */
import * as vscode from "vscode";
import { textsIn } from "../../engine/payload/language.ts";
import type { CellDebugger } from "../debug/debugCell.ts";
import type { Controller } from "../notebook/controller.ts";
import { openedCell } from "../markdown/serializer.ts";
import { activeNotebook, isGradbook } from "../notebook/notebookContext.ts";
import type { StoredOutputs } from "../outputs/storedOutputs.ts";
import { openWith, withCell, type Commands } from "../ui/commands.ts";
import { saveAsIpynb, saveAsMarkdown } from "../ui/convert.ts";
import { exportToOnnx, exportToPyTorch, watchTrainingLog } from "../ui/exportCommands.ts";
import { exportHtml, exportLive } from "../ui/exportHtml.ts";
import type { LastTouched } from "../ui/lastTouched.ts";
import { translateCommand } from "../ui/translateCommand.ts";

/** @param kept outputs of notebooks, for when they are opened again */
export function desktopCommands(
  extension: vscode.Uri,
  controller: Controller,
  cellDebugger: CellDebugger,
  kept: StoredOutputs,
  touched: LastTouched,
): Commands {
  return {
    "gradbook.debugCell": (argument) => withCell(argument, (cell) => cellDebugger.debug(cell)),
    "gradbook.saveAsIpynb": saveAsIpynb,
    "gradbook.saveAsMarkdown": saveAsMarkdown,
    "gradbook.exportHtml": () => exportHtml(vscode.Uri.joinPath(extension, "dist").fsPath),
    "gradbook.exportLive": () => exportLive(vscode.Uri.joinPath(extension, "dist").fsPath),
    "gradbook.exportPyTorch": () => exportToPyTorch(controller, touched),
    "gradbook.exportOnnx": () => exportToOnnx(controller, touched),
    "gradbook.watchTrainingLog": () => watchTrainingLog(touched),
    "gradbook.makeStudentCopy": () => studentCopy(vscode.Uri.joinPath(extension, "dist", "kernel.js").fsPath),
    "gradbook.forgetOutputs": () => forgetOutputs(kept),
    "gradbook.showKeyboard": () => showKeyboard(extension),
    "gradbook.translatePython": (argument) => translateCommand(argument, touched, openWith),
  };
}

async function studentCopy(kernelEntry: string): Promise<void> {
  const notebook = activeNotebook();
  if (!notebook || !isGradbook(notebook)) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a Gradbook notebook first."));
    return;
  }
  const { makeStudentCopy } = await import("../ui/exercises/makeStudentCopy.ts");
  await makeStudentCopy(notebook, notebook.getCells().map(openedCell), kernelEntry);
}

/** The page of keys, in the editor's language. */
async function showKeyboard(extension: vscode.Uri): Promise<void> {
  const page = textsIn({ en: "keyboard.md", zh: "keyboard.zh-CN.md" }, vscode.env.language);
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(extension, "docs", page));
}

function forgetOutputs(kept: StoredOutputs): void {
  kept.forget();
  void vscode.window.showInformationMessage(
    vscode.l10n.t("What notebooks have shown until now is no longer kept for the next time they are opened."),
  );
}
