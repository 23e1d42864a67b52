/** *Save as .ipynb* and *Save as Markdown*: the notebook in front, written in the other format and opened there. */
import * as vscode from "vscode";
import type { FileLayout } from "../markdown/parseMarkdown.ts";
import { JUPYTER_TYPE, NOTEBOOK_TYPE } from "../notebook/ids.ts";
import { isGradbook, isJupyter } from "../notebook/notebookContext.ts";
import { jupyterNotebook, outputCells } from "../outputs/outputCells.ts";
import { askForFile } from "../saving/askForFile.ts";
import { offerFile } from "../saving/offerFile.ts";
import { did } from "./deeds.ts";

export async function saveAsIpynb(): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook || !isGradbook(notebook)) return sayWhatIsMissing();
  const { layout } = notebook.metadata as { layout?: FileLayout };
  const { printIpynb } = await import("../ipynb/ipynb.entry.ts");
  const text = printIpynb(await outputCells(notebook), layout);
  const filters = { [vscode.l10n.t("Jupyter Notebook")]: ["ipynb"] };
  if (await saveBeside(notebook, ".ipynb", filters, text, JUPYTER_TYPE)) did("gradbook.hasShared");
}

export async function saveAsMarkdown(): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook || !isJupyter(notebook)) return sayWhatIsMissing();
  const [{ fromIpynb }, { printMarkdown }] = await Promise.all([
    import("../ipynb/ipynb.entry.ts"),
    import("../markdown/markdown.entry.ts"),
  ]);
  const text = printMarkdown(fromIpynb(jupyterNotebook(notebook)));
  await saveBeside(notebook, ".grad.md", { Markdown: ["md"] }, text, NOTEBOOK_TYPE);
}

function sayWhatIsMissing(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Open the notebook that is to be converted first: a Gradbook notebook or a Jupyter notebook.",
    ),
  );
}

/** @returns false when the person cancelled, and nothing was written */
async function saveBeside(
  notebook: vscode.NotebookDocument,
  ending: string,
  filters: Record<string, string[]>,
  text: string,
  viewType: string,
): Promise<boolean> {
  const uri = await askForFile(notebook, ending, filters);
  if (!uri) return false;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.commands.executeCommand("vscode.openWith", uri, viewType);
  void offerFile(uri);
  return true;
}
