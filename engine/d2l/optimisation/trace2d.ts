/** The way that an optimiser takes over a function of two variables. */
import { expect, expectFunction } from "../../core/expect.ts";
import { host } from "../../core/host.ts";
import type { Tensor } from "../../core/tensor.ts";
import { requireTensor } from "../../core/record.ts";
import { makeFigure } from "../../figures/plot.ts";
import { arange } from "../../ops/create/ranges.ts";
import { meshgrid } from "../../ops/shape/rearrange.ts";
import { type Phrase, say } from "../../payload/say.ts";
import { samples } from "../../payload/sample.ts";
import { numberOf, type Scalar } from "../../training/metrics/scalar.ts";
import { expectList, expectWhole } from "../checks.ts";
import { tell } from "../told.ts";
import { contourLines, niceLevels } from "./contours.ts";

const aStep: Phrase = "a function that gives the next x1, x2, s1 and s2";
const aFunction: Phrase = "a function of x1 and x2";
const places: Phrase = "a list of places, such as d2l.train2d gives";

/**
 * Goes down a function of two variables from (−5, −2), and shows where it ends.
 * @param trainer from x1, x2 and two numbers of its own, 0 at the start, to the next ones; gets `fGrad` as well, if given
 * @param steps default 20
 * @param fGrad the gradient, if the trainer wants it
 * @returns the places, the first one too
 * @example d2l.train2d((x1, x2) => [x1 - 0.2 * x1, x2 - 0.4 * x2, 0, 0])
 */
export function train2d(
  // A trainer says what it takes: numbers, or tensors once a tensor came in.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  trainer: (x1: any, x2: any, s1: any, s2: any, fGrad?: any) => readonly [Scalar, Scalar, Scalar, Scalar],
  steps = 20,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  fGrad: ((x1: any, x2: any) => unknown) | null = null,
): [x1: number, x2: number][] {
  expectFunction("train2d", aStep, trainer);
  expectWhole("train2d", steps);
  let [x1, x2, s1, s2]: Scalar[] = [-5, -2, 0, 0];
  const results: [number, number][] = [[-5, -2]];
  for (let i = 0; i < steps; i++) {
    const next: unknown = fGrad ? trainer(x1, x2, s1, s2, fGrad) : trainer(x1, x2, s1, s2);
    expect("train2d", aStep, trainer, Array.isArray(next) && next.length >= 2);
    [x1, x2, s1, s2] = next as Scalar[];
    results.push([numberOf(x1), numberOf(x2)]);
  }
  tell(say`epoch ${steps}, x1: ${numberOf(x1).toFixed(6)}, x2: ${numberOf(x2).toFixed(6)}`);
  return results;
}

/**
 * Draws the way over a function of two variables, whose lines of equal value lie under it.
 * @param f gets tensors of many x1 and x2, and gives their values
 * @param results the places, as {@link train2d} gives them
 * @example d2l.showTrace2d((x1, x2) => x1.pow(2).add(x2.pow(2).mul(2)), d2l.train2d(step));
 */
export function showTrace2d(
  f: (x1: Tensor, x2: Tensor) => Tensor,
  results: readonly (readonly Scalar[])[],
): void {
  expectFunction("showTrace2d", aFunction, f);
  expectList("showTrace2d", places, results, "list");
  const way = results.map(([x1, x2]) => [numberOf(x1), numberOf(x2)]);
  const figure = makeFigure(
    way.map(([x1]) => x1),
    way.map(([, x2]) => x2),
    "x1",
    "x2",
    { fmts: ["C1-o"] },
  );
  const [across, up] = [arange(-5.5, 1, 0.1), arange(-3, 1, 0.1)];
  const [x1, x2] = meshgrid([across, up], { indexing: "ij" });
  const values = f(x1, x2);
  requireTensor("showTrace2d", values);
  const [xs, ys] = [across, up].map((axis) => [...axis.toTypedArray()]);
  const heights = values.toTypedArray();
  const at = (i: number, j: number): number => heights[i * ys.length + j];
  for (const level of niceLevels(Math.min(...heights), Math.max(...heights), 10)) {
    const { x, y } = contourLines(xs, ys, at, level);
    if (x.length > 0) figure.series.unshift({ name: "", x: samples(x), y: samples(y), fmt: "C0-" });
  }
  host().showFigure(figure);
}
