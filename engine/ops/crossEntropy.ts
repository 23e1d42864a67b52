/** Losses of classifiers: logits or log-probabilities against classes. */
import { Reduce } from "../backend/backend.ts";
import { context } from "../context.ts";
import { elementsOf, type NDArray } from "../ndarray.ts";
import { sameShape, type Shape, showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, sub } from "./binary.ts";
import { ne } from "./compare.ts";
import { to } from "./convert.ts";
import { fromArray, zeros } from "./create.ts";
import { example, specials } from "./examples.ts";
import { gather, indexSelect, indicesOf } from "./gather.ts";
import { reduced, type Reduction } from "./losses.ts";
import {
  allocate,
  contiguousArray,
  discardCopy,
  isFloating,
  Node,
  nodeOf,
  type Op,
  record,
  requireTensor,
  tracked,
  wrap,
} from "./op.ts";
import { sum } from "./reduce.ts";
import { logSoftmax, softmaxOps } from "./softmax.ts";
import { neg } from "./unary.ts";
import { permute, reshape, squeeze, unsqueeze } from "./views.ts";
import { where } from "./where.ts";
import { checkOptions } from "../options.ts";

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

const classes = (...values: number[]): Tensor => fromArray(Int32Array.from(values));

/** Softmax and logarithm and choice in one kernel; the softmax is kept for the gradient. */
const crossEntropyOp: Op<ClassParams> = {
  name: "crossEntropy",
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
      return wrap(gx);
    },
  ],
  examples: () => [
    ...[1, 3, 4, 5, 17].map((n) =>
      example(
        (x) => crossEntropy(x, classes(0, n - 1, 0)),
        `F.cross_entropy(a, torch.tensor([0, ${n - 1}, 0]))`,
        [[3, n]],
      ),
    ),
    example(
      (x) => crossEntropy(x, classes(1, 2), { reduction: "sum" }),
      "F.cross_entropy(a, torch.tensor([1, 2]), reduction='sum')",
      [{ shape: [2, 3], transposed: true }],
    ),
    example(
      (x) => crossEntropy(x, classes(1, 2), { reduction: "none" }),
      "F.cross_entropy(a, torch.tensor([1, 2]), reduction='none')",
      [[2, 3]],
    ),
    example((x) => crossEntropy(x, fromArray([1]).at(0)), "F.cross_entropy(a, torch.tensor(1))", [[3]]),
    example(
      (x) => crossEntropy(x, fromArray([1]).at(0), { reduction: "none" }),
      "F.cross_entropy(a, torch.tensor(1), reduction='none')",
      [[3]],
    ),
    example(
      (x) => crossEntropy(x, fromArray([1, 2, 0, 1], [2, 2]), { reduction: "none" }),
      "F.cross_entropy(a, torch.tensor([[1, 2], [0, 1]]), reduction='none')",
      [[2, 3, 2]],
    ),
    example(
      (x) => crossEntropy(x, fromArray([1, 2, 0, 1], [2, 2])),
      "F.cross_entropy(a, torch.tensor([[1, 2], [0, 1]]))",
      [[2, 3, 2]],
    ),
    example((x) => crossEntropy(x, classes(0)), "F.cross_entropy(a, torch.tensor([0]))", [
      { shape: [1, 3], values: [1000, -1000, 0] },
    ]),
    example(
      (x) => crossEntropy(x, classes(1, -100, 2), { labelSmoothing: 0.1 }),
      "F.cross_entropy(a, torch.tensor([1, -100, 2]), label_smoothing=0.1)",
      [[3, 3]],
    ),
    example(
      (x, w) => crossEntropy(x, classes(1, 0, 2), { weight: w }),
      "F.cross_entropy(a, torch.tensor([1, 0, 2]), weight=b)",
      [[3, 3], { shape: [3], low: 0.5, high: 2, constant: true }],
    ),
    example(
      (x, w) => crossEntropy(x, classes(1, 0, 2), { weight: w, labelSmoothing: 0.2 }),
      "F.cross_entropy(a, torch.tensor([1, 0, 2]), weight=b, label_smoothing=0.2)",
      [[3, 3], { shape: [3], low: 0.5, high: 2, constant: true }],
    ),
    example((x, p) => crossEntropy(x, p), "F.cross_entropy(a, b)", [
      [4, 3],
      { shape: [4, 3], low: 0, high: 1 },
    ]),
    example(
      (x) => nll(logSoftmax(x, 1), classes(1, 2)),
      "F.nll_loss(F.log_softmax(a, 1), torch.tensor([1, 2]))",
      [[2, 3]],
    ),
    example(
      (x) => crossEntropy(reshape(x, [1, 10]), classes(1)),
      "F.cross_entropy(a.reshape(1, 10), torch.tensor([1]))",
      [specials],
      {
        smooth: false,
      },
    ),
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
        `${operation}: target ${i} is class ${label}, but there are ${count} classes: 0 … ${count - 1} (axis 1 of the input).`,
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
      `${operation}: for predictions of shape ${showShape(shape)} the target must have shape ${showShape(expected)} ` +
        `(classes) or ${showShape(shape)} (probabilities), not ${showShape(own)}.`,
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
    return pickLosses(logs, labels, shape, { reduction, weight, ignoreIndex, labelSmoothing });
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
  const y = wrap(out);
  if (!tracked(rows)) {
    context.backend.release(probabilities.storage);
    return y;
  }
  // Saved as softmax(rows) in the graph, so that the gradient can be differentiated once more.
  const kept = wrap(probabilities);
  kept.requiresGrad = true;
  kept.node = new Node(softmaxOps[0], [nodeOf(rows)], [kept], { axis: 1 }, null) as Node;
  record(crossEntropyOp, y, rows, [kept], { target: labels, reduction });
  if (y.node) y.node.privately = true;
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
  const products = mul(logSoftmax(x, axis), smooth);
  const scaled = weight
    ? mul(products, reshape(weight, [count, ...x.array.shape.slice(2).map(() => 1)]))
    : products;
  const losses = neg(sum(scaled, axis));
  return reduction === "mean" ? div(sum(losses), losses.array.size) : reduced(losses, reduction);
}

interface PickOptions {
  reduction: Reduction;
  weight: Tensor | undefined;
  ignoreIndex: number;
  labelSmoothing: number;
}

/** Zeros in the rows that do not count, so that nothing comes of what stands there, NaN and infinities included. */
function withoutIgnored(rows: Tensor, labels: NDArray, ignoreIndex: number): Tensor {
  return where(unsqueeze(ne(wrap(labels), ignoreIndex), 1), rows, 0);
}

/** −logs[i, label i], weighted, without the ignored, mixed with the mean over all classes when smoothing. */
function pickLosses(logs: Tensor, labels: NDArray, shape: Shape, options: PickOptions): Tensor {
  const { reduction, weight, ignoreIndex, labelSmoothing } = options;
  const target = wrap(labels);
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
  const { rows, shape } = byRows("nll", x, target);
  const { labels, ignores } = labelsOf("nll", target, rows.array.shape[1], ignoreIndex);
  const logs = ignores ? withoutIgnored(rows, labels, ignoreIndex) : rows;
  return pickLosses(logs, labels, shape, { reduction, weight, ignoreIndex, labelSmoothing: 0 });
}

/** The rows of the table. */
export const crossEntropyOps: readonly Op<ClassParams>[] = [crossEntropyOp];
