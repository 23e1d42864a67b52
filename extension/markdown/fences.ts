/**
 * Finds the cells' boundaries in a Markdown file: which of its lines are TypeScript fences of the document itself;
 * and tells those that only illustrate, which a file marks as `ts,text`, from those that are cells.
 */
import MarkdownIt, { type Options } from "markdown-it";

/** A comment that separates two Markdown cells which have no code cell between them. Invisible when rendered. */
export const CELL_MARKER = "<!-- cell -->";

/** Half-open range of lines, 0-based. */
export interface LineRange {
  start: number;
  end: number;
}

export interface TypeScriptFence extends LineRange {
  /** False when the file ends before the fence does. */
  closed: boolean;
}

export interface Boundaries {
  /** Lines of YAML front matter at the start; 0 where there is none. */
  frontMatter: number;
  fences: TypeScriptFence[];
  /** Lines that hold nothing but {@link CELL_MARKER}. */
  markers: number[];
}

/** Below the nesting limit the rest of the file would be swallowed; the typings do not know the option. */
const options: Options & { maxNesting: number } = { maxNesting: 200 };
const engine = new MarkdownIt("commonmark", options);

/**
 * `ts` and `typescript` fences at the top level of the document, and the cell markers.
 *
 * A fence inside a list item, a block quote, an HTML block, an indented block or the front matter belongs to
 * the text around it: taking it out would break that list or quote, so it is no cell.
 */
export function findBoundaries(lines: readonly string[]): Boundaries {
  const frontMatter = frontMatterLength(lines);
  const fences: TypeScriptFence[] = [];
  const markers: number[] = [];
  for (const { type, start, end, info, markup } of topLevel(lines, frontMatter)) {
    if (type === "fence" && isTypeScript(info)) {
      fences.push({ start, end, closed: end - start > 1 && closes(lines[end - 1] ?? "", markup) });
    } else if (type === "html_block" && end > start && isMarker(lines[start] ?? "")) {
      markers.push(start);
    }
  }
  return { frontMatter, fences, markers };
}

/** What the document itself consists of, after `from` lines. */
function topLevel(
  lines: readonly string[],
  from: number,
): (LineRange & { type: string; info: string; markup: string })[] {
  const tokens: ReturnType<MarkdownIt["parse"]> = [];
  engine.block.parse([...lines].fill("", 0, from).join("\n"), engine, {}, tokens);
  return tokens.flatMap(({ type, level, map, info, markup }) =>
    level === 0 && map ? [{ type, start: map[0], end: map[1], info, markup }] : [],
  );
}

/**
 * A Markdown cell's text as files have it: TypeScript in it is marked, or it would be a cell.
 *
 * @param first whether the file begins with it, so that it may be front matter
 */
export function markIllustrations(text: string, first: boolean): string {
  return editIllustrations(text, first, (line) => line.replace(/^( *[`~]+\s*\w+)/, "$1,text"));
}

/** Takes the marks away again. */
export function unmarkIllustrations(text: string, first: boolean): string {
  return editIllustrations(text, first, (line) => line.replace(/^( *[`~]+\s*\w+),text/, "$1"));
}

/** Edits the first line of each fence at the top level that is in TypeScript, marked or not. */
function editIllustrations(text: string, first: boolean, edit: (line: string) => string): string {
  if (!/(?:```|~~~)\s*(?:ts|typescript)/i.test(text)) return text;
  const lines = text.split("\n");
  if (first && frontMatterLength(lines) === lines.length) return text;
  for (const { type, start, info } of topLevel(lines, 0)) {
    const language = /^\s*(\w+)(?:,text)*(?:\s|$)/.exec(info)?.[1] ?? "";
    if (type === "fence" && isTypeScript(language)) lines[start] = edit(lines[start] ?? "");
  }
  return lines.join("\n");
}

/** Whether the info string's first word names TypeScript. */
function isTypeScript(info: string): boolean {
  return /^\s*(?:ts|typescript)(?:\s|$)/i.test(info);
}

/** Whether `line` ends a fence that was opened with `fence`, such as ```` ``` ```` or `~~~~`. */
export function closes(line: string, fence: string): boolean {
  const run = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return run !== undefined && run[0] === fence[0] && run.length >= fence.length;
}

export function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

function isMarker(line: string): boolean {
  return line.trim() === CELL_MARKER;
}

/**
 * Lines of YAML front matter, both rulers included. A first line `---` that is followed by an empty line, or by
 * a fence at the start of a line (which no YAML has) before the second ruler, is a thematic break instead.
 */
function frontMatterLength(lines: readonly string[]): number {
  if (!/^---[ \t]*$/.test(lines[0] ?? "") || isBlank(lines[1] ?? "")) return 0;
  const end = lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)[ \t]*$|^(?:```|~~~)/.test(line));
  return /^(?:-|\.)/.test(lines[end] ?? "") ? end + 1 : 0;
}
