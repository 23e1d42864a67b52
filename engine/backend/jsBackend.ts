/**
 * The backend in plain loops over typed arrays: slow, obvious, and the oracle of the fast one. Its kernels
 * ask a storage for nothing but `data`, so that a faster backend can inherit what it does not replace.
 */
import {
  bytesPerElement,
  type DType,
  elementsOf,
  type MemoryKind,
  type NDArray,
  type Storage,
  type TypedArray,
} from "../ndarray.ts";
import { sameShape } from "../shape.ts";
import { uncloneable } from "./uncloneable.ts";
import type {
  ActivationCode,
  AdagradStep,
  AdamStep,
  Backend,
  BinaryCode,
  CompareCode,
  MemoryUse,
  PairLossCode,
  ReduceCode,
  RmspropStep,
  SgdStep,
  UnaryCode,
  UnaryGradCode,
} from "./backend.ts";
import { usedAfterRelease } from "./arguments.ts";
import { CheckedBackend } from "./checkedBackend.ts";
import { noMemory } from "./memoryUse.ts";
import { dense, scatter, scatterOne, typedArray } from "./js/dense.ts";
import {
  binaryFunctions,
  compareFunctions,
  lossFunctions,
  unaryFunctions,
  unaryGradFunctions,
} from "./js/functions.ts";
import { matmul } from "./js/matmul.ts";
import * as optimisers from "./js/optimisers.ts";
import { argReduceRows, cumsumRows, reduceRows, softmaxBackwardRows, softmaxRows } from "./js/rows.ts";

/** What is charged for a storage; it outlives the storage, so that its end can be booked. */
interface Account {
  kind: MemoryKind;
  bytes: number;
}

class JsStorage implements Storage {
  readonly home: object;
  readonly dtype: DType;
  readonly length: number;
  readonly account: Account;
  readonly uncloneable = uncloneable;
  version = 0;
  #data: TypedArray | null;

  constructor(home: object, dtype: DType, length: number, account: Account) {
    this.home = home;
    this.dtype = dtype;
    this.length = length;
    this.#data = typedArray(dtype, length);
    this.account = account;
  }

  get data(): TypedArray {
    if (this.#data === null) throw usedAfterRelease();
    return this.#data;
  }

  get released(): boolean {
    return this.#data === null;
  }

  release(): void {
    this.#data = null;
  }

  get kind(): MemoryKind {
    return this.account.kind;
  }
}

/** As much as a linear memory with 32-bit addresses holds: what a program may compute is the same on every backend. */
const MOST_BYTES = 2 ** 32;

/** The kernels themselves, which trust their arguments: use {@link JsBackend}. */
export class UncheckedJs implements Backend {
  readonly name: string = "js";
  readonly #use = noMemory();
  readonly #ended = new FinalizationRegistry<Account>((account) => this.#close(account));

  #close(account: Account): void {
    this.#use[account.kind] -= account.bytes;
    account.bytes = 0;
  }

  allocate(dtype: DType, length: number, kind: MemoryKind): Storage {
    const account: Account = { kind, bytes: length * bytesPerElement[dtype] };
    if (account.bytes > MOST_BYTES) throw new RangeError(`${account.bytes} bytes do not fit.`);
    const storage = new JsStorage(this, dtype, length, account);
    this.#use[kind] += account.bytes;
    this.#ended.register(storage, account);
    return storage;
  }

  /** Books the end, and refuses whoever asks for the elements again; the memory itself goes with the garbage. */
  release(storage: Storage): void {
    if (!(storage instanceof JsStorage) || storage.home !== this) return;
    this.#close(storage.account);
    storage.release();
  }

  retag(storage: Storage, kind: MemoryKind): void {
    if (!(storage instanceof JsStorage) || storage.home !== this) return;
    this.#use[storage.account.kind] -= storage.account.bytes;
    this.#use[kind] += storage.account.bytes;
    storage.account.kind = kind;
  }

  memory(): MemoryUse {
    return { ...this.#use };
  }

  collect(): void {
    // JavaScript's collector needs no telling.
  }

  unary(op: UnaryCode, x: NDArray, out: NDArray, p0: number, p1: number): void {
    const f = unaryFunctions[op];
    const source = dense(x);
    const target = elementsOf(out);
    for (let i = 0; i < target.length; i++) target[i] = f(source[i], p0, p1);
  }

  unaryBackward(op: UnaryGradCode, saved: NDArray, g: NDArray, out: NDArray, p0: number, p1: number): void {
    const f = unaryGradFunctions[op];
    const [v, slope, target] = [dense(saved), dense(g), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] = f(v[i], slope[i], p0, p1);
  }

  binary(op: BinaryCode, a: NDArray, b: NDArray, out: NDArray): void {
    const f = binaryFunctions[op];
    const [x, y, target] = [dense(a, out.shape), dense(b, out.shape), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] = f(x[i], y[i]);
  }

  binaryScalar(op: BinaryCode, a: NDArray, value: number, reversed: boolean, out: NDArray): void {
    const f = binaryFunctions[op];
    const [x, target] = [dense(a), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] = reversed ? f(value, x[i]) : f(x[i], value);
  }

  compare(op: CompareCode, a: NDArray, b: NDArray, out: NDArray): void {
    const f = compareFunctions[op];
    const [x, y, target] = [dense(a, out.shape), dense(b, out.shape), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] = f(x[i], y[i]) ? 1 : 0;
  }

  compareScalar(op: CompareCode, a: NDArray, value: number, out: NDArray): void {
    const f = compareFunctions[op];
    const [x, target] = [dense(a), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] = f(x[i], value) ? 1 : 0;
  }

  where(condition: NDArray, a: NDArray, b: NDArray, out: NDArray): void {
    const chosen = dense(condition, out.shape);
    const [x, y, target] = [dense(a, out.shape), dense(b, out.shape), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] = chosen[i] ? x[i] : y[i];
  }

  addScaled(out: NDArray, x: NDArray, alpha: number): void {
    const [source, target] = [dense(x, out.shape), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] += alpha * source[i];
  }

  copy(x: NDArray, out: NDArray): void {
    let values: ArrayLike<number> = dense(x, out.shape);
    if (out.dtype === "bool" && x.dtype !== "bool") values = Array.from(values, (v) => (v === 0 ? 0 : 1));
    // A slice of itself may lie across what is being written.
    else if (x.storage === out.storage) values = Array.from(values);
    if (out.contiguous) elementsOf(out).set(values);
    else scatter(values, out);
  }

  fill(out: NDArray, value: number): void {
    const stored = out.dtype === "bool" ? Number(value !== 0) : value;
    if (out.contiguous) elementsOf(out).fill(stored);
    else scatterOne(stored, out);
  }

  reduce(op: ReduceCode, x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    reduceRows(op, elementsOf(x), elementsOf(out), outer, n, inner);
  }

  argReduce(op: "max" | "min", x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    argReduceRows(op, elementsOf(x), elementsOf(out), outer, n, inner);
  }

  cumsum(x: NDArray, out: NDArray, outer: number, n: number, inner: number, reversed: boolean): void {
    cumsumRows(elementsOf(x), elementsOf(out), outer, n, inner, reversed);
  }

  softmax(x: NDArray, out: NDArray, log: boolean, outer: number, n: number, inner: number): void {
    softmaxRows(elementsOf(x), elementsOf(out), log, outer, n, inner);
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
    softmaxBackwardRows(elementsOf(y), elementsOf(g), elementsOf(gx), log, outer, n, inner);
  }

  matmul(
    a: NDArray,
    b: NDArray,
    out: NDArray,
    bias: NDArray | null,
    activation: ActivationCode,
    accumulate: boolean,
  ): void {
    matmul(a, b, out, bias, activation, accumulate);
  }

  take(x: NDArray, positions: NDArray, out: NDArray, inner: number): void {
    const [source, where, target] = [elementsOf(x), elementsOf(positions), elementsOf(out)];
    for (let i = 0; i < where.length; i++) {
      for (let k = 0; k < inner; k++) target[i * inner + k] = source[where[i] * inner + k];
    }
  }

  put(out: NDArray, positions: NDArray, source: NDArray, inner: number, accumulate: boolean): void {
    const [values, where, target] = [elementsOf(source), elementsOf(positions), elementsOf(out)];
    for (let i = 0; i < where.length; i++) {
      for (let k = 0; k < inner; k++) {
        const kept = accumulate ? target[where[i] * inner + k] : 0;
        target[where[i] * inner + k] = kept + values[i * inner + k];
      }
    }
  }

  pairLoss(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, p0: number): void {
    const { value } = lossFunctions[op];
    const [a, b, target] = [elementsOf(x), elementsOf(t), elementsOf(out)];
    for (let i = 0; i < target.length; i++) target[i] = value(a[i], b[i], p0);
  }

  pairLossTotal(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, scale: number, p0: number): void {
    const { value } = lossFunctions[op];
    const [a, b] = [elementsOf(x), elementsOf(t)];
    let total = 0;
    for (let i = 0; i < a.length; i++) total += value(a[i], b[i], p0);
    elementsOf(out)[0] = scale * total;
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
    const { slope } = lossFunctions[op];
    const [a, b, upper, target] = [elementsOf(x), elementsOf(t), elementsOf(g), elementsOf(gx)];
    const single = !sameShape(g.shape, gx.shape);
    for (let i = 0; i < target.length; i++) {
      target[i] = scale * upper[single ? 0 : i] * slope(a[i], b[i], p0);
    }
  }

  crossEntropy(x: NDArray, target: NDArray, losses: NDArray, probabilities: NDArray): void {
    const [rows, classes] = x.shape;
    const [logits, labels] = [elementsOf(x), elementsOf(target)];
    const [loss, softmax] = [elementsOf(losses), elementsOf(probabilities)];
    for (let row = 0; row < rows; row++) {
      const start = row * classes;
      let largest = -Infinity;
      for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[start + c]);
      let total = 0;
      for (let c = 0; c < classes; c++) total += Math.exp(logits[start + c] - largest);
      for (let c = 0; c < classes; c++) softmax[start + c] = Math.exp(logits[start + c] - largest) / total;
      loss[row] = Math.log(total) - (logits[start + labels[row]] - largest);
    }
  }

  crossEntropyBackward(
    probabilities: NDArray,
    target: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
  ): void {
    const [rows, classes] = probabilities.shape;
    const [softmax, labels] = [elementsOf(probabilities), elementsOf(target)];
    const [upper, slope] = [elementsOf(g), elementsOf(gx)];
    for (let row = 0; row < rows; row++) {
      const factor = scale * upper[g.size === 1 ? 0 : row];
      for (let c = 0; c < classes; c++) {
        const hit = labels[row] === c ? 1 : 0;
        slope[row * classes + c] = factor * (softmax[row * classes + c] - hit);
      }
    }
  }

  sgd(param: NDArray, grad: NDArray, momentum: NDArray | null, step: SgdStep): void {
    optimisers.sgd(elementsOf(param), elementsOf(grad), momentum && elementsOf(momentum), step);
  }

  adam(param: NDArray, grad: NDArray, m: NDArray, v: NDArray, maxV: NDArray | null, step: AdamStep): void {
    const largest = maxV && elementsOf(maxV);
    optimisers.adam(elementsOf(param), elementsOf(grad), elementsOf(m), elementsOf(v), largest, step);
  }

  rmsprop(
    param: NDArray,
    grad: NDArray,
    squares: NDArray,
    momentum: NDArray | null,
    average: NDArray | null,
    step: RmspropStep,
  ): void {
    const [kept, mean] = [momentum && elementsOf(momentum), average && elementsOf(average)];
    optimisers.rmsprop(elementsOf(param), elementsOf(grad), elementsOf(squares), kept, mean, step);
  }

  adagrad(param: NDArray, grad: NDArray, sums: NDArray, step: AdagradStep): void {
    optimisers.adagrad(elementsOf(param), elementsOf(grad), elementsOf(sums), step);
  }
}

/** The backend in plain JavaScript. */
export class JsBackend extends CheckedBackend {
  constructor() {
    super(new UncheckedJs(), null);
  }
}
