/** Notebook cells → the text of a Markdown file. */
import { CELL_MARKER, closes, findBoundaries, markIllustrations } from "./fences.ts";
import { joinLines } from "./lines.ts";
import {
  BOM,
  parseMarked,
  withText,
  type FenceLayout,
  type FileLayout,
  type MarkdownCell,
  type MarkdownNotebook,
} from "./parseMarkdown.ts";

const NEW_FENCE: FenceLayout = { open: "```", info: "ts", close: "```", strip: 0 };

/** Shows whether what stands before it leaves something open. */
const NEXT_CELL = "\n\n```ts\n```";

/**
 * Parsing the text gives the same cells, but for what a file cannot say: empty Markdown cells and blank lines
 * around a Markdown cell's text are dropped, a construct that a Markdown cell leaves open (a fence, a comment)
 * is closed, a code cell in another language is Markdown, and front matter comes first again where a cell was put
 * above it: anywhere else it would be a ruler and a heading.
 */
export function printMarkdown({ cells, layout }: MarkdownNotebook): string {
  const kept = frontMatterFirst(
    cells
      .map((cell) => ({ ...cell, text: storedText(cell) }))
      .filter((cell) => cell.kind === "code" || cell.text !== "" || cell.layout?.bom !== undefined),
  );
  const start = layout.bom ? BOM : "";
  const after = kept.length > 0 && /^[^\r\n]/.test(layout.after) ? layout.eol : layout.after;
  const marked = kept.map(withMarks);
  const faithful = marked.map(
    (cell, i) => faithfulSeparator(marked[i - 1], cell, layout) + printCell(cell, layout),
  );
  const text = faithful.join("") + after;
  if (sameCells(parseMarked(start + text).cells, marked)) return start + text;
  return start + printCarefully(kept.map(withoutFirstBom).map(withMarks), { ...layout, after });
}

function frontMatterFirst(cells: MarkdownCell[]): MarkdownCell[] {
  const at = cells.findIndex(isFrontMatter);
  return at < 1 ? cells : [...cells.slice(at, at + 1), ...cells.slice(0, at), ...cells.slice(at + 1)];
}

/** Whether the cell is front matter that the file began with. */
function isFrontMatter({ kind, text, layout }: MarkdownCell): boolean {
  if (kind === "code" || layout?.index !== 0 || layout.before !== "") return false;
  const lines = text.split("\n");
  return findBoundaries(lines).frontMatter === lines.length;
}

function withMarks(cell: MarkdownCell, index: number): MarkdownCell {
  return withText(cell, index, markIllustrations);
}

/** A cell's text without what a file cannot keep. */
function storedText({ kind, text }: MarkdownCell): string {
  const lines = text.replace(/\r\n?/g, "\n").replace(/^\uFEFF+/, "");
  return kind === "code" ? lines : lines.replace(/^(?:[ \t]*\n)+/, "").replace(/(?:\n[ \t]*)+$|^[ \t]+$/, "");
}

/** At the start of a file a cell's byte order mark would be the file's. */
function withoutFirstBom(cell: MarkdownCell, index: number): MarkdownCell {
  if (index > 0 || cell.kind === "code" || !cell.layout) return cell;
  const layout = { ...cell.layout };
  delete layout.bom;
  return { ...cell, layout };
}

/** Checks every cell together with the one before it, and leaves the file's own layout where that would change a cell. */
function printCarefully(cells: readonly MarkdownCell[], layout: FileLayout): string {
  const parts: string[] = [];
  cells.forEach((cell, i) => {
    const last = i === cells.length - 1;
    const previous = parts.at(-1) ?? "";
    const gap = i === 0 ? "" : "\n\n";
    const closed = cell.kind === "markdown" && !last ? closeOpenBlock(cell, gap) : cell;
    const wanted = [...parseMarked(previous).cells, ...storedCells(closed, gap, layout)];
    const safe = i === 0 ? "" : newSeparator(cells[i - 1], cell, layout.eol);
    const choices = [
      faithfulSeparator(cells[i - 1], cell, layout) + printCell(closed, layout),
      safe + printCell(closed, layout),
      safe + printCell(plainFence(closed), layout),
    ];
    const fits = (part: string): boolean =>
      sameCells(parseMarked(previous + part + (last ? layout.after : NEXT_CELL)).cells, [
        ...wanted,
        ...(last ? [] : [{ kind: "code" as const, text: "" }]),
      ]);
    parts.push(choices.find(fits) ?? choices[2] ?? "");
  });
  const text = parts.join("") + layout.after;
  // A ruler at the start would be front matter, down to the next ruler.
  const swallows =
    parts.length > 1 && text.startsWith("---") && parseMarked(text).cells[0]?.text !== cells[0]?.text;
  return swallows ? layout.eol + text : text;
}

/** What the cell is once it is in a file, after `gap`. */
function storedCells(cell: MarkdownCell, gap: string, layout: FileLayout): MarkdownCell[] {
  if (cell.kind === "code" && cell.language === undefined) return [cell];
  return parseMarked(gap + printCell(cell, layout)).cells;
}

function sameCells(left: readonly MarkdownCell[], right: readonly MarkdownCell[]): boolean {
  return (
    left.length === right.length &&
    left.every((cell, i) => {
      const other = right[i];
      return cell.kind === other?.kind && cell.text === other.text && cell.language === other.language;
    })
  );
}

/** The file's own characters between two cells that were neighbours in it. */
function faithfulSeparator(
  previous: MarkdownCell | undefined,
  cell: MarkdownCell,
  layout: FileLayout,
): string {
  const index = cell.layout?.index;
  const expected = previous ? previous.layout && previous.layout.index + 1 : 0;
  if (cell.layout && index === expected) return cell.layout.before;
  return previous ? newSeparator(previous, cell, layout.eol) : "";
}

function newSeparator(previous: MarkdownCell | undefined, cell: MarkdownCell, eol: string): string {
  const marked = previous?.kind === "markdown" && cell.kind === "markdown";
  return eol + eol + (marked ? CELL_MARKER + eol + eol : "");
}

function printCell(cell: MarkdownCell, layout: FileLayout): string {
  const text = (cell.layout?.bom ?? "") + cell.text;
  const lines = cell.kind === "code" ? fenceLines(cell, text) : text.split("\n");
  return joinLines(lines, cell.layout?.eols, layout.eol);
}

function fenceLines(cell: MarkdownCell, text: string): string[] {
  const fence = fenceOf(cell);
  const indent = " ".repeat(fence.strip);
  const content = text === "" && !fence.blankLine ? [] : text.split("\n");
  const lines = content.map((line) => (line === "" ? line : indent + line));

  let run = fence.open.trimStart();
  while (lines.some((line) => closes(line, run))) run += run[0] ?? "`";
  const open = fence.open.slice(0, fence.open.search(/[^ ]/)) + run + fence.info;
  if (fence.close === null) return [open, ...lines];
  return [open, ...lines, closes(fence.close, run) ? fence.close : run];
}

function fenceOf({ layout, language }: MarkdownCell): FenceLayout {
  const fence = layout?.fence ?? NEW_FENCE;
  return language === undefined ? fence : { ...fence, info: language };
}

/** The cell with its fence closed and at the start of the line, where it belongs to no list. */
function plainFence(cell: MarkdownCell): MarkdownCell {
  if (!cell.layout?.fence) return cell;
  const run = cell.layout.fence.open.trimStart();
  return {
    ...cell,
    layout: { ...cell.layout, fence: { ...cell.layout.fence, open: run, close: run, strip: 0 } },
  };
}

/** Closes the fence, comment or other HTML block that would swallow the next cell. */
function closeOpenBlock(cell: MarkdownCell, gap: string): MarkdownCell {
  const runs = [...cell.text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)].map((match) => match[1] ?? "").reverse();
  const html = ["-->", "?>", "]]>", "</script>", "</pre>", "</style>", "</textarea>", ">"];
  const endings = ["", ...runs, ...html].map((close) => (close === "" ? "" : "\n" + close));
  const ending = endings.find((close) => {
    const next = parseMarked(gap + cell.text + close + NEXT_CELL).cells.at(-1);
    return next?.kind === "code" && next.text === "" && next.layout?.before.startsWith("\n\n");
  });
  return { ...cell, text: cell.text + (ending ?? "") };
}
