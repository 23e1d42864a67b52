import assert from "node:assert/strict";
import { figurePixels, lineFigure } from "../../../renderer/views/figure/lineFigure.ts";
import { frameOf } from "./frames.ts";
import { figureOf, line } from "./samples.ts";

describe("a still figure", () => {
  it("has a trace a series, with its points, in the book's default looks", () => {
    const fmts = ["-", "m--", "g-.", "r:"];
    const { data, layout } = lineFigure(
      figureOf(fmts.map((fmt, i) => line(`f${i}`, fmt, Math.sin))),
      frameOf(),
    );
    assert.deepEqual(
      data.map((trace) => [trace.name, trace.mode, trace.x.length, trace.line.dash]),
      [
        ["f0", "lines", 161, "solid"],
        ["f1", "lines", 161, "7.4px,3.2px"],
        ["f2", "lines", 161, "12.8px,3.2px,2px,3.2px"],
        ["f3", "lines", 161, "2px,3.3px"],
      ],
    );
    const { cycle, letters } = frameOf().theme.palette;
    assert.deepEqual(
      data.map((trace) => trace.line.color),
      [cycle[0], letters.m, letters.g, letters.r],
    );
    assert.equal(layout.showlegend, true);
  });

  it("leaves five percent of the data's span free, as matplotlib", () => {
    const { layout } = lineFigure(figureOf([{ name: "", x: [0, 10], y: [0, 1], fmt: "-" }]), frameOf());
    assert.deepEqual(layout.xaxis.range, [-0.5, 10.5]);
    assert.deepEqual(layout.yaxis.range, [-0.05, 1.05]);
  });

  it("says that there is no data where there is none, or none that is finite", () => {
    const nothing = [[], [{ name: "", x: [], y: [], fmt: "-" }], [{ name: "", x: [0], y: [null], fmt: "-" }]];
    for (const series of nothing) {
      assert.deepEqual(
        lineFigure(figureOf(series), frameOf()).layout.annotations.map(({ text }) => text),
        ["no data"],
      );
    }
    assert.deepEqual(lineFigure(figureOf([line("f", "-", Math.sin)]), frameOf()).layout.annotations, []);
  });

  it("takes limits and scales, as logarithms where the axis is logarithmic", () => {
    const payload = figureOf([line("f", "-", Math.exp, 1, 5)], {
      xLim: [0, 5],
      yLim: [1, 1000],
      yScale: "log",
    });
    const { layout } = lineFigure(payload, frameOf());
    assert.deepEqual(layout.xaxis.range, [0, 5]);
    assert.equal(layout.yaxis.type, "log");
    assert.deepEqual(layout.yaxis.range, [0, 3]);
    assert.deepEqual(layout.yaxis.ticktext?.includes("100"), true);
  });

  it("falls back to the data when a log axis cannot show the limits", () => {
    const payload = figureOf([{ name: "", x: [1, 2], y: [10, 1000], fmt: "-" }], {
      yLim: [0, 1000],
      yScale: "log",
    });
    const [low, high] = lineFigure(payload, frameOf()).layout.yaxis.range;
    assert.ok(low < 1 && low > 0.8 && high > 3 && high < 3.2);
  });

  it("keeps NaN and infinity as gaps", () => {
    const payload = figureOf([{ name: "", x: [0, 1, 2], y: [1, null, 3], fmt: "-" }]);
    const { data } = lineFigure(payload, frameOf());
    assert.deepEqual(data[0]?.y, [1, null, 3]);
    assert.equal(data[0]?.connectgaps, false);
  });

  it("marks a single point, which has no line", () => {
    const payload = figureOf([{ name: "", x: [1, 2], y: [1, null], fmt: "-" }]);
    assert.equal(lineFigure(payload, frameOf()).data[0]?.mode, "lines+markers");
  });

  it("draws markers without a line where the format has no line style", () => {
    const { data, layout } = lineFigure(figureOf([line("", "o", Math.sin)]), frameOf());
    assert.equal(data[0]?.mode, "markers");
    assert.equal(data[0].marker.symbol, "circle");
    assert.equal(layout.hovermode, "closest");
  });

  it("gives thousands of markers to WebGL and everything else to SVG", () => {
    const types = (fmt: string) =>
      lineFigure(figureOf([line("", fmt, Math.sin, 0, 5000, 1)]), frameOf()).data.map((trace) => trace.type);
    assert.deepEqual(types("o"), ["scattergl"]);
    assert.deepEqual(types("-"), ["scatter"]);
  });

  it("makes room above the curves for a legend that would cover them everywhere else", () => {
    // Curves that fill the whole panel.
    const fan = Array.from({ length: 5 }, (_, i) =>
      line(`curve ${i}`, "-", (x) => Math.sin(9 * x + i) * 10, 0, 10, 0.02),
    );
    const { layout } = lineFigure(figureOf(fan), frameOf());
    assert.equal(layout.legend.yanchor, "top");
    const { y } = layout.legend;
    const [low, high] = layout.yaxis.range;
    const entries = 5 * layout.font.size * 1.6 + 8;
    const height = layout.height - layout.margin.t - layout.margin.b;
    assert.ok((10 - low) / (high - low) < y - entries / height, JSON.stringify(layout.yaxis.range));
    const asked = lineFigure(figureOf(fan, { yLim: [-11, 11] }), frameOf()).layout;
    assert.deepEqual(asked.yaxis.range, [-11, 11]);
  });

  it("puts a legend that would cover curves everywhere beside them, if there is room, and keeps it there", () => {
    const fan = (name: string) =>
      Array.from({ length: 9 }, (_, i) => line(`${name} ${i}`, "-", (x) => Math.sin(9 * x + i), 0, 10, 0.02));
    const size = { width: 420, height: 210 };
    const { layout } = lineFigure(figureOf(fan("curve")), frameOf(size));
    assert.ok(layout.legend.x > 1 && layout.legend.xanchor === "left");
    assert.ok(layout.margin.r > 80);
    const zoomed = lineFigure(figureOf(fan("curve")), frameOf({ ...size, zoom: [2, 3] })).layout;
    assert.ok(zoomed.legend.x > 1);
    assert.equal(zoomed.margin.r, layout.margin.r);
    const long = lineFigure(figureOf(fan("a very long name of a curve, which")), frameOf(size)).layout;
    assert.ok(long.legend.x <= 1);
    const aFew = lineFigure(figureOf(fan("curve").slice(0, 2)), frameOf({ ...size, zoom: [2, 3] })).layout;
    assert.ok(aFew.legend.x <= 1);
  });

  it("draws a unit as long along x as along y where that was asked for", () => {
    const corners = { name: "the square", x: [0, 1, 1, 0, 0], y: [0, 0, 1, 1, 0], fmt: "-" };
    const wide = { name: "wide", x: [2, 4], y: [0.5, -120.25], fmt: "-" };
    for (const series of [[corners], [corners, wide]]) {
      for (const size of [
        { width: 600, height: 360 },
        { width: 300, height: 800 },
      ]) {
        const { layout } = lineFigure(figureOf(series, { aspect: "equal" }), frameOf(size));
        const { margin, xaxis, yaxis } = layout;
        const across = (size.width - margin.l - margin.r) / (xaxis.range[1] - xaxis.range[0]);
        const up = (size.height - margin.t - margin.b) / (yaxis.range[1] - yaxis.range[0]);
        assert.ok(Math.abs(across / up - 1) < 1e-9, `${across} pixels a unit across, ${up} up`);
        for (const [axis, values] of [
          [xaxis, series.flatMap(({ x }) => x)],
          [yaxis, series.flatMap(({ y }) => y)],
        ] as const) {
          assert.ok(axis.range[0] < Math.min(...values) && axis.range[1] > Math.max(...values));
        }
      }
    }
    const zoomed = lineFigure(figureOf([corners], { aspect: "equal" }), frameOf({ zoom: [0, 0.5] })).layout;
    assert.deepEqual(zoomed.xaxis.range, [0, 0.5]);
  });

  it("has no legend without names", () => {
    assert.equal(lineFigure(figureOf([line("", "-", Math.sin)]), frameOf()).layout.showlegend, false);
  });

  it("shows names, titles and labels as text, whatever they hold", () => {
    const evil = "<img src=x onerror=alert(1)> <b>bold</b> %{x} &amp;";
    const payload = figureOf([line(evil, "-", Math.sin)], { title: evil, xLabel: evil, yLabel: evil });
    const text = JSON.stringify(lineFigure(payload, frameOf()));
    assert.ok(!/<(img|b|\/b)/.test(text));
    const { layout } = lineFigure(payload, frameOf());
    assert.ok(!layout.xaxis.unifiedhovertitle?.text.includes("%{x}"));
    assert.ok(layout.title.text.endsWith("&amp;amp;"));
  });

  it("shows the part of the x axis that was zoomed to", () => {
    const { layout } = lineFigure(figureOf([line("", "-", Math.sin)]), frameOf({ zoom: [1, 2] }));
    assert.deepEqual(layout.xaxis.range, [1, 2]);
  });

  it("draws a figure without points", () => {
    const { data, layout } = lineFigure(figureOf([{ name: "f", x: [], y: [], fmt: "-" }]), frameOf());
    assert.equal(data.length, 1);
    assert.deepEqual(layout.xaxis.range, [0, 1]);
  });

  it("turns inches into pixels, and bad ones into the book's size", () => {
    assert.deepEqual(figurePixels([3.5, 2.5]), { width: 420, height: 300 });
    assert.deepEqual(figurePixels([0, NaN]), { width: 420, height: 300 });
    assert.deepEqual(figurePixels([100, 0.1]), { width: 1600, height: 140 });
  });
});
