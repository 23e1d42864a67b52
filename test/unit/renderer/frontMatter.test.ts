import { strict as assert } from "node:assert";
import MarkdownIt from "markdown-it";
import { frontMatter } from "../../../renderer/markdown/frontMatter.entry.ts";

const markdown = new MarkdownIt().use(frontMatter);
const plain = new MarkdownIt();

describe("Front matter in a Markdown cell", () => {
  it("shows as preformatted text, the rest as before", () => {
    const html = markdown.render("---\ntitle: <b>x</b>\n\ntags: [a]\n---\n\n# Title\n");
    assert.match(
      html,
      /^<pre [^>]*><code>title: &lt;b&gt;x&lt;\/b&gt;\n\ntags: \[a\]<\/code><\/pre>\n<h1>Title<\/h1>/,
    );
  });

  it("is not seen where there is none", () => {
    for (const text of [
      "---\n\ntext\n\n---\n",
      "---\ntext",
      "text\n---\na\n---\n",
      "> ---\n> a\n> ---\n",
      "- ---\n  a\n  ---\n",
      "",
      "---",
    ]) {
      assert.equal(markdown.render(text), plain.render(text), text);
    }
  });
});
