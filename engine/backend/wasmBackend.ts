/**
 * The fast backend: float32 work on arrays as they mostly are goes to the kernels; all else (other dtypes, rare
 * strides, rare functions) is inherited from the JS backend, whose loops run over the same memory.
 *
 * A method that is handed a strided float32 array makes a contiguous copy with a kernel, and releases it at once.
 */
import type { DType, MemoryKind, NDArray, Storage } from "../ndarray.ts";
import { fromStorage } from "../ndarray.ts";
import { broadcastStrides, sameShape, type Shape } from "../shape.ts";
import type { Allocator } from "./allocator.ts";
import {
  Activation,
  type ActivationCode,
  type AdagradStep,
  type AdamStep,
  type BinaryCode,
  type CompareCode,
  type MemoryUse,
  PairLoss,
  type PairLossCode,
  Reduce,
  type ReduceCode,
  type RmspropStep,
  type SgdStep,
  Unary,
  type UnaryCode,
  type UnaryGradCode,
} from "./backend.ts";
import { type Crew, cutElements } from "./crew.ts";
import { UncheckedJs } from "./jsBackend.ts";
import { type BinaryKernels, type Broadcasting, kernelTables, type Tables } from "./kernelTables.ts";
import type { Kernels } from "./wasmKernels.ts";
import { copyStrided } from "./wasmCopy.ts";
import { canMultiply, gemmOf, multiply } from "./wasmMatmul.ts";
import { addressOf } from "./wasmStorage.ts";

/** Elements from which on a kernel is worth several threads: some ten microseconds of work. */
const WORTH_CUTTING = 65536;

const isFloat = (x: NDArray): boolean => x.dtype === "float32";
const isPlain = (x: NDArray): boolean => x.dtype === "float32" && x.contiguous;

/** The kernels themselves, which trust their arguments: open them with `openWasmBackend`. */
export class UncheckedWasm extends UncheckedJs {
  override readonly name: string;
  readonly #kernels: Kernels;
  readonly #tables: Tables;
  readonly #allocator: Allocator;
  readonly #scratch: number;
  readonly #crew: Crew | null;
  readonly #gemm: Kernels["gemm"];
  readonly #powers = new AdamPowers();

  /**
   * @param scratch address of gemmScratchBytes() bytes that nobody else uses
   * @param crew threads for large kernels, or null to do them on this one
   */
  constructor(name: string, kernels: Kernels, allocator: Allocator, scratch: number, crew: Crew | null) {
    super();
    this.name = name;
    this.#kernels = kernels;
    this.#tables = kernelTables(kernels);
    this.#allocator = allocator;
    this.#scratch = scratch;
    this.#crew = crew;
    this.#gemm = gemmOf(kernels, crew);
  }

  get limit(): number {
    return this.#allocator.limit;
  }

  override allocate(dtype: DType, length: number, kind: MemoryKind): Storage {
    return this.#allocator.allocate(dtype, length, kind);
  }

  override release(storage: Storage): void {
    this.#allocator.release(storage);
  }

  override retag(storage: Storage, kind: MemoryKind): void {
    this.#allocator.retag(storage, kind);
  }

  override memory(): MemoryUse {
    return this.#allocator.memory();
  }

  override collect(): void {
    this.#allocator.collect();
  }

  /** `x`, broadcast to `shape`, without gaps; what is made for it goes when `done` is called with it. */
  #plain(x: NDArray, shape: Shape = x.shape): NDArray {
    if (x.contiguous && sameShape(x.shape, shape)) return x;
    let size = 1;
    for (const extent of shape) size *= extent;
    const copy = fromStorage(this.#allocator.allocate(x.dtype, size, "temporary"), shape);
    this.copy(x, copy);
    return copy;
  }

  #done(plain: NDArray, original: NDArray): void {
    if (plain !== original) this.#allocator.release(plain.storage);
  }

  /** Calls a kernel whose first `pointers` arguments go through the n elements that argument `pointers` counts. */
  #each(kernel: (...args: number[]) => void, pointers: number, args: number[]): void {
    const crew = this.#crew;
    if (crew === null || args[pointers] < WORTH_CUTTING) kernel(...args);
    else crew.run(cutElements(kernel, args, pointers, pointers, crew.threads));
  }

  override unary(op: UnaryCode, x: NDArray, out: NDArray, p0: number, p1: number): void {
    const kernel = this.#tables.unary[op];
    if (!kernel || !isPlain(out)) return super.unary(op, x, out, p0, p1);
    if (x.contiguous) {
      if (out.size < WORTH_CUTTING) return kernel(addressOf(out), addressOf(x), out.size, p0, p1);
      return this.#each(kernel, 2, [addressOf(out), addressOf(x), out.size, p0, p1]);
    }
    const plain = this.#plain(x);
    kernel(addressOf(out), addressOf(plain), out.size, p0, p1);
    this.#done(plain, x);
  }

  override unaryBackward(
    op: UnaryGradCode,
    saved: NDArray,
    g: NDArray,
    out: NDArray,
    p0: number,
    p1: number,
  ): void {
    const kernel = this.#tables.unaryGrad[op];
    if (!kernel || !isPlain(out)) return super.unaryBackward(op, saved, g, out, p0, p1);
    const from = this.#plain(saved);
    const by = this.#plain(g);
    this.#each(kernel, 3, [addressOf(out), addressOf(by), addressOf(from), out.size, p0]);
    this.#done(from, saved);
    this.#done(by, g);
  }

  override binary(op: BinaryCode, a: NDArray, b: NDArray, out: NDArray): void {
    const kernels = this.#tables.binary[op];
    if (!kernels || !isPlain(out)) return super.binary(op, a, b, out);
    const n = out.size;
    if (a.size === n && b.size === n && a.contiguous && b.contiguous) {
      if (n < WORTH_CUTTING) return kernels.both(addressOf(out), addressOf(a), addressOf(b), n);
      return this.#each(kernels.both, 3, [addressOf(out), addressOf(a), addressOf(b), n]);
    }
    this.#binaryStretched(kernels, a, b, out);
  }

  #binaryStretched(kernels: BinaryKernels, a: NDArray, b: NDArray, out: NDArray): void {
    const n = out.size;
    if (a.contiguous && b.contiguous) {
      if (a.size === n && this.#broadcast(kernels.first, a, b, out)) return;
      if (b.size === n && this.#broadcast(kernels.second, b, a, out)) return;
    }
    const [x, y] = [this.#plain(a, out.shape), this.#plain(b, out.shape)];
    kernels.both(addressOf(out), addressOf(x), addressOf(y), n);
    this.#done(x, a);
    this.#done(y, b);
  }

  /** `small` is stretched along rows or columns of `full`. @returns whether it is one of these cases */
  #broadcast(kernels: Broadcasting, full: NDArray, small: NDArray, out: NDArray): boolean {
    const n = out.size;
    const m = small.size;
    if (n === 0) return true;
    const dst = addressOf(out);
    const x = addressOf(full);
    const y = addressOf(small);
    if (m === 1) {
      kernels.column(dst, x, y, 1, n);
      return true;
    }
    if (isTrailing(small.shape, out.shape)) kernels.row(dst, x, y, n / m, m);
    else if (isLeading(small.shape, out.shape)) kernels.column(dst, x, y, m, n / m);
    else return false;
    return true;
  }

  override binaryScalar(op: BinaryCode, a: NDArray, value: number, reversed: boolean, out: NDArray): void {
    const kernels = this.#tables.binary[op];
    if (!kernels || !isPlain(out)) return super.binaryScalar(op, a, value, reversed, out);
    const kernel = reversed ? kernels.fromNumber : kernels.number;
    if (a.contiguous) return kernel(addressOf(out), addressOf(a), value, out.size);
    const plain = this.#plain(a);
    kernel(addressOf(out), addressOf(plain), value, out.size);
    this.#done(plain, a);
  }

  override compare(op: CompareCode, a: NDArray, b: NDArray, out: NDArray): void {
    if (!isFloat(a) || !out.contiguous) return super.compare(op, a, b, out);
    const [x, y] = [this.#plain(a, out.shape), this.#plain(b, out.shape)];
    this.#kernels.compare(op, addressOf(out), addressOf(x), addressOf(y), out.size);
    this.#done(x, a);
    this.#done(y, b);
  }

  override compareScalar(op: CompareCode, a: NDArray, value: number, out: NDArray): void {
    // A number that float32 cannot hold compares as itself in the JS backend.
    if (!isPlain(a) || !out.contiguous || Math.fround(value) !== value) {
      return super.compareScalar(op, a, value, out);
    }
    this.#kernels.compareS(op, addressOf(out), addressOf(a), value, out.size);
  }

  override where(condition: NDArray, a: NDArray, b: NDArray, out: NDArray): void {
    if (!isPlain(out) || !isFloat(a) || !isFloat(b)) return super.where(condition, a, b, out);
    const shape = out.shape;
    const [c, x, y] = [this.#plain(condition, shape), this.#plain(a, shape), this.#plain(b, shape)];
    this.#kernels.where(addressOf(out), addressOf(c), addressOf(x), addressOf(y), out.size);
    this.#done(c, condition);
    this.#done(x, a);
    this.#done(y, b);
  }

  override addScaled(out: NDArray, x: NDArray, alpha: number): void {
    if (!isPlain(out) || !isFloat(x)) return super.addScaled(out, x, alpha);
    const plain = this.#plain(x, out.shape);
    this.#kernels.axpy(addressOf(out), addressOf(plain), alpha, out.size);
    this.#done(plain, x);
  }

  override copy(x: NDArray, out: NDArray): void {
    const fourBytes = out.dtype === "float32" || out.dtype === "int32";
    if (x.dtype !== out.dtype || !fourBytes || !out.contiguous || x.storage === out.storage) {
      return super.copy(x, out);
    }
    if (x.contiguous && x.size === out.size) {
      return this.#kernels.copyBytes(addressOf(out), addressOf(x), out.size * 4);
    }
    const strides = broadcastStrides(x.shape, x.strides, out.shape);
    copyStrided(this.#kernels, addressOf(out), addressOf(x), out.shape, strides);
  }

  override fill(out: NDArray, value: number): void {
    if (!isPlain(out)) return super.fill(out, value);
    this.#kernels.fill(addressOf(out), out.size, value);
  }

  override reduce(op: ReduceCode, x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    if (!isFloat(x)) return super.reduce(op, x, out, outer, n, inner);
    const kernels = this.#kernels;
    switch (op) {
      case Reduce.sum:
        return kernels.sum(addressOf(out), addressOf(x), outer, n, inner, 1);
      case Reduce.mean:
        return kernels.sum(addressOf(out), addressOf(x), outer, n, inner, 1 / n);
      case Reduce.max:
        return kernels.amax(addressOf(out), addressOf(x), outer, n, inner);
      case Reduce.min:
        return kernels.amin(addressOf(out), addressOf(x), outer, n, inner);
      default:
        return super.reduce(op, x, out, outer, n, inner);
    }
  }

  override argReduce(
    op: "max" | "min",
    x: NDArray,
    out: NDArray,
    outer: number,
    n: number,
    inner: number,
  ): void {
    if (!isFloat(x)) return super.argReduce(op, x, out, outer, n, inner);
    const kernel = op === "max" ? this.#kernels.argmax : this.#kernels.argmin;
    kernel(addressOf(out), addressOf(x), outer, n, inner);
  }

  override softmax(x: NDArray, out: NDArray, log: boolean, outer: number, n: number, inner: number): void {
    if (!isFloat(x) || inner !== 1) return super.softmax(x, out, log, outer, n, inner);
    const kernel = log ? this.#kernels.logSoftmax : this.#kernels.softmax;
    kernel(addressOf(out), addressOf(x), outer, n);
  }

  override softmaxBackward(
    y: NDArray,
    g: NDArray,
    gx: NDArray,
    log: boolean,
    outer: number,
    n: number,
    inner: number,
  ): void {
    if (!isFloat(y) || inner !== 1) return super.softmaxBackward(y, g, gx, log, outer, n, inner);
    const kernel = log ? this.#kernels.logSoftmaxGrad : this.#kernels.softmaxGrad;
    kernel(addressOf(gx), addressOf(g), addressOf(y), outer, n);
  }

  override matmul(
    a: NDArray,
    b: NDArray,
    out: NDArray,
    bias: NDArray | null,
    activation: ActivationCode,
    accumulate: boolean,
  ): void {
    if (!isFloat(out) || !canMultiply(a, b)) return super.matmul(a, b, out, bias, activation, accumulate);
    multiply(this.#gemm, this.#scratch, a, b, out, bias, activation === Activation.relu, accumulate);
    if (activation === Activation.sigmoid) this.unary(Unary.sigmoid, out, out, 0, 0);
    else if (activation === Activation.tanh) this.unary(Unary.tanh, out, out, 0, 0);
  }

  override take(x: NDArray, positions: NDArray, out: NDArray, inner: number): void {
    if (x.dtype === "float64" || x.dtype === "bool") return super.take(x, positions, out, inner);
    this.#kernels.takeRows(addressOf(out), addressOf(x), addressOf(positions), positions.size, inner * 4);
  }

  override put(out: NDArray, positions: NDArray, source: NDArray, inner: number, accumulate: boolean): void {
    if (!isFloat(out)) return super.put(out, positions, source, inner, accumulate);
    const [dst, x, where] = [addressOf(out), addressOf(source), addressOf(positions)];
    if (accumulate) this.#kernels.addRows(dst, x, where, positions.size, inner);
    else this.#kernels.putRows(dst, x, where, positions.size, inner * 4);
  }

  override pairLoss(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, p0: number): void {
    if (!isFloat(x) || op > PairLoss.huber) return super.pairLoss(op, x, t, out, p0);
    const code = op === PairLoss.smoothL1 && p0 === 0 ? PairLoss.l1 : op;
    this.#kernels.pairLoss(code, addressOf(out), addressOf(x), addressOf(t), x.size, p0);
  }

  override pairLossTotal(
    op: PairLossCode,
    x: NDArray,
    t: NDArray,
    out: NDArray,
    scale: number,
    p0: number,
  ): void {
    if (!isFloat(x) || op > PairLoss.huber) return super.pairLossTotal(op, x, t, out, scale, p0);
    const code = op === PairLoss.smoothL1 && p0 === 0 ? PairLoss.l1 : op;
    const total = this.#kernels.pairLossTotal(code, addressOf(x), addressOf(t), x.size, p0);
    this.#kernels.fill(addressOf(out), 1, scale * total);
  }

  override pairLossBackward(
    op: PairLossCode,
    x: NDArray,
    t: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
    p0: number,
  ): void {
    if (!isFloat(x) || op > PairLoss.huber) return super.pairLossBackward(op, x, t, g, gx, scale, p0);
    const code = op === PairLoss.smoothL1 && p0 === 0 ? PairLoss.l1 : op;
    const dst = addressOf(gx);
    const upper = addressOf(g);
    const n = gx.size;
    this.#kernels.pairLossGrad(code, dst, addressOf(x), addressOf(t), n, scale, p0);
    if (g.size === n && n !== 1) this.#kernels.mul(dst, dst, upper, n);
    else this.#kernels.mulCol(dst, dst, upper, 1, n);
  }

  override crossEntropy(x: NDArray, target: NDArray, losses: NDArray, probabilities: NDArray): void {
    if (!isFloat(x)) return super.crossEntropy(x, target, losses, probabilities);
    const [rows, classes] = x.shape;
    this.#kernels.crossEntropy(
      addressOf(losses),
      addressOf(probabilities),
      addressOf(x),
      addressOf(target),
      rows,
      classes,
    );
  }

  override crossEntropyBackward(
    probabilities: NDArray,
    target: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
  ): void {
    if (!isFloat(gx)) return super.crossEntropyBackward(probabilities, target, g, gx, scale);
    const [rows, classes] = probabilities.shape;
    this.#kernels.crossEntropyGrad(
      addressOf(gx),
      addressOf(probabilities),
      addressOf(target),
      addressOf(g),
      g.size === 1 ? 0 : 1,
      scale,
      rows,
      classes,
    );
  }

  override sgd(param: NDArray, grad: NDArray, momentum: NDArray | null, step: SgdStep): void {
    if (!isFloat(param)) return super.sgd(param, grad, momentum, step);
    const p = addressOf(param);
    const g = addressOf(grad);
    const n = param.size;
    const sign = step.maximize ? -1 : 1;
    if (momentum === null) {
      if (n < WORTH_CUTTING) return this.#kernels.sgd(p, g, n, sign, step.lr, step.weightDecay);
      return this.#each(this.#kernels.sgd, 2, [p, g, n, sign, step.lr, step.weightDecay]);
    }
    this.#each(this.#kernels.sgdMomentum, 3, [
      p,
      g,
      addressOf(momentum),
      n,
      sign,
      step.lr,
      step.weightDecay,
      step.momentum,
      step.dampening,
      Number(step.nesterov),
      Number(step.first),
    ]);
  }

  override adam(
    param: NDArray,
    grad: NDArray,
    m: NDArray,
    v: NDArray,
    maxV: NDArray | null,
    step: AdamStep,
  ): void {
    if (!isFloat(param) || maxV) return super.adam(param, grad, m, v, maxV, step);
    const p = addressOf(param);
    const g = addressOf(grad);
    const mean = addressOf(m);
    const square = addressOf(v);
    const n = param.size;
    const { beta1, beta2, eps } = step;
    const sign = step.maximize ? -1 : 1;
    const shrink = step.decoupled ? 1 - step.lr * step.weightDecay : 1;
    const decay = step.decoupled ? 0 : step.weightDecay;
    const { rest1: unbiased1, rest2: unbiased2 } = this.#powers.of(beta1, beta2, step.step);
    const rate = step.lr / unbiased1;
    const root = 1 / Math.sqrt(unbiased2);
    const { adam } = this.#kernels;
    const rest1 = 1 - beta1;
    const rest2 = 1 - beta2;
    // An array of arguments would cost more than a small parameter's update.
    if (n < WORTH_CUTTING) {
      adam(p, g, mean, square, n, sign, shrink, decay, beta1, rest1, beta2, rest2, rate, root, eps);
    } else {
      const numbers = [sign, shrink, decay, beta1, rest1, beta2, rest2, rate, root, eps];
      this.#each(adam, 4, [p, g, mean, square, n, ...numbers]);
    }
  }

  override rmsprop(
    param: NDArray,
    grad: NDArray,
    squares: NDArray,
    momentum: NDArray | null,
    average: NDArray | null,
    step: RmspropStep,
  ): void {
    if (!isFloat(param) || average) return super.rmsprop(param, grad, squares, momentum, average, step);
    this.#kernels.rmsprop(
      addressOf(param),
      addressOf(grad),
      addressOf(squares),
      momentum ? addressOf(momentum) : 0,
      param.size,
      step.maximize ? -1 : 1,
      step.lr,
      step.alpha,
      1 - step.alpha,
      step.eps,
      step.weightDecay,
      step.momentum,
    );
  }

  override adagrad(param: NDArray, grad: NDArray, sums: NDArray, step: AdagradStep): void {
    if (!isFloat(param)) return super.adagrad(param, grad, sums, step);
    this.#kernels.adagrad(
      addressOf(param),
      addressOf(grad),
      addressOf(sums),
      param.size,
      step.maximize ? -1 : 1,
      step.lr / (1 + (step.step - 1) * step.lrDecay),
      step.eps,
      step.weightDecay,
    );
  }
}

/** 1 − β₁ᵗ and 1 − β₂ᵗ, which are the same for all parameters of a step. */
class AdamPowers {
  rest1 = 0;
  rest2 = 0;
  #beta1 = NaN;
  #beta2 = NaN;
  #step = NaN;

  of(beta1: number, beta2: number, step: number): this {
    if (step !== this.#step || beta1 !== this.#beta1 || beta2 !== this.#beta2) {
      this.rest1 = 1 - beta1 ** step;
      this.rest2 = 1 - beta2 ** step;
      this.#beta1 = beta1;
      this.#beta2 = beta2;
      this.#step = step;
    }
    return this;
  }
}

/** `small` is the end of `full`: one row that serves all. Leading axes of length 1 do not count. */
function isTrailing(small: Shape, full: Shape): boolean {
  let stretched = false;
  for (let back = 1; back <= small.length; back++) {
    const extent = small[small.length - back];
    if (extent === full[full.length - back]) {
      if (stretched && extent !== 1) return false;
    } else stretched = true;
  }
  return true;
}

/** `small` has every axis of `full` from the first on, and then 1s: one number a row. */
function isLeading(small: Shape, full: Shape): boolean {
  if (small.length !== full.length) return false;
  let axis = 0;
  while (axis < full.length && small[axis] === full[axis]) axis++;
  while (axis < full.length && small[axis] === 1) axis++;
  return axis === full.length;
}
