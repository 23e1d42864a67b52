/** *Insert Cell Template…*: cells to begin with, and those that they need. */
import * as vscode from "vscode";
import { activeNotebook, codeCells } from "../notebook/notebookContext.ts";
import type { CellTemplate, TemplateName } from "./cellTemplates.ts";
import { insertCells } from "./insertCells.ts";
import type { LastTouched } from "./lastTouched.ts";

/**
 * Below the cell that was touched last, or in a new notebook where none is in front.
 *
 * @param named which one, for who knows; else the person is asked
 */
export async function insertTemplate(
  named: unknown,
  touched: LastTouched,
  openNew: () => Promise<vscode.NotebookEditor>,
): Promise<void> {
  const { cellTemplates, withWhatItNeeds } = await import("./cellTemplates.ts");
  const name = cellTemplates.find((template) => template.name === named)?.name ?? (await pick(cellTemplates));
  if (name === undefined) return;
  const editor = (activeNotebook() && vscode.window.activeNotebookEditor) ?? (await openNew());
  const text = codeCells(editor.notebook)
    .map((cell) => cell.document.getText())
    .join("\n");
  const cells = withWhatItNeeds(name, text);
  await insertCells(
    editor,
    touched.below(editor),
    cells.map(({ code }) => code),
  );
}

async function pick(cellTemplates: readonly CellTemplate[]): Promise<TemplateName | undefined> {
  const labels = labelled();
  const items = cellTemplates.map(({ name, needs }) => ({
    name,
    label: labels[name],
    description: needs === null ? "" : vscode.l10n.t("after: {0}", labels[needs]),
  }));
  const placeHolder = vscode.l10n.t("What the new cell is to do");
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.name;
}

function labelled(): Record<TemplateName, string> {
  return {
    data: vscode.l10n.t("Data: handwritten digits, split in two"),
    csv: vscode.l10n.t("Data: a table from CSV"),
    model: vscode.l10n.t("Model: a perceptron with its picture"),
    training: vscode.l10n.t("Training with live curves"),
    earlyStopping: vscode.l10n.t("Training that stops itself and keeps the best"),
    loop: vscode.l10n.t("Training: a loop of your own"),
    compare: vscode.l10n.t("Compare three learning rates"),
    accuracy: vscode.l10n.t("Accuracy of the model"),
    boundary: vscode.l10n.t("Picture: a decision boundary while it trains"),
    graph: vscode.l10n.t("Picture: a computation graph, step by step"),
    heatmap: vscode.l10n.t("Picture: a heat map"),
    save: vscode.l10n.t("Save the model"),
  };
}
