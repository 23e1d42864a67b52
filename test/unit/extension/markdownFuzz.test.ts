import { strict as assert } from "node:assert";
import MarkdownIt from "markdown-it";
import {
  parseMarkdown,
  type MarkdownCell,
  type MarkdownNotebook,
} from "../../../extension/markdown/parseMarkdown.ts";
import { printMarkdown } from "../../../extension/markdown/printMarkdown.ts";
import { codeText, document, generator, illustratedText, proseText } from "./randomMarkdown.ts";

const shown = (cells: readonly MarkdownCell[]): [string, string][] =>
  cells.map((cell) => [cell.kind, cell.text]);

function randomEdit(
  { cells, layout }: MarkdownNotebook,
  random: (below: number) => number,
): MarkdownNotebook {
  const next = [...cells];
  const at = random(next.length + 1);
  const fresh: MarkdownCell =
    random(2) === 0
      ? { kind: "code", text: codeText(random) }
      : { kind: "markdown", text: [proseText, illustratedText][random(2)](random) };
  const old = next[at];
  switch (random(5)) {
    case 0:
      next.splice(at, 0, fresh);
      break;
    case 1:
      next.splice(at, 1);
      break;
    case 2:
      next.push(...next.splice(random(next.length + 1), 1));
      break;
    case 3:
      if (old) next.splice(random(next.length + 1), 0, structuredClone(old));
      break;
    default:
      if (old) next[at] = { ...old, text: old.kind === "code" ? codeText(random) : illustratedText(random) };
  }
  return { cells: next, layout };
}

describe("random Markdown", () => {
  it("comes back byte for byte", () => {
    const random = generator(1);
    for (let i = 0; i < 20_000; i++) {
      const text = document(random);
      assert.equal(printMarkdown(parseMarkdown(text)), text);
    }
  });

  it("has code cells exactly where markdown-it finds TypeScript fences at the top level", () => {
    const random = generator(2);
    const markdown = new MarkdownIt("commonmark");
    let found = 0;
    for (let i = 0; i < 20_000; i++) {
      const text = document(random);
      if (/^\uFEFF*---/.test(text)) continue; // front matter is ours, not CommonMark's
      const fences = markdown
        .parse(text.replace(/^\uFEFF/, ""), {})
        .filter(
          (token) =>
            token.type === "fence" && token.level === 0 && /^\s*(ts|typescript)(\s|$)/i.test(token.info),
        );
      const cells = parseMarkdown(text).cells.filter((cell) => cell.kind === "code");
      assert.equal(cells.length, fences.length, JSON.stringify(text));
      found += fences.length;
    }
    assert.ok(found > 5000, `${found} fences`);
  });
});

describe("random edits", () => {
  it("give a file that reads as the same cells", () => {
    const random = generator(3);
    for (let i = 0; i < 3000; i++) {
      // Front matter and a last cell that leaves something open change when they are moved.
      const start = parseMarkdown("\n" + document(random));
      let notebook = { ...start, cells: start.cells.slice(0, -1) };
      for (let edits = 1 + random(6); edits > 0; edits--) notebook = randomEdit(notebook, random);
      const text = printMarkdown(notebook);
      const again = parseMarkdown(text);
      assert.deepEqual(
        shown(again.cells),
        shown(notebook.cells),
        JSON.stringify({ notebook, text }, null, 1),
      );
      assert.equal(printMarkdown(again), text);
    }
  });

  it("leave every other cell's characters alone", () => {
    const random = generator(4);
    let checked = 0;
    for (let i = 0; i < 3000; i++) {
      const texts = Array.from({ length: 3 }, () => proseText(random));
      const fence = ["```ts", " ~~~~ typescript x"][random(2)];
      const close = fence.includes("~") ? "~~~~~  " : "```";
      const eol = ["\n", "\r\n"][random(2)];
      const file = (code: string): string =>
        [texts[0], "", "", fence, code, close, "", texts[1], "", "```ts", "1", "```", "", texts[2]]
          .join("\n")
          .replaceAll("\n", eol);
      const notebook = parseMarkdown(file("before"));
      const index = notebook.cells.findIndex((cell) => cell.text === "before" || cell.text === " before");
      if (notebook.cells.length !== 5 || index !== 1) continue;
      notebook.cells[index] = { ...notebook.cells[index], text: "after" };
      assert.equal(printMarkdown(notebook), file("after"));
      checked++;
    }
    assert.ok(checked > 1500, `${checked} checked`);
  });
});
