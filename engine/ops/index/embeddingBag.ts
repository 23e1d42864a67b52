/** Bags of rows of a table, each reduced to one row. */
import { allocate, contiguousArray, discardCopy, release } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { elementsOf, fromStorage, type NDArray, viewOf } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { checkOptions } from "../../core/options.ts";
import { record, record2, requireTensor, tracked, tracked2 } from "../../core/record.ts";
import { sameShape, type Shape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import { Binary } from "../../table/index.ts";
import { fromArray, zeros } from "../create/create.ts";
import { mul } from "../elementwise/binary.ts";
import { sum } from "../reduce/reduce.ts";
import { reshape, unsqueeze } from "../shape/views.ts";
import { type EmbeddingParams, lookedUp, paddingRow, tableSlope } from "./embedding.ts";
import { indexSelect, type Rows, takeRows } from "./gather.ts";
import { indicesOf, positionsOf } from "./positions.ts";

/** How a bag becomes one row. */
export type BagMode = "sum" | "mean" | "max";

/** Options of {@link embeddingBag}. */
export interface BagOptions {
  /** Default `mean`. */
  mode?: BagMode;
  /** Whether the gradient of the table, when that is a leaf, keeps the rows that were used; not of `max`. Default false. */
  sparse?: boolean;
  /** Factors of the rows, of the shape of the index; with `sum` only. */
  perSampleWeights?: Tensor | null;
  /** Whether the last offset is the end of the last bag instead of the start of another one. Default false. */
  includeLastOffset?: boolean;
  /** A row that is not counted and gets no gradient; negative ones count from the end. Default: none. */
  paddingIdx?: number | null;
}

interface BagParams extends EmbeddingParams {
  /** Of each row that is taken: the bag it goes to. */
  readonly bags: Rows;
  /** Number of bags. */
  readonly count: number;
}

/** Sums of bags: out[bag[i]] += factor[i]·table[position[i]]. */
const bagOp: Op<BagParams> = {
  name: "embeddingBag",
  backward: [
    (g, { params, inputs: [table], saved: [, factors] }) => {
      const each = spread(g, params);
      const scaled = (factors as Tensor | null) ? mul(each, unsqueeze(factors, 1)) : each;
      return tableSlope(scaled, params, table?.leaf ?? null);
    },
    (g, { params, saved: [table] }) =>
      sum(mul(spread(g, params), takeRows("embedding", table, params.rows, takenShape(params))), 1),
  ],
};

const takenShape = ({ rows, shape }: BagParams): Shape => [rows.positions.size, shape[1]];

/** For each row that was taken, that of its bag. */
function spread(g: Tensor, params: BagParams): Tensor {
  return takeRows("embeddingBag", g, params.bags, takenShape(params));
}

/** Where the bags start, and behind them where the last one ends. */
function startsOf(index: Tensor, offsets: Tensor | null, includeLast: boolean): number[] {
  const { shape, size } = index.array;
  if (shape.length === 2) {
    if (offsets !== null) {
      throw new RangeError(
        say`embeddingBag: the rows of an index of shape ${showShape(shape)} are the bags; leave the offsets out.`,
      );
    }
    const starts = new Array<number>(shape[0] + 1);
    for (let i = 0; i <= shape[0]; i++) starts[i] = i * shape[1];
    return starts;
  }
  if (shape.length !== 1) {
    throw new RangeError(
      say`embeddingBag: the index has shape ${showShape(shape)}; give one axis with offsets, or two.`,
    );
  }
  if (offsets === null) {
    throw new RangeError(
      say`embeddingBag: an index with one axis needs offsets, where each bag starts, as in tensor([0, 4]).`,
    );
  }
  requireTensor("embeddingBag", offsets);
  if (offsets.array.shape.length !== 1) {
    throw new RangeError(
      say`embeddingBag: the offsets have shape ${showShape(offsets.array.shape)}; they must have one axis.`,
    );
  }
  const starts = Array.from(indicesOf("embeddingBag", offsets));
  if (includeLast ? starts.length === 0 : false) {
    throw new RangeError(say`embeddingBag: with includeLastOffset there must be an offset.`);
  }
  if (!includeLast) starts.push(size);
  const rises = starts.every((start, i) => start <= size && (i === 0 ? start === 0 : start >= starts[i - 1]));
  if (!rises && starts.length > 1) {
    throw new RangeError(
      say`embeddingBag: the offsets are ${starts.join(", ")}; they must start with 0, not fall, and not go beyond the
        ${size} indices.`,
    );
  }
  return starts;
}

/** The bag of each row, and which rows are counted; null when all are. */
interface Members {
  readonly bags: NDArray;
  readonly kept: readonly number[] | null;
}

function membersOf(starts: readonly number[], positions: NDArray, padding: number | null): Members {
  const all = allocate("embeddingBag", "int32", [positions.size]);
  const bags = elementsOf(all);
  for (let bag = 0; bag + 1 < starts.length; bag++) {
    for (let i = starts[bag]; i < starts[bag + 1]; i++) bags[i] = bag;
  }
  const end = starts.length === 0 ? 0 : starts[starts.length - 1];
  const rows = elementsOf(positions);
  if (end === rows.length && (padding === null || !rows.includes(padding))) return { bags: all, kept: null };
  const kept = Array.from({ length: end }, (_, i) => i).filter((i) => rows[i] !== padding);
  return {
    bags: positionsOf(
      "embeddingBag",
      kept.map((i) => bags[i]),
    ),
    kept,
  };
}

/** The largest of each bag, feature by feature, the first of equals; a bag without rows is zeros, and learns nothing. */
function largest(
  weight: Tensor,
  positions: ArrayLike<number>,
  bags: ArrayLike<number>,
  count: number,
): Tensor {
  const [, size] = weight.array.shape;
  const source = contiguousArray("embeddingBag", weight.array);
  const table = elementsOf(source);
  const chosen = new Int32Array(count * size).fill(-1);
  for (let i = 0; i < bags.length; i++) {
    const [from, to] = [positions[i] * size, bags[i] * size];
    for (let j = 0; j < size; j++) {
      const best = chosen[to + j];
      if (best < 0 || table[from + j] > table[best]) chosen[to + j] = from + j;
    }
  }
  discardCopy(source, weight.array);
  const empty = chosen.includes(-1);
  const places = positionsOf(
    "embeddingBag",
    Array.from(chosen, (place) => Math.max(place, 0)),
  );
  if (empty && weight.array.size === 0) return zeros([count, size], { dtype: weight.dtype });
  const rows = { positions: places, inner: 1, outer: 1 };
  const taken = takeRows("embeddingBag", reshape(weight, [-1]), rows, [count, size]);
  if (!empty) return taken;
  const there = Array.from(chosen, (place) => (place < 0 ? 0 : 1));
  return mul(taken, fromArray(there, [count, size], { dtype: weight.dtype }));
}

/**
 * Rows of `weight`, (count, size), that the indices name, added up (or their mean, or the largest) in bags: of an index
 * (B, N) its rows are the bags; of an index (N,), `offsets` (B,) says where each starts. Gives (B, size); a bag without
 * rows is zeros.
 * @throws {RangeError} when an index is not one of 0 … count − 1, or the offsets do not fit
 * @example nn.functional.embeddingBag(tensor([1, 2, 4, 5]), table, tensor([0, 3]), { mode: "sum" })
 */
export function embeddingBag(
  index: Tensor,
  weight: Tensor,
  offsets: Tensor | null = null,
  options: BagOptions = {},
): Tensor {
  requireTensor("embeddingBag", index);
  requireTensor("embeddingBag", weight);
  const names = { mode: 1, sparse: 1, perSampleWeights: 1, includeLastOffset: 1, paddingIdx: 1 };
  checkOptions("embeddingBag", options, names);
  const { mode = "mean", sparse = false, perSampleWeights = null, includeLastOffset = false } = options;
  if (!["sum", "mean", "max"].includes(mode)) {
    throw new RangeError(say`embeddingBag: mode is ${`"${mode}"`}; use "sum", "mean" or "max".`);
  }
  if (mode === "max" && sparse) {
    throw new RangeError(say`embeddingBag: there is no sparse gradient of the largest; leave sparse out.`);
  }
  const [shape, positions] = lookedUp("embeddingBag", index, weight, true);
  const padding = paddingRow("embeddingBag", options.paddingIdx ?? null, shape[0]);
  const starts = startsOf(index, offsets, includeLastOffset);
  const count = Math.max(0, starts.length - 1);
  const factors = perSampleWeights && factorsOf(perSampleWeights, index, weight, mode);
  const { bags, kept } = membersOf(starts, positions, padding);
  const all = elementsOf(positions);
  const taken = kept
    ? positionsOf(
        "embeddingBag",
        kept.map((i) => all[i]),
      )
    : positions;
  const own = factors && kept ? indexSelect(factors, 0, kept) : factors;
  const inputs = perSampleWeights ? [weight, index, perSampleWeights] : [weight, index];
  const facts = { mode, offsets: offsets !== null, padding };
  if (mode === "max")
    return traced(largest(weight, elementsOf(taken), elementsOf(bags), count), inputs, facts);
  const flat = viewOf(taken, [taken.size], [1], 0);
  const params: BagParams = {
    rows: { positions: flat, inner: shape[1], outer: 1 },
    bags: { positions: bags, inner: shape[1], outer: 1 },
    shape,
    count,
    padding: null,
    sparse,
  };
  const reduced = mode === "mean" ? averaged(weight, params) : own && weighted(weight, own, params);
  return traced(reduced ?? summed(weight, params), inputs, facts);
}

function factorsOf(factors: Tensor, index: Tensor, weight: Tensor, mode: BagMode): Tensor {
  requireTensor("embeddingBag", factors);
  if (mode !== "sum") {
    throw new RangeError(say`embeddingBag: perSampleWeights go with mode "sum", not with ${`"${mode}"`}.`);
  }
  if (!sameShape(factors.array.shape, index.array.shape)) {
    throw new RangeError(
      say`embeddingBag: perSampleWeights have shape ${showShape(factors.array.shape)}, the index has
        ${showShape(index.array.shape)}; they must be equal.`,
    );
  }
  if (factors.dtype !== weight.dtype) {
    throw new TypeError(
      say`embeddingBag: perSampleWeights are ${factors.dtype}, the weight is ${weight.dtype}; they must be equal.`,
    );
  }
  return reshape(factors, [-1]);
}

/** The sums of the bags of rows. */
function sumsOf(weight: Tensor, { rows, bags, count, shape }: BagParams): NDArray {
  const out = fromStorage(zeros([count, shape[1]], { dtype: weight.dtype }).array.storage, [count, shape[1]]);
  const table = contiguousArray("embeddingBag", weight.array);
  context.backend.addTaken(out, bags.positions, table, rows.positions);
  discardCopy(table, weight.array);
  return out;
}

function summed(weight: Tensor, params: BagParams): Tensor {
  const y = new Tensor(sumsOf(weight, params));
  return tracked(weight) ? record(bagOp, y, weight, null, params) : y;
}

/** The sums of the bags, each over how many rows it has. */
function averaged(weight: Tensor, params: BagParams): Tensor {
  const { dtype } = weight;
  const bags = elementsOf(params.bags.positions);
  const sizes = new Float64Array(params.count);
  for (let i = 0; i < bags.length; i++) sizes[bags[i]]++;
  const out = sumsOf(weight, params);
  // Without rows it stays zeros.
  const atLeastOne = sizes.map((size) => Math.max(size, 1));
  const divisors = fromArray(atLeastOne, [params.count, 1], { dtype }).array;
  context.backend.binary(Binary.div, out, divisors, out);
  release(divisors.storage);
  const y = new Tensor(out);
  if (!tracked(weight)) return y;
  const shares = fromArray(
    Float64Array.from(bags, (bag) => 1 / sizes[bag]),
    [bags.length],
    { dtype },
  );
  return record2(bagOp, y, weight, shares, [null, shares], params);
}

/** The sums of the bags of rows times their factors. */
function weighted(weight: Tensor, factors: Tensor, params: BagParams): Tensor {
  const { rows, bags, count, shape } = params;
  const out = fromStorage(zeros([count, shape[1]], { dtype: weight.dtype }).array.storage, [count, shape[1]]);
  const source = contiguousArray("embeddingBag", weight.array);
  const each = allocate("embeddingBag", weight.dtype, takenShape(params));
  const b = context.backend;
  b.take(source, rows.positions, each, rows.inner, 1);
  const scaled = mul(new Tensor(each), unsqueeze(factors.detach(), 1)).array;
  b.put(out, bags.positions, scaled, bags.inner, 1, true);
  for (const part of [scaled, each]) b.release(part.storage);
  discardCopy(source, weight.array);
  const y = new Tensor(out);
  if (!tracked2(weight, factors)) return y;
  const [table, share] = [factors.requiresGrad ? weight : null, weight.requiresGrad ? factors : null];
  return record2(bagOp, y, weight, factors, [table, share], params);
}

/** What an export needs to know of a use. */
export interface TracedBag {
  readonly mode: BagMode;
  readonly offsets: boolean;
  readonly padding: number | null;
}

function traced(y: Tensor, inputs: readonly Tensor[], params: TracedBag): Tensor {
  if (context.tracer !== null) context.tracer.refine("embeddingBag", y, inputs, params);
  return y;
}
