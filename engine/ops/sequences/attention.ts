/** Attention in one kernel, head by head, and the slopes by queries, keys and values in another. */
import { allocate, contiguousArray, discardCopy, release } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import { type NDArray, viewOf } from "../../core/ndarray.ts";
import type { Node, Op } from "../../core/node.ts";
import { recordMany } from "../../core/record.ts";
import { broadcastShapes, sameShape, type Shape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { jointly, type Joint } from "./jointly.ts";

interface AttentionParams extends Joint {
  /** The softmax of the scores. */
  readonly weights: NDArray;
  readonly scale: number;
  /** Of queries, keys and values that are one projection; 0 where they are three tensors. */
  readonly heads: number;
}

/** A view with four axes: examples, heads, rows, and what is in a row; null when it has more. */
function withHeads(x: NDArray): NDArray | null {
  const { shape, strides, offset } = x;
  if (shape.length > 4) return null;
  const rest = shape.length > 2 ? -2 : 0;
  const lead = rest === 0 ? [] : shape.slice(0, rest);
  const steps = rest === 0 ? [] : strides.slice(0, rest);
  const more = new Array<number>(2 - lead.length).fill(1);
  const still = new Array<number>(2 - lead.length).fill(0);
  return viewOf(
    x,
    [...lead, ...more, ...shape.slice(shape.length - 2)],
    [...steps, ...still, ...strides.slice(strides.length - 2)],
    offset,
  );
}

/** The array itself when its rows lie in one piece, or a copy. */
function inRows(x: NDArray): NDArray {
  const last = x.shape.length - 1;
  return x.strides[last] === 1 || x.shape[last] <= 1 ? x : contiguousArray("attention", x);
}

/** A mask of inputs with so many axes, whose heads are axis 1 of four. */
function maskWithHeads(mask: NDArray, rank: number): NDArray {
  const { shape, strides, offset } = mask;
  if (rank !== 3 || shape.length < 3) return mask;
  return viewOf(mask, [shape[0], 1, ...shape.slice(1)], [strides[0], 0, ...strides.slice(1)], offset);
}

/** Queries, keys and values of the heads of a projection [N, L, 3·heads·d]. */
function partsOf(projected: NDArray, heads: number): NDArray[] {
  const [count, rows, all] = projected.shape;
  const width = all / 3 / heads;
  const strides = [rows * all, width, all, 1];
  return [0, 1, 2].map((part) =>
    viewOf(projected, [count, heads, rows, width], strides, projected.offset + (part * all) / 3),
  );
}

/** What the heads are given, beside each other in the rows of [N, L, heads·e]. */
function given(out: NDArray, heads: number): NDArray {
  const [count, rows, all] = out.shape;
  return viewOf(out, [count, heads, rows, all / heads], [rows * all, all / heads, all, 1], out.offset);
}

function slopesOfThree(g: Tensor, node: Node<AttentionParams>): Tensor[] {
  const { inputs, weights, scale } = node.params;
  const arrays = [...inputs.map(({ array }) => array), g.array];
  const rows = arrays.map(inRows);
  const [q, k, v, upper] = rows.map((x) => withHeads(x) ?? x);
  const slopes = inputs.map(({ array, dtype }) => allocate("attention", dtype, array.shape));
  const [dq, dk, dv] = slopes.map((x) => withHeads(x) ?? x);
  context.backend.attentionBackward(q, k, v, weights, upper, dq, dk, dv, scale);
  rows.forEach((copy, i) => discardCopy(copy, arrays[i]));
  return slopes.map((slope, i) => {
    if (!node.inputs[i]) release(slope.storage);
    return new Tensor(slope);
  });
}

function slopesOfOne(
  g: Tensor,
  { params: { inputs, weights, scale, heads } }: Node<AttentionParams>,
): Tensor[] {
  const [{ array }] = inputs;
  const [projected, upper] = [array, g.array].map((x) => contiguousArray("attention", x));
  const slopes = allocate("attention", g.dtype, array.shape);
  const [q, k, v] = partsOf(projected, heads);
  const [dq, dk, dv] = partsOf(slopes, heads);
  context.backend.attentionBackward(q, k, v, weights, given(upper, heads), dq, dk, dv, scale);
  discardCopy(projected, array);
  discardCopy(upper, g.array);
  return [new Tensor(slopes)];
}

const name = "scaledDotProductAttention";
const ofThree: Op<AttentionParams> = { name, backward: jointly(3, slopesOfThree) };
const ofOne: Op<AttentionParams> = { name, backward: jointly(1, slopesOfOne) };

function recorded(op: Op<AttentionParams>, out: NDArray, params: AttentionParams): Tensor {
  const y = new Tensor(out);
  const { inputs, weights } = params;
  if (context.gradEnabled && inputs.some((x) => x.requiresGrad)) {
    return recordMany(op, y, inputs, [...inputs, new Tensor(weights)], params);
  }
  release(weights.storage);
  return y;
}

/** Whether the kernels serve: they are of float32, and a mask is not learned by them. Exports want the parts. */
export function isFused(inputs: readonly Tensor[], mask: Tensor | null): boolean {
  return (
    context.tracer === null &&
    inputs.every(({ dtype }) => dtype === "float32") &&
    !(mask && (mask.requiresGrad || mask.dtype !== "float32"))
  );
}

type Composed = (inputs: readonly Tensor[]) => Tensor;

/**
 * softmax(scale·q·kᵀ + mask)·v of inputs of one dtype and with the same leading axes.
 * @returns null when these are more than two, or the mask has more axes than the inputs
 */
export function attention(
  inputs: readonly [q: Tensor, k: Tensor, v: Tensor],
  mask: Tensor | null,
  scale: number,
  composed: Composed,
): Tensor | null {
  const arrays = inputs.map(({ array }) => array);
  const shapes: readonly Shape[] = arrays.map(({ shape }) => shape);
  const [qShape, kShape, vShape] = shapes;
  const lead = qShape.slice(0, -2);
  const wanted = [...lead, qShape[lead.length], kShape[lead.length]];
  const stretches = !mask || sameShape(broadcastShapes(mask.array.shape, wanted) ?? [], wanted);
  const alike = shapes.every((shape) => sameShape(shape.slice(0, -2), lead));
  if (lead.length > 2 || !alike || !stretches) return null;
  const rows = arrays.map(inRows);
  const [q, k, v] = rows.map((x) => withHeads(x) ?? x);
  const out = allocate(name, q.dtype, [...lead, qShape[lead.length], vShape[lead.length + 1]]);
  const [count, heads, length] = q.shape;
  const weights = allocate(name, q.dtype, [count, heads, length, k.shape[2]]);
  const seen = mask && inRows(mask.array);
  context.backend.attention(
    ...([q, k, v, seen && maskWithHeads(seen, qShape.length)] as const),
    ...([withHeads(out) ?? out, weights, scale] as const),
  );
  rows.forEach((copy, i) => discardCopy(copy, arrays[i]));
  if (mask && seen) discardCopy(seen, mask.array);
  return recorded(ofThree, out, { inputs, composed, waiting: null, weights, scale, heads: 0 });
}

/**
 * Attention of a sequence to itself, of queries, keys and values of all heads beside each other: (N, L, 3·heads·d), which
 * gives (N, L, heads·d). The mask stretches to (N, heads, L, L).
 */
export function attentionToItself(
  projected: Tensor,
  heads: number,
  mask: Tensor | null,
  scale: number,
  composed: Composed,
): Tensor {
  const whole = contiguousArray(name, projected.array);
  const [count, rows, all] = whole.shape;
  const [q, k, v] = partsOf(whole, heads);
  const out = allocate(name, projected.dtype, [count, rows, all / 3]);
  const weights = allocate(name, projected.dtype, [count, heads, rows, rows]);
  const seen = mask && inRows(mask.array);
  context.backend.attention(q, k, v, seen, given(out, heads), weights, scale);
  if (mask && seen) discardCopy(seen, mask.array);
  discardCopy(whole, projected.array);
  return recorded(ofOne, out, { inputs: [projected], composed, waiting: null, weights, scale, heads });
}
