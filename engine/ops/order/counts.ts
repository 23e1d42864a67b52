/** How often numbers are there. */
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { elementsOf, isFloating } from "../../core/ndarray.ts";
import { byName, checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import { methods, type Methods, Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { indicesOf } from "../index/positions.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./counts.ts")> {}
}

/** How often 0, 1, 2, … is in a vector of whole numbers: int32; the sums of `weights` instead, where they are given.
 * @param options minlength: how many there are at least; default 0
 * @throws for negative numbers and fractions, and for other numbers of axes.
 * @example tensor([0, 2, 2]).bincount() // [1, 0, 2] */
export function bincount(
  x: Tensor,
  weights?: Tensor | { weights?: Tensor; minlength?: number },
  minlength = 0,
): Tensor {
  requireTensor("bincount", x);
  const options =
    weights === undefined || (weights as Partial<Tensor> | null)?.array !== undefined
      ? { weights: weights as Tensor | undefined, minlength }
      : (weights as { weights?: Tensor; minlength?: number });
  checkOptions("bincount", options, { weights: 1, minlength: 1 });
  const { shape } = x.array;
  const least = options.minlength ?? 0;
  if (shape.length !== 1) {
    throw new RangeError(say`${"bincount"}: a vector is expected, but the shape is ${showShape(shape)}.`);
  }
  if (!Number.isInteger(least) || least < 0) {
    throw new RangeError(say`bincount: minlength is ${least}; give a whole number of at least 0.`);
  }
  const numbers = indicesOf("bincount", x);
  let size = least;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i];
    if (number < 0) throw new RangeError(say`bincount: ${number} is negative.`);
    if (number >= size) size = number + 1;
  }
  const shares = options.weights;
  if (shares !== undefined && shares.array.size !== numbers.length) {
    throw new RangeError(say`bincount: ${shares.array.size} weights do not fit ${numbers.length} numbers.`);
  }
  const dtype = shares === undefined ? "int32" : shares.dtype === "float32" ? "float32" : "float64";
  const out = allocate("bincount", dtype, [size]);
  const counts = elementsOf(out).fill(0);
  const given = shares?.toTypedArray();
  for (let i = 0; i < numbers.length; i++) counts[numbers[i]] += given ? given[i] : 1;
  return new Tensor(out);
}

/** Bounds and number of the bins of {@link histc}. */
export interface HistcOptions {
  /** Default 100. */
  bins?: number;
  /** Default 0; the smallest element where both bounds are equal. */
  min?: number;
  /** Default 0; the largest element where both bounds are equal. */
  max?: number;
}

/** How many elements are in each of `bins` intervals of equal width from min to max; those outside are not counted. Of the
 * dtype of the tensor.
 * @throws when max is below min, or there is no bin.
 * @example x.histc(10, 0, 1) */
export function histc(x: Tensor, bins: number | HistcOptions = {}, min = 0, max = 0): Tensor {
  requireTensor("histc", x);
  const options = byName("histc", bins, "bins", { bins: 1, min: 1, max: 1 });
  const count = options.bins ?? 100;
  let [low, high] = [options.min ?? min, options.max ?? max];
  if (!isFloating(x.dtype)) {
    throw new TypeError(say`histc: the input is ${x.dtype}; convert it with to("float32").`);
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(say`histc: ${count} bins; give a whole number of at least 1.`);
  }
  const source = contiguousArray("histc", x.array);
  if (low === high && source.size > 0) {
    low = x.min().item();
    high = x.max().item();
  }
  if (low === high) [low, high] = [low - 1, high + 1];
  if (!(low < high) || !Number.isFinite(high - low)) {
    throw new RangeError(say`histc: from ${low} to ${high} there is no interval.`);
  }
  const out = allocate("histc", x.dtype, [count]);
  const counts = elementsOf(out).fill(0);
  const values = elementsOf(source);
  const width = high - low;
  const last = count - 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value >= low && value <= high) {
      // As an int32, which is twice as fast as Math.floor: there are not as many bins as it cannot hold.
      const bin = (((value - low) / width) * count) | 0;
      counts[bin < last ? bin : last]++;
    }
  }
  discardCopy(source, x.array);
  return new Tensor(out);
}

methods({ bincount, histc });
