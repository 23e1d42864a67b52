/** The text of a Jupyter notebook → notebook cells. Pure. */
import type { CellLayout, FileLayout, MarkdownCell, MarkdownNotebook } from "../markdown/parseMarkdown.ts";
import { NEW_FILE } from "../markdown/newFile.ts";
import type { Ipynb, IpynbCell, IpynbTextCell, Multiline } from "./nbformat.ts";

/** A file that is not a Jupyter notebook, or one that is too old. The message says what is wrong. */
export class IpynbError extends Error {
  override name = "IpynbError";
}

/**
 * All text and code; outputs are left out, as Markdown keeps none. Pictures attached to a Markdown cell go into
 * its text as data URLs.
 *
 * @throws {IpynbError} for what is not a notebook of format 4
 */
export function parseIpynb(text: string): MarkdownNotebook {
  return fromIpynb(readIpynb(text));
}

/** The same of a notebook that has been read. */
export function fromIpynb(notebook: Ipynb): MarkdownNotebook {
  const language = notebookLanguage(notebook.metadata);
  const { layout } = gradbookMetadata<{ layout: FileLayout }>(notebook.metadata);
  return { cells: notebook.cells.map((cell) => notebookCell(cell, language)), layout: layout ?? NEW_FILE };
}

function readIpynb(text: string): Ipynb {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new IpynbError(`It is not JSON: ${(error as Error).message}`);
  }
  const notebook = value as Partial<Ipynb> | null;
  if (typeof notebook !== "object" || !Array.isArray(notebook?.cells)) {
    throw new IpynbError("It has no list of cells.");
  }
  if (notebook.nbformat !== 4) throw new IpynbError("Only notebooks of format 4 can be read.");
  notebook.cells.forEach((cell: unknown, i) => {
    if (!isCell(cell)) throw new IpynbError(`Cell ${i + 1} has no type or no source.`);
  });
  return { ...(notebook as Ipynb), metadata: isRecord(notebook.metadata) ? notebook.metadata : {} };
}

function isCell(cell: unknown): boolean {
  if (!isRecord(cell)) return false;
  const { cell_type: type, source } = cell;
  const lines =
    typeof source === "string" || (Array.isArray(source) && source.every((line) => typeof line === "string"));
  return lines && (type === "code" || type === "markdown" || type === "raw");
}

function notebookCell(cell: IpynbCell, notebookLanguage: string): MarkdownCell {
  const { layout } = gradbookMetadata<{ layout: CellLayout }>(cell.metadata);
  const text = joined(cell.source);
  const own = layout && { layout };
  if (cell.cell_type === "markdown") return { kind: "markdown", text: withPictures(text, cell), ...own };
  const language = cell.cell_type === "raw" ? "raw" : (cellLanguage(cell.metadata) ?? notebookLanguage);
  return { kind: "code", text, ...(!isTypeScript(language) && { language }), ...own };
}

/** What is attached to the cell, in place of its name. */
function withPictures(text: string, { attachments = {} }: IpynbTextCell): string {
  let shown = text;
  for (const [name, bundle] of Object.entries(attachments)) {
    const [mime, data] = Object.entries(bundle)[0] ?? [];
    if (mime === undefined || data === undefined) continue;
    const url = `data:${mime};base64,${joined(data).replaceAll(/\s/g, "")}`;
    for (const written of [name, encodeURIComponent(name)])
      shown = shown.replaceAll(`attachment:${written}`, () => url);
  }
  return shown;
}

/** As Jupyter says it: by the language of the kernel; Python where nothing is said. */
function notebookLanguage({ language_info: info, kernelspec }: Record<string, unknown>): string {
  for (const name of [isRecord(info) && info["name"], isRecord(kernelspec) && kernelspec["language"]]) {
    if (typeof name === "string") return name;
  }
  return "python";
}

/** VS Code's mark on a cell that is not in the notebook's language. */
function cellLanguage({ vscode }: Record<string, unknown> = {}): string | undefined {
  const id = isRecord(vscode) ? vscode["languageId"] : undefined;
  return typeof id === "string" ? id : undefined;
}

function isTypeScript(language: string): boolean {
  return ["typescript", "ts", "gradbook-typescript"].includes(language.toLowerCase());
}

function gradbookMetadata<T extends object>(metadata: Record<string, unknown> = {}): Partial<T> {
  const { gradbook } = metadata;
  return isRecord(gradbook) ? (gradbook as Partial<T>) : {};
}

export function joined(text: Multiline): string {
  return typeof text === "string" ? text : text.join("");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
