import assert from "node:assert/strict";
import { makeFigure, plot } from "../../../../engine/figures/plot.ts";
import { host, setHost } from "../../../../engine/core/host.ts";
import type { Figure } from "../../../../engine/payload/figure.ts";

const tensor = (values: unknown, shape: number[]) => ({ shape, toArray: () => values });
import { parseFormat, resolveColour } from "../../../../renderer/views/figure/matplotlibFormat.ts";
import { darkTheme, lightTheme } from "../../renderer/frames.ts";

describe("plot", () => {
  it("draws X against its index when there is no Y", () => {
    const { series } = makeFigure([5, 6, 7]);
    assert.deepEqual(series, [{ name: "", x: [0, 1, 2], y: [5, 6, 7], fmt: "-" }]);
  });

  it("draws many Y over one X", () => {
    const { series } = makeFigure(
      [1, 2],
      [
        [3, 4],
        [5, 6],
      ],
    );
    assert.deepEqual(
      series.map((s) => [s.x, s.y]),
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 2],
          [5, 6],
        ],
      ],
    );
  });

  it("draws many Y over as many X, of different lengths", () => {
    const { series } = makeFigure([[1], [1, 2]], [[3], [5, 6]]);
    assert.deepEqual(
      series.map((s) => s.x),
      [[1], [1, 2]],
    );
  });

  it("takes tensors, lists of tensors, typed arrays, and lists of 0-d tensors as one curve", () => {
    const x = tensor([1, 2], [2]);
    assert.deepEqual(makeFigure(x, x).series[0].y, [1, 2]);
    assert.deepEqual(makeFigure(x, [x, Float32Array.of(3, 4)]).series[1].y, [3, 4]);
    assert.deepEqual(makeFigure(tensor([[1, 2]], [1, 2])).series[0].y, [1, 2]);
    assert.deepEqual(makeFigure([tensor(7, []), tensor(8, [])]).series[0].y, [7, 8]);
  });

  it("has the book's defaults", () => {
    const figure = makeFigure([1], [1], "x", "f(x)");
    assert.deepEqual(figure, {
      version: 1,
      title: "",
      series: [{ name: "", x: [1], y: [1], fmt: "-" }],
      xLabel: "x",
      yLabel: "f(x)",
      xLim: null,
      yLim: null,
      xScale: "linear",
      yScale: "linear",
      figsize: [3.5, 2.5],
    });
  });

  it("draws no two of many curves alike", () => {
    const many = Array.from({ length: 24 }, (_, i) => [i]);
    const fmts = makeFigure([0], many).series.map(({ fmt }) => fmt);
    assert.deepEqual(fmts.slice(0, 8), ["-", "m--", "g-.", "r:", "C1-", "C2--", "C3-.", "C4:"]);
    assert.equal(new Set(fmts).size, 24);
    const looks = new Set<string>();
    for (const theme of [lightTheme, darkTheme]) {
      looks.clear();
      for (const fmt of fmts) {
        const { colour, style, marker } = parseFormat(fmt);
        looks.add(`${resolveColour(colour, theme, () => 0)} ${style} ${marker}`);
      }
      assert.equal(looks.size, 24);
    }
  });

  it("makes units as long along x as along y, where the axes are linear", () => {
    assert.equal(makeFigure([0], [1], { aspect: "equal" }).aspect, "equal");
    assert.equal("aspect" in makeFigure([0], [1], { aspect: "auto" }), false);
    assert.throws(() => makeFigure([1], [1], { aspect: "equal", xscale: "log" }), /needs linear axes/);
    assert.throws(() => makeFigure([1], [1], { aspekt: "equal" } as object), /aspekt.*aspect/s);
  });

  it("repeats formats that were given instead of dropping a curve", () => {
    const rows = [[1], [2], [3], [4], [5], [6]];
    assert.deepEqual(
      makeFigure([0], rows, { fmts: ["b", "k"] }).series.map((s) => s.fmt),
      ["b", "k", "b", "k", "b", "k"],
    );
  });

  it("takes the options in the last place of a shorter call", () => {
    assert.equal(makeFigure([1], { legend: ["a"] }).series[0].name, "a");
    assert.equal(makeFigure([1], [2], { xlabel: "t", yscale: "log" }).xLabel, "t");
    assert.deepEqual(makeFigure([1], [2], "x", { ylim: [0, 1] }).yLim, [0, 1]);
  });

  it("has no number where one is not finite, which draws as a gap", () => {
    assert.deepEqual(makeFigure([1, 2, 3], [NaN, 1, -Infinity]).series[0].y, [null, 1, null]);
  });

  it("refuses lengths and counts that do not match, in words", () => {
    assert.throws(
      () => makeFigure([1, 2, 3], [[1, 2, 3], [1]]),
      /plot: curve 1 has 3 x values and 1 y values/,
    );
    assert.throws(() => makeFigure([[1], [2]], [[1], [2], [3]]), /plot: 2 X for 3 Y; give one X for all/);
  });

  it("refuses what is not made of numbers, saying where", () => {
    assert.throws(
      () => makeFigure(["a"] as unknown as number[]),
      /plot: X: "a" where a number should be\. Number the categories, as in names/,
    );
    assert.throws(() => makeFigure([1], [[[[1]], [[2]]]] as never), /plot: Y\[0\] has 2 axes or more/);
  });

  it("hands the figure to the host", () => {
    const before = host();
    const shown: Figure[] = [];
    setHost({ ...before, showFigure: (figure) => shown.push(figure) });
    plot([1, 2], [3, 4], "x");
    setHost(before);
    assert.equal(shown.length, 1);
    assert.equal(shown[0].xLabel, "x");
  });
});
