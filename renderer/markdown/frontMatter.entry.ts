/**
 * Shows a notebook's front matter as quiet preformatted text. CommonMark, which VS Code's own Markdown cells
 * follow, takes it for a ruler and a large heading.
 */
import type MarkdownIt from "markdown-it";
import type { RendererContext } from "vscode-notebook-renderer";
import { sanitizeOutputs } from "./sanitizeOutputs.ts";

/** VS Code's renderer of Markdown cells, which extensions may extend. */
interface MarkdownItRenderer {
  extendMarkdownIt(extend: (markdown: MarkdownIt) => void): void;
}

export async function activate(context: RendererContext<void>): Promise<void> {
  const renderer = await context.getRenderer("vscode.markdown-it-renderer");
  const extensible = renderer as unknown as MarkdownItRenderer | undefined;
  extensible?.extendMarkdownIt(frontMatter);
  extensible?.extendMarkdownIt((markdown) => sanitizeOutputs(markdown));
}

/** A markdown-it plugin. Front matter is what stands between `---` in the first line and the next `---`. */
export function frontMatter(markdown: MarkdownIt): void {
  markdown.block.ruler.before("fence", "front_matter", (state, startLine, endLine, silent) => {
    if (startLine !== 0 || state.level !== 0) return false;
    const line = (i: number): string => state.src.slice(state.bMarks[i], state.eMarks[i]).trimEnd();
    if (line(0) !== "---" || line(1) === "") return false;
    let end = 1;
    while (end < endLine && !/^(?:---|\.\.\.)$/.test(line(end))) end++;
    if (end >= endLine) return false;
    if (silent) return true;
    const token = state.push("front_matter", "pre", 0);
    token.content = state.getLines(1, end, 0, false);
    token.map = [0, end + 1];
    state.line = end + 1;
    return true;
  });
  markdown.renderer.rules["front_matter"] = (tokens, index) =>
    `<pre style="opacity: 0.8; font-size: 0.92em"><code>${markdown.utils.escapeHtml(tokens[index]?.content ?? "")}</code></pre>\n`;
}
