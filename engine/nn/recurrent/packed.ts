/** Sequences of different lengths, packed so that recurrent layers go through none of the padding. */
import { checkOptions, shown } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { sameShape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { fromArray, full } from "../../ops/create/create.ts";
import { indexSelect } from "../../ops/index/gather.ts";
import { indicesOf } from "../../ops/index/positions.ts";
import { cat, stack } from "../../ops/shape/join.ts";
import { narrow, reshape, transpose } from "../../ops/shape/views.ts";

/**
 * Sequences of different lengths, step by step: the first step of all, then the second of those that have one, and so on,
 * the longest sequence first. Made by `nn.utils.rnn.packPaddedSequence` and `packSequence`; recurrent layers take it and
 * give one back.
 * @example const packed = nn.utils.rnn.packSequence([torch.tensor([1, 2, 3]), torch.tensor([4])]);
 */
export class PackedSequence {
  /** The steps, (sum of the lengths, …). */
  readonly data: Tensor;
  /** How many sequences have a first step, a second one, …: whole numbers, (longest,). */
  readonly batchSizes: Tensor;
  /** Where each of these sequences stood in the batch; null when they came longest first. */
  readonly sortedIndices: Tensor | null;
  /** Where each sequence of the batch stands here; null when they came longest first. */
  readonly unsortedIndices: Tensor | null;

  constructor(
    data: Tensor,
    batchSizes: Tensor,
    sortedIndices: Tensor | null = null,
    unsortedIndices: Tensor | null = null,
  ) {
    for (const tensor of [data, batchSizes]) requireTensor("PackedSequence", tensor);
    const sizes = Array.from(indicesOf("PackedSequence", batchSizes));
    const falls = sizes.every((size, i) => size >= 1 && (i === 0 || size <= sizes[i - 1]));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (!falls || sizes.length === 0 || total !== data.array.shape[0]) {
      throw new RangeError(
        say`PackedSequence: batch sizes ${sizes.join(", ")} do not fit data of shape ${showShape(data.array.shape)}: they
          must not rise, and add up to its first axis. Make one with nn.utils.rnn.packPaddedSequence.`,
      );
    }
    this.data = data;
    this.batchSizes = batchSizes;
    this.sortedIndices = sortedIndices;
    this.unsortedIndices = unsortedIndices ?? (sortedIndices && whole(inverse(numbers(sortedIndices))));
  }

  /** The batch sizes as numbers.
   * @internal */
  sizes(): number[] {
    return numbers(this.batchSizes);
  }

  /** The same steps with other numbers.
   * @internal */
  with(data: Tensor): PackedSequence {
    return new PackedSequence(data, this.batchSizes, this.sortedIndices, this.unsortedIndices);
  }
}

/** Options of {@link packPaddedSequence}. */
export interface PackOptions {
  /** Whether the input is (N, L, …) instead of (L, N, …). Default false. */
  batchFirst?: boolean;
  /** Whether sequences that do not come longest first are refused, rather than sorted. Default true. */
  enforceSorted?: boolean;
}

const numbers = (x: Tensor): number[] => Array.from(indicesOf("PackedSequence", x));
const whole = (list: readonly number[]): Tensor => fromArray([...list], [list.length], { dtype: "int32" });

function inverse(order: readonly number[]): number[] {
  const found = new Array<number>(order.length).fill(0);
  for (const [i, place] of order.entries()) found[place] = i;
  return found;
}

/** Lengths as PyTorch takes them: numbers or a tensor. */
function lengthsOf(owner: string, lengths: Tensor | readonly number[]): number[] {
  const list = lengths instanceof Tensor ? numbers(lengths) : lengths;
  if (!Array.isArray(list)) {
    throw new TypeError(say`${owner}: lengths are numbers or a tensor; ${shown(lengths)} was given.`);
  }
  const bad = (list as unknown[]).find((n) => typeof n !== "number" || !Number.isInteger(n) || n < 1);
  if (bad !== undefined) {
    throw new RangeError(
      say`${owner}: a length is ${shown(bad)}; each must be a whole number of at least 1.`,
    );
  }
  return [...(list as number[])];
}

/** How many sequences of these lengths, longest first, have each step. */
function sizesOf(lengths: readonly number[]): number[] {
  const sizes: number[] = [];
  let count = lengths.length;
  for (let step = 0; step < lengths[0]; step++) {
    while (lengths[count - 1] <= step) count--;
    sizes.push(count);
  }
  return sizes;
}

/** The lengths of sequences that have each step so often, longest first. */
export function lengthsFrom(sizes: readonly number[]): number[] {
  return Array.from({ length: sizes[0] }, (_, i) => sizes.filter((size) => size > i).length);
}

/**
 * Packs padded sequences: (L, N, …), or (N, L, …) with `batchFirst`, of which each has its length. Sequences come longest
 * first, or in any order with `enforceSorted: false`.
 * @throws {RangeError} when the lengths do not fit, or fall nowhere in order
 * @example nn.utils.rnn.packPaddedSequence(x, [5, 3, 2], { batchFirst: true })
 */
export function packPaddedSequence(
  input: Tensor,
  lengths: Tensor | readonly number[],
  options: PackOptions = {},
): PackedSequence {
  const owner = "packPaddedSequence";
  requireTensor(owner, input);
  checkOptions(owner, options, { batchFirst: 1, enforceSorted: 1 });
  const { batchFirst = false, enforceSorted = true } = options;
  const { shape } = input.array;
  if (shape.length < 2) {
    throw new RangeError(
      say`${owner}: the input has shape ${showShape(shape)}; it must have an axis of steps and one of sequences.`,
    );
  }
  const [steps, batch] = batchFirst ? [shape[1], shape[0]] : shape;
  const given = lengthsOf(owner, lengths);
  if (given.length !== batch || batch === 0) {
    throw new RangeError(
      say`${owner}: ${given.length} lengths were given for ${batch} sequences (shape ${showShape(shape)}).`,
    );
  }
  const order = given.map((_, i) => i);
  if (!enforceSorted) order.sort((a, b) => given[b] - given[a]);
  const sorted = order.map((i) => given[i]);
  if (sorted.some((length, i) => i > 0 && length > sorted[i - 1])) {
    throw new RangeError(
      say`${owner}: the lengths are ${given.join(", ")}; sequences must come longest first. Sort them, or give
        { enforceSorted: false }.`,
    );
  }
  if (sorted[0] > steps) {
    throw new RangeError(say`${owner}: a length is ${sorted[0]}, but there are only ${steps} steps.`);
  }
  const sizes = sizesOf(sorted);
  const rows = sizes.flatMap((size, step) =>
    order.slice(0, size).map((i) => (batchFirst ? i * steps + step : step * batch + i)),
  );
  const data = indexSelect(reshape(input, [steps * batch, ...shape.slice(2)]), 0, rows);
  if (enforceSorted) return new PackedSequence(data, whole(sizes));
  return new PackedSequence(data, whole(sizes), whole(order), whole(inverse(order)));
}

/** Options of {@link padPackedSequence}. */
export interface UnpackOptions {
  /** Whether to give (N, L, …) instead of (L, N, …). Default false. */
  batchFirst?: boolean;
  /** What stands behind the end of shorter sequences. Default 0. */
  paddingValue?: number;
  /** So many steps instead of as many as the longest sequence has. */
  totalLength?: number | null;
}

/**
 * The sequences padded to one length, (L, N, …), in the order in which they were packed, and their lengths.
 * @throws {RangeError} when `totalLength` is less than the longest
 * @example const [y, lengths] = nn.utils.rnn.padPackedSequence(packed, { batchFirst: true });
 */
export function padPackedSequence(
  sequence: PackedSequence,
  options: UnpackOptions = {},
): [padded: Tensor, lengths: Tensor] {
  const owner = "padPackedSequence";
  checkOptions(owner, options, { batchFirst: 1, paddingValue: 1, totalLength: 1 });
  requirePacked(owner, sequence);
  const { batchFirst = false, paddingValue = 0, totalLength = null } = options;
  const { data } = sequence;
  const sizes = sequence.sizes();
  const steps = totalLength ?? sizes.length;
  if (!(steps >= sizes.length) || !Number.isInteger(steps)) {
    throw new RangeError(
      say`${owner}: totalLength is ${String(steps)}, but the longest sequence has ${sizes.length} steps.`,
    );
  }
  const [batch] = sizes;
  const rest = data.array.shape.slice(1);
  const sorted = lengthsFrom(sizes);
  const place = sequence.unsortedIndices ? numbers(sequence.unsortedIndices) : sorted.map((_, i) => i);
  const starts = startsOf(sizes);
  const at = (step: number, i: number): number => (step < sorted[place[i]] ? starts[step] + place[i] : -1);
  const cells = Array.from({ length: steps * batch }, (_, cell) =>
    batchFirst ? at(cell % steps, Math.floor(cell / steps)) : at(Math.floor(cell / batch), cell % batch),
  );
  const padded = cells.includes(-1)
    ? cat([data, full([1, ...rest], paddingValue, { dtype: data.dtype })], 0)
    : data;
  const rows = cells.map((row) => (row < 0 ? data.array.shape[0] : row));
  const axes = batchFirst ? [batch, steps] : [steps, batch];
  return [reshape(indexSelect(padded, 0, rows), [...axes, ...rest]), whole(place.map((i) => sorted[i]))];
}

/** Where each step begins. */
export function startsOf(sizes: readonly number[]): number[] {
  let next = 0;
  return sizes.map((size) => (next += size) - size);
}

/** Options of {@link padSequence}. */
export interface PadSequenceOptions {
  /** Whether to give (N, L, …) instead of (L, N, …). Default false. */
  batchFirst?: boolean;
  /** What stands behind the end of shorter sequences. Default 0. */
  paddingValue?: number;
}

/**
 * Sequences (L_i, …) side by side, padded to the longest: (L, N, …), or (N, L, …) with `batchFirst`.
 * @throws {RangeError} when there are none, or their other axes differ
 * @example nn.utils.rnn.padSequence([torch.tensor([1, 2]), torch.tensor([3])], { batchFirst: true }) // [[1, 2], [3, 0]]
 */
export function padSequence(sequences: readonly Tensor[], options: PadSequenceOptions = {}): Tensor {
  requireList("padSequence", sequences);
  checkOptions("padSequence", options, { batchFirst: 1, paddingValue: 1 });
  const { batchFirst = false, paddingValue = 0 } = options;
  const rest = sequences[0].array.shape.slice(1);
  const longest = Math.max(...sequences.map((x) => x.array.shape[0]));
  const padded = sequences.map((x) => {
    const [length] = x.array.shape;
    if (length === longest) return x;
    return cat([x, full([longest - length, ...rest], paddingValue, { dtype: x.dtype })], 0);
  });
  return stack(padded, batchFirst ? 0 : 1);
}

/** @throws unless there are tensors with at least one axis, the others of which are alike */
function requireList(owner: string, sequences: readonly Tensor[]): void {
  if (!Array.isArray(sequences) || sequences.length === 0) {
    throw new RangeError(say`${owner}: give an array of tensors, one for each sequence.`);
  }
  for (const x of sequences as Tensor[]) {
    requireTensor(owner, x);
    const { shape } = x.array;
    const first = (sequences as Tensor[])[0].array.shape;
    if (shape.length === 0 || !sameShape(shape.slice(1), first.slice(1))) {
      throw new RangeError(
        say`${owner}: sequences of shapes ${showShape(first)} and ${showShape(shape)} do not fit: all axes but the first
          must be equal.`,
      );
    }
  }
}

/**
 * Packs sequences (L_i, …) of different lengths: longest first, or in any order with `enforceSorted: false`.
 * @throws {RangeError} when they do not come longest first, or their other axes differ
 * @example nn.utils.rnn.packSequence([torch.tensor([1, 2, 3]), torch.tensor([4])])
 */
export function packSequence(
  sequences: readonly Tensor[],
  options: { enforceSorted?: boolean } = {},
): PackedSequence {
  requireList("packSequence", sequences);
  checkOptions("packSequence", options, { enforceSorted: 1 });
  const lengths = sequences.map((x) => x.array.shape[0]);
  return packPaddedSequence(padSequence(sequences), lengths, options);
}

/**
 * The sequences without their padding: of (L, N, …), or (N, L, …) with `batchFirst`.
 * @throws {RangeError} when the lengths do not fit
 * @example nn.utils.rnn.unpadSequence(padded, lengths, { batchFirst: true })
 */
export function unpadSequence(
  padded: Tensor,
  lengths: Tensor | readonly number[],
  options: { batchFirst?: boolean } = {},
): Tensor[] {
  const owner = "unpadSequence";
  requireTensor(owner, padded);
  checkOptions(owner, options, { batchFirst: 1 });
  const first = options.batchFirst ? padded : transpose(padded, 0, 1);
  const given = lengthsOf(owner, lengths);
  const [batch, steps] = first.array.shape;
  if (given.length !== batch || given.some((length) => length > steps)) {
    throw new RangeError(
      say`${owner}: the lengths ${given.join(", ")} do not fit ${batch} sequences of ${steps} steps.`,
    );
  }
  const rest = first.array.shape.slice(2);
  return given.map((length, i) => reshape(narrow(narrow(first, 0, i, 1), 1, 0, length), [length, ...rest]));
}

/**
 * The sequences that were packed, each (L_i, …).
 * @example nn.utils.rnn.unpackSequence(packed)
 */
export function unpackSequence(sequence: PackedSequence): Tensor[] {
  requirePacked("unpackSequence", sequence);
  const [padded, lengths] = padPackedSequence(sequence, { batchFirst: true });
  return unpadSequence(padded, lengths, { batchFirst: true });
}

function requirePacked(owner: string, sequence: unknown): void {
  if (sequence instanceof PackedSequence) return;
  throw new TypeError(
    say`${owner}: a packed sequence is expected, as nn.utils.rnn.packPaddedSequence gives it; ${shown(sequence)} was given.`,
  );
}
