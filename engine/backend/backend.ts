/**
 * What a backend does: own memory, and run kernels over arrays.
 *
 * Rules that hold for every method. What depends on the arguments alone is looked at by CheckedBackend, which stands
 * in front of every backend and refuses a call that breaks them, so that kernels need not test for them:
 * - Shapes fit, axes and indices are in range, dtypes are promoted, and arrays lie inside of their storages.
 * - `out` is contiguous unless said otherwise, and freshly allocated with undefined contents, or it is
 *   exactly one of the inputs (same storage, offset and strides: an in-place change). It never overlaps an
 *   input in another way.
 * - Inputs may be strided, with stride 0 on stretched axes, unless said otherwise.
 * - Arithmetic has one dtype: that of `out`. Comparisons read one dtype and write bool.
 * - Empty arrays are allowed everywhere.
 * - `[outer, n, inner]` describes a contiguous array and an operation along the middle axis.
 * - NaN, ±Infinity and ties behave as in PyTorch.
 */
import type { DType, MemoryKind, NDArray, Storage } from "../ndarray.ts";

/** Element-wise functions of one array; `p0` and `p1` are their parameters. */
export const Unary = {
  neg: 0,
  abs: 1,
  sign: 2,
  exp: 3,
  log: 4,
  log1p: 5,
  expm1: 6,
  sqrt: 7,
  rsqrt: 8,
  square: 9,
  reciprocal: 10,
  sin: 11,
  cos: 12,
  tan: 13,
  tanh: 14,
  sigmoid: 15,
  relu: 16,
  /** x > 0 ? x : p0·x */
  leakyRelu: 17,
  /** x > 0 ? x : p0·(eˣ − 1) */
  elu: 18,
  /** x·Φ(x) with the error function */
  gelu: 19,
  /** 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) */
  geluTanh: 20,
  /** x·sigmoid(x) */
  silu: 21,
  /** log(1 + e^(p0·x)) / p0, and x itself where p0·x > p1 */
  softplus: 22,
  /** min(max(x, p0), p1); NaN stays NaN */
  clamp: 23,
  floor: 24,
  ceil: 25,
  /** Half to even. */
  round: 26,
  trunc: 27,
  erf: 28,
  log2: 29,
  log10: 30,
  /** log(sigmoid(x)), without overflow */
  logSigmoid: 31,
} as const;
export type UnaryCode = (typeof Unary)[keyof typeof Unary];

/**
 * Unary functions that have a fused gradient kernel, g·f′. Those marked (y) take the output, the others the
 * input: see {@link Backend.unaryBackward}.
 */
export type UnaryGradCode =
  | typeof Unary.abs
  | typeof Unary.tanh // (y)
  | typeof Unary.sigmoid // (y)
  | typeof Unary.relu // (y)
  | typeof Unary.leakyRelu
  | typeof Unary.elu
  | typeof Unary.gelu
  | typeof Unary.geluTanh
  | typeof Unary.silu
  | typeof Unary.softplus
  | typeof Unary.clamp
  | typeof Unary.logSigmoid;

export const Binary = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  pow: 4,
  maximum: 5,
  minimum: 6,
  /** The sign of the divisor, as Python's %. */
  remainder: 7,
  /** The sign of the dividend, as C's fmod. */
  fmod: 8,
  floorDivide: 9,
  atan2: 10,
} as const;
export type BinaryCode = (typeof Binary)[keyof typeof Binary];

export const Compare = { eq: 0, ne: 1, lt: 2, le: 3, gt: 4, ge: 5 } as const;
export type CompareCode = (typeof Compare)[keyof typeof Compare];

export const Reduce = {
  sum: 0,
  mean: 1,
  prod: 2,
  /** NaN wins. */
  max: 3,
  /** NaN wins. */
  min: 4,
  /** Writes bool. */
  all: 5,
  /** Writes bool. */
  any: 6,
  logsumexp: 7,
  /** Σ x² */
  sumSquares: 8,
} as const;
export type ReduceCode = (typeof Reduce)[keyof typeof Reduce];

export const Activation = { none: 0, relu: 1, sigmoid: 2, tanh: 3 } as const;
export type ActivationCode = (typeof Activation)[keyof typeof Activation];

/** Losses of one prediction x and one target t. */
export const PairLoss = {
  /** (x − t)² */
  mse: 0,
  /** |x − t| */
  l1: 1,
  /** d²/(2·p0) where d = |x − t| < p0, else d − p0/2; l1 when p0 is 0 */
  smoothL1: 2,
  /** d²/2 where d = |x − t| ≤ p0, else p0·(d − p0/2) */
  huber: 3,
  /** −(t·log x + (1 − t)·log(1 − x)), each logarithm at least −100 */
  bce: 4,
  /** max(x, 0) − x·t + log(1 + e^−|x|) */
  bceWithLogits: 5,
} as const;
export type PairLossCode = (typeof PairLoss)[keyof typeof PairLoss];

export interface SgdStep {
  lr: number;
  momentum: number;
  dampening: number;
  weightDecay: number;
  nesterov: boolean;
  maximize: boolean;
  /** The momentum buffer holds nothing yet: it becomes the gradient. */
  first: boolean;
}

export interface AdamStep {
  lr: number;
  beta1: number;
  beta2: number;
  eps: number;
  weightDecay: number;
  /** AdamW: the weights decay by lr·weightDecay, apart from the gradient. */
  decoupled: boolean;
  maximize: boolean;
  /** 1-based. */
  step: number;
}

export interface RmspropStep {
  lr: number;
  alpha: number;
  eps: number;
  weightDecay: number;
  momentum: number;
  maximize: boolean;
}

export interface AdagradStep {
  lr: number;
  lrDecay: number;
  eps: number;
  weightDecay: number;
  maximize: boolean;
  /** 1-based. */
  step: number;
}

export type MemoryUse = Record<MemoryKind, number>;

export interface Backend {
  /** For messages and benchmarks. */
  readonly name: string;

  // Memory

  /** Bytes that all storages together may take; undefined where the machine alone sets a limit. */
  readonly limit?: number;
  /** Contents are undefined. @throws when it does not fit; the error names nothing but the bytes. */
  allocate(dtype: DType, length: number, kind: MemoryKind): Storage;
  /** The caller promises that nobody will look at it again. Optional: what is not released is collected. */
  release(storage: Storage): void;
  /** Moves the storage's bytes to another account. */
  retag(storage: Storage, kind: MemoryKind): void;
  /** Live bytes by kind, after collecting what can be. */
  memory(): MemoryUse;
  /** Frees what is unreachable, where the host lets us ask for it. */
  collect(): void;

  // Element-wise

  /** `out` has the shape and dtype of `x`. */
  unary(op: UnaryCode, x: NDArray, out: NDArray, p0: number, p1: number): void;
  /** out = g·f′; `saved` is f's output for tanh, sigmoid and relu, else its input. All of one shape. */
  unaryBackward(op: UnaryGradCode, saved: NDArray, g: NDArray, out: NDArray, p0: number, p1: number): void;
  /** `a` and `b` broadcast to `out.shape`. */
  binary(op: BinaryCode, a: NDArray, b: NDArray, out: NDArray): void;
  /** `a op value`, or `value op a` when `reversed`. */
  binaryScalar(op: BinaryCode, a: NDArray, value: number, reversed: boolean, out: NDArray): void;
  /** `a` and `b` have one dtype and broadcast to `out.shape`; `out` is bool. */
  compare(op: CompareCode, a: NDArray, b: NDArray, out: NDArray): void;
  /** `out` is bool. */
  compareScalar(op: CompareCode, a: NDArray, value: number, out: NDArray): void;
  /** `condition` is bool; the three broadcast to `out.shape`. */
  where(condition: NDArray, a: NDArray, b: NDArray, out: NDArray): void;
  /** out ← out + alpha·x, x broadcast to `out.shape`. */
  addScaled(out: NDArray, x: NDArray, alpha: number): void;
  /** Casts, gathers strided and broadcast input, and scatters: `out` may be strided (no stride 0). */
  copy(x: NDArray, out: NDArray): void;
  /** `out` may be strided. */
  fill(out: NDArray, value: number): void;

  // Along one axis of a contiguous [outer, n, inner]; n may be 0 only for sum, mean (NaN), prod, all, any,
  // logsumexp (−Infinity) and sumSquares.

  /** `out` has outer·inner elements; dtype of `x`, but bool for all and any. */
  reduce(op: ReduceCode, x: NDArray, out: NDArray, outer: number, n: number, inner: number): void;
  /** First index of the largest or smallest; NaN wins. `out` is int32 with outer·inner elements. */
  argReduce(op: "max" | "min", x: NDArray, out: NDArray, outer: number, n: number, inner: number): void;
  /** Running sum, from the end when `reversed`. */
  cumsum(x: NDArray, out: NDArray, outer: number, n: number, inner: number, reversed: boolean): void;
  /** Softmax or, when `log`, its logarithm. */
  softmax(x: NDArray, out: NDArray, log: boolean, outer: number, n: number, inner: number): void;
  /** `y` is softmax's output; gx = y·(g − Σ g·y), or g − eʸ·Σ g when `log`. */
  softmaxBackward(
    y: NDArray,
    g: NDArray,
    gx: NDArray,
    log: boolean,
    outer: number,
    n: number,
    inner: number,
  ): void;

  // Linear algebra

  /**
   * out[…, M, N] = activation(a[…, M, K] · b[…, K, N] + bias[N]). Rank 2 or more; leading axes broadcast.
   * Of the last two strides of `a` and of `b` at least one is 1 (or its extent is at most 1): a transpose
   * is never made in memory. `bias` is contiguous, or null. With `accumulate` (then no bias and no
   * activation) the product is added to `out`.
   */
  matmul(
    a: NDArray,
    b: NDArray,
    out: NDArray,
    bias: NDArray | null,
    activation: ActivationCode,
    accumulate: boolean,
  ): void;

  // Indexing. `positions` is int32, contiguous, checked. Rows are `inner` consecutive elements.

  /** out[i, :] = x[positions[i], :]; `x` contiguous. */
  take(x: NDArray, positions: NDArray, out: NDArray, inner: number): void;
  /** out[positions[i], :] = (or += when `accumulate`) source[i, :]; `source` contiguous; in order of i. */
  put(out: NDArray, positions: NDArray, source: NDArray, inner: number, accumulate: boolean): void;

  // Losses

  /** out = loss(x, t), all contiguous, of one shape and dtype. */
  pairLoss(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, p0: number): void;
  /** out[0] = scale·Σ loss(x, t). */
  pairLossTotal(op: PairLossCode, x: NDArray, t: NDArray, out: NDArray, scale: number, p0: number): void;
  /** gx = scale·g·∂loss/∂x; `g` has one element or the shape of `x`. All contiguous. */
  pairLossBackward(
    op: PairLossCode,
    x: NDArray,
    t: NDArray,
    g: NDArray,
    gx: NDArray,
    scale: number,
    p0: number,
  ): void;
  /**
   * Rows of `x` [N, C], contiguous; `target` int32 [N], checked. Writes −log softmax(x)[target] to
   * `losses` [N] and the softmax to `probabilities` [N, C].
   */
  crossEntropy(x: NDArray, target: NDArray, losses: NDArray, probabilities: NDArray): void;
  /** gx = scale·g[row]·(probabilities − onehot(target)); `g` has one element or N. */
  crossEntropyBackward(probabilities: NDArray, target: NDArray, g: NDArray, gx: NDArray, scale: number): void;

  // Optimiser updates, in place, PyTorch's formulas. All contiguous and of one size; a strided parameter
  // never comes here.

  sgd(param: NDArray, grad: NDArray, momentum: NDArray | null, step: SgdStep): void;
  adam(param: NDArray, grad: NDArray, m: NDArray, v: NDArray, maxV: NDArray | null, step: AdamStep): void;
  rmsprop(
    param: NDArray,
    grad: NDArray,
    squares: NDArray,
    momentum: NDArray | null,
    average: NDArray | null,
    step: RmspropStep,
  ): void;
  adagrad(param: NDArray, grad: NDArray, sums: NDArray, step: AdagradStep): void;
}
