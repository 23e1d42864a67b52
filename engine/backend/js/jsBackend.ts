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
} from "../../core/ndarray.ts";
import { say } from "../../payload/say.ts";
import { sameShape } from "../../core/shape.ts";
import { uncloneable } from "../uncloneable.ts";
import type {
  ActivationCode,
  AdadeltaStep,
  AdagradStep,
  MomentStep,
  AdamStep,
  Backend,
  BinaryCode,
  ClassLoss,
  CompareCode,
  DrawCode,
  MemoryUse,
  Norm,
  PairLossCode,
  RampCode,
  ReduceCode,
  RmspropStep,
  SgdStep,
  UnaryCode,
  UnaryGradCode,
  Window,
} from "../backend.ts";
import { usedAfterRelease } from "../argumentChecks.ts";
import { checkedBackend } from "../checkedBackend.ts";
import { noMemory } from "../memoryUse.ts";
import { dense, scatter, scatterOne, typedArray } from "./dense.ts";
import {
  binaryFunctions,
  compareFunctions,
  lossFunctions,
  unaryFunctions,
  unaryGradFunctions,
} from "./functions.ts";
import { drawPlainly } from "./draws.ts";
import { rampPlainly } from "./ramps.ts";
import { matmul } from "./matmul.ts";
import { normaliseGroups, normSlopes } from "./norms.ts";
import { factorise, solveFactors } from "./factors.ts";
import * as optimisers from "./optimisers.ts";
import { classLoss, classLossBackward } from "./classLoss.ts";
import {
  argReduceRows,
  cumprodBackwardRows,
  cumprodRows,
  cumsumRows,
  reduceRows,
  softmaxBackwardRows,
  softmaxRows,
} from "./rows.ts";
import * as sequences from "./sequences.ts";
import * as windows from "./windows.ts";

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

/** The kernels themselves, which trust their arguments: use {@link jsBackend}. */
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
    if (account.bytes > MOST_BYTES) throw new RangeError(say`${account.bytes} bytes do not fit.`);
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

  cumprod(x: NDArray, out: NDArray, outer: number, n: number, inner: number): void {
    cumprodRows(elementsOf(x), elementsOf(out), outer, n, inner);
  }

  cumprodBackward(x: NDArray, g: NDArray, gx: NDArray, outer: number, n: number, inner: number): void {
    cumprodBackwardRows(elementsOf(x), elementsOf(g), elementsOf(gx), outer, n, inner);
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

  normalise(
    x: NDArray,
    weight: NDArray | null,
    bias: NDArray | null,
    mean: NDArray,
    variance: NDArray,
    out: NDArray,
    norm: Norm,
  ): void {
    normaliseGroups(x, weight, bias, mean, variance, out, norm);
  }

  normaliseBackward(
    g: NDArray,
    x: NDArray,
    weight: NDArray | null,
    mean: NDArray,
    variance: NDArray,
    gx: NDArray | null,
    gw: NDArray | null,
    gb: NDArray | null,
    norm: Norm,
  ): void {
    normSlopes(g, x, weight, mean, variance, gx, gw, gb, norm);
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

  factorise(a: NDArray, order: NDArray, signs: NDArray): void {
    const [count, n] = order.shape;
    const [matrices, orders] = [elementsOf(a) as Float64Array, elementsOf(order) as Int32Array];
    const out = elementsOf(signs);
    for (let i = 0; i < count; i++) {
      const own = orders.subarray(i * n, (i + 1) * n);
      out[i] = factorise(matrices.subarray(i * n * n, (i + 1) * n * n), own);
    }
  }

  solveFactors(lu: NDArray, b: NDArray): void {
    const [count, n, m] = b.shape;
    const [matrices, rights] = [elementsOf(lu) as Float64Array, elementsOf(b) as Float64Array];
    for (let i = 0; i < count; i++) {
      const right = rights.subarray(i * n * m, (i + 1) * n * m);
      solveFactors(matrices.subarray(i * n * n, (i + 1) * n * n), right, n);
    }
  }

  convolve(x: NDArray, w: NDArray, bias: NDArray | null, out: NDArray, window: Window): void {
    windows.convolve(x, w, bias, out, window);
  }

  convolveInput(g: NDArray, w: NDArray, out: NDArray, window: Window): void {
    windows.convolveInput(g, w, out, window);
  }

  convolveWeight(x: NDArray, g: NDArray, out: NDArray, window: Window): void {
    windows.convolveWeight(x, g, out, window);
  }

  unfold(x: NDArray, out: NDArray, window: Window): void {
    windows.unfold(x, out, window);
  }

  fold(columns: NDArray, out: NDArray, window: Window): void {
    windows.fold(columns, out, window);
  }

  maxPool(x: NDArray, out: NDArray, positions: NDArray, window: Window): void {
    windows.maxPool(x, out, positions, window);
  }

  avgPool(x: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): void {
    windows.avgPool(x, out, window, padded, divisor);
  }

  avgPoolBackward(g: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): void {
    windows.avgPoolBackward(g, out, window, padded, divisor);
  }

  gru(
    x: NDArray,
    start: NDArray,
    w: NDArray,
    bias: NDArray | null,
    out: NDArray,
    gates: NDArray,
    backwards: boolean,
  ): void {
    sequences.gru(x, start, w, bias, out, gates, backwards);
  }

  gruBackward(
    g: NDArray,
    start: NDArray,
    w: NDArray,
    out: NDArray,
    gates: NDArray,
    dx: NDArray,
    du: NDArray,
    dstart: NDArray,
    backwards: boolean,
  ): void {
    sequences.gruBackward(g, start, w, out, gates, dx, du, dstart, backwards);
  }

  lstm(
    x: NDArray,
    start: NDArray,
    startCell: NDArray,
    w: NDArray,
    bias: NDArray | null,
    out: NDArray,
    cells: NDArray,
    gates: NDArray,
    backwards: boolean,
  ): void {
    sequences.lstm(x, start, startCell, w, bias, out, cells, gates, backwards);
  }

  lstmBackward(
    g: NDArray,
    gcell: NDArray,
    startCell: NDArray,
    w: NDArray,
    cells: NDArray,
    gates: NDArray,
    dx: NDArray,
    dstart: NDArray,
    dcell: NDArray,
    backwards: boolean,
  ): void {
    sequences.lstmBackward(g, gcell, startCell, w, cells, gates, dx, dstart, dcell, backwards);
  }

  attention(
    q: NDArray,
    k: NDArray,
    v: NDArray,
    mask: NDArray | null,
    out: NDArray,
    weights: NDArray,
    scale: number,
  ): void {
    sequences.attention(q, k, v, mask, out, weights, scale);
  }

  attentionBackward(
    q: NDArray,
    k: NDArray,
    v: NDArray,
    weights: NDArray,
    g: NDArray,
    dq: NDArray,
    dk: NDArray,
    dv: NDArray,
    scale: number,
  ): void {
    sequences.attentionBackward(q, k, v, weights, g, dq, dk, dv, scale);
  }

  take(x: NDArray, positions: NDArray, out: NDArray, inner: number, outer: number): void {
    const [source, where, target] = [elementsOf(x), elementsOf(positions), elementsOf(out)];
    const block = source.length / outer;
    for (let o = 0, to = 0; o < outer; o++) {
      for (const row of where) {
        for (let k = 0; k < inner; k++) target[to++] = source[o * block + row * inner + k];
      }
    }
  }

  put(
    out: NDArray,
    positions: NDArray,
    source: NDArray,
    inner: number,
    outer: number,
    accumulate: boolean,
  ): void {
    const [values, where, target] = [elementsOf(source), elementsOf(positions), elementsOf(out)];
    const block = target.length / outer;
    for (let o = 0, from = 0; o < outer; o++) {
      for (const row of where) {
        for (let k = 0; k < inner; k++) {
          const to = o * block + row * inner + k;
          target[to] = (accumulate ? target[to] : 0) + values[from++];
        }
      }
    }
  }

  addTaken(out: NDArray, bags: NDArray, table: NDArray, positions: NDArray): void {
    const [, inner] = table.shape;
    const [target, to, source, from] = [out, bags, table, positions].map((x) => elementsOf(x));
    for (let i = 0; i < to.length; i++) {
      for (let k = 0; k < inner; k++) target[to[i] * inner + k] += source[from[i] * inner + k];
    }
  }

  outside(indices: NDArray, count: number): number {
    return elementsOf(indices).findIndex((index) => index < 0 || index >= count);
  }

  locate(index: NDArray, out: NDArray, _outer: number, n: number, inner: number, extent: number): number {
    const [indices, positions] = [elementsOf(index), elementsOf(out)];
    for (let i = 0; i < indices.length; i++) {
      const wrapped = indices[i] < 0 ? indices[i] + extent : indices[i];
      if (wrapped < 0 || wrapped >= extent) return i;
      const block = Math.floor(i / (n * inner));
      positions[i] = (block * extent + wrapped) * inner + (i % inner);
    }
    return -1;
  }

  count(x: NDArray): number {
    let total = 0;
    for (const value of elementsOf(x)) if (value !== 0) total++;
    return total;
  }

  find(x: NDArray, out: NDArray): void {
    const positions = elementsOf(out);
    let found = 0;
    elementsOf(x).forEach((value, i) => {
      if (value !== 0) positions[found++] = i;
    });
  }

  order(x: NDArray, out: NDArray, outer: number, n: number, inner: number, descending: boolean): void {
    const [values, indices] = [elementsOf(x), elementsOf(out)];
    const kept = indices.length / (outer * inner);
    for (let lane = 0; lane < outer * inner; lane++) {
      const [block, k] = [Math.floor(lane / inner), lane % inner];
      const at = (i: number): number => values[(block * n + i) * inner + k];
      const places = Array.from({ length: n }, (_, i) => i);
      places.sort((i, j) => (descending ? ascending(at(j), at(i)) : ascending(at(i), at(j))));
      for (let i = 0; i < kept; i++) indices[(block * kept + i) * inner + k] = places[i];
    }
  }

  ramp(op: RampCode, out: NDArray, start: number, step: number, end: number): void {
    rampPlainly(op, elementsOf(out), start, step, end);
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

  classLoss(logs: NDArray, target: NDArray, weight: NDArray | null, out: NDArray, loss: ClassLoss): number {
    return classLoss(logs, target, weight, out, loss);
  }

  classLossBackward(
    target: NDArray,
    weight: NDArray | null,
    g: NDArray,
    gx: NDArray,
    loss: ClassLoss,
    scale: number,
  ): void {
    classLossBackward(target, weight, g, gx, loss, scale);
  }

  draw(op: DrawCode, state: NDArray, out: NDArray, p0: number, p1: number): void {
    drawPlainly(op, elementsOf(state) as Int32Array, elementsOf(out), p0, p1);
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

  moments(param: NDArray, grad: NDArray, m: NDArray, v: NDArray, step: MomentStep): void {
    optimisers.moments(elementsOf(param), elementsOf(grad), elementsOf(m), elementsOf(v), step);
  }

  adadelta(param: NDArray, grad: NDArray, squares: NDArray, deltas: NDArray, step: AdadeltaStep): void {
    optimisers.adadelta(elementsOf(param), elementsOf(grad), elementsOf(squares), elementsOf(deltas), step);
  }
}

/** The backend in plain JavaScript. */
export const jsBackend = (): Backend => checkedBackend(new UncheckedJs(), null);

/** Infinity − Infinity is NaN, which is no order; NaN itself is the largest. */
function ascending(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : Number(a > b);
}
