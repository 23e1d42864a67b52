/** Markdown → HTML that is safe to open: formulas as MathML, code highlighted, the author's HTML sanitised. */
import katex from "@vscode/markdown-it-katex";
import MarkdownIt from "markdown-it";
import { sanitizedMarkdown } from "../../renderer/views/markup/sanitizedMarkdown.ts";
import { codeHtml } from "./codeHtml.ts";
import { escapeHtml } from "./escape.ts";
import { sanitizeMarkup, tags, type ImageSource } from "./sanitizeMarkup.ts";

interface Environment {
  image: ImageSource;
}

const engine = new MarkdownIt({
  html: true,
  linkify: true,
  highlight: (code, info) => codeHtml(code, /^[\w+#-]*/.exec(info)?.[0].toLowerCase() ?? ""),
});
// As in VS Code: an address has a scheme, or `tensor.to` in a sentence would lead to a foreign host.
engine.linkify.set({ fuzzyLink: false });
// MathML is drawn by the browser itself: no fonts, no style sheet, no script.
engine.use(katex.default, { output: "mathml", throwOnError: false, strict: "ignore" });
sanitizedMarkdown(engine, {
  tags: new Set(tags),
  sanitize: (html, env) => sanitizeMarkup(html, (env as Environment).image),
});

const { rules } = engine.renderer;
rules["image"] = (tokens, index, options, env, renderer) => {
  const token = tokens[index];
  const source = token?.attrGet("src") ?? "";
  const words = renderer.renderInlineAsText(token?.children ?? [], options, env);
  const { image } = env as Environment;
  const shown = image(source);
  if (shown !== null) return `<img src="${escapeHtml(shown)}" alt="${escapeHtml(words)}">`;
  return sanitizeMarkup(`<a href="${escapeHtml(source)}">${escapeHtml(words || source)}</a>`, image);
};
rules["heading_open"] = (tokens, index, options, _env, renderer) => {
  const token = tokens[index];
  token?.attrSet("id", slug(tokens[index + 1]?.content ?? ""));
  return renderer.renderToken(tokens, index, options);
};

/** @param image says where a picture's address leads */
export function markdownHtml(text: string, image: ImageSource): string {
  return engine.render(text, { image } satisfies Environment);
}

/** What links to a heading are written with. */
function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s+/g, "-");
}
