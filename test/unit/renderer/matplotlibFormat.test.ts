import assert from "node:assert/strict";
import {
  dashOf,
  type LineFormat,
  parseFormat,
  resolveColour,
  symbolOf,
} from "../../../renderer/views/figure/matplotlibFormat.ts";
import { darkTheme, lightTheme } from "./frames.ts";

const looks: [string, LineFormat][] = [
  ["-", { colour: null, style: "solid", marker: null }],
  ["", { colour: null, style: "solid", marker: null }],
  ["m--", { colour: { letter: "m" }, style: "dashed", marker: null }],
  ["g-.", { colour: { letter: "g" }, style: "dashdot", marker: null }],
  ["r:", { colour: { letter: "r" }, style: "dotted", marker: null }],
  ["--m", { colour: { letter: "m" }, style: "dashed", marker: null }],
  ["bo", { colour: { letter: "b" }, style: "none", marker: "o" }],
  ["bo-", { colour: { letter: "b" }, style: "solid", marker: "o" }],
  ["-.", { colour: null, style: "dashdot", marker: null }],
  ["k.-", { colour: { letter: "k" }, style: "solid", marker: "." }],
  ["C3", { colour: { cycle: 3 }, style: "solid", marker: null }],
  ["C10", { colour: { cycle: 1 }, style: "solid", marker: null }],
  ["x", { colour: null, style: "none", marker: "x" }],
  ["^k:", { colour: { letter: "k" }, style: "dotted", marker: "^" }],
  ["1", { colour: null, style: "none", marker: "1" }],
  ["|", { colour: null, style: "none", marker: "|" }],
  ["tab:orange", { colour: { cycle: 1 }, style: "solid", marker: null }],
  ["tab:grey", { colour: { cycle: 7 }, style: "solid", marker: null }],
  ["#0Af", { colour: { css: "#0af" }, style: "solid", marker: null }],
  ["teal", { colour: { css: "teal" }, style: "solid", marker: null }],
];

describe("matplotlib's format strings", () => {
  for (const [fmt, look] of looks) {
    it(`reads "${fmt}"`, () => assert.deepEqual(parseFormat(fmt), look));
  }

  it("leaves out what it cannot read and keeps the rest", () => {
    assert.deepEqual(parseFormat("?r--"), { colour: { letter: "r" }, style: "dashed", marker: null });
  });

  it("gives every marker of matplotlib a symbol of its own kind", () => {
    const markers = Array.from("ov^<>12348spP*hH+xXDd|_");
    const symbols = markers.map((marker) => symbolOf(marker).symbol);
    assert.equal(new Set(symbols).size, markers.length);
    assert.ok(symbolOf(",").size < symbolOf(".").size && symbolOf(".").size < symbolOf("o").size);
  });

  it("takes the next colour of the cycle only when none is named", () => {
    let used = 0;
    const next = () => used++;
    const { cycle, letters } = lightTheme.palette;
    assert.equal(resolveColour(null, lightTheme, next), cycle[0]);
    assert.equal(resolveColour({ letter: "m" }, lightTheme, next), letters.m);
    assert.equal(resolveColour(null, lightTheme, next), cycle[1]);
    assert.equal(resolveColour({ cycle: 12 }, lightTheme, next), cycle[2]);
  });

  it("draws k in the theme's ink and w in its paper", () => {
    const unused = () => assert.fail("no cycle colour is needed");
    assert.equal(resolveColour({ letter: "k" }, darkTheme, unused), darkTheme.foreground);
    assert.equal(resolveColour({ letter: "w" }, darkTheme, unused), darkTheme.background);
  });

  it("scales dashes with the line's width, as matplotlib does", () => {
    assert.equal(dashOf("solid", 2), "solid");
    assert.equal(dashOf("dashed", 2), "7.4px,3.2px");
    assert.equal(dashOf("dashdot", 1), "6.4px,1.6px,1px,1.6px");
  });
});
