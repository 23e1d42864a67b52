/**
 * The wall in front of every backend: each entry looks at its arguments before anything reads or writes through them,
 * so that whatever a program assigned to a tensor (`x.data`, `x.grad`, an optimiser's state, what a hook gave back),
 * a call touches the elements of its own arrays or is refused. A new entry of {@link Backend} does not compile before
 * it stands here, and fails checkedBackend.test.ts before it has a row there.
 *
 * Memory that was given back is refused by its storage, which kernels ask for an address before they begin.
 */
import { bytesPerElement, type DType, type MemoryKind, type NDArray, type Storage } from "../ndarray.ts";
import { sameShape, type Shape } from "../shape.ts";
import {
  isApart,
  isFold,
  isInside,
  isLike,
  isOf,
  isStretched,
  isWhole,
  isWithin,
  refuse,
  requireIndices,
  requireLength,
  sharesPlaces,
  stretchesTo,
} from "./arguments.ts";
import {
  Activation,
  type ActivationCode,
  type AdagradStep,
  type AdamStep,
  type Backend,
  type BinaryCode,
  type CompareCode,
  type MemoryUse,
  type PairLossCode,
  Reduce,
  type ReduceCode,
  type RmspropStep,
  type SgdStep,
  type UnaryCode,
  type UnaryGradCode,
} from "./backend.ts";

export class CheckedBackend implements Backend {
  readonly name: string;
  readonly limit?: number;
  readonly #kernels: Backend;
  /** Whose storages its kernels can address; null where they can address any. */
  readonly #home: object | null;

  constructor(kernels: Backend, home: object | null) {
    this.#kernels = kernels;
    this.#home = home;
    this.name = kernels.name;
    if (kernels.limit !== undefined) this.limit = kernels.limit;
  }

  allocate(dtype: DType, length: number, kind: MemoryKind): Storage {
    // The most frequent one first: a look-up by a changing name costs more than a small allocation.
    if (dtype !== "float32" && !(bytesPerElement[dtype] > 0))
      throw new TypeError(`There is no dtype ${dtype}.`);
    requireLength(length);
    return this.#kernels.allocate(dtype, length, kind);
  }

  release(storage: Storage): void {
    this.#kernels.release(storage);
  }

  retag(storage: Storage, kind: MemoryKind): void {
    this.#kernels.retag(storage, kind);
  }

  memory(): MemoryUse {
    return this.#kernels.memory();
  }

  collect(): void {
    this.#kernels.collect();
  }

  unary(op: UnaryCode, x: NDArray, out: NDArray, p0: number, p1: number): void {
    const home = this.#home;
    if (!(isWhole(out, home) && isInside(x, home) && isLike(x, out))) refuse("unary", { x, out }, home);
    this.#kernels.unary(op, x, out, p0, p1);
  }

  unaryBackward(op: UnaryGradCode, saved: NDArray, g: NDArray, out: NDArray, p0: number, p1: number): void {
    const home = this.#home;
    const inside = isWhole(out, home) && isInside(saved, home) && isInside(g, home);
    if (!(inside && isLike(saved, out) && isLike(g, out))) refuse("unaryBackward", { saved, g, out }, home);
    this.#kernels.unaryBackward(op, saved, g, out, p0, p1);
  }

  binary(op: BinaryCode, a: NDArray, b: NDArray, out: NDArray): void {
    const home = this.#home;
    const inside = isWhole(out, home) && isInside(a, home) && isInside(b, home);
    const fits = inside && a.dtype === out.dtype && b.dtype === out.dtype;
    if (!(fits && isStretched(a, out) && isStretched(b, out))) refuse("binary", { a, b, out }, home);
    this.#kernels.binary(op, a, b, out);
  }

  binaryScalar(op: BinaryCode, a: NDArray, value: number, reversed: boolean, out: NDArray): void {
    const home = this.#home;
    if (!(isWhole(out, home) && isInside(a, home) && isLike(a, out)))
      refuse("binaryScalar", { a, out }, home);
    this.#kernels.binaryScalar(op, a, value, reversed, out);
  }

  compare(op: CompareCode, a: NDArray, b: NDArray, out: NDArray): void {
    const home = this.#home;
    const inside = isWhole(out, home) && isInside(a, home) && isInside(b, home);
    const fits = inside && a.dtype === b.dtype && out.dtype === "bool";
    if (!(fits && isStretched(a, out) && isStretched(b, out))) refuse("compare", { a, b, out }, home);
    this.#kernels.compare(op, a, b, out);
  }

  compareScalar(op: CompareCode, a: NDArray, value: number, out: NDArray): void {
    const home = this.#home;
    const fits = isWhole(out, home) && isInside(a, home) && out.dtype === "bool" && a.size === out.size;
    if (!(fits && isStretched(a, out))) refuse("compareScalar", { a, out }, home);
    this.#kernels.compareScalar(op, a, value, out);
  }

  where(condition: NDArray, a: NDArray, b: NDArray, out: NDArray): void {
    const home = this.#home;
    const inside = isWhole(out, home) && isInside(condition, home) && isInside(a, home) && isInside(b, home);
    const fits = inside && condition.dtype === "bool" && a.dtype === out.dtype && b.dtype === out.dtype;
    if (!(fits && isStretched(condition, out) && isStretched(a, out) && isStretched(b, out))) {
      refuse("where", { condition, a, b, out }, home);
    }
    this.#kernels.where(condition, a, b, out);
  }

  addScaled(out: NDArray, x: NDArray, alpha: number): void {
    const home = this.#home;
    const fits = isWhole(out, home) && isInside(x, home) && x.dtype === out.dtype;
    if (!(fits && isStretched(x, out))) refuse("addScaled", { x, out }, home);
    this.#kernels.addScaled(out, x, alpha);
  }

  /** What overlaps is copied as if it did not: the kernels see to that. */
  copy(x: NDArray, out: NDArray): void {
    const home = this.#home;
    const inside = isInside(x, home) && isInside(out, home);
    const fits = x.contiguous && out.contiguous && sameShape(x.shape, out.shape) && x.size === out.size;
    if (!(inside && (fits || isCopyable(x, out)))) refuse("copy", { x, out }, home);
    this.#kernels.copy(x, out);
  }

  fill(out: NDArray, value: number): void {
    const home = this.#home;
    if (!isInside(out, home)) refuse("fill", { out }, home);
    this.#kernels.fill(out, value);
  }

  reduce(op: ReduceCode, x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
    const fits = isFold(outer, n, inner, x.size) && out.size === outer * inner;
    const right = out.dtype === (op === Reduce.all || op === Reduce.any ? "bool" : x.dtype);
    const choosable = n > 0 || out.size === 0 || (op !== Reduce.max && op !== Reduce.min);
    if (!(whole && fits && right && choosable)) refuse("reduce", { x, out }, home);
    if (out.size > 0) this.#kernels.reduce(op, x, out, outer, n, inner);
  }

  argReduce(op: "max" | "min", x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
    const fits = isFold(outer, n, inner, x.size) && out.size === outer * inner && out.dtype === "int32";
    if (!(whole && fits && (n > 0 || out.size === 0))) refuse("argReduce", { x, out }, home);
    if (out.size > 0) this.#kernels.argReduce(op, x, out, outer, n, inner);
  }

  cumsum(x: NDArray, out: NDArray, outer: number, n: number, inner: number, reversed: boolean): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
    const fits = isFold(outer, n, inner, x.size) && isPaired(x, out);
    if (!(whole && fits)) refuse("cumsum", { x, out }, home);
    if (x.size > 0) this.#kernels.cumsum(x, out, outer, n, inner, reversed);
  }

  softmax(x: NDArray, out: NDArray, log: boolean, outer: number, n: number, inner: number): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(x, home) && isApart(x, out);
    const fits = isFold(outer, n, inner, x.size) && isPaired(x, out);
    if (!(whole && fits)) refuse("softmax", { x, out }, home);
    if (x.size > 0) this.#kernels.softmax(x, out, log, outer, n, inner);
  }

  softmaxBackward(
    y: NDArray,
    g: NDArray,
    gx: NDArray,
    log: boolean,
    outer: number,
    n: number,
    inner: number,
  ): void {
    const home = this.#home;
    const whole = isWhole(gx, home) && isWhole(y, home) && isWhole(g, home);
    const fits = isFold(outer, n, inner, y.size) && isPaired(y, gx) && isPaired(g, gx);
    if (!(whole && fits && isApart(y, gx) && isApart(g, gx))) refuse("softmaxBackward", { y, g, gx }, home);
    if (y.size > 0) this.#kernels.softmaxBackward(y, g, gx, log, outer, n, inner);
  }

  matmul(
    a: NDArray,
    b: NDArray,
    out: NDArray,
    bias: NDArray | null,
    activation: ActivationCode,
    accumulate: boolean,
  ): void {
    const home = this.#home;
    const known = isWhole(out, home) && isOf(a, home) && isOf(b, home);
    const fits = known && a.dtype === out.dtype && b.dtype === out.dtype && isProduct(a, b, out);
    const plain = bias === null ? !accumulate || activation === Activation.none : !accumulate;
    const added = bias === null || isBias(bias, out, home);
    if (!(fits && plain && added && isApart(a, out) && isApart(b, out))) {
      refuse("matmul", { a, b, bias, out }, home);
    }
    this.#kernels.matmul(a, b, out, bias, activation, accumulate);
  }

  take(x: NDArray, positions: NDArray, out: NDArray, inner: number): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(x, home) && isWhole(positions, home) && isApart(x, out);
    const fits = isFold(positions.size, inner, 1, out.size) && x.dtype === out.dtype;
    if (!(whole && fits && positions.dtype === "int32" && isApart(positions, out))) {
      refuse("take", { x, positions, out }, home);
    }
    requireIndices("take", "positions", positions, rowsOf(x, inner));
    this.#kernels.take(x, positions, out, inner);
  }

  put(out: NDArray, positions: NDArray, source: NDArray, inner: number, accumulate: boolean): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(source, home) && isWhole(positions, home);
    const fits = isFold(positions.size, inner, 1, source.size) && source.dtype === out.dtype;
    const apart = isApart(source, out) && isApart(positions, out);
    if (!(whole && fits && apart && positions.dtype === "int32")) {
      refuse("put", { out, positions, source }, home);
    }
    requireIndices("put", "positions", positions, rowsOf(out, inner));
    this.#kernels.put(out, positions, source, inner, accumulate);
  }

  pairLoss(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, p0: number): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(x, home) && isWhole(t, home);
    if (!(whole && isPaired(x, out) && isPaired(t, out) && isApart(x, out) && isApart(t, out))) {
      refuse("pairLoss", { x, t, out }, home);
    }
    this.#kernels.pairLoss(op, x, t, out, p0);
  }

  pairLossTotal(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, scale: number, p0: number): void {
    const home = this.#home;
    const whole = isWhole(out, home) && isWhole(x, home) && isWhole(t, home);
    const fits = isPaired(x, t) && out.size === 1 && out.dtype === x.dtype;
    if (!(whole && fits && isApart(x, out) && isApart(t, out))) refuse("pairLossTotal", { x, t, out }, home);
    this.#kernels.pairLossTotal(op, x, t, out, scale, p0);
  }

  pairLossBackward(
    op: PairLossCode,
    x: NDArray,
    t: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
    p0: number,
  ): void {
    const home = this.#home;
    const whole = isWhole(gx, home) && isWhole(x, home) && isWhole(t, home) && isWhole(g, home);
    const fits = isPaired(x, gx) && isPaired(t, gx) && g.dtype === gx.dtype;
    const apart = isApart(x, gx) && isApart(t, gx) && isApart(g, gx);
    if (!(whole && fits && apart && (g.size === 1 || sameShape(g.shape, gx.shape)))) {
      refuse("pairLossBackward", { x, t, g, gx }, home);
    }
    this.#kernels.pairLossBackward(op, x, t, g, gx, scale, p0);
  }

  crossEntropy(x: NDArray, target: NDArray, losses: NDArray, probabilities: NDArray): void {
    const home = this.#home;
    const whole = isWhole(x, home) && isWhole(losses, home) && isWhole(probabilities, home);
    const fits = losses.size === target.size && losses.dtype === x.dtype && isPaired(probabilities, x);
    const apart = isApart(x, losses) && isApart(x, probabilities) && isApart(losses, probabilities);
    if (!(whole && fits && apart && isClasses(x, target, home) && isApart(target, losses))) {
      refuse("crossEntropy", { x, target, losses, probabilities }, home);
    }
    requireIndices("crossEntropy", "target", target, x.shape[1]);
    this.#kernels.crossEntropy(x, target, losses, probabilities);
  }

  crossEntropyBackward(
    probabilities: NDArray,
    target: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
  ): void {
    const home = this.#home;
    const whole = isWhole(probabilities, home) && isWhole(g, home) && isWhole(gx, home);
    const fits =
      isPaired(probabilities, gx) && g.dtype === gx.dtype && isClasses(probabilities, target, home);
    const upper = (g.size === 1 || g.size === target.size) && isApart(g, gx) && isApart(probabilities, gx);
    if (!(whole && fits && upper)) refuse("crossEntropyBackward", { probabilities, target, g, gx }, home);
    requireIndices("crossEntropyBackward", "target", target, probabilities.shape[1]);
    this.#kernels.crossEntropyBackward(probabilities, target, g, gx, scale);
  }

  sgd(param: NDArray, grad: NDArray, momentum: NDArray | null, step: SgdStep): void {
    const home = this.#home;
    const kept = momentum === null || isState(momentum, param, home);
    if (!(isWhole(param, home) && isState(grad, param, home) && kept)) {
      refuse("sgd", { param, grad, momentum }, home);
    }
    this.#kernels.sgd(param, grad, momentum, step);
  }

  adam(param: NDArray, grad: NDArray, m: NDArray, v: NDArray, maxV: NDArray | null, step: AdamStep): void {
    const home = this.#home;
    const kept = isState(m, param, home) && isState(v, param, home);
    const largest = maxV === null || isState(maxV, param, home);
    if (!(isWhole(param, home) && isState(grad, param, home) && kept && largest)) {
      refuse("adam", { param, grad, m, v, maxV }, home);
    }
    this.#kernels.adam(param, grad, m, v, maxV, step);
  }

  rmsprop(
    param: NDArray,
    grad: NDArray,
    squares: NDArray,
    momentum: NDArray | null,
    average: NDArray | null,
    step: RmspropStep,
  ): void {
    const home = this.#home;
    const kept = isState(squares, param, home) && (momentum === null || isState(momentum, param, home));
    const mean = average === null || isState(average, param, home);
    if (!(isWhole(param, home) && isState(grad, param, home) && kept && mean)) {
      refuse("rmsprop", { param, grad, squares, momentum, average }, home);
    }
    this.#kernels.rmsprop(param, grad, squares, momentum, average, step);
  }

  adagrad(param: NDArray, grad: NDArray, sums: NDArray, step: AdagradStep): void {
    const home = this.#home;
    if (!(isWhole(param, home) && isState(grad, param, home) && isState(sums, param, home))) {
      refuse("adagrad", { param, grad, sums }, home);
    }
    this.#kernels.adagrad(param, grad, sums, step);
  }
}

/** Whether strides can walk both together, `x` broadcast, and every element of `out` has a place of its own. */
function isCopyable(x: NDArray, out: NDArray): boolean {
  return stretchesTo(x.shape, out.shape, 0) && isWithin(x) && isWithin(out) && !sharesPlaces(out);
}

/** As many elements of one dtype; both are whole. */
function isPaired(x: NDArray, y: NDArray): boolean {
  return x.size === y.size && x.dtype === y.dtype;
}

/** Whether the matrices in `a` and `b`, whose batches broadcast, have a product of the shape of `out`. */
function isProduct(a: NDArray, b: NDArray, out: NDArray): boolean {
  const { shape } = out;
  const rank = shape.length;
  if (rank !== 2 || a.shape.length !== 2 || b.shape.length !== 2) return isBatchProduct(a, b, out);
  const rows = shape[0];
  const columns = shape[1];
  const inner = a.shape[1];
  return rows * columns === out.size && isMatrix(a, rows, inner) && isMatrix(b, inner, columns);
}

/** Whether it is a matrix of this shape all of which lies inside of its storage. */
function isMatrix(x: NDArray, rows: number, columns: number): boolean {
  const { shape, strides } = x;
  if (shape[0] !== rows || shape[1] !== columns || rows * columns !== x.size) return false;
  const first = x.offset;
  const last = first + (rows - 1) * strides[0] + (columns - 1) * strides[1];
  return (first >= 0 && strides[0] >= 0 && strides[1] >= 0 && last < x.storage.length) || isWithin(x);
}

function isBatchProduct(a: NDArray, b: NDArray, out: NDArray): boolean {
  const rank = out.shape.length;
  if (rank < 2 || !isBatch(a.shape, b.shape, out.shape)) return false;
  if (!isWithin(a) || !isWithin(b) || !isWithin(out)) return false;
  const aRank = a.shape.length;
  const bRank = b.shape.length;
  return (
    a.shape[aRank - 1] === b.shape[bRank - 2] &&
    a.shape[aRank - 2] === out.shape[rank - 2] &&
    b.shape[bRank - 1] === out.shape[rank - 1]
  );
}

function isBatch(a: Shape, b: Shape, out: Shape): boolean {
  return a.length >= 2 && b.length >= 2 && stretchesTo(a, out, 2) && stretchesTo(b, out, 2);
}

/** One number for each column of a product. */
function isBias(bias: NDArray, out: NDArray, home: object | null): boolean {
  const columns = out.shape[out.shape.length - 1];
  return isWhole(bias, home) && bias.size === columns && bias.dtype === out.dtype && isApart(bias, out);
}

/** Rows of `inner` elements; rows without elements are as many as anybody likes. */
function rowsOf(x: NDArray, inner: number): number {
  return inner === 0 ? Infinity : Math.floor(x.size / inner);
}

/** A matrix, and one class for each of its rows. */
function isClasses(x: NDArray, target: NDArray, home: object | null): boolean {
  const matrix = x.shape.length === 2 && x.shape[0] * x.shape[1] === x.size;
  return matrix && isWhole(target, home) && target.dtype === "int32" && target.size === x.shape[0];
}

/** What an optimiser keeps for each element of a parameter, or its gradient. */
function isState(x: NDArray, param: NDArray, home: object | null): boolean {
  if (!isWhole(x, home) || !isPaired(x, param)) return false;
  return x.storage !== param.storage || x.offset === param.offset || isApart(x, param);
}
