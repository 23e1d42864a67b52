/** What a notebook says of itself in front of its first cell. */
import type { MarkdownCell } from "../markdown/parseMarkdown.ts";

export interface FrontMatter {
  title?: string;
  /** A BCP 47 tag. */
  language?: string;
}

/** The front matter of a Markdown cell that holds nothing else; null for other cells. */
export function frontMatterOf({ kind, text }: MarkdownCell): FrontMatter | null {
  const inside = /^---[ \t]*\n([^]*?)\n(?:---|\.\.\.)[ \t]*$/.exec(text)?.[1];
  if (kind !== "markdown" || inside === undefined) return null;
  const [title, language] = ["title", "lang(?:uage)?"].map((key) => valueOf(inside, key));
  return {
    ...(title !== undefined && { title }),
    ...(language !== undefined && /^[a-z]{2,3}(?:-[a-z\d]+)*$/i.test(language) && { language }),
  };
}

function valueOf(yaml: string, key: string): string | undefined {
  const written = new RegExp(`^${key}:[ \\t]*(\\S.*?)[ \\t]*$`, "m").exec(yaml)?.[1];
  return written?.replace(/^(["'])(.*)\1$/, "$2");
}
