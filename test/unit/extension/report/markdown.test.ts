import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { picturesIn } from "../../../../extension/report/images.ts";
import { markdownHtml } from "../../../../extension/report/markdownHtml.ts";

const rendered = (text: string, pictures: Record<string, string> = {}): HTMLElement => {
  const html = markdownHtml(text, (source) => pictures[source] ?? null);
  return new JSDOM(`<main>${html}</main><footer>after</footer>`).window.document.body;
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

  const hostile = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg onload=alert(1)></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript&colon;alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<style>body{display:none}</style>",
    '<base href="https://example.org/">',
    '<meta http-equiv="refresh" content="0;url=https://example.org">',
    '<form action="https://example.org"><button>x</button></form>',
    '<p style="position:fixed" onclick="alert(1)" id="gradbook-plotly">x</p>',
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<b <script>alert(1)</script>>",
    '<img src="a.png"onerror="alert(1)">',
    "<!-- --><script>alert(1)</script><!-- -->",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<script>alert(1)</script>}$",
    "$</script><script>alert(1)</script>",
    "# <img src=x onerror=alert(1)>",
    '[x](https://example.org "\\" onclick=alert(1)")',
  ];
  for (const text of hostile) {
    it(`makes harmless ${JSON.stringify(text)}`, () => {
      const body = rendered(text, { "a.png": "data:image/png;base64,AA==" });
      const forbidden =
        "script, style, iframe, form, base, meta, svg, object, embed, link, [id=gradbook-plotly]";
      assert.equal(body.querySelector(forbidden), null, body.innerHTML);
      for (const element of body.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
          assert.doesNotMatch(name, /^on|^style$/i, body.innerHTML);
          assert.doesNotMatch(value.replaceAll(/\s/g, ""), /^(?:javascript|data:text)/i, body.innerHTML);
        }
      }
      assert.equal(body.querySelector(":scope > footer")?.textContent, "after");
    });
  }

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
