/** How a window moves over images: what callers write about it, checked, and the extents that follow. */
import type { Pair } from "../../backend/backend.ts";
import { shown } from "../../core/options.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { reshape, squeeze, unsqueeze } from "../shape/views.ts";

/** One number for rows and columns, or one for each. */
export type PairOrNumber = number | readonly number[];

/** How many elements of padding: as many zeros, or what keeps the extents (`same`), or none (`valid`). */
export type Padding = PairOrNumber | "same" | "valid";

/**
 * `value` as two whole numbers of at least `least`; of one axis (`rank` 1), the first is 1 or, for a padding, 0.
 * @throws {RangeError} for anything else
 */
export function pairOf(
  operation: string,
  name: string,
  value: PairOrNumber,
  least: number,
  rank: 1 | 2 = 2,
): Pair {
  const given = typeof value === "number" ? new Array<number>(rank).fill(value) : value;
  const fits =
    Array.isArray(given) &&
    given.length === rank &&
    given.every((n) => Number.isInteger(n) && n >= least && n < 2 ** 31);
  if (!fits) {
    const what = Array.isArray(value) ? `[${value.join(", ")}]` : shown(value);
    throw new RangeError(
      rank === 2
        ? say`${operation}: ${name} is ${what}; give a whole number of at least ${least}, or two: [rows, columns].`
        : say`${operation}: ${name} is ${what}; give a whole number of at least ${least}.`,
    );
  }
  const [first, second] = given as number[];
  return rank === 2 ? [first, second] : [least === 0 ? 0 : 1, first];
}

/** Padding before and behind, of each axis. */
export interface Margins {
  readonly before: Pair;
  readonly behind: Pair;
}

/** @throws {RangeError} when it is no padding, or `same` with steps of more than one */
export function marginsOf(
  operation: string,
  padding: Padding,
  kernel: Pair,
  stride: Pair,
  dilation: Pair,
  rank: 1 | 2,
): Margins {
  if (padding === "valid") return { before: [0, 0], behind: [0, 0] };
  if (padding !== "same") {
    if (typeof padding === "string") {
      throw new RangeError(say`${operation}: padding is ${shown(padding)}; give numbers, "same" or "valid".`);
    }
    const before = pairOf(operation, "padding", padding, 0, rank);
    return { before, behind: before };
  }
  if (stride[0] !== 1 || stride[1] !== 1) {
    throw new RangeError(say`${operation}: padding "same" goes with stride 1 only.`);
  }
  // An odd number of zeros has one more behind, as in PyTorch.
  const total = [0, 1].map((axis) => (kernel[axis] - 1) * dilation[axis]);
  const before: Pair = [Math.floor(total[0] / 2), Math.floor(total[1] / 2)];
  return { before, behind: [total[0] - before[0], total[1] - before[1]] };
}

/**
 * How many places a window has along an axis; one that ends behind the padding counts with `ceil`, if it begins
 * before that.
 */
export function placesAlong(
  extent: number,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
  behind: number,
  ceil = false,
): number {
  const room = extent + before + behind - dilation * (kernel - 1) - 1;
  if (!ceil) return Math.floor(room / stride) + 1;
  const places = Math.ceil(room / stride) + 1;
  return (places - 1) * stride >= extent + before ? places - 1 : places;
}

/** What is asked of the input, in words; and the axes that it lacks. */
export function imagesOf(operation: string, x: Tensor, rank: 1 | 2): { images: Tensor; single: boolean } {
  const { shape } = x.array;
  const single = shape.length === rank + 1;
  if (!single && shape.length !== rank + 2) {
    throw new RangeError(
      rank === 2
        ? say`${operation}: the input has shape ${showShape(shape)}; it must be (N, C, H, W) or (C, H, W). Add the
            axes that it lacks: x.unsqueeze(1) adds one for a single channel.`
        : say`${operation}: the input has shape ${showShape(shape)}; it must be (N, C, L) or (C, L). Add the axes
            that it lacks: x.unsqueeze(1) adds one for a single channel.`,
    );
  }
  const batch = single ? unsqueeze(x, 0) : x;
  return { images: rank === 2 ? batch : unsqueeze(batch, 2), single };
}

/** What was made of {@link imagesOf}, without the axes that were added. */
export function withoutAdded(y: Tensor, single: boolean, rank: 1 | 2): Tensor {
  const flat = rank === 2 ? y : squeeze(y, 2);
  return single ? reshape(flat, flat.array.shape.slice(1)) : flat;
}

/** @throws {RangeError} when the window does not fit into the padded image */
export function requirePlaces(operation: string, x: Tensor, kernel: Pair, places: Pair, rank: 1 | 2): void {
  if (places[0] > 0 && places[1] > 0) return;
  const window = rank === 2 ? kernel : kernel.slice(1);
  const shape = showShape(x.array.shape);
  throw new RangeError(
    say`${operation}: a window of ${showShape(window)} does not fit into an input of shape ${shape}. Take a smaller
      window or a smaller stride before it, or add padding.`,
  );
}
