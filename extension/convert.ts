/** *Save as .ipynb* and *Save as Markdown*: the notebook in front, written in the other format and opened there. */
import path from "node:path";
import * as vscode from "vscode";
import { MARKUP_MIME, type MarkupPayload } from "../renderer/payload.ts";
import type { Ipynb, IpynbCell, IpynbOutput, IpynbTextCell } from "./ipynb/nbformat.ts";
import { ipynbData, ipynbError } from "./ipynb/outputs.ts";
import { fromIpynb } from "./ipynb/parseIpynb.ts";
import { linesOf, printIpynb, type OutputCell } from "./ipynb/printIpynb.ts";
import type { FileLayout } from "./markdown.ts";
import { JUPYTER_TYPE, NOTEBOOK_TYPE } from "./names.ts";
import { importFolder, isGradbook, isJupyter } from "./notebookContext.ts";
import { printMarkdown } from "./printMarkdown.ts";
import { markdownCell } from "./serializer.ts";

export async function saveAsIpynb(): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook || !isGradbook(notebook)) return sayWhatIsMissing();
  const { layout } = notebook.metadata as { layout?: FileLayout };
  const text = printIpynb(notebook.getCells().map(outputCell), layout);
  await saveBeside(
    notebook,
    ".ipynb",
    { [vscode.l10n.t("Jupyter Notebook")]: ["ipynb"] },
    text,
    JUPYTER_TYPE,
  );
}

export async function saveAsMarkdown(): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook || !isJupyter(notebook)) return sayWhatIsMissing();
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

/** Asks for the file, offers the notebook's own name, and opens what was written. */
async function saveBeside(
  notebook: vscode.NotebookDocument,
  ending: string,
  filters: Record<string, string[]>,
  text: string,
  viewType: string,
): Promise<void> {
  const name =
    path.posix.basename(notebook.uri.path).replace(/(?:\.grad)?\.(?:md|markdown|ipynb)$/i, "") + ending;
  const folder = notebook.isUntitled
    ? vscode.Uri.file(importFolder(notebook))
    : vscode.Uri.joinPath(notebook.uri, "..");
  const uri = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name), filters });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.commands.executeCommand("vscode.openWith", uri, viewType);
}

function outputCell(cell: vscode.NotebookCell): OutputCell {
  const { kind, document, metadata, outputs, executionSummary } = cell;
  const data = new vscode.NotebookCellData(
    kind,
    document.getText().replaceAll("\r\n", "\n"),
    document.languageId,
  );
  data.metadata = metadata;
  return {
    ...markdownCell(data),
    outputs: outputs.map((output) => ipynbOutput(output, executionSummary?.executionOrder ?? null)),
    executionCount: executionSummary?.executionOrder ?? null,
  };
}

const stream = /^application\/vnd\.code\.notebook\.(stdout|stderr)$/;
const failure = "application/vnd.code.notebook.error";

function ipynbOutput({ items }: vscode.NotebookCellOutput, executionCount: number | null): IpynbOutput {
  const text = items.map(({ data }) => new TextDecoder().decode(data));
  const name = stream.exec(items[0]?.mime ?? "")?.[1] as "stdout" | "stderr" | undefined;
  if (name) return { output_type: "stream", name, text: linesOf(text.join("")) };
  if (items[0]?.mime === failure) {
    const error = JSON.parse(text[0] ?? "{}") as Partial<Error>;
    return ipynbError(error.name ?? "Error", error.message ?? "", error.stack ?? "");
  }
  const bundle = Object.fromEntries(items.map(({ mime, data }, i) => bundleEntry(mime, data, text[i] ?? "")));
  const data = ipynbData(bundle);
  const isValue = items.length === 1 && items[0]?.mime === "text/plain";
  return isValue
    ? { output_type: "execute_result", execution_count: executionCount, data, metadata: {} }
    : { output_type: "display_data", data, metadata: {} };
}

/** What the output was made of: our own way of showing markup in a sandbox is undone. */
function bundleEntry(mime: string, data: Uint8Array, text: string): [string, unknown] {
  if (mime === MARKUP_MIME) {
    const markup = JSON.parse(text) as MarkupPayload;
    return [markup.kind === "svg" ? "image/svg+xml" : "text/html", markup.text];
  }
  if (/[/+]json$/.test(mime)) return [mime, JSON.parse(text)];
  if (mime.startsWith("text/") || mime === "image/svg+xml") return [mime, text];
  return [mime, Buffer.from(data).toString("base64")];
}

/** The notebook as VS Code would save it, without outputs. */
function jupyterNotebook(notebook: vscode.NotebookDocument): Ipynb {
  const { metadata = {} } = notebook.metadata as { metadata?: Record<string, unknown> };
  return { cells: notebook.getCells().map(jupyterCell), metadata, nbformat: 4, nbformat_minor: 5 };
}

interface JupyterMetadata {
  metadata?: Record<string, unknown>;
  attachments?: IpynbTextCell["attachments"];
}

function jupyterCell(cell: vscode.NotebookCell): IpynbCell {
  const { metadata = {}, attachments } = cell.metadata as JupyterMetadata;
  const source = cell.document.getText().replaceAll("\r\n", "\n");
  if (cell.kind === vscode.NotebookCellKind.Markup)
    return { cell_type: "markdown", metadata, source, ...(attachments && { attachments }) };
  const vscodeMark = { vscode: { languageId: cell.document.languageId } };
  return {
    cell_type: "code",
    metadata: { ...metadata, ...vscodeMark },
    source,
    execution_count: null,
    outputs: [],
  };
}
