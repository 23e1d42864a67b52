import assert from "node:assert/strict";
import {
  bar,
  boxplot,
  compareRuns,
  errorBand,
  heatmap,
  hist,
  History,
  imshow,
  type Picture,
  randn,
  scatterPlot,
  setHost,
  showImages,
  subplots,
  zeros,
} from "../../../engine/index.ts";
import { host } from "../../../engine/core/host.ts";
import { drawingOf } from "../../../renderer/views/pictures/drawingOf.ts";
import { pictureTextsFor } from "../../../renderer/views/pictures/pictureTexts.ts";
import { staticPicture } from "../../../renderer/views/pictures/staticPicture.ts";
import { svgText, type SvgNode } from "../../../renderer/views/svg/svg.ts";
import { makeTheme } from "../../../renderer/views/theme/theme.ts";
import { pictureText } from "../../../extension/kernel/display/pictureText.ts";

const quiet = host();
const themes = (["light", "dark", "high-contrast", "high-contrast-light"] as const).map((kind) =>
  makeTheme({ kind, get: () => "", fontFamily: "" }),
);

describe("plots on axes", () => {
  const shown: Picture[] = [];
  const displayed: Readonly<Record<string, string>>[] = [];
  const last = (): Picture => shown.at(-1) ?? assert.fail();
  beforeEach(() => {
    shown.length = 0;
    displayed.length = 0;
    setHost({
      ...quiet,
      display: (bundle) => displayed.push(bundle),
      showPicture(picture) {
        const at = shown.push(picture) - 1;
        return { ended: false, update: (another) => void (shown[at] = another) };
      },
    });
  });
  afterEach(() => setHost(quiet));

  /** In every theme, wide and narrow, pointed at each of a few things. */
  function looked(picture: Picture): void {
    const drawing = drawingOf(picture);
    for (const theme of themes)
      for (const width of [220, drawing.width, 1400])
        for (const language of theme.dark ? ["en"] : ["zh-cn"]) {
          const texts = pictureTextsFor(language);
          const { keys } = drawing;
          for (const focus of theme.highContrast ? [null] : [keys[0] ?? null, keys.at(-1) ?? null]) {
            const nodes = drawing.draw({ width, theme, texts, focus, settings: [] });
            const text = nodes.map(svgText).join("");
            assert.ok(
              !/NaN|undefined|Infinity/.test(text),
              /.{60}(NaN|undefined|Infinity).{60}/.exec(text)?.[0],
            );
          }
          assert.ok(drawing.height(width) > 60 && Number.isFinite(drawing.height(width)));
          assert.ok(drawing.describe(texts).length > 5);
          for (const key of keys.slice(0, 50)) assert.ok(drawing.tip(key, texts).length > 0, key);
          const { head, rows } = drawing.table(texts);
          for (const row of rows) assert.equal(row.length, head.length);
        }
    const drawn = new Set(
      keysIn(
        drawing.draw({
          width: drawing.width,
          theme: themes[0] ?? assert.fail(),
          texts: pictureTextsFor("en"),
          focus: null,
          settings: [],
        }),
      ),
    );
    for (const key of drawing.keys) assert.ok(drawn.has(key), `${key} can be pointed at`);
    assert.ok(staticPicture(picture).svg.startsWith("<svg"));
    assert.ok(pictureText(picture).length > 5);
  }

  function keysIn(nodes: readonly (SvgNode | string)[]): string[] {
    return nodes.flatMap((node) =>
      typeof node === "string"
        ? []
        : [
            ...("data-key" in node.attributes ? [String(node.attributes["data-key"])] : []),
            ...keysIn(node.children),
          ],
    );
  }

  it("draw each kind in every theme, wide and narrow, with a word for all that can be pointed at", () => {
    scatterPlot([1, 2, 3], [3, 1, 2], { labels: ["a", "b", "a"], texts: ["x", "y", "z"], errors: [1, 1, 1] });
    scatterPlot(randn(9), randn(9), { values: randn(9), valueLabel: "age" });
    bar(
      ["cat", "dog"],
      [
        [1, 2],
        [3, 4],
      ],
      {
        legend: ["train", "test"],
        errors: [
          [0.1, 0.1],
          [0.2, 0.2],
        ],
      },
    );
    bar([1, 2, 5], [3, -1, 0], { horizontal: true });
    bar(
      ["a", "b"],
      [
        [1, 2],
        [3, 4],
      ],
      { stacked: true },
    );
    hist(randn(100));
    hist([randn(100), randn(20)], { bins: 12, density: true, legend: ["a", "b"] });
    heatmap(
      [
        [1, -0.5],
        [0, 2],
      ],
      { xTicks: ["a", "b"], yTicks: ["c", "d"], decimals: 1 },
    );
    heatmap(randn(70, 20));
    imshow(randn(5, 7));
    imshow(randn(3, 8, 8).sigmoid());
    imshow(randn(1, 8, 8));
    boxplot([randn(50), randn(20).exp()], { labels: ["a", "b"] });
    errorBand([1, 2, 3], [1, 2, 3], [0.1, 0.2, 0.3], { legend: "mean" });
    errorBand(
      [1, 2, 3],
      [1, 2, 3],
      [
        [0, 1, 2],
        [2, 3, 5],
      ],
    );
    assert.equal(shown.length, 15);
    for (const picture of shown) looked(picture);
  });

  it("take what is missing, alone, constant, empty or far apart", () => {
    scatterPlot([1, NaN, 3], [1, 2, Infinity]);
    scatterPlot([], []);
    scatterPlot([5], [5]);
    scatterPlot([1e-12, 1e12], [-1e300, 1e300]);
    scatterPlot([0, 1, 10], [0, 1, 10], { xscale: "log", yscale: "log" });
    bar(["a"], [NaN]);
    hist([]);
    hist([3, 3, 3]);
    hist([NaN, 1, 2]);
    heatmap([[NaN]]);
    heatmap(zeros(3, 3));
    boxplot([[], [1], [2, NaN]]);
    errorBand([1, 2, 3], [1, NaN, 3], [0.1, 0.2, NaN]);
    for (const picture of shown) looked(picture);
  });

  it("follow what is put on them afterwards, several side by side", () => {
    const [left, right] = subplots(1, 2, { title: "both" });
    assert.equal(shown.length, 0, "nothing is shown before there is something");
    left
      ?.scatter([1, 2], [1, 2])
      .plot([1, 2], [2, 1])
      .annotate("here", [1, 1], [1.5, 2])
      .set({ title: "left" });
    right?.hist(randn(10));
    assert.equal(shown.length, 1);
    const picture = last();
    assert.ok(picture.kind === "axes");
    assert.deepEqual(
      picture.panels.map(({ title, marks }) => [title, marks.length]),
      [
        ["left", 2],
        ["", 1],
      ],
    );
    looked(picture);
  });

  it("write names and notes as text, never as markup", () => {
    scatterPlot([1], [1], {
      title: "<script>alert(1)</script>",
      labels: ["<b>"],
      annotations: [{ text: "<img onerror=x>", xy: [1, 1], xytext: [1, 1] }],
    });
    const { svg } = staticPicture(last());
    assert.ok(!/<script|<b>|<img/.test(svg));
  });

  it("load no image but a PNG that they hold", () => {
    imshow([
      [0, 1],
      [1, 0],
    ]);
    const picture = last();
    assert.ok(picture.kind === "axes");
    const [mark] = picture.panels[0]?.marks ?? [];
    assert.ok(mark?.kind === "image");
    assert.match(staticPicture(picture).svg, /href="data:image\/png;base64,/);
    mark.url = "https://example.com/x.png";
    assert.ok(!staticPicture(picture).svg.includes("example.com"));
  });

  it("refuse what does not fit, in words", () => {
    assert.throws(() => scatterPlot([1, 2], [1]), /2 values and 1/);
    assert.throws(() => bar(["a"], [1, 2]), /give as many/);
    assert.throws(() => hist([1], { bins: 0 }), /whole number from 1/);
    assert.throws(() => hist([1], { bins: [2, 1] }), /increase/);
    assert.throws(() => heatmap([[1, 2], [1]]), /give as many/);
    assert.throws(() => subplots(0, 2), /whole numbers from 1/);
    assert.throws(() => scatterPlot([1], [1], { xscale: "logarithmic" as "log" }), /linear/);
    assert.throws(() => scatterPlot([1], [1], { colour: "red" } as object), /option/);
  });

  it("show images with what they are and what was said, and mark what is wrong", () => {
    showImages(randn(3, 1, 4, 4), {
      labels: [0, 1, 1],
      predictions: [0, 1, 0],
      classNames: ["cat", "<dog>"],
    });
    const [{ "image/svg+xml": svg = "", "text/plain": text } = assert.fail()] = displayed;
    assert.match(svg, /✓ cat/);
    assert.match(svg, /✗ cat \(&lt;dog&gt;\)/);
    assert.equal(text, "3 images: ✓ cat, ✓ <dog>, ✗ cat (<dog>)");
    assert.throws(() => showImages(randn(3, 4, 4), { labels: [1] }), /3 images and 1 labels/);
  });

  it("draw two hundred runs, some with one epoch, without a name, or with no number at all", () => {
    const runs: Record<string, History> = {};
    for (let i = 0; i < 200; i++) {
      const history = new History(i);
      for (let epoch = 1; epoch <= (i % 7) * 3 + 1; epoch++)
        history.add(
          epoch,
          i % 50 === 3 ? { loss: NaN } : { loss: i / epoch, valLoss: i % 3 === 0 ? NaN : i },
          0.1,
        );
      runs[i === 0 ? "<b>bold</b>" : `run ${i}`] = history;
    }
    looked(compareRuns(runs).picture());
    looked(compareRuns({ one: runs["run 1"] ?? assert.fail() }).picture());
  });
});
