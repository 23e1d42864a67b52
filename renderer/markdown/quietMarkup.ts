/**
 * HTML in Markdown that a cell displayed. VS Code puts it into the page as it is, with the scripts in its
 * attributes; here only bare tags that mark text up are let through, and the rest is shown as the text it is.
 * The notebook's own Markdown cells are left alone.
 */
import type MarkdownIt from "markdown-it";

/** VS Code gives the item it renders along; outputs of ours say that they are. */
interface Environment {
  outputItem?: { metadata?: unknown };
}

const harmlessTag =
  /^<\/?(?:b|i|u|s|em|strong|small|sub|sup|kbd|code|mark|br|hr|p|div|span|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|details|summary|blockquote)\s*\/?>$/i;

/** A markdown-it plugin. */
export function quietMarkup(markdown: MarkdownIt): void {
  const { rules } = markdown.renderer;
  for (const rule of ["html_block", "html_inline"]) {
    const before = rules[rule];
    rules[rule] = (tokens, index, options, env, renderer) => {
      const content = tokens[index]?.content ?? "";
      if (isOurs(env as Environment | undefined)) return quiet(content, markdown.utils.escapeHtml);
      return before ? before(tokens, index, options, env, renderer) : content;
    };
  }
}

function isOurs(env: Environment | undefined): boolean {
  const metadata = env?.outputItem?.metadata;
  return typeof metadata === "object" && metadata !== null && "gradbook" in metadata;
}

/** Each `<` begins either a harmless tag or text. */
function quiet(html: string, escape: (text: string) => string): string {
  return html
    .replace(/<!--[^]*?-->/g, "")
    .replace(/<[^<>]*>?/g, (tag) => (harmlessTag.test(tag) ? tag : escape(tag)));
}
