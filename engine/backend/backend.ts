/**
 * What a backend does: own memory, and run kernels over arrays.
 *
 * Rules that hold for every method. What depends on the arguments alone is looked at by checkedBackend.ts, which stands
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
import type { DType, MemoryKind, NDArray, Storage } from "../core/ndarray.ts";

/** Which row of the table of operations; see `engine/table`. */
export { Binary, Compare, Unary } from "../table/index.ts";
export type UnaryCode = number;
/** Of a row with a gradient of its own. */
export type UnaryGradCode = number;
export type BinaryCode = number;
export type CompareCode = number;

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
  /** −x·t */
  negProduct: 6,
} as const;
export type PairLossCode = (typeof PairLoss)[keyof typeof PairLoss];

/** Random fills, as PyTorch draws them. */
export const Draw = {
  /** Uniform in [p0, p1), of a floating dtype. */
  uniform: 0,
  /** Mean p0, standard deviation p1, of a floating dtype; at least {@link FEWEST_DRAWN} elements. */
  normal: 1,
  /** Whole numbers in [p0, p1). */
  integers: 2,
  /** p1 with probability p0, else 0. */
  choice: 3,
  /** Of rate p0, of a floating dtype. */
  exponential: 4,
  /** 0 … n − 1 in a random order; int32. */
  permutation: 5,
} as const;
export type DrawCode = (typeof Draw)[keyof typeof Draw];

/** Evenly spaced numbers, as PyTorch computes them. */
export const Ramp = {
  /** start + i·step, of whole numbers. */
  whole: 0,
  /** The same of others. */
  steps: 1,
  /** From both ends, so that the last one is `end`. */
  between: 2,
} as const;
export type RampCode = (typeof Ramp)[keyof typeof Ramp];

/** Words of the Mersenne Twister's state, behind them how many of these were given out, and room to read eights. */
export const STATE_LENGTH = 632;

/** Fewer normal numbers come one by one, with a memory of their own: see `engine/random/normal.ts`. */
export const FEWEST_DRAWN = 16;

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

/** m = β₁m + (1 − β₁)d and v = β₂v + (1 − β₂)d² of d = g + weightDecay·p; then p −= (ofMean·m + ofSlope·d)/denominator. */
export interface MomentStep {
  beta1: number;
  beta2: number;
  weightDecay: number;
  ofMean: number;
  ofSlope: number;
  /** The denominator is √v·root + eps; 1 when null. */
  denominator: { readonly root: number; readonly eps: number } | null;
}

export interface AdadeltaStep {
  lr: number;
  rho: number;
  eps: number;
  weightDecay: number;
  maximize: boolean;
}

/** Of rows of log-probabilities against classes, which become one number or stay one each. */
export interface ClassLoss {
  readonly reduction: "none" | "mean" | "sum";
  /** Rows of this class do not count. */
  readonly ignored: number;
  /** Which part of each loss is the mean of what all classes would give. */
  readonly smoothing: number;
}

/** Extents, steps or places along the rows and the columns of an image. */
export type Pair = readonly [rows: number, columns: number];

/**
 * A window that moves over the last two axes of images [N, C, H, W]. Its tap (k, l) lies, at the place (i, j), over the
 * element (i·stride − padding + k·dilation, …); what lies outside of the image is no element and, in sums, 0.
 */
export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  /** Before the first row and the first column; behind the last it follows from the shape of what is made. */
  readonly padding: Pair;
  readonly dilation: Pair;
}

/**
 * What of a contiguous [outer, groups, depth, inner] is normalised together: each group of each outer one, or each group
 * over all outer ones when `batch`; then `depth` is 1.
 */
export interface Norm {
  readonly outer: number;
  readonly groups: number;
  readonly depth: number;
  readonly inner: number;
  readonly batch: boolean;
  /** Mean and variance are read, not found; for a `batch`. */
  readonly given: boolean;
  /** Added to the variance. */
  readonly eps: number;
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
  /** out = g·f′; `saved` is what the row says: f's input or output. All of one shape. */
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
  /** Evenly spaced numbers: `end` counts for {@link Ramp.between} alone. */
  ramp(op: RampCode, out: NDArray, start: number, step: number, end: number): void;

  // Along one axis of a contiguous [outer, n, inner]; n may be 0 only for sum, mean (NaN), prod, all, any,
  // logsumexp (−Infinity) and sumSquares.

  /** `out` has outer·inner elements; dtype of `x`, but bool for all and any. */
  reduce(op: ReduceCode, x: NDArray, out: NDArray, outer: number, n: number, inner: number): void;
  /** First index of the largest or smallest; NaN wins. `out` is int32 with outer·inner elements. */
  argReduce(op: "max" | "min", x: NDArray, out: NDArray, outer: number, n: number, inner: number): void;
  /** Running sum, from the end when `reversed`. */
  cumsum(x: NDArray, out: NDArray, outer: number, n: number, inner: number, reversed: boolean): void;
  /** Running product. */
  cumprod(x: NDArray, out: NDArray, outer: number, n: number, inner: number): void;
  /** gx[k] = Π x[i < k] · (g[k] + x[k + 1]·(g[k + 1] + x[k + 2]·(…))); floating. */
  cumprodBackward(x: NDArray, g: NDArray, gx: NDArray, outer: number, n: number, inner: number): void;
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

  // Normalisation. All arrays are contiguous, of one dtype; nothing is written when x is empty. Weight and bias are
  // [groups, depth]; mean and variance (divided by the number of elements) are [outer, groups], or [groups] of a batch.

  /** out = (x − mean)/√(variance + eps)·weight + bias, with mean and variance written unless they are given. */
  normalise(
    x: NDArray,
    weight: NDArray | null,
    bias: NDArray | null,
    mean: NDArray,
    variance: NDArray,
    out: NDArray,
    norm: Norm,
  ): void;
  /** Its slopes by x, weight and bias, of those that are not null. */
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

  /**
   * P·A = L·U with the largest pivots of each column, matrix by matrix: `a` [count, n, n], float64, becomes L below its
   * diagonals, with ones on them, and U; `order` [count, n], int32, says which row of A each row of P·A is; `signs`
   * [count], int32, are those of the permutations. All contiguous. A column without a pivot, which leaves a 0 on the
   * diagonal, is passed over.
   */
  factorise(a: NDArray, order: NDArray, signs: NDArray): void;
  /** b [count, n, m], float64, whose rows are in the order of P already, becomes X with L·U·X = b. Both contiguous. */
  solveFactors(lu: NDArray, b: NDArray): void;

  // Windows over images. All arrays are contiguous; `w` is [O, C / groups, …window.kernel], and the number of groups
  // follows. Places are those of the array that says so: [OH, OW].

  /** out [N, O, OH, OW] = Σ over the taps of x [N, C, H, W] times w, + bias [O] when there is one. */
  convolve(x: NDArray, w: NDArray, bias: NDArray | null, out: NDArray, window: Window): void;
  /** Its slope by x: out [N, C, H, W] gathers what w makes of g [N, O, OH, OW]. */
  convolveInput(g: NDArray, w: NDArray, out: NDArray, window: Window): void;
  /** Its slope by w: out [O, C / groups, …kernel] is the sum over all places of x times g. */
  convolveWeight(x: NDArray, g: NDArray, out: NDArray, window: Window): void;
  /** out [N, C, …kernel, OH, OW] = the elements of x [N, C, H, W] under the window at each place. */
  unfold(x: NDArray, out: NDArray, window: Window): void;
  /** out [N, C, H, W] = the sum of what of columns [N, C, …kernel, OH, OW] belongs to each element. */
  fold(columns: NDArray, out: NDArray, window: Window): void;
  /**
   * The largest element under the window at each place, and where in x it is, int32: the first of equals, the last NaN.
   * No window may lie outside of x.
   */
  maxPool(x: NDArray, out: NDArray, positions: NDArray, window: Window): void;
  /**
   * The sum of the elements under the window at each place, divided by `divisor`; when that is 0, by how many they are,
   * with the padded ones when `padded` says so.
   */
  avgPool(x: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): void;
  /** Its slope: out [N, C, H, W] from g [N, C, OH, OW]. */
  avgPoolBackward(g: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): void;

  // Sequences. All of one dtype. A recurrent network takes steps x [L, N, gates·H] of what came from the input, in their
  // order or backwards, and the first state [N, H]; `w` is [gates·H, H], `bias` [gates·H] or null. All contiguous.

  /**
   * h = (1 − z)·n + z·h with r, z = σ(x + w·h + bias) and n = tanh(x + r·(w·h + bias)): out [L, N, H]; gates
   * [L, N, 4·H] are r, z, n and what r is multiplied by.
   */
  gru(
    x: NDArray,
    start: NDArray,
    w: NDArray,
    bias: NDArray | null,
    out: NDArray,
    gates: NDArray,
    backwards: boolean,
  ): void;
  /** Slopes, from g [L, N, H] by out: dx by x; du by w·h + bias, like x; dstart by start. */
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
  ): void;
  /** c = f·c + i·g and h = o·tanh(c) with i, f, o = σ(x + w·h + bias), g = tanh(…): out are the h, cells the c [L, N, H];
   * gates [L, N, 4·H] are i, f, g and o. */
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
  ): void;
  /** Slopes, from g [L, N, H] by out and gcell [N, H] by the last c: dx by x and w·h + bias, dstart and dcell by the first. */
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
  ): void;
  /**
   * Attention: weights [N, heads, L, S] = softmax(scale·q·kᵀ + mask), contiguous, and out [N, heads, L, e] = weights·v,
   * of q [N, heads, L, d], k [N, heads, S, d], v [N, heads, S, e], and a mask that stretches to the weights, or null. All
   * but the weights may be strided, `out` too, whose elements have places of their own; rows are contiguous.
   */
  attention(
    q: NDArray,
    k: NDArray,
    v: NDArray,
    mask: NDArray | null,
    out: NDArray,
    weights: NDArray,
    scale: number,
  ): void;
  /** Slopes, from g by out: dq, dk, dv, which may be strided, and lie beside each other in the rows of one array. */
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
  ): void;

  // Indexing. `positions` is int32, contiguous, checked. Rows are `inner` consecutive elements; what they are taken from
  // or put into is `outer` blocks of them, in each of which the same rows are meant.

  /** out[o, i, :] = x[o, positions[i], :]; `x` contiguous. */
  take(x: NDArray, positions: NDArray, out: NDArray, inner: number, outer: number): void;
  /** out[o, positions[i], :] = (or += when `accumulate`) source[o, i, :]; `source` contiguous; in order of i. */
  put(
    out: NDArray,
    positions: NDArray,
    source: NDArray,
    inner: number,
    outer: number,
    accumulate: boolean,
  ): void;
  /**
   * Sums of bags: out[bags[i], :] += table[positions[i], :], in order of i. All contiguous: `out` and `table` are
   * matrices with as many columns, `bags` and `positions` int32 of one size.
   */
  addTaken(out: NDArray, bags: NDArray, table: NDArray, positions: NDArray): void;
  /** Where the first index stands that is not one of 0 … count − 1; −1 when there is none. */
  outside(indices: NDArray, count: number): number;
  /**
   * Positions in [outer, extent, inner] of indices [outer, n, inner] along its middle axis, of which negative ones count
   * from the end: out[o, i, j] = (o·extent + index[o, i, j])·inner + j. All int32 and contiguous.
   * @returns where the first index stands that is not one of −extent … extent − 1; −1 when there is none
   */
  locate(index: NDArray, out: NDArray, outer: number, n: number, inner: number, extent: number): number;
  /** How many elements of `x`, contiguous, are other than 0. */
  count(x: NDArray): number;
  /** Where they are; `out` is int32 and has as many elements as `count` says. */
  find(x: NDArray, out: NDArray): void;

  /**
   * Where in x [outer, n, inner] the elements stand that come first, second, … along the middle axis, equal ones as they
   * stood, NaN as the largest; from the largest down when `descending`. `out` is int32 [outer, kept, inner] with kept ≤ n.
   */
  order(x: NDArray, out: NDArray, outer: number, n: number, inner: number, descending: boolean): void;

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

  /**
   * Rows of `logs` [N, C], contiguous; `target` int32 [N], checked. Their losses −logs[target]·weight[target], smoothed, to
   * `out` [N], or [1] their sum, divided by the sum of the weights of their classes for `mean`.
   * @returns that sum of weights; a weight is 1 where there are none
   */
  classLoss(logs: NDArray, target: NDArray, weight: NDArray | null, out: NDArray, loss: ClassLoss): number;
  /** Its slopes by the logarithms, times scale·g[row]; `g` has one element or N. */
  classLossBackward(
    target: NDArray,
    weight: NDArray | null,
    g: NDArray,
    gx: NDArray,
    loss: ClassLoss,
    scale: number,
  ): void;

  // Random numbers

  /** Fills with numbers from the generator in `state`, int32 of {@link STATE_LENGTH} elements, which goes on. */
  draw(op: DrawCode, state: NDArray, out: NDArray, p0: number, p1: number): void;

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
  /** Both running means, and a step by them and by the gradient: NAdam's and RAdam's. */
  moments(param: NDArray, grad: NDArray, m: NDArray, v: NDArray, step: MomentStep): void;
  adadelta(param: NDArray, grad: NDArray, squares: NDArray, deltas: NDArray, step: AdadeltaStep): void;
}
