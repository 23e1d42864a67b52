/**
 * Markdown file ↔ notebook cells; pure and lossless.
 *
 * A `ts`/`typescript` fence at the top level is a code cell, everything between two of them one Markdown cell
 * (several, where a `<!-- cell -->` comment separates them; front matter is one of its own). A `ts` fence in a
 * Markdown cell, which only illustrates, is `ts,text` in the file. Blank lines between cells belong to no cell. What
 * the text of a cell does not show (its separator, fence, indentation, line endings) is kept in its layout, so that
 * printing cells nobody touched gives the file's own characters back, and an edit changes its cell only.
 */
import {
  findBoundaries,
  isBlank,
  unmarkIllustrations,
  type LineRange,
  type TypeScriptFence,
} from "./fences.ts";
import { encodeEols, splitLines, type Line } from "./lines.ts";

export interface MarkdownCell {
  kind: "code" | "markdown";
  /** Lines are separated by `\n`, whatever the file uses. */
  text: string;
  /** Language of a code cell that is not TypeScript; such a cell is printed as a fence in that language. */
  language?: string;
  /** How the file writes this cell; absent for a new one. JSON. */
  layout?: CellLayout;
}

export interface CellLayout {
  /** Position among the file's cells. */
  index: number;
  /** All characters between the cell before and this one. */
  before: string;
  /** Line endings inside the cell when they are not the file's: see {@link encodeEols}. */
  eols?: string;
  /** Byte order marks that the first line starts with, which an editor would swallow. */
  bom?: string;
  fence?: FenceLayout;
}

export interface FenceLayout {
  /** Opening line up to the info string, such as `  ~~~~`. */
  open: string;
  /** Rest of the opening line, such as `ts title="x"`. */
  info: string;
  /** Closing line, or null when the file ends first. */
  close: string | null;
  /** Spaces taken from the start of each line that has any character. */
  strip: number;
  /** The cell is empty, but its fence holds one empty line. */
  blankLine?: true;
}

/** How the file as a whole is written. JSON. */
export interface FileLayout {
  bom: boolean;
  /** The line ending that most lines have; new lines get it. */
  eol: string;
  /** All characters after the last cell. */
  after: string;
}

export interface MarkdownNotebook {
  cells: MarkdownCell[];
  layout: FileLayout;
}

export const BOM = "\uFEFF";

/** Reads any text: there is no Markdown that is not valid. */
export function parseMarkdown(text: string): MarkdownNotebook {
  const { cells, layout } = parseMarked(text);
  return { cells: cells.map((cell, i) => withText(cell, i, unmarkIllustrations)), layout };
}

/** Changes the text of a Markdown cell, of which byte order marks are a part. */
export function withText(
  cell: MarkdownCell,
  index: number,
  change: (text: string, first: boolean) => string,
): MarkdownCell {
  if (cell.kind === "code") return cell;
  const bom = cell.layout?.bom ?? "";
  return { ...cell, text: change(bom + cell.text, beginsFile(cell, index)).slice(bom.length) };
}

/** Whether nothing comes before the cell when it is the one at `index`. */
function beginsFile({ layout }: MarkdownCell, index: number): boolean {
  return index === 0 && (layout?.index !== 0 || layout.before === "");
}

/** Cells with the marks of fences that only illustrate. */
export function parseMarked(text: string): MarkdownNotebook {
  const bom = text.startsWith(BOM);
  const { lines, eol } = splitLines(bom ? text.slice(1) : text);
  const cells: MarkdownCell[] = [];
  let gap = 0;
  for (const range of cellRanges(lines.map((line) => line.text))) {
    const before = raw(lines, gap, range.start);
    const cell = "closed" in range ? codeCell(lines, range, eol) : markdownCell(lines, range, eol);
    const separator = gap > 0 ? (lines[gap - 1]?.eol ?? "") + before : before;
    cells.push({ ...cell, layout: { ...cell.layout, index: cells.length, before: separator } });
    gap = range.end;
  }
  const after = (gap > 0 ? (lines[gap - 1]?.eol ?? "") : "") + raw(lines, gap, lines.length);
  return { cells, layout: { bom, eol, after } };
}

type Parsed = Omit<MarkdownCell, "layout"> & { layout: Omit<CellLayout, "index" | "before"> };

/** Lines of each cell in order: fences, and what is left between them without markers and outer blank lines. */
function cellRanges(lines: readonly string[]): (LineRange | TypeScriptFence)[] {
  const { frontMatter, fences, markers } = findBoundaries(lines);
  const ranges: (LineRange | TypeScriptFence)[] = [];
  const addProse = (start: number, end: number): void => {
    while (start < end && isInvisible(lines[start] ?? "")) start++;
    while (start < end && isInvisible(lines[end - 1] ?? "")) end--;
    if (start < end) ranges.push({ start, end });
  };
  addProse(0, frontMatter);
  let from = frontMatter;
  for (const fence of [...fences, { start: lines.length, end: lines.length, closed: true }]) {
    for (const marker of markers.filter((line) => line >= from && line < fence.start)) {
      addProse(from, marker);
      from = marker + 1;
    }
    addProse(from, fence.start);
    if (fence.start === lines.length) break;
    let { end } = fence;
    while (!fence.closed && end - 1 > fence.start && isBlank(lines[end - 1] ?? "")) end--;
    ranges.push({ ...fence, end });
    from = end;
  }
  return ranges;
}

/** Blank, or made of byte order marks, which no editor shows or keeps at the start of a cell. */
function isInvisible(line: string): boolean {
  return isBlank(line.replaceAll(BOM, ""));
}

function raw(lines: readonly Line[], start: number, end: number): string {
  return lines.slice(start, end).reduce((text, line) => text + line.text + line.eol, "");
}

function markdownCell(lines: readonly Line[], { start, end }: LineRange, eol: string): Parsed {
  const own = lines.slice(start, end);
  const { text, bom } = visibleText(own.map((line) => line.text));
  return { kind: "markdown", text, layout: { ...bom, ...encodeEols(own.slice(0, -1), eol) } };
}

function codeCell(lines: readonly Line[], { start, end, closed }: TypeScriptFence, eol: string): Parsed {
  const [, open = "", info = ""] = /^( *(?:`+|~+))(.*)$/s.exec(lines[start]?.text ?? "") ?? [];
  const close = closed ? (lines[end - 1]?.text ?? "") : null;
  const content = lines.slice(start + 1, closed ? end - 1 : end).map((line) => line.text);
  const strip = commonIndent(content, open.search(/[^ ]/));
  const { text, bom } = visibleText(content.map((line) => line.slice(strip)));
  const blankLine = text === "" && content.length > 0 ? { blankLine: true as const } : {};
  const fence: FenceLayout = { open, info, close, strip, ...blankLine };
  return {
    kind: "code",
    text,
    layout: { ...bom, ...encodeEols(lines.slice(start, end - 1), eol), fence },
  };
}

/** Spaces, at most `most`, that can be taken from all lines and put back to those that are not empty. */
function commonIndent(lines: readonly string[], most: number): number {
  let strip = most;
  for (const line of lines) {
    if (line !== "") strip = Math.min(strip, line.search(/[^ ]|$/));
  }
  return lines.some((line) => line !== "" && line.length === strip) ? 0 : strip;
}

function visibleText(lines: readonly string[]): { text: string; bom: { bom?: string } } {
  const text = lines.join("\n");
  const bom = /^\uFEFF+/.exec(text)?.[0];
  return bom === undefined ? { text, bom: {} } : { text: text.slice(bom.length), bom: { bom } };
}
