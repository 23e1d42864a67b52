/** Random Markdown with the constructs that are hard to keep. */
import { parseMarkdown } from "../../../extension/markdown/parseMarkdown.ts";

/** Mulberry32: the same documents and edits in every run. */
export function generator(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const FRAGMENTS = [
  ...Array.from("\n \t\r`~-*>#<|&[]()\\\uFEFF\u00A0aé汉"),
  "\n\n",
  "\r\n",
  "```ts\n",
  "```\n",
  "\n```\n",
  "~~~typescript x\n",
  "```ts,text\n",
  " ~~~ typescript,text,text x\n",
  "~~~\n",
  "````TS\n",
  "  ```ts\n",
  "    ```ts\n",
  "\t```ts\n",
  "- ",
  "1. ",
  "> ",
  "  ",
  "    ",
  "---\n",
  "===\n",
  "<!--",
  "-->\n",
  "<!-- cell -->\n",
  "<div>\n",
  "<script>\n",
  "</script>\n",
  "[a]: b\n",
  "text\n",
  "const a = `\n```\n`;\n",
];

export const document = (random: (below: number) => number): string =>
  Array.from({ length: random(30) }, () => FRAGMENTS[random(FRAGMENTS.length)]).join("");

/** Text a Markdown cell keeps as it is: fences in TypeScript, too, but nothing left open, no blank line around it. */
export function illustratedText(random: (below: number) => number): string {
  for (;;) {
    const text = document(random).replaceAll(/\r\n?/g, "\n").replaceAll("\uFEFF", "");
    const followed = parseMarkdown(`${text}\n\n\`\`\`ts\n\`\`\``).cells;
    const fresh = followed.at(-1)?.text === "" && followed.at(-1)?.layout?.before === "\n\n";
    const marked = text.includes("<!-- cell -->") || text.startsWith("---");
    if (fresh && !marked && text !== "" && !/^\s*\n|\n\s*$|^\s*$/.test(text)) return text;
  }
}

/** Such a text without a cell in it. */
export function proseText(random: (below: number) => number): string {
  for (;;) {
    const text = document(random).replaceAll(/\r\n?/g, "\n").replaceAll("\uFEFF", "");
    const alone = parseMarkdown(text).cells;
    const followed = parseMarkdown(`${text}\n\n\`\`\`ts\n\`\`\``).cells;
    const kept = alone.length === 1 && alone[0].kind === "markdown" && alone[0].text === text;
    if (kept && !text.startsWith("---") && followed.length === 2 && followed[1].text === "") return text;
  }
}

export function codeText(random: (below: number) => number): string {
  return document(random).replaceAll(/\r\n?/g, "\n").replaceAll("\uFEFF", "");
}
