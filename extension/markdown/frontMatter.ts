/** What a notebook says of itself in front of its first cell. */
import type { MarkdownCell } from "./parseMarkdown.ts";

export interface FrontMatter {
  title?: string;
  /** A BCP 47 tag. */
  language?: string;
  /** What stands where a BCP 47 tag should. */
  noLanguage?: string;
}

type Cell = Pick<MarkdownCell, "kind" | "text" | "layout">;

/**
 * The cell that holds what a notebook says of itself: the first, or that with which its file begins, where a cell was
 * put above it that will be saved below.
 */
export function frontMatterCell<C extends Cell>(cells: readonly C[]): C | undefined {
  return cells.find((cell, i) => (i === 0 || cell.layout?.index === 0) && frontMatterOf(cell) !== null);
}

/** What a notebook of these cells says of itself; nothing where it has no front matter. */
export function frontMatterIn(cells: readonly Cell[]): FrontMatter {
  const cell = frontMatterCell(cells);
  return (cell && frontMatterOf(cell)) ?? {};
}

/** The front matter of a Markdown cell that holds nothing else; null for other cells. */
export function frontMatterOf({ kind, text }: Cell): FrontMatter | null {
  const inside = /^---[ \t]*\n([^]*?)\n(?:---|\.\.\.)[ \t]*$/.exec(text)?.[1];
  if (kind !== "markdown" || inside === undefined) return null;
  const [title, language] = ["title", "lang(?:uage)?"].map((key) => valueOf(inside, key));
  return {
    ...(title !== undefined && { title }),
    ...(language !== undefined && (tag.test(language) ? { language } : { noLanguage: language })),
  };
}

/** Also as Unicode writes it, `zh_CN`. */
const tag = /^[a-z]{2,3}(?:[-_][a-z\d]+)*$/i;

function valueOf(yaml: string, key: string): string | undefined {
  const written = new RegExp(`^${key}:[ \\t]*(\\S.*?)[ \\t]*$`, "m").exec(yaml)?.[1];
  return written?.replace(/^(["'])(.*)\1$/, "$2");
}
