import { host } from "../core/host.ts";
import { Linear } from "../nn/linear.ts";
import { showShape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { blocks } from "./blocks.ts";
import type { AffinePicture } from "../payload/pictures.ts";
import { sample, type Sample } from "../payload/sample.ts";
import { expect } from "../core/expect.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** How {@link affine} draws. */
export interface AffineOptions {
  title?: string;
  /** Points of the plane that are carried along, (n, 2), 200 at most. Default: twelve of the unit circle. */
  points?: Tensor;
}

/** Rows and columns of a heat map; of a larger matrix, cells stand for the mean of a block. */
const CELLS = 48;
const MOST_POINTS = 200;

/**
 * Draws the affine map y = x·Wᵀ + b, which every fully-connected layer computes. Of a map of the plane, (2, 2), it
 * shows what becomes of a grid, of the unit square and of points, first by the linear part, then by the translation;
 * every entry has a slider. Of other maps it draws a heat map of the entries.
 *
 * @param weight (out, in); or a `Linear` layer, which has its own bias
 * @param bias (out,); none when it is left out
 * @throws {RangeError} when the shapes do not fit
 * @example affine(tensor([[1.5, 0.5], [0.25, 1]]), tensor([2, 0.5]));
 * @example affine(net[0]);
 */
export function affine(
  weight: Tensor | Linear<boolean>,
  bias?: Tensor | null,
  options: AffineOptions = {},
): void {
  host().showPicture?.(affinePicture(weight, bias, options));
}

/**
 * The picture that {@link affine} shows. Pure.
 * @example affinePicture(tensor([[0, -1], [1, 0]])).weight // [[0, -1], [1, 0]]
 */
export function affinePicture(
  weight: Tensor | Linear<boolean>,
  bias?: Tensor | null,
  options: AffineOptions = {},
): AffinePicture {
  checkOptions("affine", options, { title: 1, points: 1 });
  const { title = "" } = options;
  const [W, b] = weight instanceof Linear ? [weight.weight, bias ?? weight.bias] : [weight, bias ?? null];
  expect("affine", "a tensor (out, in) or a Linear layer", W, (W as unknown) instanceof Tensor);
  if (W.array.shape.length !== 2 || W.array.size === 0) {
    throw new RangeError(
      say`affine: the weights of shape ${showShape(W.array.shape)} are no matrix; give a tensor (out, in) or a Linear
        layer.`,
    );
  }
  const [outputs, inputs] = W.array.shape;
  if (b && b.array.size !== outputs) {
    throw new RangeError(
      say`affine: weights of shape ${showShape(W.array.shape)} need a bias of ${outputs} elements, not of shape
        ${showShape(b.array.shape)}: one for each row.`,
    );
  }
  const plane = outputs === 2 && inputs === 2;
  const rowsEach = Math.ceil(outputs / CELLS);
  const columnsEach = Math.ceil(inputs / CELLS);
  const entries = Array.from(W.toTypedArray());
  const offsets = b ? Array.from(b.toTypedArray()) : null;
  return {
    version: 1,
    kind: "affine",
    title,
    inputs,
    outputs,
    weight: blocks(entries, [outputs, inputs], rowsEach, columnsEach),
    bias: offsets && blocks(offsets, [outputs, 1], rowsEach, 1).map(([mean]) => mean),
    rowsEach,
    columnsEach,
    points: plane ? pointsOf(options.points) : [],
  };
}

function pointsOf(points: Tensor | undefined): [Sample, Sample][] {
  if (!points) {
    return Array.from({ length: 12 }, (_, k) => [Math.cos((k * Math.PI) / 6), Math.sin((k * Math.PI) / 6)]);
  }
  const { shape } = points.array;
  if (shape.length !== 2 || shape[1] !== 2) {
    throw new RangeError(say`affine: points of shape ${showShape(shape)} are not of the plane; give (n, 2).`);
  }
  const values = points.toTypedArray();
  return Array.from({ length: Math.min(shape[0], MOST_POINTS) }, (_, k) => [
    sample(values[2 * k]),
    sample(values[2 * k + 1]),
  ]);
}
