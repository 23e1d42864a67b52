/** Rows of a table looked up by indices. */
import { context } from "../../core/context.ts";
import type { Op } from "../../core/node.ts";
import { byName } from "../../core/options.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { type Shape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { say } from "../../payload/say.ts";
import { zeros } from "../create/create.ts";
import { type Rows, takeRows } from "./gather.ts";
import { indexArray, located } from "./positions.ts";

interface EmbeddingParams {
  readonly rows: Rows;
  /** Of the table. */
  readonly shape: Shape;
  /** The row that learns nothing; null where there is none. */
  readonly padding: number | null;
}

const embeddingOp: Op<EmbeddingParams> = {
  name: "embedding",
  backward: [(g, { params }) => rowSums(g, params)],
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

/**
 * The rows of `weight`, (count, size), that the indices name: shape [...index.shape, size].
 * @param options paddingIdx: a row that gets no gradient
 * @throws {RangeError} when an index is not one of 0 … count − 1, or `weight` is no matrix
 * @example nn.functional.embedding(tensor([[1, 2], [0, 1]]), table)
 */
export function embedding(
  index: Tensor,
  weight: Tensor,
  options: number | null | { paddingIdx?: number | null } = {},
): Tensor {
  requireTensor("embedding", index);
  requireTensor("embedding", weight);
  const { paddingIdx = null } =
    options === null ? {} : byName("embedding", options, "paddingIdx", { paddingIdx: 1 });
  const { shape } = weight.array;
  if (shape.length !== 2) {
    throw new RangeError(
      say`embedding: the weight has shape ${showShape(shape)}; it must be a matrix of one row for each index.`,
    );
  }
  const [count, size] = shape;
  const padding = paddingRow("embedding", paddingIdx, count);
  const whole = indexArray("embedding", index);
  const at = context.backend.outside(whole, count);
  if (at >= 0) {
    const wrong = new Tensor(whole).reshape(-1).at(at).item();
    throw new RangeError(say`embedding: index ${wrong} is not one of the ${count} rows 0 … ${count - 1}.`);
  }
  const positions = located("embedding", index, [1, index.array.size, 1], count, 0);
  const rows = { positions, inner: size, outer: 1 };
  const out = allocate("embedding", weight.dtype, [...index.array.shape, size]);
  const source = contiguousArray("embedding", weight.array);
  context.backend.take(source, positions, out, size, 1);
  discardCopy(source, weight.array);
  discardCopy(whole, index.array);
  const y = new Tensor(out);
  if (tracked(weight)) record(embeddingOp, y, weight, null, { rows, shape, padding });
  if (context.tracer !== null) context.tracer.refine("embedding", y, [weight, index], { padding });
  return y;
}
