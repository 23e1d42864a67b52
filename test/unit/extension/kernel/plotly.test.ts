import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tensor } from "../../../../engine/index.ts";
import { plotlyKinds, plotlyMapKinds } from "../../../../engine/payload/plotly/figure.ts";
import { PLOTLY_MIME } from "../../../../engine/payload/mime.ts";
import { plotlyWords } from "../../../../engine/payload/plotly/words.ts";
import { plotlyBundle, plotlyPayload } from "../../../../extension/kernel/display/plotly/plotlyBundle.ts";
import "../../../../extension/kernel/node/valueInspection.ts";

describe("display.plotly", () => {
  it("says the figure in words, first, and hands over plain data", () => {
    const bundle = plotlyBundle({
      data: [{ type: "bar", name: "a <b>bold</b> name", x: ["p", "q"], y: [1, 2] }],
      layout: { title: "Counts", xaxis: { title: "class" }, yaxis: { title: { text: "n" } } },
    });
    assert.deepEqual(Object.keys(bundle), ["text/plain", PLOTLY_MIME]);
    assert.equal(
      bundle["text/plain"],
      "Figure “Counts” with 1 trace. Horizontal: class. Vertical: n. a bold name: bar, 2 values.",
    );
    assert.deepEqual(bundle[PLOTLY_MIME], {
      version: 1,
      data: [{ type: "bar", name: "a <b>bold</b> name", x: ["p", "q"], y: [1, 2] }],
      layout: {
        title: { text: "Counts" },
        xaxis: { title: { text: "class" } },
        yaxis: { title: { text: "n" } },
      },
      config: {},
    });
  });

  it("takes typed arrays, tensors, dates and sets for arrays and texts; what is no finite number is a gap", () => {
    const matrix = tensor([
      [1, 2, 3],
      [4, NaN, 6],
    ]);
    const { data } = plotlyPayload({
      data: [
        { y: Float32Array.of(1, NaN, Infinity), x: new Set([1, 2, 3]), text: undefined, size: 2n },
        {
          z: matrix,
          w: matrix.T,
          one: tensor(5),
          yes: tensor([1, 0]).gt(0),
          many: [tensor([1]), tensor([2])],
        },
        { x: [new Date(0)], ids: BigInt64Array.of(7n), holes: [1, , 3] },
      ],
    });
    assert.deepEqual(data, [
      { y: [1, null, null], x: [1, 2, 3], size: 2 },
      {
        z: [
          [1, 2, 3],
          [4, null, 6],
        ],
        w: [
          [1, 4],
          [2, null],
          [3, 6],
        ],
        one: 5,
        yes: [true, false],
        many: [[1], [2]],
      },
      { x: ["1970-01-01T00:00:00.000Z"], ids: [7], holes: [1, null, 3] },
    ]);
    assert.equal(
      JSON.stringify(plotlyPayload({ data })),
      JSON.stringify({ version: 1, data, layout: {}, config: {} }),
    );
  });

  it("leaves texts alone that a cell calls title for itself", () => {
    const { data, layout } = plotlyPayload({
      data: [
        {
          y: [1],
          customdata: [{ title: "mine" }],
          meta: { title: "mine" },
          marker: { colorbar: { title: "bar" } },
        },
      ],
      layout: { legend: { title: "key" }, annotations: [{ text: "a" }] },
    });
    assert.deepEqual(data[0]?.["customdata"], [{ title: "mine" }]);
    assert.deepEqual(data[0]["meta"], { title: "mine" });
    assert.deepEqual(data[0]["marker"], { colorbar: { title: { text: "bar" } } });
    assert.deepEqual(layout["legend"], { title: { text: "key" } });
  });

  const circle: Record<string, unknown> = { y: [1] };
  circle["again"] = [circle];
  const wrong: [string, unknown, RegExp][] = [
    ["nothing", undefined, /give an object with the traces in data\. Write display\.plotly\(\{ data/],
    ["an array", [{ y: [1] }], /give an object with the traces in data/],
    ["no data", { layout: {} }, /give an object with the traces in data/],
    ["a misspelt part", { data: [], lauout: {} }, /a figure has no lauout, only data, layout and config/],
    ["frames", { data: [], frames: [] }, /frames are not drawn\. Show each in its place with .* update\(\)/],
    ["one trace alone", { data: { y: [1] } }, /data is an array of traces\. Write data: \[/],
    ["a trace that is none", { data: [3] }, /data\[0\] must be an object/],
    ["a layout that is none", { data: [], layout: "x" }, /layout must be an object/],
    ["an unknown kind", { data: [{ type: "lines" }] }, /no kind of trace called lines\. It has scatter, /],
    [
      "a map",
      { data: [{ type: "scattermap" }] },
      /scattermap is drawn on a map, .* Draw longitude and latitude/,
    ],
    ["a map's layout", { data: [], layout: { mapbox: {} } }, /layout\.mapbox is a map/],
    [
      "a template's name",
      { data: [], layout: { template: "plotly_dark" } },
      /no template by the name plotly_dark/,
    ],
    [
      "a picture from elsewhere",
      { data: [], layout: { images: [{ source: "https://a.example/x.png" }] } },
      /comes from https:\/\/a\.example.* data URL/,
    ],
    [
      "a setting",
      { data: [], config: { editable: true } },
      /config\.editable is not followed here, only displayModeBar/,
    ],
    [
      "a function",
      { data: [{ y: [1], text: () => "x" }] },
      /data\[0\]\.text is a function, .* Give its value/,
    ],
    ["a symbol", { data: [{ y: [Symbol("x")] }] }, /data\[0\]\.y\[0\] is a symbol/],
    ["a circle", { data: [circle] }, /data\[0\]\.again\[0\] is an object that it stands in itself/],
    [
      "a map of JavaScript's",
      { data: [{ y: new Map() }] },
      /data\[0\]\.y is a Map\. Write Object\.fromEntries/,
    ],
    [
      "an object of a class",
      { data: [{ y: new URL("https://example.org").searchParams }] },
      /data\[0\]\.y is an object of a class/,
    ],
    ["a proxy", { data: [new Proxy({}, {})] }, /data\[0\] is a proxy/],
    [
      "too much",
      { data: [{ y: new Float64Array(2_000_001) }] },
      /holds more than 2,000,000 values, .* Draw every tenth/,
    ],
    ["too long texts", { data: [{ text: ["x".repeat(2 ** 24), "x"] }] }, /too many for a page/],
  ];
  for (const [title, figure, message] of wrong) {
    it(`refuses ${title}, and says what to write`, () => {
      assert.throws(() => plotlyPayload(figure), message);
    });
  }

  it("shares a value in two places, which is no circle", () => {
    const x = [1, 2];
    assert.deepEqual(
      plotlyPayload({
        data: [
          { x, y: [1, 2] },
          { x, y: [2, 1] },
        ],
      }).data.length,
      2,
    );
  });

  it("knows every kind of trace that plotly.js registers", () => {
    const text = readFileSync("node_modules/plotly.js-dist/plotly.js", "utf8");
    const registered = /Plotly\.register\(\[\s*\/\/ traces\n([^\]]*)\]\);/.exec(text)?.[1] ?? "";
    const kinds = [...registered.matchAll(/require_(\w+?)\d\(\)/g)].map(([, name = ""]) => name);
    // `histogram2d2` is the second of that name; `scatter3d2`, too.
    const known = [...plotlyKinds, ...plotlyMapKinds].filter((kind) => !kind.endsWith("mapbox"));
    assert.ok(kinds.length > 40);
    assert.deepEqual(
      kinds.filter((kind) => kind !== "calendars" && !known.includes(kind)),
      [],
    );
    assert.deepEqual(
      known.filter((kind) => kind !== "scatter" && !kinds.includes(kind)),
      [],
    );
  });

  it("tells of surfaces, flows and many traces in both languages", () => {
    const figure = plotlyPayload({
      data: [
        {
          type: "surface",
          z: [
            [1, 2, 3],
            [4, 5, 6],
          ],
        },
        { type: "sankey", node: { label: ["a", "b"] }, link: { source: [0], target: [1], value: [1] } },
        { type: "table", header: { values: ["A"] }, cells: { values: [[1, 2]] } },
        { type: "parcoords", dimensions: [{ values: [1, 2, 3] }] },
        ...Array.from({ length: 12 }, () => ({ mode: "lines", y: [1] })),
      ],
    });
    assert.equal(
      plotlyWords(figure, "en"),
      "Figure with 16 traces. Trace 1: surface, 2 × 3. Trace 2: sankey, 1 value. Trace 3: table, 1 × 2. " +
        "Trace 4: parcoords, 3 values. " +
        Array.from({ length: 8 }, (_, i) => `Trace ${i + 5}: scatter (lines), 1 value.`).join(" ") +
        " 4 more traces.",
    );
    assert.match(
      plotlyWords(figure, "zh-cn"),
      /^图，共 16 条轨迹。轨迹 1：surface，2 × 3。.*另有 4 条轨迹。$/,
    );
  });
});
