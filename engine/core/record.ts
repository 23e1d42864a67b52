/** Records that an operation was used, for the backward pass. */
import { context } from "./context.ts";
import { tensorExpected } from "./errors.ts";
import { Node, type Op } from "./node.ts";
import type { Tensor } from "./tensor.ts";

const accumulate: Op<null> = { name: "accumulate", backward: [] };
const nothing: Tensor[] = [];

/** The node that stands for `tensor` in the graph; null when no gradient is wanted. */
export function nodeOf(tensor: Tensor): Node | null {
  if (!tensor.requiresGrad) return null;
  if (tensor.shared !== null) tensor.shared.follow(tensor);
  return (tensor.node ??= new Node(accumulate, [], nothing, null, tensor) as Node);
}

/** Elements of a tensor that may stay with the graph for being looked at: so few cost nothing beside the node. */
const small = 64;

export function isSmall(x: Tensor): boolean {
  return x.array.storage.length <= small;
}

/** True when a use of `a` must be recorded. */
export function tracked(a: Tensor): boolean {
  return context.gradEnabled && a.requiresGrad;
}

export function tracked2(a: Tensor, b: Tensor): boolean {
  return context.gradEnabled && (a.requiresGrad || b.requiresGrad);
}

/** Records `out` as the result of `op` on `x`, and returns it. */
export function record<P>(
  op: Op<P>,
  out: Tensor,
  x: Tensor,
  kept: readonly (Tensor | null)[] | null,
  params: P,
): Tensor {
  out.requiresGrad = true;
  const node = new Node(op, [nodeOf(x)], kept ?? nothing, params, null) as Node;
  if (isSmall(out)) node.output = out;
  out.node = node;
  if (context.tracer !== null) context.tracer.step(op.name, out, [x], paramsOf(op, params));
  return out;
}

/** An operation with a number knows itself on which side the number stands. */
function paramsOf<P>(op: Op<P>, params: P): unknown {
  return "reversed" in op ? { ...params, reversed: op.reversed } : params;
}

export function record2<P>(
  op: Op<P>,
  out: Tensor,
  a: Tensor,
  b: Tensor,
  kept: readonly (Tensor | null)[] | null,
  params: P,
): Tensor {
  out.requiresGrad = true;
  const node = new Node(op, [nodeOf(a), nodeOf(b)], kept ?? nothing, params, null) as Node;
  if (isSmall(out)) node.output = out;
  const other = a.requiresGrad ? b : a;
  if (!other.requiresGrad && isSmall(other)) node.constant = other;
  out.node = node;
  if (context.tracer !== null) context.tracer.step(op.name, out, [a, b], params);
  return out;
}

export function recordMany<P>(
  op: Op<P>,
  out: Tensor,
  inputs: readonly Tensor[],
  kept: readonly (Tensor | null)[] | null,
  params: P,
): Tensor {
  out.requiresGrad = true;
  const node = new Node(op, inputs.map(nodeOf), kept ?? nothing, params, null) as Node;
  if (isSmall(out)) node.output = out;
  out.node = node;
  if (context.tracer !== null) context.tracer.step(op.name, out, inputs, params);
  return out;
}

/** @throws {TypeError} for anything but a tensor, which untyped code may pass. */
export function requireTensor(operation: string, value: unknown): void {
  if ((value as Tensor | null | undefined)?.array === undefined) throw tensorExpected(operation, value);
}
