/** Losses of predictions against targets of the same shape, in one kernel with their mean or sum. */
import { PairLoss, type PairLossCode, Reduce } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { elementsOf, isFloating, viewOf } from "../../core/ndarray.ts";
import { sameShape, showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { add, div, maximum, mul, rsub, sub } from "../elementwise/binary.ts";
import { promote } from "../elementwise/promote.ts";
import { gt, le, lt } from "../elementwise/compare.ts";
import { to } from "../shape/convert.ts";
import { onesLike } from "../create/create.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import type { Node, Op } from "../../core/node.ts";
import { record, requireTensor, tracked } from "../../core/record.ts";
import { mean, sum } from "../reduce/reduce.ts";
import { abs, clamp, log, log1p, neg, sign, square } from "../elementwise/unary.ts";
import { sigmoid, softplus } from "../elementwise/activations.ts";
import { where } from "../elementwise/where.ts";
import { checkOptions, type OptionNames } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

/** What becomes of the losses of the single elements. Default `mean`. */
export type Reduction = "none" | "mean" | "sum";

interface LossParams {
  readonly reduction: Reduction;
  readonly p0: number;
}

interface LossOp extends Op<LossParams> {
  readonly code: PairLossCode;
  /** The loss as a formula; for targets that need a gradient. */
  readonly formula: (x: Tensor, t: Tensor, p0: number) => Tensor;
}

function define(
  name: keyof typeof PairLoss,
  node: string,
  formula: LossOp["formula"],
  slope: LossOp["formula"],
): LossOp {
  const code = PairLoss[name];
  const backward = (g: Tensor, { saved: [x, t], params: { reduction, p0 } }: Node<LossParams>): Tensor => {
    const scale = reduction === "mean" ? 1 / x.array.size : 1;
    if (context.gradEnabled && (g.requiresGrad || x.requiresGrad)) return mul(mul(g, scale), slope(x, t, p0));
    const gx = allocate(`${name}Backward`, x.dtype, x.array.shape);
    const prediction = contiguousArray(name, x.array);
    const target = contiguousArray(name, t.array);
    const upper = contiguousArray(name, g.array);
    context.backend.pairLossBackward(code, prediction, target, upper, gx, scale, p0);
    discardCopy(prediction, x.array);
    discardCopy(target, t.array);
    discardCopy(upper, g.array);
    return new Tensor(gx);
  };
  return { name, node, code, formula, backward: [backward] };
}

const mseOp = define(
  "mse",
  "MseLossBackward0",
  (x, t) => square(sub(x, t)),
  (x, t) => mul(sub(x, t), 2),
);
const l1Op = define(
  "l1",
  "L1LossBackward0",
  (x, t) => abs(sub(x, t)),
  (x, t) => sign(sub(x, t)),
);
const smoothL1Op = define(
  "smoothL1",
  "SmoothL1LossBackward0",
  (x, t, beta) => {
    const d = abs(sub(x, t));
    return beta === 0 ? d : where(lt(d, beta), div(square(d), 2 * beta), sub(d, beta / 2));
  },
  (x, t, beta) => {
    const d = sub(x, t);
    return beta === 0 ? sign(d) : where(lt(abs(d), beta), div(d, beta), sign(d));
  },
);
const huberOp = define(
  "huber",
  "HuberLossBackward0",
  (x, t, delta) => {
    const d = abs(sub(x, t));
    return where(le(d, delta), div(square(d), 2), mul(sub(d, delta / 2), delta));
  },
  (x, t, delta) => clamp(sub(x, t), -delta, delta),
);
const bceOp = define(
  "bce",
  "BinaryCrossEntropyBackward0",
  (x, t) => sub(mul(sub(t, 1), maximum(log1p(neg(x)), -100)), mul(t, maximum(log(x), -100))),
  (x, t) => div(sub(x, t), maximum(mul(rsub(x, 1), x), 1e-12)),
);
const bceWithLogitsOp = define(
  "bceWithLogits",
  "BinaryCrossEntropyWithLogitsBackward0",
  // Of relu(x) and |x|, as it can be put together too, the slope would be wrong at 0.
  (x, t) => sub(softplus(x, { threshold: 40 }), mul(x, t)),
  (x, t) => sub(sigmoid(x), t),
);

/** −x·t, of logarithms and of what each counts. */
export const negProductOp = define(
  "negProduct",
  "NegBackward0",
  (x, t) => neg(mul(x, t)),
  (_x, t) => neg(t),
);

/** Applies a reduction to losses that were computed element by element. */
export function reduced(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return losses;
  return reduction === "mean" ? mean(losses) : sum(losses);
}

/** Prediction and target in one floating dtype. @throws when their shapes differ. */
function pair(operation: string, x: Tensor, target: Tensor): [x: Tensor, target: Tensor] {
  const a = x.array.shape;
  const b = target.array.shape;
  if (!sameShape(a, b)) {
    throw new RangeError(
      say`${operation}: the prediction has shape ${showShape(a)}, the target ${showShape(b)}; they must be
        equal. (Broadcasting here would compare every prediction with every target.) Did you mean
        y.reshape(yHat.shape)?`,
    );
  }
  if (x.dtype === target.dtype && isFloating(x.dtype)) return [x, target];
  const common = promote(x, target);
  const dtype = isFloating(common) ? common : "float32";
  return [to(x, dtype), to(target, dtype)];
}

export function apply(op: LossOp, input: Tensor, target: Tensor, reduction: Reduction, p0: number): Tensor {
  requireTensor(op.name, input);
  requireTensor(op.name, target);
  const [x, t] = pair(op.name, input, target);
  if (t.requiresGrad && context.gradEnabled) return reduced(op.formula(x, t, p0), reduction);
  const prediction = contiguousArray(op.name, x.array);
  const truth = contiguousArray(op.name, t.array);
  const out = allocate(op.name, x.dtype, reduction === "none" ? x.array.shape : []);
  if (reduction === "none") {
    context.backend.pairLoss(op.code, prediction, truth, out, p0);
  } else {
    const scale = reduction === "mean" ? 1 / x.array.size : 1;
    context.backend.pairLossTotal(op.code, prediction, truth, out, scale, p0);
  }
  discardCopy(prediction, x.array);
  discardCopy(truth, t.array);
  const y = new Tensor(out);
  if (tracked(x)) record(op, y, x, [x, t], { reduction, p0 });
  if (context.tracer !== null) context.tracer.refine(op.name, y, [x, t], { reduction, p0 });
  return y;
}

/** How a loss is summed up. */
export interface LossOptions {
  reduction?: Reduction;
}

const lossNames: OptionNames<LossOptions> = { reduction: 1 };

/** (x − t)².
 * @throws when the shapes differ.
 * @example mse(yHat, y) */
export function mse(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions("mse", options, lossNames);
  return mseReduced(x, target, options.reduction ?? "mean");
}

/** {@link mse} without an options object, for a step that takes microseconds. */
export function mseReduced(x: Tensor, target: Tensor, reduction: Reduction): Tensor {
  return apply(mseOp, x, target, reduction, 0);
}

/**
 * |x − t|.
 * @throws when the shapes differ.
 * @example nn.functional.l1Loss(net(x), y)
 */
export function l1(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions("l1", options, lossNames);
  return apply(l1Op, x, target, options.reduction ?? "mean", 0);
}

/**
 * d²/(2·beta) where d = |x − t| < beta, else d − beta/2.
 * @throws when the shapes differ; for a negative beta.
 * @example nn.functional.smoothL1Loss(net(x), y, { beta: 0.5 })
 */
export function smoothL1(x: Tensor, target: Tensor, options: LossOptions & { beta?: number } = {}): Tensor {
  checkOptions("smoothL1", options, { reduction: 1, beta: 1 });
  const beta = options.beta ?? 1;
  if (!(beta >= 0)) throw new RangeError(say`smoothL1: beta must be at least 0, not ${beta}.`);
  // PyTorch's slope at 0 is −1 then.
  if (beta === 0) return absolute(x, target, options.reduction ?? "mean");
  return apply(smoothL1Op, x, target, options.reduction ?? "mean", beta);
}

/** |x − t|, with slope −1 where both are equal. */
function absolute(x: Tensor, target: Tensor, reduction: Reduction): Tensor {
  requireTensor("smoothL1", x);
  requireTensor("smoothL1", target);
  const [a, t] = pair("smoothL1", x, target);
  const difference = sub(a, t);
  return reduced(
    // Adding 0 makes +0 of −0.
    add(mul(difference, where(gt(difference, 0), 1, where(le(difference, 0), -1, difference))), 0),
    reduction,
  );
}

/**
 * d²/2 where d = |x − t| ≤ delta, else delta·(d − delta/2).
 * @throws when the shapes differ; for a delta that is not above 0.
 * @example nn.functional.huberLoss(net(x), y, { delta: 2 })
 */
export function huber(x: Tensor, target: Tensor, options: LossOptions & { delta?: number } = {}): Tensor {
  checkOptions("huber", options, { reduction: 1, delta: 1 });
  const delta = options.delta ?? 1;
  if (!(delta > 0)) throw new RangeError(say`huber: delta must be above 0, not ${delta}.`);
  return apply(huberOp, x, target, options.reduction ?? "mean", delta);
}

/** A number of `x` that is no probability, if there is one. */
function outside(x: Tensor): number | undefined {
  const data = contiguousArray("bce", x.array);
  const bounds = allocate("bce", x.dtype, [2]);
  // The least and the greatest number tell, and NaN wins: only where they are wrong is the first wrong one looked for.
  const [least, most] = [0, 1].map((i) => viewOf(bounds, [1], [1], i));
  if (data.size > 0) {
    context.backend.reduce(Reduce.min, data, least, 1, data.size, 1);
    context.backend.reduce(Reduce.max, data, most, 1, data.size, 1);
  }
  const [from, to] = data.size > 0 ? elementsOf(bounds) : [0, 1];
  const fits = from >= 0 && to <= 1;
  const odd = fits ? undefined : elementsOf(data).find((value: number) => !(value >= 0 && value <= 1));
  context.backend.release(bounds.storage);
  discardCopy(data, x.array);
  return odd;
}

/**
 * −(t·log x + (1 − t)·log(1 − x)) for probabilities x; logarithms are at least −100. `weight` rescales the
 * loss of each element and broadcasts.
 * @throws when the shapes differ or a prediction is outside of [0, 1].
 * @example nn.functional.binaryCrossEntropy(net(x).sigmoid(), y)
 */
export function bce(x: Tensor, target: Tensor, options: LossOptions & { weight?: Tensor } = {}): Tensor {
  checkOptions("bce", options, { reduction: 1, weight: 1 });
  requireTensor("bce", x);
  requireTensor("bce", target);
  const odd = outside(x);
  if (odd !== undefined) {
    throw new RangeError(
      say`bce: predictions must be probabilities in [0, 1], but one is ${odd}. Apply sigmoid first, or use
        bceWithLogits.`,
    );
  }
  return weighted(bceOp, x, target, options);
}

/**
 * bce(sigmoid(x), t) without overflow. `weight` rescales the loss of each element, `posWeight` that of
 * positive targets; both broadcast.
 * @throws when the shapes differ.
 * @example nn.functional.binaryCrossEntropyWithLogits(net(x), y)
 */
export function bceWithLogits(
  x: Tensor,
  target: Tensor,
  options: LossOptions & { weight?: Tensor; posWeight?: Tensor } = {},
): Tensor {
  checkOptions("bceWithLogits", options, { reduction: 1, weight: 1, posWeight: 1 });
  const { posWeight } = options;
  if (!posWeight) return weighted(bceWithLogitsOp, x, target, options);
  const [a, t] = pair("bceWithLogits", x, target);
  const logWeight = add(mul(sub(posWeight, 1), t), 1);
  // −log sigmoid(a).
  const positive = apply(bceWithLogitsOp, a, onesLike(a), "none", 0);
  const losses = add(mul(rsub(t, 1), a), mul(logWeight, positive));
  return reduced(options.weight ? mul(losses, options.weight) : losses, options.reduction ?? "mean");
}

function weighted(op: LossOp, x: Tensor, target: Tensor, options: LossOptions & { weight?: Tensor }): Tensor {
  const reduction = options.reduction ?? "mean";
  if (!options.weight) return apply(op, x, target, reduction, 0);
  return reduced(mul(apply(op, x, target, "none", 0), options.weight), reduction);
}
