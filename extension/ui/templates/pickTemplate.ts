/** Which template a new cell begins with. */
import * as vscode from "vscode";
import { cellTemplates, type TemplateName } from "./cellTemplates.ts";

export { withWhatItNeeds } from "./cellTemplates.ts";

/** The template that is named, or that the person picks. */
export async function pickTemplate(named: unknown): Promise<TemplateName | undefined> {
  const known = cellTemplates.find(({ name }) => name === named);
  if (known) return known.name;
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
