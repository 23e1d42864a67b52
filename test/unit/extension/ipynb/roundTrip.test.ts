import assert from "node:assert/strict";
import type { Ipynb } from "../../../../extension/ipynb/nbformat.ts";
import { IpynbError, parseIpynb } from "../../../../extension/ipynb/parseIpynb.ts";
import { printIpynb } from "../../../../extension/ipynb/printIpynb.ts";
import { parseMarkdown, type MarkdownCell } from "../../../../extension/markdown/parseMarkdown.ts";
import { printMarkdown } from "../../../../extension/markdown/printMarkdown.ts";
import { codeText, document, generator, illustratedText, proseText } from "../randomMarkdown.ts";
import { assertValid } from "./validNotebook.ts";

const throughIpynb = (markdown: string): string => {
  const { cells, layout } = parseMarkdown(markdown);
  const ipynb = printIpynb(cells, layout);
  assertValid(ipynb);
  return printMarkdown(parseIpynb(ipynb));
};

/** A Jupyter notebook as others write it. */
const foreign = (cells: object[], metadata: object = { language_info: { name: "typescript" } }): string =>
  JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });

describe("Markdown that becomes a Jupyter notebook", () => {
  it("comes back byte for byte, whatever was in it", () => {
    const random = generator(11);
    for (let i = 0; i < 5000; i++) {
      const text = document(random);
      assert.equal(throughIpynb(text), text);
    }
  });

  it("is the same notebook each time, with a line of the file for a line of text", () => {
    const { cells, layout } = parseMarkdown("# Title\n\nText\n\n```ts\nconst a = 1;\na\n```\n");
    const ipynb = printIpynb(cells, layout);
    assert.equal(printIpynb(cells, layout), ipynb);
    const {
      cells: [title, code],
      metadata,
    } = JSON.parse(ipynb) as Ipynb;
    assert.deepEqual(title?.source, ["# Title\n", "\n", "Text"]);
    assert.deepEqual([code?.cell_type, code?.source], ["code", ["const a = 1;\n", "a"]]);
    assert.deepEqual(metadata["kernelspec"], {
      display_name: "Gradbook (TypeScript)",
      language: "typescript",
      name: "gradbook",
    });
  });

  it("keeps what was edited in Jupyter, and the file's way of writing the rest", () => {
    const file = "---\ntitle: x\n---\r\n\r\n~~~~ ts  twice\r\nlet a = 1;\r\n~~~~\r\n\r\n\r\nText\r\n";
    const { cells, layout } = parseMarkdown(file);
    const notebook = JSON.parse(printIpynb(cells, layout)) as Ipynb;
    const code = notebook.cells.find((cell) => cell.cell_type === "code");
    assert.ok(code);
    code.source = ["let a = 2;\n", "let b = 3;"];
    const edited = printMarkdown(parseIpynb(JSON.stringify(notebook)));
    assert.equal(edited, file.replace("let a = 1;", "let a = 2;\r\nlet b = 3;"));
  });
});

describe("A Jupyter notebook that becomes Markdown", () => {
  it("and a notebook again has the same text and code in the same cells", () => {
    const random = generator(12);
    for (let i = 0; i < 2000; i++) {
      const cells = Array.from({ length: random(6) }, () =>
        random(2) === 0
          ? { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: codeText(random) }
          : { cell_type: "markdown", metadata: {}, source: [proseText, illustratedText][random(2)](random) },
      );
      const markdown = printMarkdown(parseIpynb(foreign(cells)));
      const again = parseMarkdown(markdown);
      const ipynb = printIpynb(again.cells, again.layout);
      assertValid(ipynb);
      const texts = (JSON.parse(ipynb) as Ipynb).cells.map(({ cell_type, source }) => [
        cell_type,
        Array.isArray(source) ? source.join("") : source,
      ]);
      assert.deepEqual(
        texts,
        cells.map(({ cell_type, source }) => [cell_type, source]),
      );
    }
  });

  it("keeps TypeScript that only illustrates as text, and a text's own word for it", () => {
    const text =
      "As in\n\n```ts title=x\nf()\n```\n\nor\n\n~~~typescript,text\ng()\n~~~\n\n- ```ts\n  h()\n  ```";
    const cells = [
      { cell_type: "markdown", metadata: {}, source: text },
      { cell_type: "code", metadata: {}, source: "1", outputs: [] },
    ];
    const markdown = printMarkdown(parseIpynb(foreign(cells)));
    assert.equal(
      markdown,
      "As in\n\n```ts,text title=x\nf()\n```\n\nor\n\n~~~typescript,text,text\ng()\n~~~\n\n- ```ts\n  h()\n  ```\n\n```ts\n1\n```\n",
    );
    const again = parseMarkdown(markdown);
    assert.deepEqual(
      parseIpynb(printIpynb(again.cells, again.layout)).cells.map((cell) => cell.text),
      [text, "1"],
    );
  });

  it("keeps code in other languages and raw text, as fences that are no cells", () => {
    const cells = parseIpynb(
      foreign([
        {
          cell_type: "code",
          metadata: { vscode: { languageId: "python" } },
          source: "print(1)\n",
          outputs: [],
        },
        { cell_type: "raw", metadata: {}, source: ["a\n", "b"] },
        { cell_type: "code", metadata: {}, source: "1", outputs: [] },
      ]),
    );
    assert.equal(printMarkdown(cells), "```python\nprint(1)\n\n```\n\n```raw\na\nb\n```\n\n```ts\n1\n```\n");
  });

  it("of a Python notebook makes no TypeScript", () => {
    const cell = { cell_type: "code", metadata: {}, source: "x = 1", outputs: [] };
    for (const metadata of [{}, { kernelspec: { language: "python" } }]) {
      assert.equal(printMarkdown(parseIpynb(foreign([cell], metadata))), "```python\nx = 1\n```\n");
    }
  });

  it("takes attached pictures along", () => {
    const { cells } = parseIpynb(
      foreign([
        {
          cell_type: "markdown",
          metadata: {},
          source: "![a](attachment:my%20pic.png) ![b](attachment:b.svg)",
          attachments: {
            "my pic.png": { "image/png": "QUJD\nRA==" },
            "b.svg": { "image/svg+xml": ["PHN2", "Zy8+"] },
          },
        },
      ]),
    );
    assert.equal(
      cells[0]?.text,
      "![a](data:image/png;base64,QUJDRA==) ![b](data:image/svg+xml;base64,PHN2Zy8+)",
    );
  });

  it("is refused with a reason when it is none", () => {
    const cases: [string, RegExp][] = [
      ["{", /not JSON/],
      ["[]", /no list of cells/],
      ["null", /no list of cells/],
      ['{"cells":[],"nbformat":3}', /format 4/],
      ['{"cells":[{"cell_type":"code"}],"nbformat":4}', /Cell 1/],
      ['{"cells":[{"cell_type":"odd","source":""}],"nbformat":4}', /Cell 1/],
    ];
    for (const [text, reason] of cases) {
      assert.throws(
        () => parseIpynb(text),
        (error) => error instanceof IpynbError && reason.test(error.message),
      );
    }
  });
});

describe("Random cells", () => {
  it("come back from a Jupyter notebook as they were, in any language", () => {
    const random = generator(13);
    for (let i = 0; i < 2000; i++) {
      const cells = Array.from({ length: random(5) }, (): MarkdownCell => {
        const kind = random(3);
        if (kind === 0) return { kind: "markdown", text: document(random) };
        return {
          kind: "code",
          text: document(random),
          ...(kind === 1 && { language: ["raw", "python"][random(2)] }),
        };
      });
      const ipynb = printIpynb(cells);
      assertValid(ipynb);
      assert.deepEqual(parseIpynb(ipynb).cells, cells);
    }
  });
});
