/** The package brings no declarations. Node.js gives a CommonJS module as one value. */
declare module "@vscode/markdown-it-katex" {
  import type MarkdownIt from "markdown-it";
  const module: {
    /** Options go to KaTeX. */
    default: (markdown: MarkdownIt, options?: Readonly<Record<string, unknown>>) => void;
  };
  export default module;
}
