/** *Export to PyTorch…* and *Watch Training Log…*: cells that say what is done, below the last that was touched. */
import path from "node:path";
import * as vscode from "vscode";
import { runRange } from "../notebook/cellRanges.ts";
import type { Controller } from "../notebook/controller.ts";
import { activeNotebook } from "../notebook/notebookContext.ts";
import { exportables, pyTorchCell, watchCell } from "./exportCells.ts";
import { insertCells } from "./insertCells.ts";
import type { LastTouched } from "./lastTouched.ts";

/** Lets the person choose among the trainings and models that the kernel holds. */
export async function exportToPyTorch(controller: Controller, touched: LastTouched): Promise<void> {
  const notebook = activeNotebook();
  if (!notebook) return sayNoNotebook();
  const found = exportables((await controller.session(notebook).variables()) ?? []);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "There is no training to export yet. Run a cell that keeps one: const history = await fit(…).",
      ),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(
    found.map(({ name, what, summary }) => ({
      name,
      label: `$(${what === "history" ? "graph-line" : "layers"}) ${name}`,
      description: summary,
    })),
    {
      title: vscode.l10n.t("Export to PyTorch"),
      placeHolder: vscode.l10n.t("A history is one training; of a model, its last is taken"),
      matchOnDescription: true,
    },
  );
  if (picked) await insertAndRun(touched, pyTorchCell(picked.name));
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

async function insertAndRun(touched: LastTouched, text: string): Promise<void> {
  const editor = vscode.window.activeNotebookEditor;
  if (!editor) return;
  const at = touched.below(editor);
  await insertCells(editor, at, [text]);
  await runRange(editor.notebook, at, at + 1);
}

function sayNoNotebook(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t("Open a Gradbook notebook first."));
}
