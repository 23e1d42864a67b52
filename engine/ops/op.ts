/** What an operation is, and how its use is recorded for the backward pass. */
import { whenCutOff } from "../callsUnderWay.ts";
import { context, type ModuleCall } from "../context.ts";
import { outOfMemory, tensorExpected } from "../errors.ts";
import {
  bytesPerElement,
  type DType,
  fromStorage,
  type MemoryKind,
  NDArray,
  type Storage,
} from "../ndarray.ts";
import { sameShape, type Shape, showShape, sizeOf, stridesOf } from "../shape.ts";
import { torchName } from "./torchNames.ts";
import type { Tensor } from "../tensor.ts";

/**
 * The gradient of the loss by one input, given its gradient by the output. It returns a fresh tensor or a
 * view of `g`, and is written in operations on tensors, so that it can be differentiated itself.
 */
export type Vjp<P> = (g: Tensor, node: Node<P>) => Tensor;

/** One row of the table of operations. `P` is what a use of it must remember besides tensors. */
export interface Op<P = unknown> {
  /** As the engine's function is called. */
  readonly name: string;
  /** One per tensor input, in order; null where no gradient flows. */
  readonly backward: readonly (Vjp<P> | null)[];
  /** Uses of the operation from which its tests and golden numbers are made. */
  readonly examples?: () => Example[];
}

/** An op of any kind, as a row of the table. */
export interface Row {
  readonly name: string;
  readonly backward: readonly unknown[];
  readonly examples?: () => Example[];
}

/** How to make one input of an example: uniform numbers in [low, high], or given ones. */
export interface ExampleInput {
  readonly shape: Shape;
  readonly low?: number;
  readonly high?: number;
  readonly values?: readonly number[];
  /** When it is not the floating dtype under test; such an input gets no gradient. */
  readonly dtype?: "int32" | "bool";
  /** Take no gradient by it. */
  readonly constant?: boolean;
  /** Lay it out column-major. */
  readonly transposed?: boolean;
}

/** One use of an operation, in our words and in PyTorch's (inputs are a, b, c). */
export interface Example {
  readonly run: (...inputs: Tensor[]) => Tensor;
  readonly torch: string;
  readonly inputs: readonly ExampleInput[];
  /** False where the numbers are right but the slope has a step (ties, NaN, infinities). */
  readonly smooth: boolean;
  /** False where the gradient cannot be differentiated again. */
  readonly twice: boolean;
}

/** A hook may return another gradient to go on with. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a hook that only looks gives nothing back
export type GradientHook = (grad: Tensor) => Tensor | void;

/**
 * One recorded use of an operation; `tensor.gradFn` of its output.
 * @example loss.gradFn.inputs
 */
export class Node<P = unknown> {
  /** @internal The row of the table of operations. */
  readonly op: Op<P>;
  /** Where the gradients go, one per input; null where none is wanted. */
  readonly inputs: readonly (Node | null)[];
  /** @internal What the operation must remember besides tensors. */
  readonly params: P;
  /** Age: greater than that of all inputs. */
  readonly order: number;
  /** What the backward pass needs, null in places of no use to it; null once all is freed. */
  kept: readonly (Tensor | null)[] | null;
  /** Sum of the versions of what is kept: they only grow, so that it tells whether one was overwritten. */
  readonly versions: number;
  /** The leaf, in a node that accumulates into one. */
  readonly leaf: Tensor | null;
  /** The output, when its gradient shall be retained. */
  retained: Tensor | null = null;
  /** @internal Hooks on the gradient of its output. */
  hooks: GradientHook[] | null = null;
  /** Whether nobody but this node can see what it keeps, so that freeing it gives back the memory. */
  privately = false;
  /** During a backward pass: the gradient so far, and whether nothing else refers to its memory. */
  gradient: Tensor | null = null;
  /** @internal During a backward pass: whether nothing else refers to the gradient's memory. */
  owned = false;
  /** @internal During a backward pass: whether it hands its gradient on to its inputs. */
  runs = true;
  /** The backward pass that has seen this node last. */
  pass = 0;
  /** @internal The call of a module that it is part of; null outside of all. */
  call: ModuleCall | null = context.call;
  /** @internal The output, when it is small: for those who look at the graph. Null once the graph is freed. */
  output: Tensor | null = null;
  /** @internal The operand that takes no gradient, when it is small; null as above. */
  constant: Tensor | null = null;

  constructor(
    op: Op<P>,
    inputs: readonly (Node | null)[],
    kept: readonly (Tensor | null)[],
    params: P,
    leaf: Tensor | null,
  ) {
    this.op = op;
    this.inputs = inputs;
    this.params = params;
    this.order = ++context.recorded;
    this.kept = kept;
    this.leaf = leaf;
    let versions = 0;
    for (const tensor of kept) {
      if (!tensor) continue;
      const { storage, counter } = tensor.array;
      versions += counter.version;
      if (storage.kind === "temporary") context.backend.retag(storage, "intermediate");
    }
    this.versions = versions;
  }

  /** As PyTorch prints it: `MulBackward0`. */
  get name(): string {
    if (this.leaf) return "AccumulateGrad";
    return torchName(this.op.name, this as Node);
  }

  /** What was stored for the backward pass, to look at; empty once it has been freed. */
  get savedTensors(): Tensor[] {
    this.privately = false;
    // What this node keeps may be for another to give back: the one that made it.
    for (const input of this.inputs) if (input) input.privately = false;
    return (this.kept ?? []).filter((tensor) => tensor !== null);
  }

  /** @internal The same in the places where the op's gradients expect it; not there where they do not. */
  get saved(): readonly Tensor[] {
    return (this.kept ?? nothing) as readonly Tensor[];
  }

  /** @internal Forgets what was saved. */
  free(): void {
    this.output = null;
    this.constant = null;
    if (!this.kept || this.kept.length === 0) return;
    for (const tensor of this.kept) {
      if (!tensor) continue;
      const { array } = tensor;
      if (this.privately) context.backend.release(array.storage);
      else if (array.storage.kind === "intermediate") context.backend.retag(array.storage, "temporary");
    }
    this.kept = null;
  }

  /** As PyTorch prints it: `<MulBackward0>`.
   * @example String(y.gradFn) // "<MulBackward0>" */
  toString(): string {
    return `<${this.name}>`;
  }
}

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
  return out;
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
  return out;
}

/** @throws {TypeError} for anything but a tensor, which untyped code may pass. */
export function requireTensor(operation: string, value: unknown): void {
  if ((value as Tensor | null | undefined)?.array === undefined) throw tensorExpected(operation, value);
}

/**
 * Refuses what cannot be the gradient of `x`.
 * @throws {TypeError} for another dtype, and for what is no tensor; RangeError for another shape, and for `x` itself
 */
export function requireGradientOf(x: Tensor, grad: Tensor): void {
  requireTensor("grad", grad);
  const { array } = grad;
  if (array.dtype !== x.array.dtype) {
    throw new TypeError(
      `grad: a ${array.dtype} gradient for a ${x.array.dtype} tensor; convert it: grad.to("${x.array.dtype}").`,
    );
  }
  if (!sameShape(array.shape, x.array.shape)) {
    throw new RangeError(
      `grad: a gradient of shape ${showShape(array.shape)} for a tensor of shape ${showShape(x.array.shape)}; ` +
        "they must be equal. After assigning other data, forget the gradient first: x.grad = null.",
    );
  }
  if (grad === x) throw new RangeError("grad: a tensor cannot be its own gradient.");
}

let TensorClass: (new (array: NDArray) => Tensor) | undefined;

/** Called once by tensor.ts: operations make tensors but stand below them. */
export function setTensorClass(constructor: new (array: NDArray) => Tensor): void {
  TensorClass = constructor;
}

export function wrap(array: NDArray): Tensor {
  if (!TensorClass) throw new Error("tensor.ts has not been loaded");
  return new TensorClass(array);
}

type AllocationObserver = (storage: Storage, released: boolean) => void;

let allocationObserver: AllocationObserver | null = null;

whenCutOff(() => {
  allocationObserver = null;
});

/** Gives back the memory of something that an operation made for itself. */
export function release(storage: Storage): void {
  context.backend.release(storage);
  allocationObserver?.(storage, true);
}

/** Runs `body` while `observe` sees every storage that operations allocate, and those that they release. */
export function observeAllocations<T>(observe: AllocationObserver, body: () => T): T {
  const before = allocationObserver;
  allocationObserver = observe;
  try {
    return body();
  } finally {
    allocationObserver = before;
  }
}

function allocateStorage(
  operation: string,
  dtype: DType,
  shape: Shape,
  size: number,
  kind: MemoryKind,
): Storage {
  try {
    const storage = context.backend.allocate(dtype, size, kind);
    allocationObserver?.(storage, false);
    return storage;
  } catch (cause) {
    if (!(size >= 0) || !shape.every(Number.isInteger)) {
      throw new RangeError(`${operation}: ${showShape(shape)} is no shape.`, { cause });
    }
    // To count what is held, garbage is collected first: of no use to what fits into no memory.
    const alone = size * bytesPerElement[dtype] > (context.backend.limit ?? Infinity);
    throw outOfMemory(operation, dtype, shape, size, alone ? null : context.backend.memory(), cause);
  }
}

/** A contiguous array with undefined contents. `operation` is named if memory runs out. */
export function allocate(
  operation: string,
  dtype: DType,
  shape: Shape,
  kind: MemoryKind = "temporary",
): NDArray {
  return fromStorage(allocateStorage(operation, dtype, shape, sizeOf(shape), kind), shape);
}

/** Like {@link allocate}, with the shape of `x`. */
export function allocateLike(operation: string, x: NDArray, dtype: DType): NDArray {
  const storage = allocateStorage(operation, dtype, x.shape, x.size, "temporary");
  const strides = x.contiguous ? x.strides : stridesOf(x.shape);
  return new NDArray(storage, x.shape, strides, 0, x.size, true);
}

/** The array itself, or a row-major copy of it. */
export function contiguousArray(operation: string, x: NDArray): NDArray {
  if (x.contiguous) return x;
  const out = allocateLike(operation, x, x.dtype);
  context.backend.copy(x, out);
  return out;
}

/** Gives back the memory of a copy that {@link contiguousArray} may have made of `x`. */
export function discardCopy(copy: NDArray, x: NDArray): void {
  if (copy !== x) release(copy.storage);
}

export function isFloating(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}
