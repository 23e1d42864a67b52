/** Shapes, joins, indices, products and reductions in ONNX. */
import { cast } from "./elementwise.ts";
import type { TracedBag } from "../../ops/index/embeddingBag.ts";
import { say } from "../../payload/say.ts";
import { elementTypes } from "../format/onnxModel.ts";
import { elementTypeOf, type GraphBuilder } from "./graph.ts";
import { params, type Write, type Writing } from "./writing.ts";

interface Axis {
  readonly axis: number;
}
interface Slice extends Axis {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}
interface Reduced {
  readonly axes: readonly number[] | null;
  readonly kept: readonly number[];
  readonly count: number;
  readonly correction: number;
  readonly p?: number;
}

const first = ({ inputs: [x] }: Writing): string => x;

const reshaped: Write = ({ graph, step, inputs: [x] }) =>
  graph.reshaped(x, graph.shapeOf(step.inputs[0]), graph.shapeOf(step.output));

const sliced: Write = (w) => {
  const { graph, step } = w;
  const { axis, start, count, step: stride } = params<Slice>(w);
  const [from, into] = [step.inputs[0], step.output].map((x) => JSON.stringify(graph.shapeOf(x)[axis]));
  if (start === 0 && stride === 1 && from === into) return first(w);
  const whole = graph.shapeOf(step.inputs[0])[axis];
  // What ends with the axis does so for any size of the batch.
  const last = start + (count - 1) * stride + 1;
  const end = typeof whole === "number" || last < step.inputs[0].array.shape[axis] ? last : 2 ** 31;
  return graph.op("Slice", [first(w), ...[start, end, axis, stride].map((value) => graph.ints([value]))]);
};

/** Elements one after the other from a place on: of its own row-major input. */
const flipped: Write = (w) => {
  const axes = params<readonly number[]>(w);
  if (axes.length === 0) return first(w);
  const each = (value: number): string => w.graph.ints(axes.map(() => value));
  return w.graph.op("Slice", [first(w), each(-1), each(-(2 ** 31)), w.graph.ints(axes), each(-1)]);
};

const triangle: Write = (w) => {
  const { name, diagonal } = params<{ name: string; diagonal: number }>(w);
  const k = w.graph.values([diagonal], [], "int32");
  return w.graph.op("Trilu", [first(w), k], { upper: name === "triu" ? 1 : 0 });
};

function indexOf(w: Writing, index: string): string {
  const [, x] = w.step.inputs;
  return cast(w.graph, index, x.dtype, "int32");
}

function keepdims({ step }: Writing, kept: readonly number[]): number {
  return step.output.array.shape.length === kept.length ? 1 : 0;
}

function reduce(op: string): Write {
  return (w) => {
    const { axes, kept } = params<Reduced>(w);
    const keeps = keepdims(w, kept);
    const x = cast(w.graph, first(w), w.step.inputs[0].dtype, w.step.output.dtype);
    return reduced(w.graph, op, x, axes, keeps);
  };
}

/** In opset 17, ReduceSum alone takes its axes as an input. */
function reduced(
  graph: GraphBuilder,
  op: string,
  x: string,
  axes: readonly number[] | null,
  keeps: number,
): string {
  if (op === "ReduceSum") return graph.op(op, axes ? [x, graph.ints(axes)] : [x], { keepdims: keeps });
  return graph.op(op, [x], { axes: axes ?? undefined, keepdims: keeps });
}

/** Mean and variance in one go. */
export function moments(graph: GraphBuilder, x: string, axes: readonly number[] | null): [string, string] {
  const mean = reduced(graph, "ReduceMean", x, axes, 1);
  const centred = graph.op("Sub", [x, mean]);
  return [centred, graph.op("Mul", [centred, centred])];
}

const variance: Write = (w) => {
  const { graph, step } = w;
  const { axes, kept, count, correction } = params<Reduced>(w);
  const over = axes ?? kept.map((_, axis) => axis);
  const from = graph.shapeOf(step.inputs[0]);
  const [, squares] = moments(graph, first(w), axes);
  const keeps = keepdims(w, kept);
  // Over the batch, how many they are is not known beforehand.
  if (correction === 0) return reduced(graph, "ReduceMean", squares, axes, keeps);
  const sum = reduced(graph, "ReduceSum", squares, axes, keeps);
  const { dtype } = step.output;
  if (over.every((axis) => typeof from[axis] === "number"))
    return graph.op("Div", [sum, graph.scalar(Math.max(0, count - correction), dtype)]);
  const ones = graph.op("Sub", [squares, squares]);
  const number = reduced(graph, "ReduceSum", graph.op("Add", [ones, graph.scalar(1, dtype)]), axes, keeps);
  return graph.op("Div", [sum, graph.op("Sub", [number, graph.scalar(correction, dtype)])]);
};

const norm: Write = (w) => {
  const { p = 2, axes, kept } = params<Reduced>(w);
  if (p === 2 || p === 1) return reduce(p === 2 ? "ReduceL2" : "ReduceL1")(w);
  const { graph, step } = w;
  const { dtype } = step.output;
  const size = graph.op("Abs", [first(w)]);
  if (p === Infinity) return reduced(graph, "ReduceMax", size, axes, keepdims(w, kept));
  const powers = graph.op("Pow", [size, graph.scalar(p, dtype)]);
  const sum = reduced(graph, "ReduceSum", powers, axes, keepdims(w, kept));
  return graph.op("Pow", [sum, graph.scalar(1 / p, dtype)]);
};

const along = (op: string): Write => {
  return (w) => {
    const { axis, keepdim } = params<{ axis: number; keepdim: boolean }>(w);
    return reduced(w.graph, op, first(w), [axis], keepdim ? 1 : 0);
  };
};

const linear: Write = (w) => {
  const { graph, step, inputs } = w;
  const [x, weight, bias = ""] = inputs;
  if (step.inputs[0].array.shape.length === 2) return graph.op("Gemm", [x, weight, bias], { transB: 1 });
  const product = graph.op("MatMul", [x, graph.op("Transpose", [weight], { perm: [1, 0] })]);
  return bias === "" ? product : graph.op("Add", [product, bias]);
};

/** Bags are the rows of an index; those that begin at offsets have lengths of their own, which ONNX cannot follow. */
const bag: Write = (w) => {
  const { graph, step } = w;
  const { mode, offsets, padding } = params<TracedBag>(w);
  if (offsets)
    throw new Error(say`exportOnnx: ONNX has no words for bags with offsets; give an index of shape (B, N).`);
  const { dtype } = step.output;
  const index = indexOf(w, w.inputs[1]);
  const factors = w.inputs[2] as string | undefined;
  const apart = (x: string): string => graph.op("Unsqueeze", [x, graph.ints([2])]);
  const taken = graph.op("Gather", [w.inputs[0], index], { axis: 0 });
  const rows = factors === undefined ? taken : graph.op("Mul", [taken, apart(factors)]);
  if (padding === null) {
    return reduced(graph, { sum: "ReduceSum", mean: "ReduceMean", max: "ReduceMax" }[mode], rows, [1], 0);
  }
  const counted = graph.op("Not", [graph.op("Equal", [index, graph.scalar(padding, "int32")])]);
  const seen = (other: number): string =>
    graph.op("Where", [apart(counted), rows, graph.scalar(other, dtype)]);
  if (mode === "sum") return reduced(graph, "ReduceSum", seen(0), [1], 0);
  const ones = graph.op("Cast", [apart(counted)], { to: elementTypes[elementTypeOf(dtype)] });
  const count = reduced(graph, "ReduceSum", ones, [1], 0);
  if (mode === "mean") {
    const sum = reduced(graph, "ReduceSum", seen(0), [1], 0);
    return graph.op("Div", [sum, graph.op("Max", [count, graph.scalar(1, dtype)])]);
  }
  const there = graph.op("Greater", [count, graph.scalar(0, dtype)]);
  const largest = reduced(graph, "ReduceMax", seen(-Infinity), [1], 0);
  return graph.op("Where", [there, largest, graph.scalar(0, dtype)]);
};

export const shapes: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(
    ["view", "unsqueeze", "squeeze", "select", "dot", "mv", "flatten", "unflatten", "reshape"].map(
      (name): [string, Write] => [name, reshaped],
    ),
  ),
  expand: ({ graph, step, inputs: [x] }) =>
    graph.op("Expand", [x, graph.extents(graph.shapeOf(step.output))]),
  permute: (w) => w.graph.op("Transpose", [first(w)], { perm: params<readonly number[]>(w) }),
  slice: sliced,
  flip: flipped,
  tril: triangle,
  triu: triangle,
  cat: (w) =>
    w.inputs.length === 1 ? first(w) : w.graph.op("Concat", w.inputs, { axis: params<Axis>(w).axis }),
  embedding: (w) => w.graph.op("Gather", [w.inputs[0], indexOf(w, w.inputs[1])], { axis: 0 }),
  embeddingBag: bag,
  gather: (w) =>
    w.graph.op("GatherElements", [first(w), indexOf(w, w.inputs[1])], { axis: params<Axis>(w).axis }),
  indexSelect: (w) => {
    const { axis, numbers } = params<{ axis: number; numbers: readonly number[] | null }>(w);
    const index = numbers ? w.graph.ints([...numbers]) : indexOf(w, w.inputs[1]);
    return w.graph.op("Gather", [first(w), index], { axis });
  },
  sum: reduce("ReduceSum"),
  mean: reduce("ReduceMean"),
  prod: reduce("ReduceProd"),
  max: reduce("ReduceMax"),
  min: reduce("ReduceMin"),
  logsumexp: reduce("ReduceLogSumExp"),
  maxAlong: along("ReduceMax"),
  minAlong: along("ReduceMin"),
  var: variance,
  std: (w) => w.graph.op("Sqrt", [first(w)]),
  norm,
  cumsum: (w) => w.graph.op("CumSum", [first(w), w.graph.values([params<Axis>(w).axis], [], "int32")]),
  softmax: (w) => w.graph.op("Softmax", [first(w)], { axis: params<Axis>(w).axis }),
  logSoftmax: (w) => w.graph.op("LogSoftmax", [first(w)], { axis: params<Axis>(w).axis }),
  matmul: ({ graph, inputs }) => graph.op("MatMul", inputs),
  linear,
};
