/** Notebook cells → the text of a Jupyter notebook. Pure. */
import type { FileLayout, MarkdownCell } from "../markdown/parseMarkdown.ts";
import type { Ipynb, IpynbCell, IpynbOutput } from "./nbformat.ts";

export interface OutputCell extends MarkdownCell {
  outputs?: readonly IpynbOutput[];
  /** Number of the run that gave the outputs. */
  executionCount?: number | null;
}

/** What Jupyter shows as the kernel's name, and what other editors take the language from. */
const notebookMetadata = {
  kernelspec: { display_name: "Gradbook (TypeScript)", language: "typescript", name: "gradbook" },
  language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
};

/**
 * A valid notebook of format 4.5. How a Markdown file writes the cells goes along in the metadata, so that
 * converting back gives the same file.
 */
export function printIpynb(cells: readonly OutputCell[], layout?: FileLayout): string {
  const notebook: Ipynb = {
    cells: cells.map(ipynbCell),
    metadata: { ...(layout && { gradbook: { layout } }), ...notebookMetadata },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

function ipynbCell(cell: OutputCell, index: number): IpynbCell {
  const { kind, text, language, layout } = cell;
  const metadata = {
    ...(layout && { gradbook: { layout } }),
    ...(language !== undefined && { vscode: { languageId: language } }),
  };
  // The same for the same notebook: what did not change shows no difference.
  const common = { id: `cell-${index + 1}`, metadata, source: linesOf(text) };
  if (kind === "markdown") return { cell_type: "markdown", ...common };
  if (language === "raw") return { cell_type: "raw", ...common };
  const { outputs = [], executionCount = null } = cell;
  return { cell_type: "code", execution_count: executionCount, ...common, outputs: [...outputs] };
}

/** One piece a line, each with its line break, as Jupyter splits text. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
