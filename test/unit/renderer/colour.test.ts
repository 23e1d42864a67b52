import assert from "node:assert/strict";
import { flatten, parseColour, withAlpha } from "../../../renderer/views/theme/colour.ts";
import { contrast } from "./contrast.ts";

describe("colours", () => {
  it("reads every form that VS Code's variables take", () => {
    const red = { r: 255, g: 0, b: 0, a: 1 };
    assert.deepEqual(parseColour("#f00"), red);
    assert.deepEqual(parseColour(" #FF0000 "), red);
    assert.deepEqual(parseColour("rgb(255, 0, 0)"), red);
    assert.deepEqual(parseColour("rgba(255, 0, 0, 0.5)"), { ...red, a: 0.5 });
    assert.deepEqual(parseColour("rgb(255 0 0 / 50%)"), { ...red, a: 0.5 });
    assert.deepEqual(parseColour("#ff000080"), { ...red, a: 128 / 255 });
  });

  it("reads nothing into what is no colour", () => {
    for (const text of ["", "red", "#12345", "rgb(1,2)", "rgb(a,b,c)", "var(--x)"]) {
      assert.equal(parseColour(text), null, text);
    }
  });

  it("multiplies transparency, and leaves an unreadable colour alone", () => {
    assert.equal(withAlpha("rgba(10,20,30,0.5)", 0.5), "rgba(10,20,30,0.25)");
    assert.equal(withAlpha("red", 0.5), "red");
  });

  it("flattens a transparent colour onto its background", () => {
    assert.equal(flatten("rgba(255,255,255,0.5)", "#000000"), "rgb(128,128,128)");
    assert.equal(flatten("#123456", "#ffffff"), "#123456");
  });

  it("measures contrast as WCAG does", () => {
    assert.equal(contrast("#000000", "#ffffff"), 21);
    assert.equal(contrast("#ffffff", "#ffffff"), 1);
    assert.ok(Math.abs(contrast("#777777", "#ffffff") - 4.48) < 0.01);
  });
});
