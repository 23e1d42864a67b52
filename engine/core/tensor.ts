/**
 * The tensor: an array and its place in the graph of operations. Operations are no part of it: each is a method that
 * its file in ops/ adds, see {@link methods}.
 */
import { say } from "../payload/say.ts";
import { axisOf } from "./axes.ts";
import { contiguousArray, discardCopy } from "./allocate.ts";
import { context } from "./context.ts";
import { requireGradientOf, storeGradient } from "./gradient.ts";
import { noteMissingGradient } from "./missingGradient.ts";
import {
  countedApart,
  type DType,
  elementsOf,
  isFloating,
  type NDArray,
  type NestedArray,
  type TypedArray,
} from "./ndarray.ts";
import type { GradientHook, Node } from "./node.ts";
import { printTensor } from "./print.ts";
import { nodeOf, requireTensor } from "./record.ts";
import { type Shape, showShape, type Size, sizeOf, toSize } from "./shape.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** What a tensor that is a view knows of the tensor whose memory it shares. */
export interface SharedMemory {
  /** The tensor that is no view itself. */
  readonly base: Tensor;
  /** Why changes of the view are not recorded but refused, if they are: it is one of several that one call gave, or it
   * was made while nothing was recorded. Views of it are of its kind. */
  kind: "plain" | "oneOfSeveral" | "unrecorded";
  /** Whether the view requires a gradient because its base does. */
  readonly requiresGrad: boolean;
  /** Whether `x`, the view, still lies in the memory of its base: `data` may have been replaced. */
  shares(x: Tensor): boolean;
  /** Gives `x`, the view, a node that stems from its base as that is now, if it was changed meanwhile. */
  follow(x: Tensor): void;
}

/**
 * An n-dimensional array of numbers with automatic differentiation, as PyTorch's. Made by `tensor`, `zeros`, `rand`
 * and the like; every operation is a method here and, mostly, a function of `gradbook` too.
 * @example const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 */
export class Tensor {
  /** Storage, shape and strides. For kernels; change its contents through the in-place methods only. */
  array: NDArray;
  /** @internal Whether it requires a gradient by itself; a view may through its base. */
  wantsGrad = false;
  /** @internal What `grad` shows, for those who do not keep it: reading it here leaves it unseen. */
  gradient: Tensor | null = null;
  /** @internal Whether anyone may have kept `gradient`; if not, its memory is free with it. */
  gradientSeen = false;
  /** @internal Its place in the graph; null until it has one. */
  node: Node | null = null;
  /** @internal How it hangs together with the tensor that it is a view of; null for those that are none. */
  shared: SharedMemory | null = null;

  /** Wraps an array. To make a tensor from numbers, use `tensor([…])`. */
  constructor(array: NDArray) {
    this.array = array;
  }

  // What it is

  /** Extents of the axes; prints as PyTorch's `torch.Size([2, 3])`. */
  get shape(): Size {
    return toSize(this.array.shape);
  }
  /** The shape, or the extent of the axis `dim`.
   * @example x.size() // torch.Size([2, 3])
   * @example x.size(0) // 2 */
  size(): Size;
  size(dim: number): number;
  size(dim?: number): Size | number {
    return dim === undefined ? this.shape : this.array.shape[axisOf("size", dim, this.array.shape)];
  }
  /** float32, float64, int32 or bool. */
  get dtype(): DType {
    return this.array.dtype;
  }
  /** Whether it is the gradient of an embedding with `sparse: true`, which keeps the rows that were used. */
  get isSparse(): boolean {
    return false;
  }
  /** Where it lies: `cpu`, the one place there is. */
  get device(): "cpu" {
    return "cpu";
  }
  /** Number of axes. */
  get ndim(): number {
    return this.array.shape.length;
  }
  /** Number of axes.
   * @example zeros(2, 3).dim() // 2 */
  dim(): number {
    return this.array.shape.length;
  }
  /** Number of elements.
   * @example zeros(2, 3).numel() // 6 */
  numel(): number {
    return this.array.size;
  }
  /** Extent of the first axis, as Python's `len`. @throws for a 0-d tensor. */
  get length(): number {
    if (this.array.shape.length === 0) throw new TypeError(say`length: a 0-d tensor has no length.`);
    return this.array.shape[0];
  }
  /** How many elements lie between neighbours, one number per axis.
   * @example zeros(2, 3).stride() // [3, 1] */
  stride(): number[] {
    return [...this.array.strides];
  }
  /** Whether the elements lie in row-major order without gaps.
   * @example x.T.isContiguous() // false for a matrix */
  isContiguous(): boolean {
    return this.array.contiguous;
  }
  /** Whether operations on this tensor are recorded, so that `backward` gives it (or its leaves) a gradient. */
  get requiresGrad(): boolean {
    return this.wantsGrad || (this.shared !== null && this.shared.requiresGrad);
  }
  set requiresGrad(value: boolean) {
    this.wantsGrad = value;
  }
  /** Whether it was made by the user rather than by a recorded operation. */
  get isLeaf(): boolean {
    return this.gradFn === null;
  }
  /** The operation that made it, with `name`, `inputs` and `savedTensors`; null for leaves. */
  get gradFn(): Node | null {
    this.shared?.follow(this);
    return this.node?.leaf ? null : this.node;
  }

  // Out of the engine

  /** The only element as a number; 1 or 0 for bool.
   * @throws when there is not exactly one.
   * @example loss.item() */
  item(): number {
    const { array } = this;
    if (array.size !== 1) {
      throw new Error(
        say`item: a tensor of shape ${showShape(array.shape)} has ${array.size} elements, not one. Use
          toArray(), or pick one: x.at(0).`,
      );
    }
    return array.storage.data[array.offset];
  }
  /** The elements as nested arrays; a number for a 0-d tensor; booleans for bool.
   * @example tensor([[1, 2], [3, 4]]).toArray() // [[1, 2], [3, 4]] */
  toArray(): NestedArray {
    const { array } = this;
    const rows = contiguousArray("toArray", array);
    const nested = nestedArray(elementsOf(rows), array.shape, 0, 0);
    discardCopy(rows, array);
    return nested;
  }
  /** The elements as nested arrays: `toArray` by Python's name.
   * @example x.tolist() */
  tolist(): NestedArray {
    return this.toArray();
  }
  /** The elements as nested arrays: `toArray`, where the book goes over to NumPy, which is not here. A copy.
   * @example const a = x.numpy(); tensor(a) */
  numpy(): NestedArray {
    return this.toArray();
  }
  /** A copy of the elements in row-major order: a Float32Array, Float64Array, Int32Array or (bool) Uint8Array.
   * @example tensor([[1, 2], [3, 4]]).toTypedArray() // Float32Array [1, 2, 3, 4] */
  toTypedArray(): TypedArray {
    const { array } = this;
    const rows = contiguousArray("toTypedArray", array);
    const own = elementsOf(rows).slice();
    discardCopy(rows, array);
    return own;
  }
  /** As PyTorch prints it; large tensors are abridged.
   * @example `${tensor([1, 2])}` // "tensor([1., 2.])" */
  toString(): string {
    return printTensor(this);
  }
  /** What `JSON.stringify` writes: the elements as nested arrays. JSON has no NaN and no Infinity: they become null.
   * @example JSON.stringify(tensor([1, 2])) // "[1,2]" */
  toJSON(): NestedArray {
    return this.toArray();
  }
  [inspect](): string {
    return this.toString();
  }
  /** Lets `${x}` print and `Number(loss)` give the only element, and keeps operators from giving nonsense.
   * @throws TypeError for `x + y` and the like. */
  [Symbol.toPrimitive](hint: "string" | "number" | "default"): string | number {
    if (hint === "string") return this.toString();
    if (hint === "number" && this.array.size === 1) return this.item();
    throw new TypeError(
      say`operator: TypeScript's operators do not work on tensors. Use methods: x.add(y) for x + y, x.sub(y),
        x.mul(y), x.div(y), x.pow(2) for x ** 2, x.gt(y) for x > y; or loss.item() for a number.`,
    );
  }
  // Gradients

  /**
   * The gradient that backward passes have added up. It is null before the first, and for tensors inside a graph
   * unless they retain it; its type does not say so, so that `w.grad.zero_()` can be written as in the book.
   * Assign null to forget it, or a tensor of the same shape and dtype.
   * @throws when anything else is assigned.
   * @example noGrad(() => w.sub_(w.grad.mul(lr)))
   */
  get grad(): Tensor {
    this.gradientSeen = true;
    if (this.gradient === null) noteMissingGradient(this);
    return this.gradient as Tensor;
  }
  set grad(grad: Tensor | null) {
    if (grad !== null) requireGradientOf(this, grad);
    storeGradient(this, grad);
  }

  /** A tensor with the same memory that is not part of the graph: no gradient flows through it.
   * @example const u = y.detach(); */
  detach(): Tensor {
    return new Tensor(this.array);
  }
  /** Takes this tensor itself out of the graph: what was calculated from it before keeps its gradients.
   * @throws for a view, which is part of the graph of its base; use detach() there
   * @example for (const s of state) s.detach_(); */
  detach_(): this {
    if (this.shared !== null) {
      throw new Error(
        say`detach_: this tensor is a view of another one; use detach(), which gives a new tensor.`,
      );
    }
    this.node = null;
    this.wantsGrad = false;
    return this;
  }
  /** The tensor without its gradient bookkeeping, same memory; assigning puts other memory in its place, of another
   * shape or dtype too: a gradient, or what an optimiser remembers, does not fit any more then. A backward pass does
   * not notice that what it saved was changed through it: `detach` where it shall.
   * @throws when something else than a tensor is assigned, or integers to a tensor that requires a gradient.
   * @example w.data.sub_(w.grad.mul(lr)) */
  get data(): Tensor {
    return new Tensor(countedApart(this.array));
  }
  set data(other: Tensor) {
    requireTensor("data", other);
    if (this.requiresGrad && !isFloating(other.dtype)) {
      throw new TypeError(
        say`data: a tensor that requires a gradient holds float32 or float64 numbers, not ${other.dtype}.`,
      );
    }
    this.array = other.array;
  }
  /** Switches `requiresGrad` and returns the tensor.
   * @throws for integers, and for tensors inside a graph.
   * @example const w = randn(3, 4).requiresGrad_(); */
  requiresGrad_(value = true): this {
    if (value && !isFloating(this.dtype)) {
      throw new TypeError(
        say`requiresGrad_: only float32 and float64 tensors can require a gradient, not ${this.dtype}.`,
      );
    }
    if (!value && !this.isLeaf) {
      throw new Error(
        say`requiresGrad_: this tensor was computed from others; use detach() to leave the graph.`,
      );
    }
    this.requiresGrad = value;
    return this;
  }
  /** Keeps the gradient of a tensor inside the graph in its `grad`, too.
   * @throws when it does not require a gradient.
   * @example h.retainGrad(); loss.backward(); h.grad */
  retainGrad(): this {
    const node = nodeOf(this);
    if (!node) throw new Error(say`retainGrad: this tensor does not require a gradient.`);
    if (!node.leaf) node.retained = this;
    return this;
  }
  /** Calls `hook` with the gradient of this tensor in every backward pass; what it returns, if anything, takes
   * the gradient's place. Returns a function that removes the hook.
   * @example h.registerHook((g) => console.log(g.norm().item())) */
  registerHook(hook: GradientHook): () => void {
    const node = nodeOf(this);
    if (!node) throw new Error(say`registerHook: this tensor does not require a gradient.`);
    const hooks = (node.hooks ??= []);
    hooks.push(hook);
    return () => {
      const at = hooks.indexOf(hook);
      if (at >= 0) hooks.splice(at, 1);
    };
  }
  /** Forgets the gradient, or sets it to zeros when `setToNull` is false.
   * @example w.zeroGrad() */
  zeroGrad(setToNull = true): void {
    if (setToNull || !this.gradient) this.grad = null;
    else {
      const { array } = this.gradient;
      context.backend.fill(array, 0);
      array.counter.version++;
    }
  }
}

/**
 * The functions `F` of a tensor (those named `K`) as its methods: what follows the tensor are the arguments. A file of
 * operations declares `interface Tensor extends Methods<typeof import("./itself.ts")>`, so that every signature and
 * every comment stands once. Overloads do not come through; they are declared in full.
 */
export type Methods<F, K extends keyof F = keyof F> = {
  [N in K]: F[N] extends (x: Tensor, ...rest: infer R) => infer T ? (...rest: R) => T : never;
};

type Body<M> = M extends (...args: infer A) => infer R ? (this: Tensor, ...args: A) => R : never;

/** Adds a method to all tensors. */
export function method<N extends keyof Tensor & string>(name: N, body: Body<Tensor[N]>): void {
  Object.defineProperty(Tensor.prototype, name, { value: body, writable: true, configurable: true });
}

type Operation = (x: Tensor, ...rest: never[]) => unknown;

/** Adds functions of a tensor and at most three more arguments as methods, by their names. */
export function methods(functions: Readonly<Record<string, Operation>>): void {
  for (const [name, operation] of Object.entries(functions)) {
    const f = operation as (x: Tensor, a: unknown, b: unknown, c: unknown) => unknown;
    const value = function (this: Tensor, a: unknown, b: unknown, c: unknown): unknown {
      return f(this, a, b, c);
    };
    Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
  }
}

/** Apart from what makes arrays of anything else: V8 keeps numbers as they are where it has seen nothing but numbers. */
function numbersOf(data: TypedArray, start: number, count: number): number[] {
  const out = new Array<number>(count);
  for (let i = 0; i < count; i++) out[i] = data[start + i];
  return out;
}

function truthsOf(data: TypedArray, start: number, count: number): boolean[] {
  const out = new Array<boolean>(count);
  for (let i = 0; i < count; i++) out[i] = data[start + i] !== 0;
  return out;
}

/** The elements from `start` on, as arrays of arrays of the last extents. */
function nestedArray(data: TypedArray, shape: Shape, axis: number, start: number): NestedArray {
  const truth = data instanceof Uint8Array;
  if (axis === shape.length) return truth ? data[start] !== 0 : data[start];
  const extent = shape[axis];
  if (axis === shape.length - 1)
    return truth ? truthsOf(data, start, extent) : numbersOf(data, start, extent);
  const out = new Array<NestedArray>(extent);
  const step = sizeOf(shape.slice(axis + 1));
  for (let i = 0; i < extent; i++) out[i] = nestedArray(data, shape, axis + 1, start + i * step);
  return out;
}
