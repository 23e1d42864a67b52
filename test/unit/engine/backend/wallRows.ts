/** One call of every entry of a backend whose arguments fit, and what must be true of each: misfits are made of them. */
import {
  Activation,
  type Backend,
  Binary,
  Compare,
  PairLoss,
  Reduce,
  Unary,
} from "../../../../engine/backend/backend.ts";
import type { DType, NDArray } from "../../../../engine/ndarray.ts";
import type { Shape } from "../../../../engine/shape.ts";

export type Arrays = Readonly<Record<string, NDArray>>;
export type Numbers = Readonly<Record<string, number>>;

export interface Row {
  arrays: Readonly<Record<string, readonly [shape: Shape, dtype?: DType]>>;
  /** Lengths that are handed over beside the arrays. */
  counts?: Numbers;
  /** Index arrays, and how many rows there are to point at. */
  indices?: Numbers;
  /** What is written, alone. */
  written: readonly string[];
  /** Must lie in one piece; what is written as a rule does. */
  whole: readonly string[];
  /** May be of any dtype. */
  anyDtype?: readonly string[];
  /** May be longer, or have any size. */
  mayGrow?: readonly string[];
  anySize?: readonly string[];
  /** Inputs that may overlap what is written in any way. */
  mayOverlap?: boolean;
  call: (b: Backend, a: Arrays, n: Numbers) => void;
}

const matrix: Row["arrays"][string] = [[4, 5]];
const fold = { outer: 2, n: 3, inner: 4 };
const cube: Row["arrays"][string] = [[2, 3, 4]];
const common = { lr: 0.1, weightDecay: 0.1, maximize: false, eps: 1e-8 };
const six: Row["arrays"][string] = [[2, 3]];

/** The entries that move no element. */
export const memoryEntries = ["allocate", "release", "retag", "memory", "collect"];

export const rows: Readonly<
  Record<Exclude<EntryOf<Backend>, "allocate" | "release" | "retag" | "memory" | "collect">, Row>
> = {
  unary: {
    arrays: { x: matrix, out: matrix },
    written: ["out"],
    whole: ["out"],
    call: (b, { x, out }) => b.unary(Unary.exp, x, out, 0, 0),
  },
  unaryBackward: {
    arrays: { saved: matrix, g: matrix, out: matrix },
    written: ["out"],
    whole: ["out"],
    call: (b, { saved, g, out }) => b.unaryBackward(Unary.relu, saved, g, out, 0, 0),
  },
  binary: {
    arrays: { a: matrix, b: matrix, out: matrix },
    written: ["out"],
    whole: ["out"],
    call: (b, a) => b.binary(Binary.add, a.a, a.b, a.out),
  },
  binaryScalar: {
    arrays: { a: matrix, out: matrix },
    written: ["out"],
    whole: ["out"],
    call: (b, { a, out }) => b.binaryScalar(Binary.mul, a, 3, false, out),
  },
  compare: {
    arrays: { a: matrix, b: matrix, out: [[4, 5], "bool"] },
    written: ["out"],
    whole: ["out"],
    call: (b, a) => b.compare(Compare.lt, a.a, a.b, a.out),
  },
  compareScalar: {
    arrays: { a: matrix, out: [[4, 5], "bool"] },
    written: ["out"],
    whole: ["out"],
    anyDtype: ["a"],
    call: (b, { a, out }) => b.compareScalar(Compare.le, a, 0.5, out),
  },
  where: {
    arrays: { condition: [[4, 5], "bool"], a: matrix, b: matrix, out: matrix },
    written: ["out"],
    whole: ["out"],
    call: (b, a) => b.where(a.condition, a.a, a.b, a.out),
  },
  addScaled: {
    arrays: { out: matrix, x: matrix },
    written: ["out"],
    whole: ["out"],
    call: (b, { out, x }) => b.addScaled(out, x, 2),
  },
  copy: {
    arrays: { x: matrix, out: matrix },
    written: ["out"],
    whole: [],
    anyDtype: ["x", "out"],
    mayOverlap: true,
    call: (b, { x, out }) => b.copy(x, out),
  },
  fill: {
    arrays: { out: matrix },
    written: ["out"],
    whole: [],
    anyDtype: ["out"],
    anySize: ["out"],
    call: (b, { out }) => b.fill(out, 7),
  },
  reduce: {
    arrays: { x: cube, out: [[2, 4]] },
    counts: fold,
    written: ["out"],
    whole: ["x", "out"],
    call: (b, { x, out }, { outer, n, inner }) => b.reduce(Reduce.sum, x, out, outer, n, inner),
  },
  argReduce: {
    arrays: { x: cube, out: [[2, 4], "int32"] },
    counts: fold,
    written: ["out"],
    whole: ["x", "out"],
    anyDtype: ["x"],
    call: (b, { x, out }, { outer, n, inner }) => b.argReduce("max", x, out, outer, n, inner),
  },
  cumsum: {
    arrays: { x: cube, out: cube },
    counts: fold,
    written: ["out"],
    whole: ["x", "out"],
    call: (b, { x, out }, { outer, n, inner }) => b.cumsum(x, out, outer, n, inner, false),
  },
  softmax: {
    arrays: { x: cube, out: cube },
    counts: { outer: 6, n: 4, inner: 1 },
    written: ["out"],
    whole: ["x", "out"],
    call: (b, { x, out }, { outer, n, inner }) => b.softmax(x, out, false, outer, n, inner),
  },
  softmaxBackward: {
    arrays: { y: cube, g: cube, gx: cube },
    counts: { outer: 6, n: 4, inner: 1 },
    written: ["gx"],
    whole: ["y", "g", "gx"],
    call: (b, { y, g, gx }, { outer, n, inner }) => b.softmaxBackward(y, g, gx, true, outer, n, inner),
  },
  matmul: {
    arrays: { a: [[3, 4]], b: [[4, 5]], bias: [[5]], out: [[3, 5]] },
    written: ["out"],
    whole: ["bias", "out"],
    call: (b, a) => b.matmul(a.a, a.b, a.out, a.bias, Activation.relu, false),
  },
  take: {
    arrays: { x: [[4, 2]], positions: [[3], "int32"], out: [[3, 2]] },
    counts: { inner: 2 },
    indices: { positions: 4 },
    written: ["out"],
    whole: ["x", "positions", "out"],
    mayGrow: ["x"],
    call: (b, { x, positions, out }, { inner }) => b.take(x, positions, out, inner),
  },
  put: {
    arrays: { out: [[4, 2]], positions: [[3], "int32"], source: [[3, 2]] },
    counts: { inner: 2 },
    indices: { positions: 4 },
    written: ["out"],
    whole: ["out", "positions", "source"],
    mayGrow: ["out"],
    call: (b, { out, positions, source }, { inner }) => b.put(out, positions, source, inner, true),
  },
  pairLoss: {
    arrays: { x: matrix, t: matrix, out: matrix },
    written: ["out"],
    whole: ["x", "t", "out"],
    call: (b, { x, t, out }) => b.pairLoss(PairLoss.mse, x, t, out, 1),
  },
  pairLossTotal: {
    arrays: { x: matrix, t: matrix, out: [[1]] },
    written: ["out"],
    whole: ["x", "t", "out"],
    call: (b, { x, t, out }) => b.pairLossTotal(PairLoss.huber, x, t, out, 1, 1),
  },
  pairLossBackward: {
    arrays: { x: matrix, t: matrix, g: matrix, gx: matrix },
    written: ["gx"],
    whole: ["x", "t", "g", "gx"],
    call: (b, { x, t, g, gx }) => b.pairLossBackward(PairLoss.l1, x, t, g, gx, 1, 1),
  },
  crossEntropy: {
    arrays: { x: matrix, target: [[4], "int32"], losses: [[4]], probabilities: matrix },
    indices: { target: 5 },
    written: ["losses", "probabilities"],
    whole: ["x", "target", "losses", "probabilities"],
    call: (b, a) => b.crossEntropy(a.x, a.target, a.losses, a.probabilities),
  },
  crossEntropyBackward: {
    arrays: { probabilities: matrix, target: [[4], "int32"], g: [[4]], gx: matrix },
    indices: { target: 5 },
    written: ["gx"],
    whole: ["probabilities", "target", "g", "gx"],
    call: (b, a) => b.crossEntropyBackward(a.probabilities, a.target, a.g, a.gx, 1),
  },
  sgd: {
    arrays: { param: six, grad: six, momentum: six },
    written: ["param"],
    whole: ["param", "grad", "momentum"],
    call: (b, { param, grad, momentum }) =>
      b.sgd(param, grad, momentum, { ...common, momentum: 0.9, dampening: 0, nesterov: false, first: false }),
  },
  adam: {
    arrays: { param: six, grad: six, m: six, v: six, maxV: six },
    written: ["param"],
    whole: ["param", "grad", "m", "v", "maxV"],
    call: (b, { param, grad, m, v, maxV }) =>
      b.adam(param, grad, m, v, maxV, { ...common, beta1: 0.9, beta2: 0.9, decoupled: false, step: 2 }),
  },
  rmsprop: {
    arrays: { param: six, grad: six, squares: six, momentum: six, average: six },
    written: ["param"],
    whole: ["param", "grad", "squares", "momentum", "average"],
    call: (b, { param, grad, squares, momentum, average }) =>
      b.rmsprop(param, grad, squares, momentum, average, { ...common, alpha: 0.9, momentum: 0.9 }),
  },
  adagrad: {
    arrays: { param: six, grad: six, sums: six },
    written: ["param"],
    whole: ["param", "grad", "sums"],
    call: (b, { param, grad, sums }) => b.adagrad(param, grad, sums, { ...common, lrDecay: 0, step: 2 }),
  },
};

/** Names of the methods of `T`. */
type EntryOf<T> = { [K in keyof T]-?: T[K] extends (...args: never[]) => unknown ? K : never }[keyof T];
