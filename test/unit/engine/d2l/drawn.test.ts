import assert from "node:assert/strict";
import * as torch from "../../../../engine/index.ts";
import { d2l, plot, type Figure, type Tensor } from "../../../../engine/index.ts";
import { host, type Host, setHost } from "../../../../engine/core/host.ts";
import { heatmapsSvg } from "../../../../engine/figures/heatmaps.ts";
import { contourLines, niceLevels } from "../../../../engine/d2l/optimisation/contours.ts";

describe("what the later chapters draw", () => {
  let before: Host;
  let figures: Figure[];
  let shown: Readonly<Record<string, string>>[];
  beforeEach(() => {
    before = host();
    [figures, shown] = [[], []];
    setHost({
      ...before,
      showFigure: (figure) => figures.push(figure),
      display: (bundle) => shown.push(bundle),
    });
  });
  afterEach(() => setHost(before));

  it("heat maps: one for each matrix, with labels, titles and a bar of colours", () => {
    d2l.showHeatmaps(torch.rand(2, 3, 4, 5), "Keys <k>", "Queries", {
      titles: ["a", "b", "c"],
      figsize: [7, 3.5],
    });
    const svg = shown[0]["image/svg+xml"];
    assert.equal(svg.match(/<image/g)?.length, 7);
    assert.equal(svg.match(/Keys &lt;k&gt;/g)?.length, 3);
    assert.equal(svg.match(/Queries/g)?.length, 2);
    assert.match(shown[0]["text/plain"], /6 heat maps 4 × 5/);
    assert.throws(
      () => d2l.showHeatmaps(torch.rand(4, 5), "x", "y"),
      /matrices of shape \(rows, columns, height, width\)/,
    );
    assert.throws(
      () => heatmapsSvg(torch.rand(1, 1, 2, 2), "", "", { cmap: "reds" as "Reds" }),
      /no cmap reds; use Reds/,
    );
    assert.match(heatmapsSvg(torch.ones(1, 1, 2, 2), "", "", { cmap: "viridis" }), />1</);
    assert.match(heatmapsSvg(torch.full([1, 1, 2, 2], NaN), "", ""), /<svg/);
  });

  it("the way of an optimiser, over lines of equal value", () => {
    const results = d2l.train2d((x1: number, x2: number) => [x1 - 0.2 * x1, x2 - 0.4 * x2, 0, 0]);
    assert.equal(results.length, 21);
    assert.deepEqual(results[1], [-4, -1.2]);
    assert.match(shown[0]["text/plain"], /^epoch 20, x1: -0\.057646, x2: -0\.0000\d+/);
    d2l.showTrace2d((x1: Tensor, x2: Tensor) => x1.square().add(x2.square().mul(2)), results);
    const [figure] = figures;
    assert.ok(figure.series.length > 4);
    const way = figure.series[figure.series.length - 1];
    assert.deepEqual([way.fmt, way.x.length], ["C1-o", 21]);
    assert.deepEqual([figure.xLabel, figure.yLabel], ["x1", "x2"]);
    const halfway = (x1: number, x2: number, s1: number, s2: number, f: (x: number) => number) =>
      [x1 - f(x1), x2, s1, s2] as const;
    const gradients = d2l.train2d(halfway, 3, (x: number) => x / 2);
    assert.deepEqual(gradients.at(-1), [-0.625, -2]);
  });

  it("lines of equal value that lie on the circle, all in one piece", () => {
    const axis = Array.from({ length: 41 }, (_, i) => -2 + i / 10);
    const { x, y } = contourLines(axis, axis, (i, j) => axis[i] ** 2 + axis[j] ** 2, 1);
    assert.ok(x.every((a, k) => Math.abs(Math.hypot(a, y[k]) - 1) < 0.01));
    assert.ok(x.length > 40 && !x.some(Number.isNaN));
    assert.deepEqual([x[0], y[0]], [x.at(-1), y.at(-1)], "closed");
    assert.deepEqual(
      contourLines(axis, axis, () => 3, 1),
      { x: [], y: [] },
    );
    assert.deepEqual(niceLevels(0, 8, 8), [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(niceLevels(1, 1, 8), []);
  });

  it("notes beside curves", () => {
    const note = d2l.annotate("min of\nrisk", [1.1, -1.05], [0.95, -0.5]);
    plot([0, 1], [1, 2], "x", "risk", { annotations: [note] });
    assert.deepEqual(figures[0].annotations, [
      { text: "min of\nrisk", xy: [1.1, -1.05], xytext: [0.95, -0.5] },
    ]);
    assert.throws(
      () => d2l.annotate("x", [1] as unknown as [number, number], [0, 0]),
      /annotate: give a place/,
    );
  });

  it("how many sentences there are of each length", () => {
    d2l.showListLenPairHist(["source", "target"], "tokens", "count", [["a"], ["a", "b"]], [["a"], ["b"]]);
    assert.deepEqual(
      figures[0].series.map(({ y }) => y),
      [
        [1, 1],
        [2, 0],
      ],
    );
  });

  it("an animator keeps what it drew", () => {
    const animator = new d2l.Animator({ legend: ["a", "b"] });
    animator.add(1, [2, null]);
    animator.add(2, [3, 4]);
    assert.deepEqual(
      [animator.X, animator.Y],
      [
        [[1, 2], [2]],
        [[2, 3], [4]],
      ],
    );
  });
});
