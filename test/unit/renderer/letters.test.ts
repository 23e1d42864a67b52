import assert from "node:assert/strict";
import { affinePicture, diagramPicture, nn, type Picture, randn, zeros } from "../../../engine/index.ts";
import { heatmapsSvg } from "../../../engine/figures/heatmaps.ts";
import { imagesSvg } from "../../../engine/figures/images.ts";
import { labelledImages } from "../../../engine/figures/labelledImages.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { letters, letterSizes, type LetterSize } from "../../../engine/payload/letters.ts";
import { CURVES_MIME, FIGURE_MIME, PICTURE_MIME } from "../../../engine/payload/mime.ts";
import { chartSvg } from "../../../renderer/views/chart/chartSvg.ts";
import { curvesChart, figureChart } from "../../../renderer/views/chart/payloadCharts.ts";
import { cellText } from "../../../renderer/views/pictures/cellText.ts";
import { drawingOf } from "../../../renderer/views/pictures/drawingOf.ts";
import { pictureTextsFor } from "../../../renderer/views/pictures/pictureTexts.ts";
import { themeTemplate } from "../../../renderer/views/plotly/themeTemplate.ts";
import { svg, svgText } from "../../../renderer/views/svg/svg.ts";
import { makeTheme, type Theme } from "../../../renderer/views/theme/theme.ts";
import { frameOf } from "./frames.ts";
import { everyOutput } from "./page/everyOutput.ts";

const names = Object.keys(letterSizes) as LetterSize[];

/** As large as an editor's words can make them, as they are, and as in a report. */
const themes = [11, 12, 13, 16].map((size) =>
  makeTheme({
    kind: "light",
    get: (name) => (name === "--vscode-font-size" ? `${size + 1}px` : ""),
    fontFamily: "",
  }),
);

/** What letters may measure in `theme`: the scale of its words, and that of what is laid out without one. */
const allowed = (theme: Theme): Set<number> =>
  new Set(names.flatMap((name) => [letters(name, theme.fontSize), letters(name)]));

/** Sizes in the text of an SVG that are not of the scale. */
function strangers(markup: string, theme: Theme): string[] {
  const scale = allowed(theme);
  const sizes = [...markup.matchAll(/font-size(?:="|:\s*)([^";]+)/g)].map(([, size = ""]) => size);
  return sizes.filter((size) => !scale.has(Number(size)));
}

/** Sizes of fonts in what plotly is given. */
function fontSizes(value: unknown): number[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "family" in value && "size" in value && typeof value.size === "number" ? [value.size] : [];
  return [...own, ...Object.values(value).flatMap(fontSizes)];
}

/** Pictures of every kind, those of networks as layers and of larger maps included. */
async function pictures(): Promise<[string, Picture][]> {
  const shown = Object.entries(await everyOutput()).flatMap(
    ([name, { mime, payload }]): [string, Picture][] =>
      mime === PICTURE_MIME ? [[name, payload as Picture]] : [],
  );
  const layers = new nn.Sequential(
    new nn.Conv2d(1, 2, 3),
    new nn.ReLU(),
    new nn.Flatten(),
    new nn.Linear(200, 4),
  );
  return [
    ...shown,
    ["layers", diagramPicture(layers, { inputShape: [1, 12, 12] })],
    ["heat", affinePicture(randn(8, 8), zeros(8))],
  ];
}

describe("letters in what is drawn", () => {
  it("are told apart when they have a size of their own", () => {
    const [, theme] = themes;
    assert.ok(theme);
    const drawn = (size: number) => svgText(svg("text", { "font-size": size }, "words"));
    assert.deepEqual(strangers(drawn(12) + drawn(11) + drawn(9) + drawn(13.8), theme), []);
    assert.deepEqual(strangers(drawn(12 * 0.85) + drawn(12.6), theme), ["10.2", "12.6"]);
    assert.deepEqual(fontSizes({ a: [{ font: { family: "", size: 5 } }] }), [5]);
  });

  it("have the sizes of the scale in every picture, in any theme, wide and narrow", async () => {
    let found = 0;
    for (const [name, picture] of await pictures()) {
      const drawing = drawingOf(picture);
      const texts = pictureTextsFor("en");
      const settings = drawing.controls?.(texts).map(({ value }) => value) ?? [];
      for (const theme of themes) {
        for (const width of [380, drawing.width]) {
          const nodes = drawing.draw({ width, theme, texts, focus: null, settings });
          const beside = drawing.panel?.(settings, texts).chart?.draw(width, theme) ?? [];
          const markup = [...nodes, ...beside].map(svgText).join("");
          assert.deepEqual(strangers(markup, theme), [], `${name}, ${theme.fontSize} px`);
          found += markup.split("font-size").length - 1;
        }
      }
    }
    assert.ok(found > 1000, String(found));
  });

  it("have them in charts, as Plotly draws them and as SVG", async () => {
    const charts = Object.values(await everyOutput()).flatMap(({ mime, payload }) =>
      mime === FIGURE_MIME
        ? [figureChart(payload as Figure)]
        : mime === CURVES_MIME
          ? [curvesChart(payload as CurvesPayload)]
          : [],
    );
    assert.ok(charts.length >= 5);
    for (const theme of themes) {
      for (const shown of charts) {
        const chart = shown.chart(frameOf({ theme }));
        const sizes = fontSizes(chart);
        assert.ok(sizes.length > 5);
        for (const size of sizes) assert.ok(allowed(theme).has(size), String(size));
        const markup = svgText(chartSvg(chart, { description: "", background: theme.background }));
        assert.deepEqual(strangers(markup, theme), []);
      }
    }
  });

  it("have them in the template of plotly’s own figures", () => {
    for (const theme of themes) {
      const sizes = fontSizes(themeTemplate(theme));
      assert.ok(sizes.length > 10);
      for (const size of sizes) assert.ok(allowed(theme).has(size), String(size));
    }
  });

  it("have them in figures that the engine writes", () => {
    const [, theme] = themes;
    assert.ok(theme);
    const image = randn(1, 4, 4);
    const texts = [
      heatmapsSvg(randn(1, 2, 3, 3), "Keys", "Queries", { titles: ["a", "b"] }),
      imagesSvg(image, 1, 1, ["a title"]),
      labelledImages([{ image: image.abs(), label: "a", prediction: "b", note: "a note" }]),
    ];
    for (const markup of texts) {
      assert.ok(markup.includes("font-size"));
      assert.deepEqual(strangers(markup, theme), []);
    }
  });

  it("leave numbers within the cells of a map: five signs at most, none where they would mislead", () => {
    const values = [-2.061, 0.076, -0.052, -0.00076, 12.345, null];
    assert.deepEqual(
      values.map((value) => cellText(value, 2.061)),
      ["−2.06", "0.08", "−0.05", "0", "12.35", "NaN"],
    );
    assert.deepEqual(
      [1234.5678, -123456, 1e-8].map((value) => cellText(value, 123456)),
      ["", "", "0"],
    );
    const weights = zeros(2, 4).add(randn(1, 4).mul(1e-3));
    const drawing = drawingOf(affinePicture(weights.add(-1), zeros(2)));
    const texts = pictureTextsFor("en");
    const [theme] = themes;
    assert.ok(theme);
    const nodes = drawing.draw({ width: drawing.width, theme, texts, focus: null, settings: [] });
    const numbers = nodes.filter(
      ({ attributes }) => attributes["font-size"] === letters("number", theme.fontSize),
    );
    assert.ok(numbers.length >= 8);
    for (const {
      children: [text],
    } of numbers)
      assert.ok(typeof text === "string" && text.length <= 5);
  });
});
