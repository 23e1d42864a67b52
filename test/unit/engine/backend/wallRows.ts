/** One call of every entry of a backend whose arguments fit, and what must be true of each: mismatchs are made of them. */
import {
  Activation,
  type Backend,
  Binary,
  type ClassLoss,
  Compare,
  Draw,
  type Norm,
  PairLoss,
  Ramp,
  Reduce,
  STATE_LENGTH,
  Unary,
  type Window,
} from "../../../../engine/backend/backend.ts";
import type { DType, NDArray } from "../../../../engine/core/ndarray.ts";
import type { Shape } from "../../../../engine/core/shape.ts";

export type Arrays = Readonly<Record<string, NDArray>>;
export type Numbers = Readonly<Record<string, number>>;

export interface Row {
  arrays: Readonly<Record<string, readonly [shape: Shape, dtype?: DType]>>;
  /** Lengths that are handed over beside the arrays. */
  counts?: Numbers;
  /** Index arrays, and how many rows there are to point at. */
  indices?: Numbers;
  /** What is written, alone; nothing where a number is the answer. */
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
/** What a window makes of images of 5 × 4, their first axes and last extents being free. */
const image: Row["arrays"][string] = [[2, 4, 5, 4]];
const taps: Row["arrays"][string] = [[3, 4, 2, 3]];
const made: Row["arrays"][string] = [[2, 3, 4, 2]];
const pooled: Row["arrays"][string] = [[2, 4, 4, 2]];
/** Three steps of two examples, of a state of two numbers. */
const stateOf: Row["arrays"][string] = [[2, 2]];
const [steps1, steps3, steps4] = [2, 6, 8].map((width): Row["arrays"][string] => [[3, 2, width]]);
const window: Window = { kernel: [2, 3], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
const common = { lr: 0.1, weightDecay: 0.1, maximize: false, eps: 1e-8 };
const six: Row["arrays"][string] = [[2, 3]];

const classes: ClassLoss = { reduction: "none", ignored: -100, smoothing: 0.1 };

const normOf = ({ outer, groups, depth, inner }: Numbers): Norm => ({
  outer,
  groups,
  depth,
  inner,
  batch: false,
  given: false,
  eps: 1e-5,
});

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
  cumprod: {
    arrays: { x: cube, out: cube },
    counts: { outer: 6, n: 4, inner: 1 },
    written: ["out"],
    whole: ["x", "out"],
    call: (b, { x, out }, { outer, n, inner }) => b.cumprod(x, out, outer, n, inner),
  },
  cumprodBackward: {
    arrays: { x: cube, g: cube, gx: cube },
    counts: { outer: 6, n: 4, inner: 1 },
    written: ["gx"],
    whole: ["x", "g", "gx"],
    call: (b, { x, g, gx }, { outer, n, inner }) => b.cumprodBackward(x, g, gx, outer, n, inner),
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
  normalise: {
    arrays: {
      x: [[3, 4, 2, 5]],
      weight: [[4, 2]],
      bias: [[4, 2]],
      mean: [[3, 4]],
      variance: [[3, 4]],
      out: [[3, 4, 2, 5]],
    },
    counts: { outer: 3, groups: 4, depth: 2, inner: 5 },
    written: ["mean", "variance", "out"],
    whole: ["x", "weight", "bias", "mean", "variance", "out"],
    call: (b, a, n) => b.normalise(a.x, a.weight, a.bias, a.mean, a.variance, a.out, normOf(n)),
  },
  normaliseBackward: {
    arrays: {
      g: [[3, 4, 2, 5]],
      x: [[3, 4, 2, 5]],
      weight: [[4, 2]],
      mean: [[3, 4]],
      variance: [[3, 4]],
      gx: [[3, 4, 2, 5]],
      gw: [[4, 2]],
      gb: [[4, 2]],
    },
    counts: { outer: 3, groups: 4, depth: 2, inner: 5 },
    written: ["gx", "gw", "gb"],
    whole: ["g", "x", "weight", "mean", "variance", "gx", "gw", "gb"],
    call: (b, a, n) =>
      b.normaliseBackward(a.g, a.x, a.weight, a.mean, a.variance, a.gx, a.gw, a.gb, normOf(n)),
  },
  matmul: {
    arrays: { a: [[3, 4]], b: [[4, 5]], bias: [[5]], out: [[3, 5]] },
    written: ["out"],
    whole: ["bias", "out"],
    call: (b, a) => b.matmul(a.a, a.b, a.out, a.bias, Activation.relu, false),
  },
  factorise: {
    arrays: { a: [[3, 4, 4], "float64"], order: [[3, 4], "int32"], signs: [[3], "int32"] },
    written: ["a", "order", "signs"],
    whole: ["a", "order", "signs"],
    call: (b, { a, order, signs }) => b.factorise(a, order, signs),
  },
  solveFactors: {
    arrays: { lu: [[3, 4, 4], "float64"], b: [[3, 4, 5], "float64"] },
    written: ["b"],
    whole: ["lu", "b"],
    anySize: ["b"],
    call: (b, a) => b.solveFactors(a.lu, a.b),
  },
  convolve: {
    arrays: { x: image, w: taps, bias: [[3]], out: made },
    written: ["out"],
    whole: ["x", "w", "bias", "out"],
    anySize: ["x", "out"],
    call: (b, a) => b.convolve(a.x, a.w, a.bias, a.out, window),
  },
  convolveInput: {
    arrays: { g: made, w: taps, out: image },
    written: ["out"],
    whole: ["g", "w", "out"],
    anySize: ["g", "out"],
    call: (b, { g, w, out }) => b.convolveInput(g, w, out, window),
  },
  convolveWeight: {
    arrays: { x: image, g: made, out: taps },
    written: ["out"],
    whole: ["x", "g", "out"],
    anySize: ["x", "g"],
    call: (b, { x, g, out }) => b.convolveWeight(x, g, out, window),
  },
  unfold: {
    arrays: { x: image, out: [[2, 4, 2, 3, 4, 2]] },
    written: ["out"],
    whole: ["x", "out"],
    anySize: ["x", "out"],
    call: (b, { x, out }) => b.unfold(x, out, window),
  },
  fold: {
    arrays: { columns: [[2, 4, 2, 3, 4, 2]], out: image },
    written: ["out"],
    whole: ["columns", "out"],
    anySize: ["columns", "out"],
    call: (b, { columns, out }) => b.fold(columns, out, window),
  },
  maxPool: {
    arrays: { x: image, out: pooled, positions: [[2, 4, 4, 2], "int32"] },
    written: ["out", "positions"],
    whole: ["x", "out", "positions"],
    anySize: ["x"],
    call: (b, { x, out, positions }) => b.maxPool(x, out, positions, window),
  },
  avgPool: {
    arrays: { x: image, out: pooled },
    written: ["out"],
    whole: ["x", "out"],
    anySize: ["x", "out"],
    call: (b, { x, out }) => b.avgPool(x, out, window, true, 0),
  },
  avgPoolBackward: {
    arrays: { g: pooled, out: image },
    written: ["out"],
    whole: ["g", "out"],
    anySize: ["g", "out"],
    call: (b, { g, out }) => b.avgPoolBackward(g, out, window, true, 0),
  },
  gru: {
    arrays: {
      ...{ x: steps3, start: stateOf, w: [[6, 2]], bias: [[6]] },
      ...{ out: steps1, gates: steps4 },
    },
    written: ["out", "gates"],
    whole: ["x", "start", "w", "bias", "out", "gates"],
    call: (b, a) => b.gru(a.x, a.start, a.w, a.bias, a.out, a.gates, false),
  },
  gruBackward: {
    arrays: {
      ...{ g: steps1, start: stateOf, w: [[6, 2]], out: steps1, gates: steps4 },
      ...{ dx: steps3, du: steps3, dstart: stateOf },
    },
    written: ["dx", "du", "dstart"],
    whole: ["g", "start", "w", "out", "gates", "dx", "du", "dstart"],
    call: (b, a) => b.gruBackward(a.g, a.start, a.w, a.out, a.gates, a.dx, a.du, a.dstart, true),
  },
  lstm: {
    arrays: {
      ...{ x: steps4, start: stateOf, startCell: stateOf, w: [[8, 2]], bias: [[8]] },
      ...{ out: steps1, cells: steps1, gates: steps4 },
    },
    written: ["out", "cells", "gates"],
    whole: ["x", "start", "startCell", "w", "bias", "out", "cells", "gates"],
    call: (b, a) => b.lstm(a.x, a.start, a.startCell, a.w, a.bias, a.out, a.cells, a.gates, true),
  },
  lstmBackward: {
    arrays: {
      ...{ g: steps1, gcell: stateOf, startCell: stateOf, w: [[8, 2]], cells: steps1, gates: steps4 },
      ...{ dx: steps4, dstart: stateOf, dcell: stateOf },
    },
    written: ["dx", "dstart", "dcell"],
    whole: ["g", "gcell", "startCell", "w", "cells", "gates", "dx", "dstart", "dcell"],
    call: (b, a) =>
      b.lstmBackward(a.g, a.gcell, a.startCell, a.w, a.cells, a.gates, a.dx, a.dstart, a.dcell, false),
  },
  attention: {
    arrays: {
      ...{ q: [[2, 3, 4, 5]], k: [[2, 3, 6, 5]], v: [[2, 3, 6, 7]], mask: [[2, 1, 4, 6]] },
      ...{ out: [[2, 3, 4, 7]], weights: [[2, 3, 4, 6]] },
    },
    written: ["out", "weights"],
    whole: ["weights"],
    call: (b, a) => b.attention(a.q, a.k, a.v, a.mask, a.out, a.weights, 0.5),
  },
  attentionBackward: {
    arrays: {
      ...{ q: [[2, 3, 4, 5]], k: [[2, 3, 6, 5]], v: [[2, 3, 6, 7]], weights: [[2, 3, 4, 6]] },
      ...{ g: [[2, 3, 4, 7]], dq: [[2, 3, 4, 5]], dk: [[2, 3, 6, 5]], dv: [[2, 3, 6, 7]] },
    },
    written: ["dq", "dk", "dv"],
    whole: ["weights"],
    call: (b, a) => b.attentionBackward(a.q, a.k, a.v, a.weights, a.g, a.dq, a.dk, a.dv, 0.5),
  },
  take: {
    arrays: { x: [[2, 4, 2]], positions: [[3], "int32"], out: [[2, 3, 2]] },
    counts: { inner: 2, outer: 2 },
    indices: { positions: 4 },
    written: ["out"],
    whole: ["x", "positions", "out"],
    mayGrow: ["x"],
    call: (b, { x, positions, out }, { inner, outer }) => b.take(x, positions, out, inner, outer),
  },
  put: {
    arrays: { out: [[2, 4, 2]], positions: [[3], "int32"], source: [[2, 3, 2]] },
    counts: { inner: 2, outer: 2 },
    indices: { positions: 4 },
    written: ["out"],
    whole: ["out", "positions", "source"],
    mayGrow: ["out"],
    call: (b, { out, positions, source }, { inner, outer }) =>
      b.put(out, positions, source, inner, outer, true),
  },
  addTaken: {
    arrays: { out: [[3, 4]], bags: [[5], "int32"], table: [[6, 4]], positions: [[5], "int32"] },
    indices: { bags: 3, positions: 6 },
    written: ["out"],
    whole: ["out", "bags", "table", "positions"],
    call: (b, { out, bags, table, positions }) => b.addTaken(out, bags, table, positions),
  },
  outside: {
    arrays: { indices: [[7], "int32"] },
    written: [],
    whole: ["indices"],
    anySize: ["indices"],
    call: (b, { indices }) => void b.outside(indices, 3),
  },
  locate: {
    arrays: { index: [[2, 3, 4], "int32"], out: [[2, 3, 4], "int32"] },
    counts: fold,
    written: ["out"],
    whole: ["index", "out"],
    call: (b, { index, out }, { outer, n, inner }) => void b.locate(index, out, outer, n, inner, 5),
  },
  count: {
    arrays: { x: matrix },
    written: [],
    whole: ["x"],
    anySize: ["x"],
    anyDtype: ["x"],
    call: (b, { x }) => void b.count(x),
  },
  find: {
    arrays: { x: matrix, out: [[20], "int32"] },
    written: ["out"],
    whole: ["x", "out"],
    anyDtype: ["x"],
    call: (b, { x, out }) => b.find(x, out),
  },
  order: {
    arrays: { x: cube, out: [[2, 2, 4], "int32"] },
    counts: fold,
    written: ["out"],
    whole: ["x", "out"],
    anyDtype: ["x"],
    call: (b, { x, out }, { outer, n, inner }) => b.order(x, out, outer, n, inner, false),
  },
  ramp: {
    arrays: { out: matrix },
    written: ["out"],
    whole: ["out"],
    anyDtype: ["out"],
    anySize: ["out"],
    call: (b, { out }) => b.ramp(Ramp.whole, out, 0, 1, 0),
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
  classLoss: {
    arrays: { logs: matrix, target: [[4], "int32"], weight: [[5]], out: [[4]] },
    indices: { target: 5 },
    written: ["out"],
    whole: ["logs", "target", "weight", "out"],
    call: (b, a) => b.classLoss(a.logs, a.target, a.weight, a.out, classes),
  },
  classLossBackward: {
    arrays: { target: [[4], "int32"], weight: [[5]], g: [[4]], gx: matrix },
    indices: { target: 5 },
    written: ["gx"],
    whole: ["target", "weight", "g", "gx"],
    call: (b, a) => b.classLossBackward(a.target, a.weight, a.g, a.gx, classes, 1),
  },
  draw: {
    arrays: { state: [[STATE_LENGTH], "int32"], out: [[4, 5], "int32"] },
    written: ["state", "out"],
    whole: ["state", "out"],
    anySize: ["out"],
    call: (b, { state, out }) => b.draw(Draw.permutation, state, out, 0, 0),
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
  moments: {
    arrays: { param: six, grad: six, m: six, v: six },
    written: ["param"],
    whole: ["param", "grad", "m", "v"],
    call: (b, { param, grad, m, v }) =>
      b.moments(param, grad, m, v, {
        beta1: 0.9,
        beta2: 0.9,
        weightDecay: 0,
        ofMean: 1,
        ofSlope: 0,
        denominator: { root: 1, eps: 1e-8 },
      }),
  },
  adadelta: {
    arrays: { param: six, grad: six, squares: six, deltas: six },
    written: ["param"],
    whole: ["param", "grad", "squares", "deltas"],
    call: (b, { param, grad, squares, deltas }) =>
      b.adadelta(param, grad, squares, deltas, { ...common, rho: 0.9 }),
  },
};

/** Names of the methods of `T`. */
type EntryOf<T> = { [K in keyof T]-?: T[K] extends (...args: never[]) => unknown ? K : never }[keyof T];
