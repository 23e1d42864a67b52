import * as vscode from "vscode";
import type { SnippetName } from "../snippets.ts";
import type { CellCompletion } from "./completion.ts";

/**
 * The course's patterns, offered where a statement may begin.
 *
 * @param seen names that the cell sees already; what a snippet needs besides is imported with it
 */
export async function snippetItems(
  document: vscode.TextDocument,
  seen: ReadonlySet<string>,
): Promise<CellCompletion[]> {
  const { readableBody, snippets } = await import("../snippets.ts");
  return snippets.map(({ name, imports, body }) => {
    const item: CellCompletion = new vscode.CompletionItem(
      { label: name, description: titleOf(name) },
      vscode.CompletionItemKind.Snippet,
    );
    item.insertText = new vscode.SnippetString(body);
    item.detail = titleOf(name);
    item.documentation = new vscode.MarkdownString().appendCodeblock(readableBody(body), "typescript");
    // After names of the same beginning.
    item.sortText = "17";
    const missing = imports.filter((needed) => !seen.has(needed));
    if (missing.length > 0) item.lacks = { document, names: missing };
    return item;
  });
}

function titleOf(name: SnippetName): string {
  switch (name) {
    case "trainingLoop":
      return vscode.l10n.t("Training loop");
    case "fitEarlyStopping":
      return vscode.l10n.t("Train with fit and early stopping");
    case "mlp":
      return vscode.l10n.t("Multilayer perceptron");
    case "plotGradient":
      return vscode.l10n.t("Plot an activation function with its gradient");
    case "module":
      return vscode.l10n.t("Model as a class");
    case "dataLoader":
      return vscode.l10n.t("Split data and load it in batches");
    case "regression":
      return vscode.l10n.t("Data of a linear regression");
    case "gradCheck":
      return vscode.l10n.t("Gradient of a function");
  }
}
