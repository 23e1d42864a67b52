/** *Export to PyTorch…*, *Export to ONNX…* and *Watch Training Log…*: cells that say what is done, below the last that was touched. */
import path from "node:path";
import * as vscode from "vscode";
import { runRange } from "../notebook/cellRanges.ts";
import type { Controller } from "../notebook/controller.ts";
import { activeNotebook } from "../notebook/notebookContext.ts";
import { did } from "./deeds.ts";
import { type Exportable, exportables, onnxCell, pyTorchCell, watchCell } from "./exportCells.ts";
import { insertCells } from "./insertCells.ts";
import type { LastTouched } from "./lastTouched.ts";

/** Lets the person choose among the trainings and models that the kernel holds. */
export async function exportToPyTorch(controller: Controller, touched: LastTouched): Promise<void> {
  const found = await exportablesHere(controller);
  if (!found) return;
  if (found.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "There is no training to export yet. Run a cell that keeps one: const history = await fit(…).",
      ),
    );
    return;
  }
  const picked = await choose(
    found,
    vscode.l10n.t("Export to PyTorch"),
    vscode.l10n.t("A history is one training; of a model, its last is taken"),
  );
  if (picked && (await insertAndRun(touched, pyTorchCell(picked)))) did("gradbook.hasShared");
}

/** Lets the person choose among the models that the kernel holds. */
export async function exportToOnnx(controller: Controller, touched: LastTouched): Promise<void> {
  const found = (await exportablesHere(controller))?.filter(({ what }) => what === "model");
  if (!found) return;
  if (found.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "There is no model to export yet. Run a cell that makes one: const net = new nn.Sequential(…).",
      ),
    );
    return;
  }
  const picked = await choose(
    found,
    vscode.l10n.t("Export to ONNX"),
    vscode.l10n.t("It is written as it predicts, for any size of the batch"),
  );
  if (picked && (await insertAndRun(touched, onnxCell(picked)))) did("gradbook.hasShared");
}

/** What the active notebook's kernel holds; null, which is said, without a notebook. */
async function exportablesHere(controller: Controller): Promise<Exportable[] | null> {
  const notebook = activeNotebook();
  if (notebook) return exportables((await controller.session(notebook).variables()) ?? []);
  sayNoNotebook();
  return null;
}

/** Gives the name of the variable. */
async function choose(
  found: readonly Exportable[],
  title: string,
  placeHolder: string,
): Promise<string | undefined> {
  const items = found.map(({ name, what, summary }) => ({
    name,
    label: `$(${what === "history" ? "graph-line" : "layers"}) ${name}`,
    description: summary,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return picked?.name;
}

/** Asks for the log; that of an exported project is its history.jsonl. */
export async function watchTrainingLog(touched: LastTouched): Promise<void> {
  const notebook = activeNotebook();
  if (!notebook) return sayNoNotebook();
  const folder = vscode.Uri.joinPath(notebook.uri, "..");
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Watch Training Log"),
      openLabel: vscode.l10n.t("Watch"),
      canSelectFiles: true,
      canSelectFolders: false,
      ...(notebook.isUntitled ? {} : { defaultUri: folder }),
      filters: { [vscode.l10n.t("Training logs")]: ["jsonl", "csv", "log"] },
    })) ?? [];
  if (!picked) return;
  const near = path.relative(folder.fsPath, picked.fsPath);
  const apart = notebook.isUntitled || near.startsWith("..") || path.isAbsolute(near);
  await insertAndRun(touched, watchCell((apart ? picked.fsPath : near).replaceAll("\\", "/")));
}

/** @returns whether the cell has ended well */
async function insertAndRun(touched: LastTouched, text: string): Promise<boolean> {
  const editor = vscode.window.activeNotebookEditor;
  if (!editor) return false;
  const at = touched.below(editor);
  await insertCells(editor, at, [text]);
  const cell = editor.notebook.cellAt(at);
  await runRange(editor.notebook, at, at + 1);
  return cell.executionSummary?.success === true;
}

function sayNoNotebook(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t("Open a Gradbook notebook first."));
}
