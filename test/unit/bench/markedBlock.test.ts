import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { replaceMarkedBlock } from "../../bench/harness/markedBlock.ts";

const text = "# Title\n\n<!-- bench:begin -->\n\nold\n\n<!-- bench:end -->\n\nEnd.\n";

describe("A marked block of a document", () => {
  it("gets new content and leaves the rest alone", () => {
    const replaced = replaceMarkedBlock(text, "bench", "new\n");
    assert.equal(replaced, "# Title\n\n<!-- bench:begin -->\n\nnew\n\n<!-- bench:end -->\n\nEnd.\n");
  });

  it("is the same after the same content twice", () => {
    const once = replaceMarkedBlock(text, "bench", "new");
    assert.equal(replaceMarkedBlock(once, "bench", "new"), once);
  });

  it("takes content that looks like a pattern of a replacement", () => {
    assert.match(replaceMarkedBlock(text, "bench", "$& and $1"), /\$& and \$1/);
  });

  it("is not invented where a marker is missing, doubled or misplaced", () => {
    assert.throws(() => replaceMarkedBlock("nothing", "bench", "new"), /<!-- bench:begin -->/);
    assert.throws(() => replaceMarkedBlock("<!-- bench:begin -->", "bench", "new"), /<!-- bench:end -->/);
    assert.throws(() => replaceMarkedBlock(text + text, "bench", "new"), /one line/);
    assert.throws(() => replaceMarkedBlock("<!-- bench:end --> <!-- bench:begin -->", "bench", "x"), /below/);
  });

  const tables = ["bench-engine", "bench-book"];
  const documents = {
    "docs/benchmarks.md": tables,
    "docs/performance.md": ["bench-ops"],
  };
  for (const [file, names] of Object.entries(documents)) {
    it(`has its markers in ${file}`, () => {
      const document = readFileSync(file, "utf8");
      for (const name of names) replaceMarkedBlock(document, name, "x");
    });
  }
});
