/** Bytes of a Markdown file ↔ what VS Code keeps of a notebook. */
import * as vscode from "vscode";
import { decodeText } from "./fileText.ts";
import type { CellLayout, FileLayout, MarkdownCell } from "./parseMarkdown.ts";
import { CELL_LANGUAGE } from "../notebook/ids.ts";
import { NEW_FILE } from "./newFile.ts";

/** Cell and notebook metadata of ours: how the file writes what the editor does not show. */
interface CellMetadata {
  layout?: CellLayout;
}
interface NotebookMetadata {
  layout?: FileLayout;
}

/** Running a cell changes neither text nor metadata, so that it does not make the file dirty. */
export const serializerOptions: vscode.NotebookDocumentContentOptions = { transientOutputs: true };

export const serializer: vscode.NotebookSerializer = {
  /** @throws when the bytes are not UTF-8 text; the file stays as it is. */
  async deserializeNotebook(bytes) {
    const decoded = decodeText(bytes);
    if ("unreadable" in decoded) throw refusal(refusals[decoded.unreadable]());
    return notebookData(decoded.text);
  },

  async serializeNotebook({ cells, metadata }) {
    const { printMarkdown } = await import("./markdown.entry.ts");
    const { layout = NEW_FILE } = (metadata ?? {}) as NotebookMetadata;
    return new TextEncoder().encode(printMarkdown({ cells: cells.map(markdownCell), layout }));
  },
};

/** Shown here too: the editor says only that something unexpected happened, unless a click opened the file. */
function refusal(reason: string): Error {
  void vscode.window.showErrorMessage(reason);
  return new Error(reason);
}

const refusals = {
  binary: () =>
    vscode.l10n.t(
      "Gradbook cannot open this file: it holds binary data, not Markdown. The file was left as it is.",
    ),
  encoding: () =>
    vscode.l10n.t(
      "Gradbook cannot open this file: it is not UTF-8 text. The file was left as it is. Open it with the text editor, choose Save with Encoding, then UTF-8, and try again.",
    ),
};

export async function notebookData(markdown: string): Promise<vscode.NotebookData> {
  // Loaded with the first notebook: activation does not wait for the parser.
  const { parseMarkdown } = await import("./markdown.entry.ts");
  const { cells, layout } = parseMarkdown(markdown);
  const data = new vscode.NotebookData(cells.map(cellData));
  data.metadata = { layout } satisfies NotebookMetadata;
  return data;
}

export function cellData({ kind, text, layout }: MarkdownCell): vscode.NotebookCellData {
  const data =
    kind === "code"
      ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, CELL_LANGUAGE)
      : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, text, "markdown");
  if (layout) data.metadata = { layout } satisfies CellMetadata;
  return data;
}

/** How the notebook's file is written, or would be. */
export function fileLayout({ metadata }: vscode.NotebookDocument): FileLayout {
  const { layout = NEW_FILE } = metadata as NotebookMetadata;
  return layout;
}

/** A cell of a Gradbook notebook in the editor, as its file will hold it. */
export function openedCell({ kind, document, metadata }: vscode.NotebookCell): MarkdownCell {
  const text = document.getText().replaceAll("\r\n", "\n");
  const data = new vscode.NotebookCellData(kind, text, document.languageId);
  data.metadata = metadata;
  return markdownCell(data);
}

/** A cell of a Gradbook notebook as a file holds it. */
export function markdownCell({ kind, value, languageId, metadata }: vscode.NotebookCellData): MarkdownCell {
  const { layout } = (metadata ?? {}) as CellMetadata;
  const code = kind === vscode.NotebookCellKind.Code;
  return {
    kind: code ? "code" : "markdown",
    text: value,
    ...(code && languageId !== CELL_LANGUAGE && { language: languageId }),
    ...(layout && { layout }),
  };
}
