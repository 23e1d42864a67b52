/** The affine map of a layer, x · wᵀ + b, with the activation after it: one kernel. */
import { Activation, type ActivationCode, Reduce } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { dtypeError } from "../../core/errors.ts";
import { NDArray } from "../../core/ndarray.ts";
import { showShape, sizeOf } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { add } from "../elementwise/binary.ts";
import { applyUnary, noParams, type UnaryOp } from "../elementwise/applyUnary.ts";
import { matmul, rows, walkable } from "./matmul.ts";
import { isSmall, nodeOf, requireTensor, tracked2 } from "../../core/record.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { Node, type Op } from "../../core/node.ts";
import { say } from "../../payload/say.ts";
import { sum } from "../reduce/reduce.ts";
import { reshape, transposed, transposedMatrix } from "../shape/views.ts";

/** Whether `g` is a matrix, and what is made of it needs no graph: then kernels are called without detours. */
function isPlain(g: Tensor): boolean {
  return !context.gradEnabled && g.array.shape.length === 2;
}

function plainProduct(a: NDArray, b: NDArray): Tensor {
  const out = allocate("matmul", a.dtype, [a.shape[0], b.shape[1]]);
  context.backend.matmul(walkable(a), walkable(b), out, null, Activation.none, false);
  return new Tensor(out);
}

function columnSums(x: NDArray): Tensor {
  const [m, n] = x.shape;
  const out = allocate("sum", x.dtype, [n]);
  const dense = contiguousArray("sum", x);
  context.backend.reduce(Reduce.sum, dense, out, 1, m, n);
  discardCopy(dense, x);
  return new Tensor(out);
}

/** x · wᵀ + b, in one kernel; the gradients are two products and a column sum. */
const linearOp: Op<null> = {
  name: "linear",
  node: ({ inputs }) => (inputs.length > 2 ? "AddmmBackward0" : "MmBackward0"),
  backward: [
    (g, { saved: [, w] }) =>
      isPlain(g)
        ? plainProduct(g.array, w.array)
        : reshape(matmul(rows(g), w), [...g.array.shape.slice(0, -1), w.array.shape[1]]),
    (g, { saved: [x] }) =>
      isPlain(g) ? plainProduct(transposedMatrix(g.array), x.array) : matmul(transposed(rows(g)), rows(x)),
    (g) => (isPlain(g) ? columnSums(g.array) : sum(rows(g), 0)),
  ],
};

function checkAffine(x: Tensor, weight: Tensor, bias: Tensor | null): void {
  const sx = x.array.shape;
  const sw = weight.array.shape;
  if (sx.length === 0 || sw.length !== 2 || sx[sx.length - 1] !== sw[1]) {
    throw new RangeError(
      say`linear: ${showShape(sx)} does not fit a layer of ${sw[1]} inputs and ${sw[0]} outputs:
        ${sx[sx.length - 1] ?? say`no axis`} ≠ ${sw[1]} (last axis of the input). Flatten the input first, or
        change the layer's number of inputs.`,
    );
  }
  if (x.dtype !== weight.dtype) throw dtypeError("linear", x.dtype, weight.dtype);
  if (bias && bias.dtype !== weight.dtype) throw dtypeError("linear", weight.dtype, bias.dtype);
}

/** `x` with all leading axes joined into one: a walkable matrix. */
function flatRows(x: NDArray): NDArray {
  const rank = x.shape.length;
  if (rank === 2) return walkable(x);
  const columns = x.shape[rank - 1];
  const flat = contiguousArray("linear", x);
  const shape = [sizeOf(x.shape.slice(0, -1)), columns];
  return new NDArray(flat.storage, shape, [columns, 1], flat.offset, flat.size, true);
}

/** activation(x · wᵀ + b), in one kernel. */
function affine(x: Tensor, weight: Tensor, bias: Tensor | null, activation: ActivationCode): Tensor {
  const { shape } = x.array;
  const outputs = weight.array.shape[0];
  const out = allocate(
    "linear",
    x.dtype,
    shape.length === 2 ? [shape[0], outputs] : [...shape.slice(0, -1), outputs],
  );
  const offsets = bias ? contiguousArray("linear", bias.array) : null;
  const columns = walkable(transposedMatrix(weight.array));
  context.backend.matmul(flatRows(x.array), columns, flatRows(out), offsets, activation, false);
  return new Tensor(out);
}

/** The record of x · wᵀ + b; null when none is wanted. */
function affineNode(x: Tensor, weight: Tensor, bias: Tensor | null): Node<null> | null {
  if (!tracked2(x, weight) && !(bias?.requiresGrad && context.gradEnabled)) return null;
  const kept = [weight.requiresGrad ? x : null, x.requiresGrad ? weight : null];
  const inputs = bias ? [nodeOf(x), nodeOf(weight), nodeOf(bias)] : [nodeOf(x), nodeOf(weight)];
  return new Node(linearOp, inputs, kept, null, null);
}

/** Whether there is one offset for each output: others are broadcast, which the kernel does not. */
function isOffsets(bias: Tensor | null | undefined, weight: Tensor): boolean {
  return !bias || (bias.array.shape.length === 1 && bias.array.shape[0] === weight.array.shape[0]);
}

/**
 * The affine map of a layer: x · wᵀ + b for x [..., in], w [out, in] and, when given, b [out].
 * @throws when the number of features does not fit.
 * @example linear(x, weight, bias)
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  requireTensor("linear", x);
  requireTensor("linear", weight);
  checkAffine(x, weight, bias);
  if (bias && !isOffsets(bias, weight)) return add(matmul(x, transposed(weight)), bias);
  const y = affine(x, weight, bias, Activation.none);
  const node = affineNode(x, weight, bias);
  if (node) {
    y.requiresGrad = true;
    y.node = node as Node;
    if (isSmall(y)) node.output = y;
    if (context.tracer !== null)
      context.tracer.step("linear", y, bias ? [x, weight, bias] : [x, weight], null);
  }
  return y;
}

/**
 * `linear` and an activation function after it, in one kernel. The graph is the one that the two would have left,
 * but that the activation's input was never in memory.
 * @param activation a function whose gradient needs its output alone
 */
export function linearThen(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  activation: { code: ActivationCode; op: UnaryOp },
): Tensor {
  checkAffine(x, weight, bias);
  if (!isOffsets(bias, weight)) return applyUnary(activation.op, linear(x, weight, bias));
  const y = affine(x, weight, bias, activation.code);
  const node = affineNode(x, weight, bias);
  if (node) {
    y.requiresGrad = true;
    y.node = new Node(activation.op, [node as Node], [y], noParams, null) as Node;
    if (isSmall(y)) y.node.output = y;
  }
  return y;
}
