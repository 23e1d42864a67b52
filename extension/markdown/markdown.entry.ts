/** All that needs a parser of Markdown, to be loaded beside what does not: the entry of `dist/markdown.cjs`. */
export { parseMarkdown } from "./parseMarkdown.ts";
export { printMarkdown } from "./printMarkdown.ts";
export { pythonFences } from "./pythonFences.ts";
