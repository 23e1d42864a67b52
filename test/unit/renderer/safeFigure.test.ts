import assert from "node:assert/strict";
import type { PlotlyPayload, PlotlyValue } from "../../../engine/payload/plotly/figure.ts";
import { safeFigure } from "../../../renderer/views/plotly/safeFigure.ts";
import { safeText } from "../../../renderer/views/plotly/safeText.ts";
import { hostileMarkup } from "../hostileMarkup.ts";

const payload = (data: PlotlyPayload["data"], layout: PlotlyPayload["layout"] = {}): PlotlyPayload => ({
  version: 1,
  data,
  layout,
  config: {},
});

/** What may begin with `<` in a text that is drawn. */
const harmless = /^<(?:\/?(?:b|i|u|s|em|strong|sup|sub|br)>|span style="color:[#\w(),.\s%/]+">|\/span>)/;

function assertSafe(text: string): void {
  for (const { index } of text.matchAll(/</g)) assert.match(text.slice(index), harmless, text);
}

describe("Texts of a figure", () => {
  it("keep what only emphasises", () => {
    const text = '<b>a</b> <i>b</i><br>x<sub>1</sub> <span style="color:#f00">red</span> 1 < 2 & 3 > 2';
    assert.equal(
      safeText(text),
      '<b>a</b> <i>b</i><br>x<sub>1</sub> <span style="color:#f00">red</span> 1 &lt; 2 & 3 > 2',
    );
  });

  it("lose all that is hostile, and links", () => {
    for (const text of hostileMarkup) assertSafe(safeText(text));
    assert.equal(safeText('<a href="https://example.org">words</a>'), "words");
    assert.equal(safeText('<b onclick="alert(1)">x</b>'), "x</b>");
  });

  it("lose tags that come to be when others are taken away", () => {
    for (const text of [
      '<<b>a href="javascript:alert(1)">x',
      "<scr<script>ipt>alert(1)</scr</script>ipt>",
      "<a<a<a href=x> href=y> href=javascript:alert(1)>x</a>",
      '<span style="color:url(https://example.org)">x</span>',
      '<span style="color:red;background:url(//x)">x</span>',
      "<i<img src=x onerror=alert(1)>mg src=x onerror=alert(1)>",
    ]) {
      assertSafe(safeText(text));
      assert.doesNotMatch(safeText(text), /<(?:a|img|script)/i);
    }
  });

  it("stay harmless whatever they are put together to", () => {
    const parts = ["<", "a href=javascript:alert(1)>", "<b", ">", "<img src=x onerror=alert(1)", "/>"];
    for (const first of parts) for (const second of parts) assertSafe(safeText(first) + safeText(second));
  });
});

describe("A figure", () => {
  /** All texts in it. */
  function textsIn(value: PlotlyValue): string[] {
    if (typeof value === "string") return [value];
    if (typeof value !== "object" || value === null) return [];
    return Object.values(value).flatMap(textsIn);
  }

  it("has no hostile text anywhere", () => {
    for (const text of hostileMarkup) {
      const { data, layout } = safeFigure(
        payload([{ type: "bar", name: text, x: [text], y: [1], hovertemplate: text, customdata: [[text]] }], {
          title: { text },
          annotations: [{ text }],
          meta: [text],
          xaxis: { ticktext: [text] },
        }),
      );
      for (const said of [...data.flatMap(textsIn), ...textsIn(layout)]) assertSafe(said);
    }
  });

  it("loads nothing: addresses of pictures go, its own stay", () => {
    const own = "data:image/png;base64,eA==";
    const sources = [
      "https://example.org/x.png",
      "//example.org/x.png",
      "javascript:alert(1)",
      "data:image/svg+xml,<svg onload=alert(1)>",
      "data:text/html;base64,eA==",
      "file:///etc/passwd",
      "x.png",
      own,
    ];
    const { data, layout } = safeFigure(
      payload(
        [
          { type: "image", source: "https://example.org/x.png" },
          { type: "image", source: own },
        ],
        {
          images: sources.map((source) => ({ source, x: 0 })),
          template: { layout: { images: [{ source: "https://example.org/x.png" }] } },
          geo: { scope: "usa" },
          mapbox: { style: "open-street-map" },
          updatemenus: [
            {
              buttons: [
                { method: "relayout", args: ["images[0].source", "https://example.org/x.png"] },
                { method: "relayout", args: [{ "images[0].source": "https://example.org/x.png" }] },
                { method: "animate", args: [null] },
              ],
            },
          ],
        },
      ),
    );
    const all = JSON.stringify([data, layout]);
    assert.doesNotMatch(all, /example\.org|passwd|javascript|svg|"x\.png"|geo|mapbox|animate/);
    assert.equal(all.split(own).length - 1, 2);
  });

  it("follows only settings that do not lead out of the page", () => {
    const { config } = safeFigure({
      ...payload([]),
      config: {
        displayModeBar: true,
        plotlyServerURL: "https://example.org",
        showSendToCloud: true,
        modeBarButtonsToAdd: [{ name: "x", icon: { svg: "<svg onload=alert(1)>" } }],
        modeBarButtonsToRemove: ["zoom2d"],
        editable: true,
      },
    });
    assert.deepEqual(config, { displayModeBar: true, modeBarButtonsToRemove: ["zoom2d"] });
  });

  it("adds no button that sends it or saves it", () => {
    const { layout } = safeFigure(
      payload([], { modebar: { orientation: "v", add: ["sendChartToCloud", "downloadJson"] } }),
    );
    assert.deepEqual(layout, { modebar: { orientation: "v" } });
  });

  it("reaches nothing behind its values, and keeps its numbers", () => {
    const layout = JSON.parse(
      '{"__proto__":{"x":1},"constructor":{"prototype":{}},"height":300}',
    ) as PlotlyPayload["layout"];
    const safe = safeFigure(
      payload([{ y: [1, null, 3], link: { source: [0], target: [1], value: [2] } }], layout),
    );
    assert.deepEqual(safe.layout, { height: 300 });
    assert.deepEqual(safe.data, [{ y: [1, null, 3], link: { source: [0], target: [1], value: [2] } }]);
  });

  it("of a kind that is not drawn is refused", () => {
    assert.throws(() => safeFigure(payload([{ type: "scattermap" }])), /scattermap is no kind of trace/);
    assert.throws(() => safeFigure(payload([{ type: "<img>" }])), /no kind of trace/);
  });
});
