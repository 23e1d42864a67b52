/** Rendering Markdown so that a sanitiser sees the HTML that its author wrote. Pure. */
import type MarkdownIt from "markdown-it";

export interface MarkupPolicy {
  /** Names of the tags that an author may write; others are shown as the text they are. */
  tags: ReadonlySet<string>;
  /** Sanitises a document; it must let `<span data-apart="n"></span>` through. */
  sanitize: (html: string, env: unknown) => string;
  /** Which documents are meant, by the environment that they are rendered with. Default all. */
  applies?: (env: unknown) => boolean;
}

type Rule = NonNullable<MarkdownIt["renderer"]["rules"][string]>;

/** What these rules make is text. */
const textual = ["text", "text_special", "softbreak", "hardbreak"];

/** In place of what is put aside. No sanitised text or attribute can hold it: they have no `<`. */
const marker = (index: number): string => `<span data-apart="${index}"></span>`;
const markers = /<span data-apart="(\d+)"><\/span>/g;

/**
 * A markdown-it plugin. What its rules make as a whole, such as a formula or code with its colours, needs styles that
 * no author may write: it is put aside, and takes its place in the document when that has been sanitised.
 */
export function sanitizedMarkdown(markdown: MarkdownIt, policy: MarkupPolicy): void {
  const { tags, sanitize, applies = () => true } = policy;
  const { renderer, utils } = markdown;
  const render = renderer.render.bind(renderer);
  for (const name of ["html_inline", "html_block"]) {
    const before = renderer.rules[name];
    renderer.rules[name] = (tokens, i, options, env, self) => {
      const html = tokens[i]?.content ?? "";
      if (!applies(env)) return before?.(tokens, i, options, env, self) ?? html;
      // Inside what is put aside no sanitiser will see it.
      const passes = self !== renderer && (html.startsWith("<!--") || tags.has(tagName(html)));
      return passes ? html : utils.escapeHtml(html);
    };
  }
  renderer.render = (tokens, options, env) => {
    if (!applies(env)) return render(tokens, options, env);
    const apart: string[] = [];
    const putAside =
      (rule: Rule): Rule =>
      (all, i, ...rest) =>
        all[i]?.nesting === 0
          ? marker(apart.push(rule(all, i, rest[0], rest[1], renderer)) - 1)
          : rule(all, i, ...rest);
    const seen = Object.create(Object.getPrototypeOf(renderer) as object) as typeof renderer;
    seen.rules = Object.fromEntries(
      Object.entries(renderer.rules).map(([name, rule]) => {
        const stays = rule === undefined || textual.includes(name) || name.startsWith("html_");
        return [name, stays ? rule : putAside(rule)];
      }),
    );
    const html = sanitize(seen.render(tokens, options, env), env);
    return html.replaceAll(markers, (_, index: string) => apart[Number(index)] ?? "");
  };
}

/** Of the first tag in a token that markdown-it found to be HTML. */
function tagName(html: string): string {
  return /^\s*<\/?([a-z][a-z\d-]*)/i.exec(html)?.[1]?.toLowerCase() ?? "";
}
