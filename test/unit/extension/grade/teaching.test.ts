/** The small worked example of docs/teaching.md, as a reader tries it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { readMaster, studentCopy, type Master } from "../../../../extension/exercises/master.ts";
import { gradeCopy } from "../../../../extension/grade/gradeCopy.ts";
import { proveMaster } from "../../../../extension/grade/proveMaster.ts";
import { parseMarkdown } from "../../../../extension/markdown/parseMarkdown.ts";
import { printMarkdown } from "../../../../extension/markdown/printMarkdown.ts";

describe("The page for teachers", function () {
  this.timeout(120_000);
  const text = readFileSync("docs/teaching.md", "utf8");
  const [, example = ""] = /^````md\n([^]*?)^````$/m.exec(text) ?? [];
  const options = {
    entry: path.resolve("dist/kernel.js"),
    language: "en",
    limits: { seconds: 20, memoryMb: 1024 },
  };

  it("has an example that works, with the marks and the words that it promises", async () => {
    const notebook = parseMarkdown(example);
    const read = readMaster(notebook);
    assert.ok("cells" in read, JSON.stringify(read));
    const master: Master = read;
    const proven = await proveMaster(master, options);
    assert.ok("proof" in proven, JSON.stringify(proven));
    const copy = printMarkdown(studentCopy(notebook).notebook);
    const answered = copy.replace("// Your code here", "return 1;");
    assert.notEqual(answered, copy);
    const graded = await gradeCopy("ada", parseMarkdown(answered).cells, master, proven.proof, options);
    assert.deepEqual([graded.points, graded.of, graded.error], [1, 3, null]);
    const [said = ""] = (graded.checks[0]?.message ?? "").split("\n");
    assert.equal(
      said,
      "✗ to the left of 0 it is 0: 0 was expected, and 1 is there. There ReLU does not grow.",
    );
    assert.ok(text.replaceAll("\n", " ").includes(said.replace("✗ ", "")));
  });
});
