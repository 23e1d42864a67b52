/**
 * HTML in Markdown that a cell displayed. VS Code puts it into the page as it is, with the scripts in its
 * attributes; here only tags that mark text up are let through. The notebook's own Markdown cells are left alone.
 */
import createDOMPurify, { type Config, type WindowLike } from "dompurify";
import type MarkdownIt from "markdown-it";
import { sanitizedMarkdown } from "../views/markup/sanitizedMarkdown.ts";

const tags =
  "b blockquote br code dd del details div dl dt em hr i ins kbd li mark ol p s small span strong sub summary sup table tbody td th thead tr u ul";

const config: Config = {
  // And those that Markdown itself makes.
  ALLOWED_TAGS: `${tags} a h1 h2 h3 h4 h5 h6`.split(" "),
  ALLOWED_ATTR: ["data-apart", "href", "id", "start", "style", "title"],
};

/** How Markdown aligns the columns of a table. */
const alignments = ["left", "center", "right"].map((side) => `text-align:${side}`);

/** A markdown-it plugin. */
export function sanitizeOutputs(markdown: MarkdownIt, view: WindowLike = window): void {
  const purify = createDOMPurify(view);
  purify.addHook("uponSanitizeAttribute", (_element, attribute) => {
    if (attribute.attrName === "style") attribute.keepAttr = alignments.includes(attribute.attrValue);
  });
  sanitizedMarkdown(markdown, {
    tags: new Set(tags.split(" ")),
    applies: isOutput,
    sanitize: (html) => purify.sanitize(html, config),
  });
}

/** VS Code gives the item it renders along; outputs of ours say that they are. */
function isOutput(env: unknown): boolean {
  const metadata = (env as { outputItem?: { metadata?: unknown } } | undefined)?.outputItem?.metadata;
  return typeof metadata === "object" && metadata !== null && "gradbook" in metadata;
}
