/** A notebook in VS Code → cells with their outputs, as files hold them. */
import * as vscode from "vscode";
import { MARKUP_MIME } from "../../engine/payload/mime.ts";
import type { MarkupPayload } from "../../engine/payload/text.ts";
import type { Ipynb, IpynbCell, IpynbOutput, IpynbTextCell } from "../ipynb/nbformat.ts";
import type { OutputCell } from "../ipynb/printIpynb.ts";
import { isJupyter } from "../notebook/notebookContext.ts";
import { openedCell } from "../markdown/serializer.ts";

/** The notebook's cells with all that they show, as a Jupyter notebook or a report holds it. */
export async function outputCells(notebook: vscode.NotebookDocument): Promise<OutputCell[]> {
  const ipynb = await import("../ipynb/ipynb.entry.ts");
  const jupyter = isJupyter(notebook) ? ipynb.fromIpynb(jupyterNotebook(notebook)).cells : null;
  return notebook.getCells().map((cell, i) => {
    const executionCount = cell.executionSummary?.executionOrder ?? null;
    return {
      ...(jupyter?.[i] ?? openedCell(cell)),
      outputs: cell.outputs.map((output) => ipynbOutput(output, executionCount, ipynb)),
      executionCount,
    };
  });
}

const stream = /^application\/vnd\.code\.notebook\.(stdout|stderr)$/;
const failure = "application/vnd.code.notebook.error";

function ipynbOutput(
  { items }: vscode.NotebookCellOutput,
  executionCount: number | null,
  { ipynbData, ipynbError, linesOf }: typeof import("../ipynb/ipynb.entry.ts"),
): IpynbOutput {
  const text = items.map(({ data }) => new TextDecoder().decode(data));
  const name = stream.exec(items[0]?.mime ?? "")?.[1] as "stdout" | "stderr" | undefined;
  if (name) return { output_type: "stream", name, text: linesOf(text.join("")) };
  const failed = items.findIndex(({ mime }) => mime === failure);
  if (failed >= 0) {
    const error = JSON.parse(text[failed] ?? "{}") as Partial<Error>;
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
export function jupyterNotebook(notebook: vscode.NotebookDocument): Ipynb {
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
