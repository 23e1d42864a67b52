/**
 * The tensor: an array, its place in the graph of operations, and every operation as a method. Long because it
 * is the list of all methods; what they do is in ops/. For indexing, see the table at the top of ops/indexing.ts.
 */
import { Binary, Unary } from "./backend/backend.ts";
import { backward, type BackwardFrom, type BackwardOptions } from "./autograd.ts";
import { type DTypeName, dtypeWanted } from "./dtypes.ts";
import { broadcastError } from "./errors.ts";
import { countedApart, elementsOf, type DType, type NDArray, type TypedArray } from "./ndarray.ts";
import {
  type Axes,
  axisOf,
  type Dim,
  type Keepdim,
  type ReduceOneOptions,
  type ReduceOptions,
} from "./ops/axes.ts";
import { noteMissingGradient } from "./missingGradient.ts";
import * as activations from "./ops/activations.ts";
import * as binary from "./ops/binary.ts";
import * as compare from "./ops/compare.ts";
import * as convert from "./ops/convert.ts";
import { cumsum } from "./ops/cumsum.ts";
import * as extremes from "./ops/extremes.ts";
import { type NestedArray } from "./ops/create.ts";
import * as picking from "./ops/gather.ts";
import { getItem, type Index, selectAxis } from "./ops/indexing.ts";
import * as inPlace from "./ops/inPlace.ts";
import * as join from "./ops/join.ts";
import * as products from "./ops/matmul.ts";
import {
  contiguousArray,
  type GradientHook,
  isFloating,
  type Node,
  nodeOf,
  requireGradientOf,
  requireTensor,
  setTensorClass,
} from "./ops/op.ts";
import * as reduce from "./ops/reduce.ts";
import * as rows from "./ops/softmax.ts";
import * as statistics from "./ops/statistics.ts";
import * as unary from "./ops/unary.ts";
import type { View } from "./ops/viewed.ts";
import * as views from "./ops/views.ts";
import { maskedFill, where } from "./ops/where.ts";
import { printTensor } from "./print.ts";
import { storeGradient } from "./storedGradient.ts";
import { type Generator } from "./random/generator.ts";
import * as random from "./random/tensors.ts";
import { broadcastShapes, type Shape, showShape, type Size, stridesOf, toSize } from "./shape.ts";
import { checkOptions } from "./options.ts";

export type { Index } from "./ops/indexing.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** Sizes as separate numbers or as one array. */
type Sizes = number[] | [shape: Shape];

const sizesOf = (sizes: Sizes): Shape => sizes.flat();

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
  shared: View | null = null;

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
    if (this.array.shape.length === 0) throw new TypeError("length: a 0-d tensor has no length.");
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
        `item: a tensor of shape ${showShape(array.shape)} has ${array.size} elements, not one. ` +
          "Use toArray(), or pick one: x.at(0).",
      );
    }
    return array.storage.data[array.offset];
  }
  /** The elements as nested arrays; a number for a 0-d tensor; booleans for bool.
   * @example tensor([[1, 2], [3, 4]]).toArray() // [[1, 2], [3, 4]] */
  toArray(): NestedArray {
    const data = this.toTypedArray();
    const { shape } = this.array;
    const strides = stridesOf(shape);
    const truth = this.dtype === "bool";
    const level = (axis: number, start: number): NestedArray => {
      if (axis === shape.length) return truth ? data[start] !== 0 : data[start];
      return Array.from({ length: shape[axis] }, (_, i) => level(axis + 1, start + i * strides[axis]));
    };
    return level(0, 0);
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
    return elementsOf(contiguousArray("toTypedArray", this.array)).slice();
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
      "operator: TypeScript's operators do not work on tensors. Use methods: x.add(y) for x + y, x.sub(y), " +
        "x.mul(y), x.div(y), x.gt(y) for x > y; or loss.item() for a number.",
    );
  }
  /** The rows: the tensor at index 0, 1, … of the first axis. @throws for a 0-d tensor. */
  *[Symbol.iterator](): IterableIterator<Tensor> {
    for (let i = 0; i < this.length; i++) yield selectAxis(this, 0, i);
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

  /**
   * Computes the gradients of this tensor by all leaves it depends on and adds them to their `grad`.
   * Afterwards the graph is freed, unless it is retained.
   * @param gradient where to start from; may be left out for a scalar
   * @throws for a non-scalar without `gradient`; on a graph that was freed; when something that the graph
   * saved was changed in place; when nothing requires a gradient.
   * @example loss.backward()
   * @example y.backward(onesLike(y), { retainGraph: true })
   * @example loss.backward({ retainGraph: true })
   */
  backward(gradient?: Tensor | BackwardFrom | null, options?: BackwardOptions): void {
    backward(this, gradient, options);
  }
  /** A tensor with the same memory that is not part of the graph: no gradient flows through it.
   * @example const u = y.detach(); */
  detach(): Tensor {
    return new Tensor(this.array);
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
        `data: a tensor that requires a gradient holds float32 or float64 numbers, not ${other.dtype}.`,
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
        `requiresGrad_: only float32 and float64 tensors can require a gradient, not ${this.dtype}.`,
      );
    }
    if (!value && !this.isLeaf) {
      throw new Error(
        "requiresGrad_: this tensor was computed from others; use detach() to leave the graph.",
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
    if (!node) throw new Error("retainGrad: this tensor does not require a gradient.");
    if (!node.leaf) node.retained = this;
    return this;
  }
  /** Calls `hook` with the gradient of this tensor in every backward pass; what it returns, if anything, takes
   * the gradient's place. Returns a function that removes the hook.
   * @example h.registerHook((g) => console.log(g.norm().item())) */
  registerHook(hook: GradientHook): () => void {
    const node = nodeOf(this);
    if (!node) throw new Error("registerHook: this tensor does not require a gradient.");
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
    else inPlace.fill_(this.gradient.detach(), 0);
  }

  // Arithmetic; everything broadcasts, and throws when shapes do not

  /** this + alpha·other.
   * @example x.add(1) */
  add(other: Tensor | number, options?: { alpha?: number }): Tensor {
    return binary.add(this, other, options);
  }
  /** this − alpha·other; broadcasts.
   * @example x.sub(x.mean(0)) */
  sub(other: Tensor | number, options?: { alpha?: number }): Tensor {
    return binary.sub(this, other, options);
  }
  /** other − this; broadcasts.
   * @example x.rsub(1) // 1 − x */
  rsub(other: Tensor | number): Tensor {
    return binary.rsub(this, other);
  }
  /** this · other, element by element; broadcasts. For matrices see `matmul`.
   * @example x.mul(2)
   * @example a.mul(b) */
  mul(other: Tensor | number): Tensor {
    return binary.mul(this, other);
  }
  /** this / other; integers give float32. With `roundingMode` the quotient is rounded.
   * @example x.div(x.sum(1, true))
   * @example x.div(2, { roundingMode: "floor" }) */
  div(other: Tensor | number, options?: { roundingMode?: "floor" | "trunc" }): Tensor {
    return binary.div(this, other, options);
  }
  /** this to the power `exponent`.
   * @example x.pow(2) */
  pow(exponent: Tensor | number): Tensor {
    return binary.pow(this, exponent);
  }
  /** The rest of this / other, with the sign of `other`; Python's `%`.
   * @example tensor([-3, 5]).remainder(4) // [1, 1] */
  remainder(other: Tensor | number): Tensor {
    return binary.remainder(this, other);
  }
  /** this / other rounded down; Python's `//`.
   * @example tensor([-3, 5]).floorDivide(2) // [-2, 2] */
  floorDivide(other: Tensor | number): Tensor {
    return binary.floorDivide(this, other);
  }
  /** The larger of both, element by element; NaN wins, ties share the gradient evenly.
   * @example x.maximum(0) */
  maximum(other: Tensor | number): Tensor {
    return binary.maximum(this, other);
  }
  /** The smaller of both, element by element; NaN wins, ties share the gradient evenly.
   * @example x.minimum(y) */
  minimum(other: Tensor | number): Tensor {
    return binary.minimum(this, other);
  }
  // Comparisons and logic: bool tensors

  /** this = other, element by element; bool.
   * @example yHat.argmax(1).eq(y).sum() */
  eq(other: Tensor | number): Tensor {
    return compare.eq(this, other);
  }
  /** this ≠ other, element by element; bool.
   * @example x.ne(0) */
  ne(other: Tensor | number): Tensor {
    return compare.ne(this, other);
  }
  /** this < other, element by element; bool.
   * @example x.lt(y) */
  lt(other: Tensor | number): Tensor {
    return compare.lt(this, other);
  }
  /** this ≤ other, element by element; bool.
   * @example x.le(1) */
  le(other: Tensor | number): Tensor {
    return compare.le(this, other);
  }
  /** this > other, element by element; bool.
   * @example rand(2, 3).gt(0.5).float() // a dropout mask */
  gt(other: Tensor | number): Tensor {
    return compare.gt(this, other);
  }
  /** this ≥ other, element by element; bool.
   * @example x.ge(0) */
  ge(other: Tensor | number): Tensor {
    return compare.ge(this, other);
  }
  /** Whether both are other than 0; bool.
   * @example x.gt(0).logicalAnd(x.lt(1)) */
  logicalAnd(other: Tensor): Tensor {
    return compare.logicalAnd(this, other);
  }
  /** Whether at least one is other than 0; bool.
   * @example x.lt(0).logicalOr(x.gt(1)) */
  logicalOr(other: Tensor): Tensor {
    return compare.logicalOr(this, other);
  }
  /** Whether exactly one is other than 0; bool.
   * @example a.logicalXor(b) */
  logicalXor(other: Tensor): Tensor {
    return compare.logicalXor(this, other);
  }
  /** Whether it is 0; bool.
   * @example x.gt(0).logicalNot() */
  logicalNot(): Tensor {
    return compare.logicalNot(this);
  }
  /** Whether it is NaN; bool.
   * @example x.isnan().any() */
  isnan(): Tensor {
    return compare.isnan(this);
  }
  /** Whether it is ±Infinity; bool.
   * @example x.isinf().any() */
  isinf(): Tensor {
    return compare.isinf(this);
  }
  /** Whether it is neither infinite nor NaN; bool.
   * @example x.isfinite().all() */
  isfinite(): Tensor {
    return compare.isfinite(this);
  }
  /** Whether both have the same shape and the same elements. Unlike `eq`, one boolean.
   * @example x.equal(y) // true or false */
  equal(other: Tensor): boolean {
    return compare.equal(this, other);
  }
  /** Whether all elements are close: |this − other| ≤ atol + rtol·|other|; rtol 1e-5, atol 1e-8 by default.
   * @example x.allclose(y, { rtol: 1e-4 }) */
  allclose(other: Tensor, options?: compare.Closeness): boolean {
    return compare.allclose(this, other, options);
  }
  /** This where `condition` holds, else `other`; all three broadcast.
   * @example x.where(x.gt(0), 0) */
  where(condition: Tensor, other: Tensor | number): Tensor {
    return where(condition, this, other);
  }
  /** A copy with `value` where the bool tensor `mask`, which broadcasts, holds.
   * @example scores.maskedFill(mask, -Infinity) */
  maskedFill(mask: Tensor, value: number): Tensor {
    return maskedFill("maskedFill", this, mask, value);
  }
  // Element by element

  /** −this.
   * @example x.neg() */
  neg(): Tensor {
    return unary.neg(this);
  }
  /** |this|, with slope 0 at 0.
   * @example u.abs().sum() // the 1-norm */
  abs(): Tensor {
    return unary.abs(this);
  }
  /** −1, 0 or 1; slope 0.
   * @example tensor([-2, 0, 3]).sign() // [-1, 0, 1] */
  sign(): Tensor {
    return unary.sign(this);
  }
  /** e to the power of this.
   * @example x.exp() */
  exp(): Tensor {
    return unary.exp(this);
  }
  /** The natural logarithm; NaN below 0, −Infinity at 0.
   * @example x.log() */
  log(): Tensor {
    return unary.log(this);
  }
  /** The logarithm to base 2.
   * @example tensor(8).log2() // 3 */
  log2(): Tensor {
    return unary.log2(this);
  }
  /** The logarithm to base 10.
   * @example tensor(1000).log10() // 3 */
  log10(): Tensor {
    return unary.log10(this);
  }
  /** log(1 + this), exact for small values.
   * @example x.log1p() */
  log1p(): Tensor {
    return unary.log1p(this);
  }
  /** e to the power of this, minus 1, exact for small values.
   * @example x.expm1() */
  expm1(): Tensor {
    return unary.expm1(this);
  }
  /** The square root; NaN below 0.
   * @example tensor([4, 9]).sqrt() // [2, 3] */
  sqrt(): Tensor {
    return unary.sqrt(this);
  }
  /** 1/√this.
   * @example tensor(4).rsqrt() // 0.5 */
  rsqrt(): Tensor {
    return unary.rsqrt(this);
  }
  /** this².
   * @example yHat.sub(y).square().mean() */
  square(): Tensor {
    return unary.square(this);
  }
  /** 1/this.
   * @example tensor(4).reciprocal() // 0.25 */
  reciprocal(): Tensor {
    return unary.reciprocal(this);
  }
  /** The sine of radians.
   * @example arange(0, 6.28, 0.1).sin() */
  sin(): Tensor {
    return unary.sin(this);
  }
  /** The cosine of radians.
   * @example x.cos() */
  cos(): Tensor {
    return unary.cos(this);
  }
  /** The tangent of radians.
   * @example x.tan() */
  tan(): Tensor {
    return unary.tan(this);
  }
  /** The error function, 2/√π ∫₀ˣ e^(−t²) dt.
   * @example x.erf() */
  erf(): Tensor {
    return unary.erf(this);
  }
  /** The largest integer ≤ this; slope 0.
   * @example tensor([-1.5, 1.5]).floor() // [-2, 1] */
  floor(): Tensor {
    return unary.floor(this);
  }
  /** The smallest integer ≥ this; slope 0.
   * @example tensor([-1.5, 1.5]).ceil() // [-1, 2] */
  ceil(): Tensor {
    return unary.ceil(this);
  }
  /** The nearest integer, halves to even; slope 0.
   * @example tensor([0.5, 1.5]).round() // [0, 2] */
  round(): Tensor {
    return unary.round(this);
  }
  /** This without its fraction; slope 0.
   * @example tensor([-1.5, 1.5]).trunc() // [-1, 1] */
  trunc(): Tensor {
    return unary.trunc(this);
  }
  /** The hyperbolic tangent.
   * @example x.tanh() */
  tanh(): Tensor {
    return activations.tanh(this);
  }
  /** 1/(1 + e^−this).
   * @example logits.sigmoid() */
  sigmoid(): Tensor {
    return activations.sigmoid(this);
  }
  /** log(sigmoid(this)) without overflow.
   * @example logits.logSigmoid() */
  logSigmoid(): Tensor {
    return activations.logSigmoid(this);
  }
  /** max(this, 0), with slope 0 at 0.
   * @example x.matmul(w1).add(b1).relu() */
  relu(): Tensor {
    return activations.relu(this);
  }
  /** this·sigmoid(this).
   * @example x.silu() */
  silu(): Tensor {
    return activations.silu(this);
  }
  /** min(max(this, min), max); a bound left out does not bind.
   * @example x.clamp({ min: 1e-6 }) */
  clamp(min?: number | unary.ClampOptions, max?: number): Tensor {
    return unary.clamp(this, min, max);
  }
  /** This where positive, else `negativeSlope`·this; 0.01 by default.
   * @example x.leakyRelu(0.2) */
  leakyRelu(negativeSlope?: number | { negativeSlope?: number }): Tensor {
    return activations.leakyRelu(this, negativeSlope);
  }
  /** This where positive, else this times `weight` (one number, or one per channel of axis 1).
   * @example x.prelu(tensor([0.25])) */
  prelu(weight: Tensor): Tensor {
    return activations.prelu(this, weight);
  }
  /** This where positive, else `alpha`·(e^this − 1); alpha is 1 by default.
   * @example x.elu() */
  elu(alpha?: number | { alpha?: number }): Tensor {
    return activations.elu(this, alpha);
  }
  /** this·Φ(this), Φ the normal distribution function; `approximate: "tanh"` takes its usual approximation.
   * @example x.gelu()
   * @example x.gelu({ approximate: "tanh" }) */
  gelu(options?: { approximate?: "none" | "tanh" }): Tensor {
    return activations.gelu(this, options);
  }
  /** log(1 + e^(beta·this))/beta; this itself where beta·this > threshold. beta 1, threshold 20 by default.
   * @example x.softplus() */
  softplus(options?: { beta?: number; threshold?: number }): Tensor {
    return activations.softplus(this, options);
  }
  /** e^this / Σ e^this along the axis `dim`: positive, and 1 in sum.
   * @example logits.softmax(1) */
  softmax(dim: Dim): Tensor {
    return rows.softmax(this, dim);
  }
  /** log(softmax(this)) along the axis `dim`, without overflow.
   * @example logits.logSoftmax(1) */
  logSoftmax(dim: Dim): Tensor {
    return rows.logSoftmax(this, dim);
  }
  // Reductions: over one axis, several or all; throw when an axis is out of range

  /** Sum.
   * @example x.sum(0, true)
   * @example x.sum({ dim: [0, 1], keepdim: true }) */
  sum(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return reduce.sum(this, dim, keepdim);
  }
  /** Mean over one axis, several or all; integers give float32.
   * @example x.mean()
   * @example x.mean(0) */
  mean(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return reduce.mean(this, dim, keepdim);
  }
  /** Product over one axis or all.
   * @example x.prod()
   * @example x.prod(1) */
  prod(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return reduce.prod(this, dim, keepdim);
  }
  /** Largest value over one axis, several or all; ties share the gradient evenly.
   * @example x.amax(1, true) */
  amax(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return extremes.amax(this, dim, keepdim);
  }
  /** Smallest value over one axis, several or all; ties share the gradient evenly.
   * @example x.amin([0, 1]) */
  amin(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return extremes.amin(this, dim, keepdim);
  }
  /** log Σ e^this without overflow, over one axis, several or all.
   * @example logits.logsumexp(1, true) */
  logsumexp(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return reduce.logsumexp(this, dim, keepdim);
  }
  /** Whether all are other than 0, over one axis or all; bool.
   * @example x.gt(0).all() */
  all(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return reduce.all(this, dim, keepdim);
  }
  /** Whether any is other than 0, over one axis or all; bool.
   * @example x.isnan().any() */
  any(dim?: Axes | ReduceOptions, keepdim?: Keepdim): Tensor {
    return reduce.any(this, dim, keepdim);
  }
  /** Variance, divided by n − correction; correction is 1 by default, as in PyTorch.
   * @example x.var(0)
   * @example x.var(0, { correction: 0 }) */
  var(dim?: Axes | statistics.VarOptions, keepdim?: boolean | statistics.VarOptions): Tensor {
    return statistics.variance(this, dim, keepdim);
  }
  /** Standard deviation, the root of `var`; correction is 1 by default.
   * @example x.std(0) */
  std(dim?: Axes | statistics.VarOptions, keepdim?: boolean | statistics.VarOptions): Tensor {
    return statistics.std(this, dim, keepdim);
  }
  /** The p-norm, p = 2 by default.
   * @example x.norm(1, 0) */
  norm(
    p: number | "fro" | statistics.NormOptions = 2,
    dim?: Axes | ReduceOptions,
    keepdim?: Keepdim,
  ): Tensor {
    return statistics.norm(this, p, dim, keepdim);
  }
  /** Running sum along the axis `dim`.
   * @example counts.cumsum(0) */
  cumsum(dim: Dim): Tensor {
    return cumsum(this, dim);
  }
  /** Index of the largest, along `dim` or in the flattened tensor; the first of equals; int32.
   * @example yHat.argmax(1) */
  argmax(dim?: number | ReduceOneOptions, keepdim?: Keepdim): Tensor {
    return extremes.argmax(this, dim, keepdim);
  }
  /** Index of the smallest, along `dim` or in the flattened tensor; the first of equals; int32.
   * @example x.argmin() */
  argmin(dim?: number | ReduceOneOptions, keepdim?: Keepdim): Tensor {
    return extremes.argmin(this, dim, keepdim);
  }
  /** The largest element; along `dim`, the largest and their indices; with a tensor, `maximum`.
   * @example const [values, indices] = x.max(1) */
  max(): Tensor;
  max(other: Tensor): Tensor;
  max(dim: number | ReduceOneOptions, keepdim?: Keepdim): extremes.ValuesAndIndices;
  max(dim?: number | ReduceOneOptions | Tensor, keepdim?: Keepdim): Tensor | extremes.ValuesAndIndices {
    if (dim === undefined) return extremes.max(this);
    return dim instanceof Tensor ? binary.maximum(this, dim) : extremes.max(this, dim, keepdim);
  }
  /** The smallest element; along `dim`, the smallest and their indices; with a tensor, `minimum`.
   * @example const [values, indices] = x.min(1) */
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number | ReduceOneOptions, keepdim?: Keepdim): extremes.ValuesAndIndices;
  min(dim?: number | ReduceOneOptions | Tensor, keepdim?: Keepdim): Tensor | extremes.ValuesAndIndices {
    if (dim === undefined) return extremes.min(this);
    return dim instanceof Tensor ? binary.minimum(this, dim) : extremes.min(this, dim, keepdim);
  }
  // Linear algebra

  /** The matrix product, by rank as in PyTorch; leading axes are batches.
   * @throws when the inner axes or the dtypes differ, naming both.
   * @example x.matmul(w.T) */
  matmul(other: Tensor): Tensor {
    return products.matmul(this, other);
  }
  /** The product of two matrices: (n, m) and (m, p) give (n, p).
   * @throws when one is not a matrix, or the inner axes or the dtypes differ.
   * @example a.mm(b) */
  mm(other: Tensor): Tensor {
    return products.mm(this, other);
  }
  /** The products of matrices, one for each: (b, n, m) and (b, m, p) give (b, n, p). For other ranks see `matmul`.
   * @throws when one has not three axes, or the batches, the inner axes or the dtypes differ.
   * @example a.bmm(b) */
  bmm(other: Tensor): Tensor {
    return products.bmm(this, other);
  }
  /** The product of a matrix (n, m) and a vector (m,): (n,).
   * @throws when the shapes or the dtypes differ.
   * @example a.mv(x) */
  mv(vector: Tensor): Tensor {
    return products.mv(this, vector);
  }
  /** The inner product of two vectors of the same length; 0-d.
   * @throws for other shapes.
   * @example x.dot(y) */
  dot(other: Tensor): Tensor {
    return products.dot(this, other);
  }
  /** All products of an element of this vector with one of another: (n,) and (m,) give (n, m).
   * @example x.outer(y) */
  outer(other: Tensor): Tensor {
    return products.outer(this, other);
  }
  // Shape

  /** The same elements in another shape; one size may be −1.
   * @throws when the number of elements does not fit.
   * @example x.reshape(3, -1) */
  reshape(...sizes: Sizes): Tensor {
    return views.reshape(this, sizesOf(sizes));
  }
  /** Like `reshape`, but never copies.
   * @throws when only a copy would do.
   * @example x.view(-1, 784) */
  view(...sizes: Sizes): Tensor {
    return views.viewOnly(this, sizesOf(sizes));
  }
  /** This, in the shape of `other`.
   * @example y.reshapeAs(yHat) */
  reshapeAs(other: Tensor): Tensor {
    requireTensor("reshapeAs", other);
    return views.reshape(this, other.array.shape);
  }
  /** The axes in reverse order; of a matrix, its transpose. A view. */
  get T(): Tensor {
    return views.reversed(this);
  }
  /** The transpose of a matrix.
   * @example w.t() */
  t(): Tensor {
    if (this.array.shape.length > 2) {
      throw new RangeError(
        `t: a tensor of shape ${showShape(this.array.shape)} is no matrix; use transpose(0, 1).`,
      );
    }
    return views.reversed(this);
  }
  /** Swaps two axes. A view.
   * @example x.transpose(0, 1) */
  transpose(dim0: number, dim1: number): Tensor {
    return views.transpose(this, dim0, dim1);
  }
  /** The axes in another order. A view.
   * @example image.permute(2, 0, 1) */
  permute(...order: Sizes): Tensor {
    return views.permute(this, sizesOf(order));
  }
  /** Joins the axes from `startDim` to `endDim` into one; all by default.
   * @example image.flatten()
   * @example batch.flatten(1) */
  flatten(startDim?: number | views.FlattenOptions, endDim?: number): Tensor {
    return views.flatten(this, startDim, endDim);
  }
  /** Drops axes of extent 1: `dim` if it is one, or all. A view.
   * @example zeros(1, 3, 1).squeeze() // (3,) */
  squeeze(dim?: Axes | { dim?: Axes }): Tensor {
    return views.squeeze(this, dim);
  }
  /** Inserts an axis of extent 1 before the axis `dim`. A view.
   * @example zeros(3).unsqueeze(1) // (3, 1) */
  unsqueeze(dim: Dim): Tensor {
    return views.unsqueeze(this, dim);
  }
  /** Stretches axes of extent 1 without copying; −1 keeps an extent.
   * @example zeros(3, 1).expand(-1, 4) // (3, 4) */
  expand(...sizes: Sizes): Tensor {
    return views.expand(this, sizesOf(sizes));
  }
  /** Stretches to the shape of `other`.
   * @example b.expandAs(x) */
  expandAs(other: Tensor): Tensor {
    requireTensor("expandAs", other);
    return views.expand(this, other.array.shape);
  }
  /** `length` elements of the axis `dim` from `start`. A view.
   * @example x.narrow(0, 2, 3) // rows 2, 3, 4 */
  narrow(dim: number, start: number, length: number): Tensor {
    return views.narrow(this, dim, start, length);
  }
  /** Pieces of `size` along the axis `dim`, 0 by default; the last may be smaller. A list gives each size. Views.
   * @example x.split(2)
   * @example x.split([1, 3], 1) */
  split(size: number | readonly number[], dim: Dim = 0): Tensor[] {
    return join.split(this, size, dim);
  }
  /** At most `chunks` pieces of equal size along the axis `dim`, 0 by default. Views.
   * @example const [a, b] = x.chunk(2); */
  chunk(chunks: number, dim: Dim = 0): Tensor[] {
    return join.chunk(this, chunks, dim);
  }
  /** The tensors along the axis `dim` (0 by default), without it. Views.
   * @example const [first, second] = x.unbind(); */
  unbind(dim: Dim = 0): Tensor[] {
    return join.unbind(this, dim);
  }
  /** The tensor repeated along each axis; a copy.
   * @example x.repeat(2, 1) */
  repeat(...times: Sizes): Tensor {
    return join.repeat(this, sizesOf(times));
  }
  // Copies and dtypes

  /** A copy in memory of its own; gradients flow through it.
   * @example const before = w.clone(); */
  clone(): Tensor {
    return convert.clone(this);
  }
  /** This, or a row-major copy when it is not row-major.
   * @example x.T.contiguous() */
  contiguous(): Tensor {
    return convert.contiguous(this);
  }
  /** This in another dtype; itself when it has that already. Floating dtypes pass gradients on.
   * @example x.to("float64")
   * @example x.to(torch.float32) */
  to(dtype: DTypeName | { dtype: DTypeName }): Tensor {
    return convert.to(this, dtypeWanted("to", dtype));
  }
  /** This in another dtype; its dtype when called with none.
   * @example x.type("float32")
   * @example x.type() // "float32" */
  type(): DType;
  type(dtype: DTypeName): Tensor;
  type(...given: [] | [DTypeName]): Tensor | DType {
    return given.length === 0 ? this.dtype : convert.to(this, dtypeWanted("type", given[0]));
  }
  /** As float32.
   * @example x.gt(0.5).float() */
  float(): Tensor {
    return convert.to(this, "float32");
  }
  /** As float64.
   * @example x.double() */
  double(): Tensor {
    return convert.to(this, "float64");
  }
  /** As int32; fractions are cut off.
   * @example x.int() */
  int(): Tensor {
    return convert.to(this, "int32");
  }
  /** As int32, which is what class indices are here.
   * @example labels.long() */
  long(): Tensor {
    return convert.to(this, "int32");
  }
  /** As bool: true where other than 0.
   * @example x.bool() */
  bool(): Tensor {
    return convert.to(this, "bool");
  }
  // Indexing; see the table in ops/indexing.ts

  /** The element or part at integer indices, one per axis from the first; negative ones count from the end. A view.
   * @throws when an index is out of range.
   * @example x.at(0, -1) */
  at(...indices: number[]): Tensor {
    return getItem(this, indices);
  }
  /** What `x[…]` gives in PyTorch: integers, slices (`"1:3"`, `slice(1, 3)`), `"..."`, null, lists of indices, index
   * tensors and masks. Integers and slices give views.
   * @throws when an index is out of range or lists do not pair up.
   * @example yHat.get([0, 1], y)
   * @example x.get(":, 1:3") */
  get(...indices: Index[]): Tensor {
    return getItem(this, indices);
  }
  /** `x[…] = value` in place: indices as in `get`, the value last; it broadcasts.
   * @throws when an index or the value does not fit; for a leaf that requires a gradient, unless in noGrad.
   * @example x.set("0:2", ":", 12) */
  set(...args: [...indices: Index[], value: Tensor | number]): this {
    const value = args[args.length - 1] as Tensor | number;
    inPlace.setItem(this, args.slice(0, -1), value);
    return this;
  }
  /** Picks along the axis `dim`: out[i][j] = this[i][index[i][j]] for dim 1.
   * @example logits.gather(1, y.reshape(-1, 1)) */
  gather(dim: number, index: Tensor): Tensor {
    return picking.gather(this, dim, index);
  }
  /** The parts `index` along the axis `dim`; a copy.
   * @throws when an index is out of range.
   * @example x.indexSelect(0, [2, 0]) */
  indexSelect(dim: number, index: Tensor | readonly number[]): Tensor {
    return picking.indexSelect(this, dim, index);
  }
  /** A copy with `source` at the places `index` along `dim`: out[i][index[i][j]] = source[i][j] for dim 1.
   * @example zeros(3, 5).scatter(1, labels.unsqueeze(1), 1) */
  scatter(dim: number, index: Tensor, source: Tensor | number): Tensor {
    return picking.scatter(this, dim, index, source);
  }
  /** A copy with `source` added at the places `index` along `dim`.
   * @example zeros(5).scatterAdd(0, bins, ones(bins.length)) */
  scatterAdd(dim: number, index: Tensor, source: Tensor | number): Tensor {
    return picking.scatterAdd(this, dim, index, source);
  }
  /** The elements where the bool tensor `mask` holds, 1-D; a copy.
   * @example x.maskedSelect(x.gt(0)) */
  maskedSelect(mask: Tensor): Tensor {
    requireTensor("maskedSelect", mask);
    const shape = broadcastShapes(this.array.shape, mask.array.shape);
    if (!shape) throw broadcastError("maskedSelect", this.array.shape, mask.array.shape);
    const places = shape.length === 0 ? [1] : shape;
    return getItem(views.expand(this, places), [views.expand(mask, places)]);
  }
  /** Where it is other than 0: int32 [count, axes].
   * @example x.gt(0).nonzero() */
  nonzero(): Tensor {
    return picking.nonzero(this);
  }
  // In place. They return the tensor, and throw when a leaf that requires a gradient is changed outside noGrad

  /** this += alpha·other.
   * @example x.add_(1) */
  add_(other: Tensor | number, options?: { alpha?: number }): this {
    if (options !== undefined) checkOptions("add_", options, { alpha: 1 });
    if (typeof other === "number")
      inPlace.changeBinary("add_", this, other * (options?.alpha ?? 1), Binary.add, binary.add);
    else inPlace.addScaled_("add_", this, other, options?.alpha ?? 1);
    return this;
  }
  /** this −= alpha·other.
   * @example noGrad(() => w.sub_(w.grad.mul(lr))) */
  sub_(other: Tensor | number, options?: { alpha?: number }): this {
    if (options !== undefined) checkOptions("sub_", options, { alpha: 1 });
    if (typeof other === "number")
      inPlace.changeBinary("sub_", this, other * (options?.alpha ?? 1), Binary.sub, binary.sub);
    else inPlace.addScaled_("sub_", this, other, -(options?.alpha ?? 1));
    return this;
  }
  /** this ·= other.
   * @example x.mul_(0.9) */
  mul_(other: Tensor | number): this {
    inPlace.changeBinary("mul_", this, other, Binary.mul, binary.mul);
    return this;
  }
  /** this /= other.
   * @example x.div_(255) */
  div_(other: Tensor | number): this {
    inPlace.changeBinary("div_", this, other, Binary.div, binary.div);
    return this;
  }
  /** this to the power `other`, in place.
   * @example x.pow_(2) */
  pow_(other: Tensor | number): this {
    inPlace.changeBinary("pow_", this, other, Binary.pow, binary.pow);
    return this;
  }
  /** −this, in place.
   * @example x.neg_() */
  neg_(): this {
    inPlace.changeUnary("neg_", this, Unary.neg, 0, 0, unary.neg);
    return this;
  }
  /** e to the power of this, in place.
   * @example x.exp_() */
  exp_(): this {
    inPlace.changeUnary("exp_", this, Unary.exp, 0, 0, unary.exp);
    return this;
  }
  /** The natural logarithm, in place.
   * @example x.log_() */
  log_(): this {
    inPlace.changeUnary("log_", this, Unary.log, 0, 0, unary.log);
    return this;
  }
  /** The square root, in place.
   * @example x.sqrt_() */
  sqrt_(): this {
    inPlace.changeUnary("sqrt_", this, Unary.sqrt, 0, 0, unary.sqrt);
    return this;
  }
  /** |this|, in place.
   * @example x.abs_() */
  abs_(): this {
    inPlace.changeUnary("abs_", this, Unary.abs, 0, 0, unary.abs);
    return this;
  }
  /** max(this, 0), in place.
   * @example x.relu_() */
  relu_(): this {
    inPlace.changeUnary("relu_", this, Unary.relu, 0, 0, activations.relu);
    return this;
  }
  /** 1/(1 + e^−this), in place.
   * @example x.sigmoid_() */
  sigmoid_(): this {
    inPlace.changeUnary("sigmoid_", this, Unary.sigmoid, 0, 0, activations.sigmoid);
    return this;
  }
  /** The hyperbolic tangent, in place.
   * @example x.tanh_() */
  tanh_(): this {
    inPlace.changeUnary("tanh_", this, Unary.tanh, 0, 0, activations.tanh);
    return this;
  }
  /** this², in place.
   * @example x.square_() */
  square_(): this {
    inPlace.changeUnary("square_", this, Unary.square, 0, 0, unary.square);
    return this;
  }
  /** 1/this, in place.
   * @example x.reciprocal_() */
  reciprocal_(): this {
    inPlace.changeUnary("reciprocal_", this, Unary.reciprocal, 0, 0, unary.reciprocal);
    return this;
  }
  /** The largest integer ≤ this, in place.
   * @example x.floor_() */
  floor_(): this {
    inPlace.changeUnary("floor_", this, Unary.floor, 0, 0, unary.floor);
    return this;
  }
  /** The nearest integer, halves to even, in place.
   * @example x.round_() */
  round_(): this {
    inPlace.changeUnary("round_", this, Unary.round, 0, 0, unary.round);
    return this;
  }
  /** Limits every element to [min, max].
   * @example x.clamp_(0, 1) */
  clamp_(min?: number | unary.ClampOptions, max?: number): this {
    inPlace.change("clamp_", this, (x) => unary.clamp(x, min, max));
    return this;
  }
  /** 0 everywhere, in place.
   * @example w.grad.zero_() */
  zero_(): this {
    inPlace.fill_(this, 0);
    return this;
  }
  /** `value` everywhere, in place.
   * @example b.data.fill_(0) */
  fill_(value: number): this {
    inPlace.fill_(this, value);
    return this;
  }
  /** Copies `source` in, broadcasting and casting. Gradients flow to `source`.
   * @example noGrad(() => w.copy_(best)) */
  copy_(source: Tensor): this {
    inPlace.copy_(this, source);
    return this;
  }
  /** `value` where the bool tensor `mask` holds, in place.
   * @example x.maskedFill_(x.isnan(), 0) */
  maskedFill_(mask: Tensor, value: number): this {
    inPlace.change("maskedFill_", this, (x) => maskedFill("maskedFill_", x, mask, value));
    return this;
  }
  /** Normal numbers of the given mean and standard deviation; the same as PyTorch's for a seed.
   * @example w.data.normal_(0, 0.01) */
  normal_(mean?: number | random.NormalFill, std?: number, generator?: Generator): this {
    random.normal_(this, mean, std, generator);
    return this;
  }
  /** Uniform numbers in [from, to); the same as PyTorch's for a seed.
   * @example w.data.uniform_(-0.1, 0.1) */
  uniform_(from?: number | random.UniformFill, to?: number, generator?: Generator): this {
    random.uniform_(this, from, to, generator);
    return this;
  }
  /** 1 with probability `p`, else 0; the same as PyTorch's for a seed.
   * @example zeros(3, 4).bernoulli_(0.5) */
  bernoulli_(p?: number | { p?: number; generator?: Generator }, generator?: Generator): this {
    random.bernoulli_(this, p, generator);
    return this;
  }
}

setTensorClass(Tensor);
