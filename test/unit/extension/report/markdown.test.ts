import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { picturesIn } from "../../../../extension/report/images.ts";
import { markdownHtml } from "../../../../extension/report/markdownHtml.ts";
import { harmIn, hostileMarkup } from "../../hostileMarkup.ts";

const { document } = new JSDOM().window;

const rendered = (text: string, pictures: Record<string, string> = {}): HTMLElement => {
  const html = markdownHtml(text, (source) => pictures[source] ?? null);
  const body = document.createElement("body");
  body.innerHTML = `<main>${html}</main><footer>after</footer>`;
  return body;
};

describe("Markdown in a report", () => {
  it("is text with headings, lists, tables, links and code", () => {
    const body = rendered(
      "# A *title*\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|\n\n[b](https://example.org)\n\n```python\ndef f(): return 1\n```",
    );
    assert.equal(body.querySelector("h1")?.id, "a-title");
    assert.equal(body.querySelectorAll("li").length, 2);
    assert.equal(body.querySelectorAll("td").length, 2);
    assert.equal(body.querySelector("a")?.getAttribute("href"), "https://example.org");
    assert.equal(body.querySelector("code.language-python .hljs-keyword")?.textContent, "def");
  });

  it("makes links of addresses, and none of names with a dot in them", () => {
    const body = rendered("See https://example.org, or call tensor.to and tensor.at.");
    assert.deepEqual(
      [...body.querySelectorAll("a")].map((link) => link.getAttribute("href")),
      ["https://example.org"],
    );
  });

  it("has formulas as MathML, inline and on lines of their own, and broken ones as their text", () => {
    const body = rendered("Let $x^2$ be\n\n$$\n\\frac{1}{n}\n$$\n\n$\\frac{$ and 3$ or 4$");
    assert.equal(body.querySelectorAll("math").length, 2);
    assert.equal(body.querySelectorAll("math[display=block] mfrac").length, 1);
    assert.match(body.textContent ?? "", /3\$ or 4\$/);
    assert.match(body.textContent ?? "", /\\frac\{/);
  });

  it("keeps harmless tags of the author's", () => {
    const body = rendered(
      '<details open><summary>More</summary>\n\n**bold** <kbd>Ctrl</kbd><br>\n\n</details>\n\n<img src="a.png" alt="A" width="20">',
      { "a.png": "data:image/png;base64,AA==" },
    );
    assert.equal(body.querySelector("details strong")?.textContent, "bold");
    assert.equal(body.querySelector("kbd")?.textContent, "Ctrl");
    assert.equal(body.querySelector("img")?.getAttribute("src"), "data:image/png;base64,AA==");
    assert.equal(body.querySelector("img")?.getAttribute("width"), "20");
  });

  it("closes what is left open, so that the rest of the page stays outside", () => {
    for (const open of [
      "<b>",
      "<table><tr><td>",
      "<details><summary>",
      "<div><ul><li>",
      "</main></div></p>",
    ]) {
      const body = rendered(`${open}\n\ntext`);
      assert.equal(body.querySelector(":scope > footer")?.textContent, "after", open);
      assert.match(body.querySelector("main")?.textContent ?? "", /text/, open);
    }
  });

  const tags = new Set(
    [
      "a abbr b big blockquote br caption center cite code dd del details dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot th thead tr u ul var wbr",
      "annotation math menclose mfrac mi mn mo mrow mspace msqrt mstyle msub msup mtable mtd mtext mtr semantics",
    ].flatMap((names) => names.split(" ")),
  );

  it("can do no more than show text, whatever is in it, when it is parsed once or again", () => {
    for (const text of hostileMarkup) {
      const body = rendered(text, { "a.png": "data:image/png;base64,AA==" });
      assert.equal(body.querySelector(":scope > footer")?.textContent, "after", text);
      assert.equal(body.querySelector("[id=gradbook-plotly]"), null, text);
      body.querySelector("footer")?.remove();
      const main = body.querySelector("main") ?? assert.fail(text);
      assert.equal(harmIn(main, tags), null, text);
      const again = document.createElement("main");
      again.innerHTML = main.innerHTML;
      assert.equal(harmIn(again, tags), null, text);
    }
  });

  it("shows as text what is no tag of a text's", () => {
    for (const text of ["An Array<number> of it", "the <title> tag", "a <textarea> and a </form>"])
      assert.equal(rendered(text).querySelector("main")?.textContent, `${text}\n`);
    const div = rendered('<div>\n<widget size="1">x</widget>\n</div>').querySelector("main > div");
    assert.equal(div?.textContent, '\n<widget size="1">x</widget>\n');
  });

  it("aligns the columns of a table", () => {
    const cells = rendered("| a | b |\n|:-:|--:|\n| 1 | 2 |").querySelectorAll<HTMLElement>("td");
    assert.deepEqual(
      [...cells].map(({ style }) => style.textAlign),
      ["center", "right"],
    );
  });

  it("shows a picture that it has not got by its words, with the way to it", () => {
    const body = rendered("![A cat](https://example.org/cat.png)");
    assert.equal(body.querySelector("img"), null);
    assert.equal(body.querySelector("a")?.textContent, "A cat");
  });

  it("takes pictures from files beside the notebook, and from nowhere else", async () => {
    const asked: string[] = [];
    const pictures = await picturesIn(
      [
        "![](img/a%20b.png) ![](../up.svg?x) ![](missing.gif) ![](https://example.org/c.png) ![](notes.txt) ![](/etc/d.png)",
        '<img src="e.webp"> ![](data:image/png;base64,AA==) ![](file:///etc/f.png)',
      ],
      (address) => {
        asked.push(address);
        return Promise.resolve(address === "missing.gif" ? null : Uint8Array.of(1, 2, 3));
      },
    );
    assert.deepEqual(asked, ["img/a b.png", "../up.svg", "missing.gif", "e.webp"]);
    assert.deepEqual(Object.fromEntries(pictures), {
      "img/a%20b.png": "data:image/png;base64,AQID",
      "../up.svg?x": "data:image/svg+xml;base64,AQID",
      "e.webp": "data:image/webp;base64,AQID",
      "data:image/png;base64,AA==": "data:image/png;base64,AA==",
    });
  });
});
