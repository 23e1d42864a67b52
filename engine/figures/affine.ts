import { host } from "../host.ts";
import { Linear } from "../nn/linear.ts";
import { showShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import type { AffinePicture } from "../payload/pictures.ts";
import { sample, type Sample } from "../payload/sample.ts";
import { checkOptions } from "../options.ts";

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
  if (!((W as unknown) instanceof Tensor) || W.array.shape.length !== 2 || W.array.size === 0) {
    const given = (W as unknown) instanceof Tensor ? ` of shape ${showShape(W.array.shape)}` : "";
    throw new RangeError(
      `affine: the weights${given} are no matrix; give a tensor (out, in) or a Linear layer.`,
    );
  }
  const [outputs, inputs] = W.array.shape;
  if (b && b.array.size !== outputs) {
    throw new RangeError(
      `affine: weights of shape ${showShape(W.array.shape)} need a bias of ${outputs} elements, ` +
        `not of shape ${showShape(b.array.shape)}: one for each row.`,
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

/** Means of blocks of a matrix given row by row; those at the edges may be smaller. */
function blocks(
  values: readonly number[],
  [height, width]: readonly [number, number],
  rowsEach: number,
  columnsEach: number,
): Sample[][] {
  return Array.from({ length: Math.ceil(height / rowsEach) }, (_, r) =>
    Array.from({ length: Math.ceil(width / columnsEach) }, (_, c) => {
      let [sum, count] = [0, 0];
      for (let i = r * rowsEach; i < Math.min(height, (r + 1) * rowsEach); i++) {
        for (let j = c * columnsEach; j < Math.min(width, (c + 1) * columnsEach); j++) {
          sum += values[i * width + j];
          count++;
        }
      }
      return sample(sum / count);
    }),
  );
}

function pointsOf(points: Tensor | undefined): [Sample, Sample][] {
  if (!points) {
    return Array.from({ length: 12 }, (_, k) => [Math.cos((k * Math.PI) / 6), Math.sin((k * Math.PI) / 6)]);
  }
  const { shape } = points.array;
  if (shape.length !== 2 || shape[1] !== 2) {
    throw new RangeError(`affine: points of shape ${showShape(shape)} are not of the plane; give (n, 2).`);
  }
  const values = points.toTypedArray();
  return Array.from({ length: Math.min(shape[0], MOST_POINTS) }, (_, k) => [
    sample(values[2 * k]),
    sample(values[2 * k + 1]),
  ]);
}
