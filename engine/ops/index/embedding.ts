/** Rows of a table looked up by indices. */
import { context } from "../../core/context.ts";
import { elementsOf, type NDArray, viewOf } from "../../core/ndarray.ts";
import type { Op } from "../../core/node.ts";
import { byName } from "../../core/options.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { type Shape, showShape, sizeOf } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { RowGradient } from "../../core/rowGradient.ts";
import { allocate, allocateLike, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { say } from "../../payload/say.ts";
import { zeros } from "../create/create.ts";
import { type Rows, takeRows } from "./gather.ts";
import { indexArray, positionsOf } from "./positions.ts";

export interface EmbeddingParams {
  readonly rows: Rows;
  /** Of the table. */
  readonly shape: Shape;
  /** The row that learns nothing; null where there is none. */
  readonly padding: number | null;
  /** Whether its gradient keeps the rows. */
  readonly sparse: boolean;
}

const embeddingOp: Op<EmbeddingParams> = {
  name: "embedding",
  backward: [(g, { params, inputs: [table] }) => tableSlope(g, params, table?.leaf ?? null)],
};

/** The counterpart: rows of `g` added up where they came from. */
const rowSumsOp: Op<EmbeddingParams & { readonly source: Shape }> = {
  name: "embeddingDenseBackward",
  backward: [
    (g, { params: { rows, padding, source } }) => takeRows("take", withoutRow(g, padding), rows, source),
  ],
};

/** `x` with zeros in one row. */
function withoutRow(x: Tensor, row: number | null): Tensor {
  if (row === null) return x;
  const [count] = x.array.shape;
  const kept = zeros([count, 1], { dtype: x.dtype }).add_(1);
  context.backend.fill(kept.at(row).array, 0);
  return x.mul(kept);
}

/** The gradient by a table: of rows when it is a leaf that asks for them, since nothing else can do with rows. */
export function tableSlope(g: Tensor, params: EmbeddingParams, leaf: Tensor | null): Tensor {
  return params.sparse && leaf !== null && !context.gradEnabled ? sparseSlope(g, params) : rowSums(g, params);
}

/** The rows of `g` where they came from. */
function sparseSlope(g: Tensor, { rows, shape, padding }: EmbeddingParams): RowGradient {
  const source = contiguousArray("embedding", g.array);
  const inner = sizeOf(shape.slice(1));
  const flat = viewOf(source, [rows.positions.size, ...shape.slice(1)], [inner, 1], source.offset);
  const whole = new RowGradient({ places: flattened(rows.positions), rows: flat }, shape);
  if (padding === null || !elementsOf(rows.positions).includes(padding)) return whole;
  const kept = [...elementsOf(rows.positions).entries()].filter(([, place]) => place !== padding);
  const places = positionsOf(
    "embedding",
    kept.map(([, place]) => place),
  );
  const made = allocate("embedding", g.dtype, [kept.length, inner]);
  context.backend.take(
    flat,
    positionsOf(
      "embedding",
      kept.map(([i]) => i),
    ),
    made,
    inner,
    1,
  );
  discardCopy(source, g.array);
  return new RowGradient({ places, rows: made }, shape);
}

const flattened = (x: NDArray): NDArray => viewOf(x, [x.size], [1], x.offset);

function rowSums(g: Tensor, params: EmbeddingParams): Tensor {
  const { rows, shape, padding } = params;
  const out = zeros(shape, { dtype: g.dtype });
  const source = contiguousArray("embedding", g.array);
  context.backend.put(out.array, rows.positions, source, rows.inner, rows.outer, true);
  discardCopy(source, g.array);
  if (padding !== null) context.backend.fill(out.at(padding).array, 0);
  return tracked(g) ? record(rowSumsOp, out, g, null, { ...params, source: g.array.shape }) : out;
}

/** A row of a table of `count`, counted from the end when negative; null for none. @throws {RangeError} outside */
export function paddingRow(operation: string, padding: number | null, count: number): number | null {
  if (padding === null) return null;
  if (!Number.isInteger(padding) || padding < -count || padding >= count) {
    throw new RangeError(
      say`${operation}: paddingIdx is ${padding}; there are ${count} rows, ${-count} … ${count - 1}.`,
    );
  }
  return padding < 0 ? padding + count : padding;
}

/** Options of {@link embedding}. */
export interface LookupOptions {
  /** A row that gets no gradient; negative ones count from the end. Default: none. */
  paddingIdx?: number | null;
  /** Whether the gradient of the table, when that is a leaf, keeps the rows that were used. Default false. */
  sparse?: boolean;
}

/**
 * A table and what it is asked for, checked: its extents, and the indices as int32, which nobody else changes when they are
 * to be `kept`.
 */
export function lookedUp(
  operation: string,
  index: Tensor,
  weight: Tensor,
  kept: boolean,
): [shape: Shape, positions: NDArray] {
  const { shape } = weight.array;
  if (shape.length !== 2) {
    throw new RangeError(
      say`${operation}: the weight has shape ${showShape(shape)}; it must be a matrix of one row for each index.`,
    );
  }
  const [count] = shape;
  const whole = indexArray(operation, index);
  const at = context.backend.outside(whole, count);
  if (at >= 0) {
    const wrong = new Tensor(whole).reshape(-1).at(at).item();
    throw new RangeError(say`${operation}: index ${wrong} is not one of the ${count} rows 0 … ${count - 1}.`);
  }
  if (!kept || whole !== index.array) return [shape, whole];
  const own = allocateLike(operation, whole, "int32");
  context.backend.copy(whole, own);
  return [shape, own];
}

/**
 * The rows of `weight`, (count, size), that the indices name: shape [...index.shape, size].
 * @param options paddingIdx: a row that gets no gradient; sparse: a gradient of the rows that were used
 * @throws {RangeError} when an index is not one of 0 … count − 1, or `weight` is no matrix
 * @example nn.functional.embedding(tensor([[1, 2], [0, 1]]), table)
 */
export function embedding(
  index: Tensor,
  weight: Tensor,
  options: number | null | LookupOptions = {},
): Tensor {
  requireTensor("embedding", index);
  requireTensor("embedding", weight);
  const names = { paddingIdx: 1, sparse: 1 };
  const { paddingIdx = null, sparse = false } =
    options === null ? {} : byName<number | LookupOptions>("embedding", options, "paddingIdx", names);
  const [shape, positions] = lookedUp("embedding", index, weight, tracked(weight));
  const [count, size] = shape;
  const padding = paddingRow("embedding", paddingIdx, count);
  const rows = { positions, inner: size, outer: 1 };
  const out = allocate("embedding", weight.dtype, [...index.array.shape, size]);
  const source = contiguousArray("embedding", weight.array);
  context.backend.take(source, positions, out, size, 1);
  discardCopy(source, weight.array);
  const y = new Tensor(out);
  if (tracked(weight)) record(embeddingOp, y, weight, null, { rows, shape, padding, sparse });
  if (context.tracer !== null) context.tracer.refine("embedding", y, [weight, index], { padding });
  return y;
}
