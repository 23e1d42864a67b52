/** The Python in Markdown text; pure. */
import MarkdownIt from "markdown-it";

const engine = new MarkdownIt("commonmark");

/** Text of each fence whose language is Python, wherever it stands: in a list or a quote, too. */
export function pythonFences(markdown: string): string[] {
  return engine.parse(markdown, {}).flatMap(({ type, info, content }) => {
    return type === "fence" && isPython(info) ? [content] : [];
  });
}

/** `python`, `py`, `python3`, `{.python .input}`, `{python}`. */
function isPython(info: string): boolean {
  return /^\s*(?:(?:python3?|py|ipython3?)(?=[\s{,]|$)|\{\.?python\b)/i.test(info);
}
