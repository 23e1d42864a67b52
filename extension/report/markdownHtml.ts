/** Markdown → HTML that is safe to open: formulas as MathML, code highlighted, the author's tags made harmless. */
import katex from "@vscode/markdown-it-katex";
import MarkdownIt from "markdown-it";
import { codeHtml } from "./codeHtml.ts";
import { escapeHtml } from "./escape.ts";
import { SafeMarkup, type ImageSource } from "./safeMarkup.ts";

interface Environment {
  markup: SafeMarkup;
  image: ImageSource;
}

const engine = new MarkdownIt({
  html: true,
  linkify: true,
  highlight: (code, info) => codeHtml(code, /^[\w+#-]*/.exec(info)?.[0].toLowerCase() ?? ""),
});
// MathML is drawn by the browser itself: no fonts, no style sheet, no script.
engine.use(katex.default, { output: "mathml", throwOnError: false, strict: "ignore" });

const { rules } = engine.renderer;
for (const rule of ["html_block", "html_inline"]) {
  rules[rule] = (tokens, index, _options, env) =>
    (env as Environment).markup.add(tokens[index]?.content ?? "");
}
rules["image"] = (tokens, index, options, env, renderer) => {
  const token = tokens[index];
  const source = token?.attrGet("src") ?? "";
  const words = renderer.renderInlineAsText(token?.children ?? [], options, env);
  const shown = (env as Environment).image(source);
  if (shown !== null) return `<img src="${escapeHtml(shown)}" alt="${escapeHtml(words)}">`;
  return `<a href="${escapeHtml(source)}">${escapeHtml(words || source)}</a>`;
};
rules["heading_open"] = (tokens, index, options, _env, renderer) => {
  const token = tokens[index];
  token?.attrSet("id", slug(tokens[index + 1]?.content ?? ""));
  return renderer.renderToken(tokens, index, options);
};

/** @param image says where a picture's address leads */
export function markdownHtml(text: string, image: ImageSource): string {
  const env: Environment = { markup: new SafeMarkup(image), image };
  return engine.render(text, env) + env.markup.close();
}

/** What links to a heading are written with. */
function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s+/g, "-");
}
