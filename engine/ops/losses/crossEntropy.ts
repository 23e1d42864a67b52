/** Losses of classifiers: logits or log-probabilities against classes. */
import { type ClassLoss, Reduce } from "../../backend/backend.ts";
import { context } from "../../core/context.ts";
import { elementsOf, isFloating, type NDArray } from "../../core/ndarray.ts";
import { sameShape, type Shape, showShape, sizeOf } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../elementwise/binary.ts";
import { ne } from "../elementwise/compare.ts";
import { to } from "../shape/convert.ts";
import { fromArray, ones, zeros } from "../create/create.ts";
import { gather, indexSelect } from "../index/gather.ts";
import { indicesOf } from "../index/positions.ts";
import { apply, negProductOp, reduced, type Reduction } from "./losses.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { Node, type Op } from "../../core/node.ts";
import { nodeOf, record, requireTensor, tracked } from "../../core/record.ts";
import { sum } from "../reduce/reduce.ts";
import { logSoftmax, softmaxOp } from "../reduce/softmax.ts";
import { neg } from "../elementwise/unary.ts";
import { permute, reshape, squeeze, unsqueeze } from "../shape/views.ts";
import { where } from "../elementwise/where.ts";
import { checkOptions } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

/** How a loss over classes is summed up, and what counts. */
export interface ClassLossOptions {
  reduction?: Reduction;
  /** One factor per class. */
  weight?: Tensor;
  /** Targets of this class do not count. Default −100. */
  ignoreIndex?: number;
}

interface ClassParams {
  readonly target: NDArray;
  readonly reduction: Reduction;
}

/** Softmax and logarithm and choice in one kernel; the softmax is kept for the gradient. */
const crossEntropyOp: Op<ClassParams> = {
  name: "crossEntropy",
  node: "NllLossBackward0",
  backward: [
    (g, { saved: [probabilities], params: { target, reduction } }) => {
      const [rows, columns] = probabilities.array.shape;
      const scale = reduction === "mean" ? 1 / rows : 1;
      if (context.gradEnabled && (g.requiresGrad || probabilities.requiresGrad)) {
        const upper = reduction === "none" ? reshape(g, [rows, 1]) : g;
        return mul(mul(upper, scale), sub(probabilities, hits(target, columns, probabilities.dtype)));
      }
      const gx = allocate("crossEntropyBackward", probabilities.dtype, [rows, columns]);
      const slope = contiguousArray("crossEntropyBackward", g.array);
      context.backend.crossEntropyBackward(probabilities.array, target, slope, gx, scale);
      discardCopy(slope, g.array);
      return new Tensor(gx);
    },
  ],
};

/** One-hot rows of `target`. */
function hits(target: NDArray, columns: number, dtype: Tensor["dtype"]): Tensor {
  const out = zeros([target.size, columns], { dtype });
  const [data, labels] = [elementsOf(out.array), elementsOf(target)];
  for (let i = 0; i < labels.length; i++) data[i * columns + labels[i]] = 1;
  return out;
}

/** The classes as int32, and whether any of them is to be ignored. @throws for a class that does not exist. */
function labelsOf(
  operation: string,
  target: Tensor,
  count: number,
  ignoreIndex: number,
): { labels: NDArray; ignores: boolean } {
  const values = indicesOf(operation, target);
  const labels = allocate(operation, "int32", [values.length]);
  const out = elementsOf(labels);
  let ignores = false;
  for (let i = 0; i < values.length; i++) {
    const label = values[i];
    if (label === ignoreIndex) ignores = true;
    else if (!(label >= 0 && label < count)) {
      throw new RangeError(
        say`${operation}: target ${i} is class ${label}, but there are ${count} classes: 0 … ${count - 1} (axis
          1 of the input).`,
      );
    }
    out[i] = label;
  }
  return { labels, ignores };
}

/** `x` with its classes last and all other axes in one, and the shape of one loss each. */
function byRows(operation: string, x: Tensor, target: Tensor): { rows: Tensor; shape: Shape } {
  const { shape } = x.array;
  const own = target.array.shape;
  if (shape.length === 2 && own.length === 1 && own[0] === shape[0]) return { rows: x, shape: own };
  const classAxis = shape.length === 1 ? 0 : 1;
  const expected = shape.filter((_, axis) => axis !== classAxis);
  if (shape.length === 0 || !sameShape(own, expected)) {
    throw new RangeError(
      say`${operation}: for predictions of shape ${showShape(shape)} the target must have shape
        ${showShape(expected)} (classes) or ${showShape(shape)} (probabilities), not ${showShape(own)}.`,
    );
  }
  if (shape.length === 1) return { rows: unsqueeze(x, 0), shape: own };
  if (shape.length === 2) return { rows: x, shape: own };
  const order = [0, ...shape.map((_, axis) => axis).slice(2), 1];
  return { rows: reshape(permute(x, order), [sizeOf(own), shape[1]]), shape: own };
}

/**
 * The mean of −log softmax(x)[class] over a batch. `x` holds logits [N, C] (or [C], or [N, C, …]); `target`
 * holds classes [N] (or [], or [N, …]), or probabilities of the shape of `x`.
 * @throws when the shapes do not fit or a class does not exist.
 * @example crossEntropy(net(x), y)
 */
export function crossEntropy(
  x: Tensor,
  target: Tensor,
  options: ClassLossOptions & { labelSmoothing?: number } = {},
): Tensor {
  requireTensor("crossEntropy", x);
  requireTensor("crossEntropy", target);
  checkOptions("crossEntropy", options, { reduction: 1, weight: 1, ignoreIndex: 1, labelSmoothing: 1 });
  const { reduction = "mean", weight, ignoreIndex = -100, labelSmoothing = 0 } = options;
  const input = isFloating(x.dtype) ? x : to(x, "float32");
  if (isFloating(target.dtype) && sameShape(input.array.shape, target.array.shape)) {
    return againstProbabilities(input, target, reduction, weight, labelSmoothing);
  }
  const { rows, shape } = byRows("crossEntropy", input, target);
  const count = rows.array.shape[1];
  const { labels, ignores } = labelsOf("crossEntropy", target, count, ignoreIndex);
  if (weight || ignores || labelSmoothing > 0) {
    const logs = logSoftmax(ignores ? withoutIgnored(rows, labels, ignoreIndex) : rows, 1);
    return classLoss("crossEntropy", logs, labels, shape, {
      reduction,
      weight,
      ignoreIndex,
      labelSmoothing,
    });
  }
  const losses = allocate("crossEntropy", rows.dtype, shape);
  const probabilities = allocate("crossEntropy", rows.dtype, rows.array.shape);
  const logits = contiguousArray("crossEntropy", rows.array);
  context.backend.crossEntropy(logits, labels, losses, probabilities);
  discardCopy(logits, rows.array);
  let out = losses;
  if (reduction !== "none") {
    out = allocate("crossEntropy", rows.dtype, []);
    const code = reduction === "mean" ? Reduce.mean : Reduce.sum;
    context.backend.reduce(code, losses, out, 1, losses.size, 1);
    context.backend.release(losses.storage);
  }
  const y = new Tensor(out);
  if (!tracked(rows)) {
    context.backend.release(probabilities.storage);
    return y;
  }
  // Saved as softmax(rows) in the graph, so that the gradient can be differentiated once more.
  const kept = new Tensor(probabilities);
  kept.requiresGrad = true;
  kept.node = new Node(softmaxOp, [nodeOf(rows)], [kept], { axis: 1 }, null) as Node;
  record(crossEntropyOp, y, rows, [kept], { target: labels, reduction });
  if (y.node) y.node.privately = true;
  if (context.tracer !== null) context.tracer.refine("crossEntropy", y, [input, target], { reduction });
  return y;
}

function againstProbabilities(
  x: Tensor,
  target: Tensor,
  reduction: Reduction,
  weight: Tensor | undefined,
  labelSmoothing: number,
): Tensor {
  const axis = x.array.shape.length === 1 ? 0 : 1;
  const count = x.array.shape[axis];
  const smooth = labelSmoothing > 0 ? add(mul(target, 1 - labelSmoothing), labelSmoothing / count) : target;
  const shares = weight
    ? mul(smooth, reshape(weight, [count, ...x.array.shape.slice(2).map(() => 1)]))
    : smooth;
  const logs = logSoftmax(x, axis);
  if (reduction === "none") return neg(sum(mul(logs, shares), axis));
  const total = apply(negProductOp, logs, shares, "sum", 0);
  return reduction === "mean" ? div(total, x.array.size / count) : total;
}

interface PickOptions {
  reduction: Reduction;
  weight: Tensor | undefined;
  ignoreIndex: number;
  labelSmoothing: number;
}

/** Zeros in the rows that do not count, so that nothing comes of what stands there, NaN and infinities included. */
function withoutIgnored(rows: Tensor, labels: NDArray, ignoreIndex: number): Tensor {
  return where(unsqueeze(ne(new Tensor(labels), ignoreIndex), 1), rows, 0);
}

interface PickParams {
  readonly target: NDArray;
  readonly loss: ClassLoss;
  /** Of the logarithms. */
  readonly shape: Shape;
  readonly scale: number;
}

/** Where the weights take no gradient. */
const classLossOp: Op<PickParams> = {
  name: "nll",
  node: "NllLossBackward0",
  backward: [
    (g, { kept, params: { target, loss, shape, scale } }) => {
      const { array } = g;
      const recorded = context.gradEnabled && g.requiresGrad;
      const gx = allocate("nllBackward", g.dtype, shape);
      const upper = recorded ? ones([], { dtype: g.dtype }).array : contiguousArray("nllBackward", array);
      const weight = kept?.[0]?.array ?? null;
      const factors = weight && contiguousArray("nllBackward", weight);
      context.backend.classLossBackward(target, factors, upper, gx, loss, scale);
      if (weight) discardCopy(factors ?? weight, weight);
      if (!recorded) discardCopy(upper, array);
      if (!recorded) return new Tensor(gx);
      return mul(new Tensor(gx), array.size === 1 ? reshape(g, []) : reshape(g, [shape[0], 1]));
    },
  ],
};

/** −logs[i, label i], weighted, without the ignored, mixed with the mean over all classes when smoothing: one kernel. */
function classLoss(
  operation: string,
  logs: Tensor,
  labels: NDArray,
  shape: Shape,
  options: PickOptions,
): Tensor {
  const { reduction, weight, ignoreIndex, labelSmoothing } = options;
  const plain =
    !weight || (weight.dtype === logs.dtype && sameShape(weight.array.shape, [logs.array.shape[1]]));
  if (!plain || (weight?.requiresGrad && context.gradEnabled)) {
    return pickLosses(withoutIgnored(logs, labels, ignoreIndex), labels, shape, options);
  }
  const loss: ClassLoss = { reduction, ignored: ignoreIndex, smoothing: labelSmoothing };
  const out = allocate(operation, logs.dtype, reduction === "none" ? shape : []);
  const source = contiguousArray(operation, logs.array);
  const factors = weight ? contiguousArray(operation, weight.array) : null;
  const counted = context.backend.classLoss(source, labels, factors, out, loss);
  discardCopy(source, logs.array);
  if (weight) discardCopy(factors ?? weight.array, weight.array);
  const y = new Tensor(out);
  if (!tracked(logs)) return y;
  // Nothing counts: there is no mean, but there is no slope either.
  const scale = reduction !== "mean" ? 1 : counted === 0 ? 0 : 1 / counted;
  const params = { target: labels, loss, shape: logs.array.shape, scale };
  return record(classLossOp, y, logs, [weight ?? null, logs], params);
}

/** The same in operations on tensors, for weights that take a gradient or broadcast. */
function pickLosses(logs: Tensor, labels: NDArray, shape: Shape, options: PickOptions): Tensor {
  const { reduction, weight, ignoreIndex, labelSmoothing } = options;
  const target = new Tensor(labels);
  const counted = ne(target, ignoreIndex);
  const counts = to(counted, logs.dtype);
  const safe = fromArray(Int32Array.from(elementsOf(labels), (label) => (label === ignoreIndex ? 0 : label)));
  const factors = weight ? where(counted, indexSelect(weight, 0, safe), 0) : counts;
  const picked = neg(squeeze(gather(logs, 1, unsqueeze(safe, 1)), 1));
  let losses = mul(picked, factors);
  if (labelSmoothing > 0) {
    const everywhere = mul(neg(sum(weight ? mul(logs, weight) : logs, 1)), counts);
    const share = labelSmoothing / logs.array.shape[1];
    losses = add(mul(losses, 1 - labelSmoothing), mul(everywhere, share));
  }
  if (reduction === "mean") {
    const total = sum(factors);
    // Nothing counts: there is no mean, but there is no slope either.
    return total.item() === 0 ? add(mul(sum(losses), 0), NaN) : div(sum(losses), total);
  }
  return reduced(reshape(losses, shape), reduction);
}

/**
 * The negative log-likelihood: the mean of −x[i, class i] over a batch of log-probabilities [N, C] (or [C],
 * or [N, C, …]).
 * @throws when the shapes do not fit or a class does not exist.
 * @example nll(logSoftmax(logits, 1), y)
 */
export function nll(x: Tensor, target: Tensor, options: ClassLossOptions = {}): Tensor {
  checkOptions("nll", options, { reduction: 1, weight: 1, ignoreIndex: 1 });
  const { reduction = "mean", weight, ignoreIndex = -100 } = options;
  requireTensor("nll", x);
  requireTensor("nll", target);
  const { rows, shape } = byRows("nll", isFloating(x.dtype) ? x : to(x, "float32"), target);
  const { labels } = labelsOf("nll", target, rows.array.shape[1], ignoreIndex);
  return classLoss("nll", rows, labels, shape, { reduction, weight, ignoreIndex, labelSmoothing: 0 });
}
