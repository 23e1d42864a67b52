import assert from "node:assert/strict";
import katex from "@vscode/markdown-it-katex";
import { JSDOM } from "jsdom";
import MarkdownIt from "markdown-it";
import { sanitizeOutputs } from "../../../renderer/markdown/sanitizeOutputs.ts";
import { harmIn, hostileMarkup } from "../hostileMarkup.ts";

const ours = { outputItem: { metadata: { gradbook: true } } };
/** As VS Code's own extension of its Markdown cells does it. */
const formulas = katex.default as unknown as (markdown: MarkdownIt) => void;
const { window } = new JSDOM("<!doctype html><body>");

function engine(): MarkdownIt {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  sanitizeOutputs(markdown, window);
  return markdown;
}

function parsed(html: string): Element {
  const root = window.document.createElement("div");
  root.innerHTML = html;
  return root;
}

describe("HTML in Markdown that a cell displayed", () => {
  const markdown = engine();
  const tags = new Set(
    "a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre s small span strong sub summary sup table tbody td th thead tr u ul".split(
      " ",
    ),
  );

  it("can do no more than show text, whatever it is, when it is parsed once or again", () => {
    for (const text of hostileMarkup) {
      const once = parsed(markdown.render(text, ours));
      assert.equal(harmIn(once, tags), null, text);
      assert.equal(harmIn(parsed(once.innerHTML), tags), null, text);
    }
  });

  it("may bring nothing that loads: pictures are Markdown's, and styles nobody's", () => {
    for (const text of [
      '<img src="https://example.org/a.png">',
      "<div><img src='https://example.org/a.png'></div>",
    ])
      assert.equal(parsed(markdown.render(text, ours)).querySelector("img"), null);
    assert.equal(
      markdown.render("![A](https://example.org/a.png)", ours),
      '<p><img src="https://example.org/a.png" alt="A"></p>\n',
    );
  });

  it("keeps tags that mark text up, around Markdown too", () => {
    assert.equal(markdown.render("x<sup>2</sup><br>y", ours), "<p>x<sup>2</sup><br>y</p>\n");
    const details = parsed(
      markdown.render("<details><summary>More</summary>\n\n- **bold**\n\n</details>\n\nafter", ours),
    );
    assert.equal(details.querySelector("details li > strong")?.textContent, "bold");
    assert.equal(details.lastElementChild?.outerHTML, "<p>after</p>");
  });

  it("is text where it is no such tag", () => {
    for (const text of ["An Array<number> of it", "the <title> tag", "a <textarea> and a </form>"])
      assert.equal(parsed(markdown.render(text, ours)).textContent, `${text}\n`);
    assert.equal(
      parsed(markdown.render("<script>\nlet x;\n</script>", ours)).textContent,
      "<script>\nlet x;\n</script>",
    );
  });

  it("leaves all as it was that Markdown makes", () => {
    const text = [
      '# Title\n\n1. one\n\n7. seven\n\n***\n\n> *quoted* ~~gone~~ `code` [a](https://example.org "t")',
      "3. three\n4. four",
      "| a | b |\n|:-:|--:|\n| 1 | 2 |",
      "```ts\nlet a: Array<number>;\n```\n\n    indented\n\nline\\\nbreak &amp; <https://example.org>",
    ].join("\n\n");
    const plain = new MarkdownIt({ html: true, linkify: true });
    assert.equal(parsed(markdown.render(text, ours)).innerHTML, parsed(plain.render(text)).innerHTML);
  });

  it("leaves formulas as they were, whichever extension comes first", () => {
    const text = "Let $\\sqrt{x^2}$ be <b>bold</b>\n\n$$\n\\frac{1}{n}\n$$\n";
    const before = new MarkdownIt({ html: true }).use(formulas);
    const plain = before.render(text);
    sanitizeOutputs(before, window);
    const after = engine().use(formulas);
    for (const both of [before, after]) assert.equal(both.render(text, ours), plain);
    assert.match(plain, /style="/);
  });

  it("is text inside what an extension's rule renders itself", () => {
    const noted = engine();
    noted.renderer.rules["code_inline"] = (_tokens, _i, options, env, renderer) =>
      `<i>${renderer.renderInline(noted.parseInline("<img src=x onerror=alert(1)>", env)[0]?.children ?? [], options, env)}</i>`;
    assert.equal(noted.render("`x`", ours), "<p><i>&lt;img src=x onerror=alert(1)&gt;</i></p>\n");
  });

  it("is left alone in a notebook's own Markdown cells", () => {
    assert.equal(markdown.render("<img src=x>", { outputItem: { metadata: {} } }), "<img src=x>");
    assert.equal(markdown.render("<img src=x>"), "<img src=x>");
  });
});
