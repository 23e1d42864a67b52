/**
 * Normalisation to mean 0 and variance 1 with a weight and a bias after it, in one kernel, and its three gradients in
 * another. Kept are the input, mean and variance.
 */
import type { Norm } from "../../backend/backend.ts";
import { allocate, contiguousArray, discardCopy } from "../../core/allocate.ts";
import { context } from "../../core/context.ts";
import type { NDArray } from "../../core/ndarray.ts";
import { Node, type Op, oneByOne } from "../../core/node.ts";
import { isSmall, nodeOf } from "../../core/record.ts";
import type { Shape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { zeros } from "../create/create.ts";
import { add, mul, sub } from "../elementwise/binary.ts";
import { rsqrt, square } from "../elementwise/unary.ts";
import { reshape } from "../shape/views.ts";
import { mean as meanOf, sum } from "./reduce.ts";

interface NormParams {
  readonly norm: Norm;
  /** Of weight and bias. */
  readonly features: Shape;
}

type NormNode = Node<NormParams>;
type Gradients = readonly (Tensor | null)[];

/** The weight, which there need not be. */
const weightOf = ({ kept }: NormNode): Tensor | null => kept?.[1] ?? null;

/** In operations on tensors, which can be differentiated. */
function formula(g: Tensor, node: NormNode, wanted: readonly boolean[]): Gradients {
  const { norm, features } = node.params;
  const { outer, groups, depth, inner, batch, given, eps } = norm;
  const [x, , center, spread] = node.saved;
  const weight = weightOf(node);
  const shape = [outer, groups, depth, inner];
  const axes = batch ? [0, 2, 3] : [2, 3];
  const average = (t: Tensor): Tensor => meanOf(t, axes, true);
  const [values, upper] = [reshape(x, shape), reshape(g, shape)];
  const still = [1, groups, 1, 1];
  const centred = sub(values, given ? reshape(center, still) : average(values));
  const scale = rsqrt(add(given ? reshape(spread, still) : average(square(centred)), eps));
  const normal = mul(centred, scale);
  const inside = weight ? mul(upper, reshape(weight, [1, groups, depth, 1])) : upper;
  const moved = (): Tensor =>
    given ? inside : sub(sub(inside, average(inside)), mul(normal, average(mul(inside, normal))));
  return [
    wanted[0] ? reshape(mul(scale, moved()), x.array.shape) : null,
    wanted[1] ? reshape(sum(mul(upper, normal), [0, 3]), features) : null,
    wanted[2] ? reshape(sum(upper, [0, 3]), features) : null,
  ];
}

/** By a kernel. */
function slopes(g: Tensor, node: NormNode, wanted: readonly boolean[]): Gradients {
  const { norm, features } = node.params;
  const [x, , mean, variance] = node.saved;
  const weight = weightOf(node)?.array ?? null;
  const name = `${node.op.name}Backward`;
  const made = (i: number, shape: Shape): NDArray | null =>
    wanted[i] ? allocate(name, x.dtype, shape) : null;
  const [gx, gw, gb] = [made(0, x.array.shape), made(1, features), made(2, features)];
  const [upper, values] = [contiguousArray(name, g.array), contiguousArray(name, x.array)];
  const factors = weight && contiguousArray(name, weight);
  const { backend } = context;
  backend.normaliseBackward(upper, values, factors, mean.array, variance.array, gx, gw, gb, norm);
  discardCopy(upper, g.array);
  discardCopy(values, x.array);
  if (weight) discardCopy(factors ?? weight, weight);
  return [gx, gw, gb].map((array) => array && new Tensor(array));
}

function together(g: Tensor, node: NormNode, wanted: readonly boolean[]): Gradients {
  const [x] = node.saved;
  if (x.array.size === 0) {
    const { features } = node.params;
    const shapes = [x.array.shape, features, features];
    return shapes.map((shape, i) => (wanted[i] ? zeros(shape, { dtype: x.dtype }) : null));
  }
  const recorded = g.requiresGrad || x.requiresGrad || weightOf(node)?.requiresGrad;
  return context.gradEnabled && recorded ? formula(g, node, wanted) : slopes(g, node, wanted);
}

const named = (name: string, node: string): Op<NormParams> => ({
  name,
  node: `Native${node}NormBackward0`,
  backward: oneByOne(together, 3),
  together,
});

const ops = {
  batchNorm: named("batchNorm", "Batch"),
  instanceNorm: named("instanceNorm", "Batch"),
  groupNorm: named("groupNorm", "Group"),
  layerNorm: named("layerNorm", "Layer"),
};

/** What is normalised, mean and variance: [groups] of a batch, else [outer, groups]. */
export interface Normalised {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Normalises `x`, seen as [outer, groups, depth, inner]; weight and bias are [groups, depth] numbers. All are of one
 * floating dtype.
 * @param given mean and variance, where they are not to be found
 */
export function normalise(
  operation: keyof typeof ops,
  x: Tensor,
  weight: Tensor | null,
  bias: Tensor | null,
  norm: Norm,
  given: { readonly mean: Tensor; readonly variance: Tensor } | null,
): Normalised {
  const op = ops[operation];
  const { outer, groups, batch } = norm;
  const measured = batch ? [groups] : [outer, groups];
  const tracked = context.gradEnabled && [x, weight, bias].some((each) => each?.requiresGrad);
  // What was given may change before the gradients come: they need what it was.
  const statistic = (which: "mean" | "variance"): NDArray => {
    if (!given) return allocate(operation, x.dtype, measured);
    if (!tracked) return contiguousArray(operation, given[which].array);
    const copy = allocate(operation, x.dtype, measured);
    context.backend.copy(given[which].array, copy);
    return copy;
  };
  const [mean, variance] = [statistic("mean"), statistic("variance")];
  const out = allocate(operation, x.dtype, x.array.shape);
  const values = contiguousArray(operation, x.array);
  const factors = weight && contiguousArray(operation, weight.array);
  const offsets = bias && contiguousArray(operation, bias.array);
  context.backend.normalise(values, factors, offsets, mean, variance, out, norm);
  discardCopy(values, x.array);
  if (weight) discardCopy(factors ?? weight.array, weight.array);
  if (bias) discardCopy(offsets ?? bias.array, bias.array);
  const result = { y: new Tensor(out), mean: new Tensor(mean), variance: new Tensor(variance) };
  if (!tracked) return result;
  const { y } = result;
  const inputs = bias ? [x, weight, bias] : weight ? [x, weight] : [x];
  const nodes = inputs.map((input) => input && nodeOf(input));
  const params = { norm, features: (weight ?? bias)?.array.shape ?? [] };
  y.requiresGrad = true;
  y.node = new Node(op, nodes, [x, weight, result.mean, result.variance], params, null) as Node;
  if (isSmall(y)) y.node.output = y;
  if (context.tracer !== null) {
    const measures = given ? [given.mean, given.variance] : [];
    const parts = [x, ...(weight ? [weight] : []), ...(bias ? [bias] : []), ...measures];
    context.tracer.step(op.name, y, parts, { norm, weight: weight !== null, bias: bias !== null });
  }
  return result;
}
