/** What is exported shows what the page shows: the same words at the same ticks, the same lines and marks. */
import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import type { CurvesPayload } from "../../../../engine/payload/curves.ts";
import type { Figure } from "../../../../engine/payload/figure.ts";
import { CURVES_MIME, FIGURE_MIME } from "../../../../engine/payload/mime.ts";
import { staticChart } from "../../../../renderer/views/chart/staticChart.ts";
import { curvesOf, figureOf, line, sigmoid, training } from "../samples.ts";
import { browserPages } from "./browserPages.ts";

const powers = (fmt: string): Figure["series"][number] => {
  const x = [1, 10, 100, 1e4, 1e6];
  return { name: fmt, x, y: x.map((value) => value ** 1.5), fmt };
};
const stopped: Partial<CurvesPayload> = {
  title: "MLP <64-32-10>",
  state: "stopped",
  marks: { bestEpoch: 21, restoredEpoch: 21, stoppedEpoch: 31 },
  stopping: {
    monitor: "valLoss",
    direction: "min",
    minDelta: 0.05,
    patience: 10,
    baseline: null,
    startFromEpoch: 0,
  },
};

const payloads: Record<string, Figure | CurvesPayload> = {
  "several curves with a legend": figureOf(
    [
      line("relu(x)", "-", (x) => Math.max(0, x)),
      line("sigmoid(x)", "m--", sigmoid),
      line("t", "g-.", Math.tanh),
    ],
    { title: "Activation functions", yLabel: "y", figsize: [5, 3] },
  ),
  "one curve without a name": figureOf([line("", "r:", Math.sin)], { yLabel: "sin x" }),
  "log axes and a colour by name": figureOf([powers("tab:orange"), powers("#008080")], {
    xScale: "log",
    yScale: "log",
    figsize: [5, 3],
  }),
  "limits that cut a curve": figureOf([line("x³", "b", (x) => x ** 3)], { xLim: [-2, 2], yLim: [-5, 5] }),
  "a gap": figureOf([{ name: "gap", x: [0, 1, 2, 3], y: [0, 1, null, 3], fmt: "C3-" }]),
  "no points": figureOf([{ name: "none", x: [], y: [], fmt: "-" }]),
  "a training": curvesOf(training(60), { title: "fit", state: "finished" }),
  "a training on a log axis": curvesOf(training(60), { state: "finished", yScale: "log" }),
  "early stopping": curvesOf(training(31), stopped),
  "a training that has not begun": curvesOf([], { epochs: 10 }),
};

/** Texts and the looks of lines that carry data, in no order. */
interface Seen {
  texts: string[];
  lines: string[];
}

describe("an exported chart beside the page's", function () {
  this.timeout(60_000);
  const newPage = browserPages();

  for (const [name, payload] of Object.entries(payloads)) {
    it(`shows the same: ${name}`, async () => {
      const notebook = await newPage({ width: 1100 });
      await notebook.render("chart", "figsize" in payload ? FIGURE_MIME : CURVES_MIME, payload);
      await notebook.drawn("chart");
      const page: Seen = await notebook.page.evaluate(() => {
        const all = (selector: string): Element[] => [
          ...document.querySelectorAll(`#chart .gradbook-plot ${selector}`),
        ];
        const hex = (colour: string): string =>
          `#${(colour.match(/\d+/g) ?? [])
            .slice(0, 3)
            .map((part) => Number(part).toString(16).padStart(2, "0"))
            .join("")}`;
        return {
          texts: all("svg text").map((text) => text.textContent?.trim() ?? ""),
          lines: all("svg .scatterlayer .js-line").map((path) => {
            const { stroke, strokeDasharray } = getComputedStyle(path);
            return `${hex(stroke)} ${strokeDasharray === "none" ? "" : strokeDasharray.replaceAll(/px|,/g, "")}`.trim();
          }),
        };
      });
      const { svg } = staticChart(payload);
      const still = new JSDOM(svg, { contentType: "image/svg+xml" }).window.document;
      const exported: Seen = {
        texts: [...still.querySelectorAll("text")].map((text) => text.textContent?.trim() ?? ""),
        lines: [...still.querySelectorAll("svg > svg > path")].map((path) =>
          `${path.getAttribute("stroke") ?? ""} ${path.getAttribute("stroke-dasharray") ?? ""}`.trim(),
        ),
      };
      const tidy = ({ texts, lines }: Seen): Seen => ({
        texts: texts.filter((text) => text !== "").toSorted(),
        // Plotly draws a line with gaps in parts.
        lines: [...new Set(lines)].toSorted(),
      });
      assert.deepEqual(tidy(exported), tidy(page));
    });
  }
});
