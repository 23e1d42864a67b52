import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { withFallbacks } from "../../../../extension/ipynb/fallbacks.ts";
import {
  activationPicture,
  boundaryPicture,
  diagramPicture,
  heatmapsPicture,
  nn,
  rand,
  regressionPicture,
  zeros,
} from "../../../../engine/index.ts";
import type { CurvesPayload } from "../../../../engine/payload/curves.ts";
import type { Figure } from "../../../../engine/payload/figure.ts";
import type { Control } from "../../../../engine/payload/control.ts";
import {
  CONTROL_MIME,
  CURVES_MIME,
  FIGURE_MIME,
  PICTURE_MIME,
  PLOTLY_MIME,
} from "../../../../engine/payload/mime.ts";

const figure = (part: Partial<Figure> = {}): Figure => ({
  version: 1,
  title: "",
  series: [{ name: "", x: [0, 1, 2], y: [0, 1, 4], fmt: "-" }],
  xLabel: "x",
  yLabel: "f(x)",
  xLim: null,
  yLim: null,
  xScale: "linear",
  yScale: "linear",
  figsize: [3.5, 2.5],
  ...part,
});

const curves: CurvesPayload = {
  version: 1,
  id: "c",
  title: "fit",
  epochs: 3,
  series: [
    { name: "loss", role: "train", metric: "loss", x: [1, 2, 3], y: [3, 2, 1] },
    { name: "valLoss", role: "validation", metric: "loss", x: [1, 2, 3], y: [3, null, 2] },
    { name: "accuracy", role: "train", metric: "accuracy", x: [1, 2, 3], y: [0.1, 0.5, 0.9] },
  ],
  marks: {},
  state: "finished",
  message: "",
  sequence: 3,
};

/** The SVG that a bundle holds, which must be well-formed XML. */
function svgOf(bundle: Record<string, unknown>): Element {
  const text = withFallbacks(bundle)["image/svg+xml"];
  assert.equal(typeof text, "string");
  const { documentElement } = new new JSDOM().window.DOMParser().parseFromString(
    String(text),
    "image/svg+xml",
  );
  assert.equal(documentElement.tagName, "svg", String(text));
  return documentElement;
}

const texts = (svg: Element): string[] =>
  [...svg.querySelectorAll("text")].map((text) => text.textContent ?? "");

/** Lines of the data: those that have no fill and are as thick as a line. */
const lines = (svg: Element): Element[] => [...svg.querySelectorAll("svg svg > path")];

describe("A plot for readers without Gradbook's renderer", () => {
  it("is an SVG and Plotly's JSON beside what there was, text last", () => {
    const bundle = withFallbacks({ [FIGURE_MIME]: figure(), "text/plain": "Figure" });
    assert.deepEqual(Object.keys(bundle), [
      FIGURE_MIME,
      "application/vnd.plotly.v1+json",
      "image/svg+xml",
      "text/plain",
    ]);
    assert.deepEqual(bundle[FIGURE_MIME], figure());
  });

  it("is Plotly's own JSON, of a figure in its words, without what leads elsewhere", () => {
    const payload = {
      version: 1,
      data: [{ type: "bar", y: [1, null] }],
      layout: { title: { text: '<a href="https://example.org">Bars</a>' } },
      config: {},
    };
    const bundle = withFallbacks({ "text/plain": "Figure", [PLOTLY_MIME]: payload });
    assert.deepEqual(Object.keys(bundle), [PLOTLY_MIME, "application/vnd.plotly.v1+json", "text/plain"]);
    assert.deepEqual(bundle["application/vnd.plotly.v1+json"], {
      data: [{ type: "bar", y: [1, null] }],
      layout: { title: { text: "Bars" } },
      config: {},
    });
    const broken = { "text/plain": "Figure", [PLOTLY_MIME]: { version: 1, data: 3 } };
    assert.equal(withFallbacks(broken), broken);
  });

  it("leaves alone what has no plot, and what brings its own picture", () => {
    const plain = { "text/plain": "1" };
    assert.equal(withFallbacks(plain), plain);
    assert.equal(withFallbacks({ [FIGURE_MIME]: figure(), "image/svg+xml": "own" })["image/svg+xml"], "own");
  });

  it("draws each series in its colour and dashes, with labels and legend", () => {
    const svg = svgOf({
      [FIGURE_MIME]: figure({
        title: "T",
        series: [
          { name: "train", x: [0, 1, 2], y: [0, 1, 4], fmt: "b" },
          { name: "test", x: [0, 1, 2], y: [1, null, 2], fmt: "r--" },
          { name: "points", x: [0, 1], y: [3, 3], fmt: "go" },
        ],
      }),
    });
    assert.deepEqual([svg.getAttribute("width"), svg.getAttribute("height")], ["420", "300"]);
    for (const word of ["T", "x", "f(x)", "train", "test", "points"])
      assert.ok(texts(svg).includes(word), word);
    const [train, test] = lines(svg);
    assert.equal(train.getAttribute("stroke"), "#2456d6");
    assert.equal(test.getAttribute("stroke"), "#c42b1c");
    assert.equal(test.getAttribute("stroke-dasharray"), "7.4 3.2");
    // The gap of a missing value begins a new stroke.
    assert.equal(test.getAttribute("d")?.match(/M/g)?.length, 2);
    assert.equal(lines(svg).length, 2);
    assert.equal(svg.querySelectorAll("svg svg .gradbook-markers path").length, 2);
  });

  it("puts points where their values are", () => {
    const svg = svgOf({
      [FIGURE_MIME]: figure({
        series: [{ name: "", x: [0, 10], y: [1, 1000], fmt: "-" }],
        xLim: [0, 10],
        yLim: [1, 1000],
        yScale: "log",
      }),
    });
    const box = svg.querySelector("svg svg");
    const [width, height] = ["width", "height"].map((name) => Number(box?.getAttribute(name)));
    const [, x1, y1, x2, y2] = /M(\S+) (\S+)L(\S+) (\S+)/.exec(lines(svg)[0].getAttribute("d") ?? "") ?? [];
    assert.deepEqual([x1, y1, x2, y2].map(Number), [0, height, width, 0]);
    assert.ok(texts(svg).includes("1000"));
  });

  it("of a training has a panel for each metric, over the same epochs", () => {
    const svg = svgOf({ [CURVES_MIME]: curves });
    assert.equal(svg.querySelectorAll("svg svg").length, 2);
    for (const word of ["fit", "loss", "valLoss", "accuracy", "epoch"])
      assert.ok(texts(svg).includes(word), word);
    const plotly = withFallbacks({ [CURVES_MIME]: curves })["application/vnd.plotly.v1+json"] as {
      data: { name: string; yaxis: string }[];
    };
    assert.deepEqual(
      plotly.data.map(({ name, yaxis }) => [name, yaxis]),
      [
        ["loss", "y"],
        ["valLoss", "y"],
        ["accuracy", "y2"],
      ],
    );
  });

  it("shows markup in names and labels as text, and nothing that XML forbids", () => {
    const evil = `</text><script>alert(1)</script>"'&\u0000\ud800`;
    const bundle = {
      [FIGURE_MIME]: figure({
        title: evil,
        xLabel: evil,
        yLabel: evil,
        series: [{ name: evil, x: [1], y: [1], fmt: "-" }],
      }),
    };
    const svg = svgOf(bundle);
    assert.equal(svg.querySelector("script"), null);
    assert.ok(texts(svg).includes(`</text><script>alert(1)</script>"'&`));
    assert.doesNotMatch(JSON.stringify(withFallbacks(bundle)["application/vnd.plotly.v1+json"]), /<script/);
  });

  it("draws every kind of picture, with markup in its names as text", () => {
    const evil = `<img src=x onerror="alert(1)">&`;
    const pictures = [
      { picture: activationPicture((x) => x.mul(2), { name: evil }), marks: "path", count: 2 },
      { picture: diagramPicture(new nn.Linear(2, 3), { title: evil }), marks: ".gradbook-weight", count: 6 },
      {
        picture: regressionPicture(new nn.Linear(1, 1), rand(9, 1), rand(9, 1), {
          title: evil,
          xLabel: evil,
        }),
        marks: ".gradbook-example",
        count: 9,
      },
      {
        picture: boundaryPicture(new nn.Linear(2, 2), rand(9, 2), zeros(9), { classNames: [evil, evil] }),
        marks: ".gradbook-example",
        count: 9,
      },
      {
        picture: heatmapsPicture(zeros(1, 4, 2, 2), {
          title: evil,
          titles: [evil, evil, evil, evil],
          xLabel: evil,
          yTicks: [evil, evil],
        }),
        marks: ".gradbook-map",
        count: 4,
      },
    ];
    for (const { picture, marks, count } of pictures) {
      const svg = svgOf({ [PICTURE_MIME]: picture, "text/plain": "words" });
      assert.equal(svg.querySelectorAll(marks).length, count, picture.kind);
      assert.ok((svg.getAttribute("aria-label") ?? "").length > 10);
      assert.equal(svg.querySelector("img, script, foreignObject"), null);
      assert.equal(svg.querySelector("[fill=transparent], [stroke=transparent]"), null);
      assert.ok(svg.outerHTML.includes("&lt;img"), picture.kind);
    }
  });

  it("leaves alone what cannot be drawn", () => {
    for (const bundle of [{ [PICTURE_MIME]: { kind: "diagram" } }, { [FIGURE_MIME]: {} }]) {
      assert.equal(withFallbacks(bundle), bundle);
    }
  });

  it("draws what has no points, one point, and a million points in a small file", () => {
    const empty = figure({ series: [{ name: "none", x: [], y: [], fmt: "" }] });
    assert.ok(texts(svgOf({ [FIGURE_MIME]: empty })).includes("1"));
    const one = figure({ series: [{ name: "", x: [2], y: [3], fmt: "-" }] });
    assert.equal(svgOf({ [FIGURE_MIME]: one }).querySelectorAll(".gradbook-markers path").length, 1);
    const x = Array.from({ length: 1_000_000 }, (_, i) => i);
    for (const fmt of ["-", "o"]) {
      const many = figure({ series: [{ name: "", x, y: x.map((i) => Math.floor(i / 1000)), fmt }] });
      assert.ok(String(withFallbacks({ [FIGURE_MIME]: many })["image/svg+xml"]).length < 300_000);
    }
  });
});

describe("A control that is saved", () => {
  const bundle = (control: Control): Record<string, unknown> => ({
    [CONTROL_MIME]: { version: 1, id: "c", key: "k", stamp: 0, initial: control.value, control },
    "text/plain": "words",
  });

  it("is a still picture where it is one, and words where they say all", () => {
    const drawing: Control = {
      kind: "drawing",
      label: "a digit",
      width: 2,
      height: 2,
      value: [0, 255, 0, 9],
    };
    assert.equal(svgOf(bundle(drawing)).querySelectorAll("rect").length, 4);
    const points: Control = {
      kind: "points",
      label: "examples",
      x: [0, 1],
      y: [0, 1],
      classes: ["a", "b"],
      value: [
        [0.5, 0.5, 0],
        [0.2, 0.2, 1],
      ],
    };
    assert.equal(svgOf(bundle(points)).querySelectorAll("circle").length, 1);
    const box: Control = { kind: "checkbox", label: "shuffle", value: true };
    assert.deepEqual(withFallbacks(bundle(box)), bundle(box));
    assert.deepEqual(withFallbacks({ [CONTROL_MIME]: null }), { [CONTROL_MIME]: null });
  });
});
