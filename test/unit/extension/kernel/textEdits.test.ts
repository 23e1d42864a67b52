import assert from "node:assert/strict";
import { TextEdits } from "../../../../extension/kernel/transform/syntax/textEdits.ts";
import { Lines } from "../../../../extension/kernel/transform/syntax/lines.ts";

describe("Text edits", () => {
  it("nest at one place as they were made, from the outside in", () => {
    const edits = new TextEdits("ab");
    edits.before(0, "(");
    edits.after(1, ")");
    edits.before(0, "[");
    edits.after(1, "]");
    edits.before(1, "{");
    edits.after(2, "}");
    assert.equal(edits.apply().text, "([a]){b}");
  });

  it("keep line breaks of every kind where they blank", () => {
    const edits = new TextEdits("a\r\nb\u2028c\nd");
    edits.blank(0, 6, ";");
    assert.equal(edits.apply().text, ";\r\n\u2028\nd");
  });

  it("lead back from every kept character to itself, and from an edit to its place", () => {
    const original = "one two three";
    const edits = new TextEdits(original);
    edits.replace(4, 7, "TWOTWO");
    edits.before(8, "<<");
    edits.after(13, ">>");
    const edited = edits.apply();
    const { text } = edited;
    const originalOffset = (offset: number) => edited.originalOffset(offset);
    assert.equal(text, "one TWOTWO <<three>>");
    for (const word of ["one", "three"])
      assert.equal(originalOffset(text.indexOf(word)), original.indexOf(word));
    assert.equal(originalOffset(text.indexOf("WOTWO")), 4);
    assert.equal(originalOffset(text.indexOf("<<")), 8);
    assert.equal(originalOffset(text.length), 13);
  });

  it("lead to the start from an edit before everything", () => {
    const edits = new TextEdits("x");
    edits.before(0, "abc");
    const edited = edits.apply();
    assert.deepEqual(
      [0, 2, 3].map((offset) => edited.originalOffset(offset)),
      [0, 0, 0],
    );
  });
});

describe("Lines", () => {
  it("turn offsets into positions and back, over all line breaks", () => {
    const text = "ab\ncd\r\n\re\u2028f\u2029";
    const lines = new Lines(text);
    for (let offset = 0; offset < text.length; offset++) {
      const { line, column } = lines.position(offset);
      assert.equal(lines.offset(line, column), offset);
    }
    assert.deepEqual(lines.position(text.indexOf("f")), { line: 4, column: 0 });
  });
});
