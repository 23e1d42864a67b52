/** Finds the cells' boundaries in a Markdown file: which of its lines are TypeScript fences of the document itself. */
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
  const visible = [...lines];
  const frontMatter = frontMatterLength(lines);
  visible.fill("", 0, frontMatter);
  const tokens: ReturnType<MarkdownIt["parse"]> = [];
  engine.block.parse(visible.join("\n"), engine, {}, tokens);

  const fences: TypeScriptFence[] = [];
  const markers: number[] = [];
  for (const token of tokens) {
    if (token.level !== 0 || !token.map) continue;
    const [start, end] = token.map;
    if (token.type === "fence" && isTypeScript(token.info)) {
      fences.push({ start, end, closed: end - start > 1 && closes(lines[end - 1] ?? "", token.markup) });
    } else if (token.type === "html_block" && end > start && isMarker(visible[start] ?? "")) {
      markers.push(start);
    }
  }
  return { frontMatter, fences, markers };
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
