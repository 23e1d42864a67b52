/** Convolutions, pools, padding and normalisation in ONNX. */
import type { Norm, Window } from "../../backend/backend.ts";
import type { Extent } from "../../export/trace/twoBatches.ts";
import type { GraphBuilder } from "./graph.ts";
import { moments } from "./shapes.ts";
import { params, type Write, type Writing } from "./writing.ts";

const first = ({ inputs: [x] }: Writing): string => x;
const BOTH = [0, 1] as const;

/** What lies behind the last row and the last column under the windows that are there. */
function behind(
  { kernel, stride, padding, dilation }: Window,
  from: readonly number[],
  to: readonly number[],
) {
  return BOTH.map((axis) => {
    const reach = (to[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return Math.max(0, reach - from[axis] - padding[axis]);
  });
}

interface Conv {
  readonly window: Window;
  readonly groups: number;
  readonly image: readonly number[];
  readonly made: readonly number[];
}

/** Images of one row are sequences: what is done to them is done along one axis, if they were given so. */
function alongOne(w: Writing, indices: readonly number[]): string[] | null {
  const before = indices.map((i) => w.graph.beforeUnsqueeze(w.inputs[i]));
  return before.every((name) => name !== null) ? before : null;
}

const convolution: Write = (w) => {
  const { graph, step, inputs } = w;
  const { window, groups, image, made } = params<Conv>(w);
  const ends = behind(window, image.slice(2), made.slice(2));
  const { kernel, stride, padding, dilation } = window;
  const one = step.name === "conv1d" ? alongOne(w, [0, 1]) : null;
  const of = <T>(list: readonly T[]): T[] => (one ? [list[1]] : [...list]);
  const y = graph.op("Conv", [...(one ?? inputs.slice(0, 2)), ...inputs.slice(2)], {
    kernel_shape: of(kernel),
    strides: of(stride),
    pads: [...of(padding), ...of(ends)],
    dilations: of(dilation),
    group: groups,
  });
  return one ? unsqueezed(w, y) : y;
};

/** The row that a sequence is, as the trace has it. */
function unsqueezed({ graph, step }: Writing, y: string): string {
  const shape = graph.shapeOf(step.output);
  return graph.reshaped(y, withoutRow(shape), shape);
}

function withoutRow(shape: readonly Extent[]): Extent[] {
  return [...shape.slice(0, 2), shape[3]];
}

const transposed: Write = (w) => {
  const { graph, step, inputs } = w;
  const { window, groups, image, made } = params<Conv>(w);
  const { kernel, stride, padding, dilation } = window;
  const extra = BOTH.map((axis) => {
    const least =
      (made[2 + axis] - 1) * stride[axis] - 2 * padding[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return image[2 + axis] - least;
  });
  const one = step.name === "convTranspose1d" ? alongOne(w, [0, 1]) : null;
  const of = <T>(list: readonly T[]): T[] => (one ? [list[1]] : [...list]);
  const y = graph.op("ConvTranspose", one ?? inputs.slice(0, 2), {
    kernel_shape: of(kernel),
    strides: of(stride),
    pads: [...of(padding), ...of(padding)],
    dilations: of(dilation),
    output_padding: of(extra),
    group: groups,
  });
  return one ? unsqueezed(w, y) : y;
};

const maxPool: Write = (w) => {
  const { graph, step, inputs } = w;
  const { window } = params<{ window: Window }>(w);
  const [from, to] = [step.inputs[0], step.output].map(({ array }) => array.shape.slice(2));
  const ends = behind(window, from, to);
  const { kernel, stride, padding, dilation } = window;
  // A window that is spread out may reach further behind than ONNX Runtime allows.
  const far = BOTH.some((axis) => ends[axis] >= kernel[axis] || padding[axis] >= kernel[axis]);
  const one = step.name === "maxPool1d" && !far ? alongOne(w, [0]) : null;
  const of = <T>(list: readonly T[]): T[] => (one ? [list[1]] : [...list]);
  const margins = [[0, 0], [0, 0], ...BOTH.map((i) => [padding[i], ends[i]])];
  const given = far ? [padded(graph, first(w), margins, step.output.dtype, -Infinity)] : inputs;
  const y = graph.op("MaxPool", one ?? given, {
    kernel_shape: of(kernel),
    strides: of(stride),
    pads: far ? [0, 0, 0, 0] : [...of(padding), ...of(ends)],
    dilations: of(dilation),
  });
  return one ? unsqueezed(w, y) : y;
};

/**
 * PyTorch counts what was added around, but not what lies behind it under the last windows; ONNX counts both or none.
 * What is to be counted is therefore added before.
 */
const avgPool: Write = (w) => {
  const { graph, step } = w;
  const { window, padded: counts, divisor } = params<{ window: Window; padded: boolean; divisor: number }>(w);
  const [from, to] = [step.inputs[0], step.output].map(({ array }) => array.shape.slice(2));
  const { kernel, stride, padding } = window;
  const ends = behind(window, from, to);
  const counted = divisor > 0 ? BOTH.map((axis) => Math.max(padding[axis], ends[axis])) : [...padding];
  const adds = (counts || divisor > 0) && [...padding, ...counted].some((n) => n > 0);
  const { dtype } = step.output;
  const x = adds
    ? padded(graph, first(w), [[0, 0], [0, 0], ...BOTH.map((i) => [padding[i], counted[i]])], dtype)
    : first(w);
  const rest = BOTH.map((axis) => Math.max(0, ends[axis] - (adds ? counted[axis] : 0)));
  const y = graph.op("AveragePool", [x], {
    kernel_shape: kernel,
    strides: stride,
    pads: [...(adds ? [0, 0] : padding), ...rest],
    count_include_pad: 0,
  });
  return divisor > 0 ? graph.op("Mul", [y, graph.scalar((kernel[0] * kernel[1]) / divisor, dtype)]) : y;
};

function padded(
  graph: GraphBuilder,
  x: string,
  margins: readonly (readonly number[])[],
  dtype: string,
  value = 0,
) {
  const pads = BOTH.flatMap((side) => margins.map((margin) => margin[side]));
  return graph.op("Pad", [x, graph.ints(pads), graph.scalar(value, dtype)]);
}

const pad: Write = (w) => {
  const { margins, value } = params<{ margins: readonly (readonly number[])[]; value: number }>(w);
  return padded(w.graph, first(w), margins, w.step.output.dtype, value);
};

interface Unfolded {
  readonly window: Window;
  readonly image: readonly number[];
  readonly columns: readonly number[];
}

/** A kernel for each place under the window, which is 1 there alone. */
function places(w: Writing, { kernel: [rows, columns] }: Window): string {
  const count = rows * columns;
  const values = Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0));
  return w.graph.values(values, [count, 1, rows, columns], w.step.output.dtype);
}

function spots({ kernel, stride, padding, dilation }: Window, image: readonly number[]): number[] {
  return BOTH.map((axis) => {
    const taken = dilation[axis] * (kernel[axis] - 1) + 1;
    return Math.floor((image[2 + axis] + 2 * padding[axis] - taken) / stride[axis]) + 1;
  });
}

const unfold: Write = (w) => {
  const { graph, step } = w;
  const { window, image } = params<Unfolded>(w);
  const single = graph.op("Reshape", [first(w), graph.ints([-1, 1, image[2], image[3]])]);
  const { kernel, stride, padding, dilation } = window;
  const y = graph.op("Conv", [single, places(w, window)], {
    kernel_shape: kernel,
    strides: stride,
    pads: [...padding, ...padding],
    dilations: dilation,
  });
  return graph.op("Reshape", [y, graph.extents(graph.shapeOf(step.output), true)]);
};

const fold: Write = (w) => {
  const { graph, step } = w;
  const { window, image } = params<Unfolded>(w);
  const { kernel, stride, padding, dilation } = window;
  const [rows, columns] = spots(window, image);
  const single = graph.op("Reshape", [first(w), graph.ints([-1, kernel[0] * kernel[1], rows, columns])]);
  const extra = BOTH.map((axis) => {
    const n = [rows, columns][axis];
    const least = (n - 1) * stride[axis] - 2 * padding[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return image[2 + axis] - least;
  });
  const y = graph.op("ConvTranspose", [single, places(w, window)], {
    kernel_shape: kernel,
    strides: stride,
    pads: [...padding, ...padding],
    dilations: dilation,
    output_padding: extra,
  });
  return graph.op("Reshape", [y, graph.extents(graph.shapeOf(step.output), true)]);
};

interface Normalised {
  readonly norm: Norm;
  readonly weight: boolean;
  readonly bias: boolean;
}

/** Weight and bias, and what was measured before, of a normalisation. */
function partsOf(w: Writing): { weight: string; bias: string; mean: string; variance: string } {
  const { weight, bias } = params<Normalised>(w);
  const rest = w.inputs.slice(1);
  return {
    weight: weight ? (rest.shift() ?? "") : "",
    bias: bias ? (rest.shift() ?? "") : "",
    mean: rest[0] ?? "",
    variance: rest[1] ?? "",
  };
}

const normalised: Write = (w) => {
  const { graph, step } = w;
  const { norm } = params<Normalised>(w);
  const { dtype } = step.output;
  const { weight, bias, mean, variance } = partsOf(w);
  const rank = step.output.array.shape.length;
  const channels = step.output.array.shape[1];
  const filled = (given: string, value: number, count: readonly number[]): string =>
    given === "" ? graph.filled(count, value, dtype) : given;
  const epsilon = norm.eps;
  if (mean !== "") {
    const scale = [filled(weight, 1, [channels]), filled(bias, 0, [channels])];
    return graph.op("BatchNormalization", [first(w), ...scale, mean, variance], { epsilon });
  }
  if (step.name === "layerNorm") {
    const { shape } = step.inputs[0].array;
    const axis = lastAxes(shape, norm.depth * norm.inner);
    const size = shape.slice(axis);
    const y = [first(w), filled(weight, 1, size), filled(bias, 0, size)];
    return graph.op("LayerNormalization", bias === "" ? y.slice(0, 2) : y, { axis: axis - rank, epsilon });
  }
  if (step.name === "instanceNorm") {
    const scale = [filled(weight, 1, [channels]), filled(bias, 0, [channels])];
    return graph.op("InstanceNormalization", [first(w), ...scale], { epsilon });
  }
  const still = (name: string): string =>
    rank === 2
      ? name
      : graph.op("Reshape", [name, graph.ints([channels, ...Array<number>(rank - 2).fill(1)])]);
  const affine = (x: string): string => {
    const scaled = weight === "" ? x : graph.op("Mul", [x, still(weight)]);
    return bias === "" ? scaled : graph.op("Add", [scaled, still(bias)]);
  };
  if (step.name === "groupNorm") {
    const { groups } = norm;
    const seen = graph.op("Reshape", [first(w), graph.ints([0, groups, -1])]);
    const scale = [graph.filled([groups], 1, dtype), graph.filled([groups], 0, dtype)];
    const y = graph.op("InstanceNormalization", [seen, ...scale], { epsilon });
    return affine(graph.op("Reshape", [y, graph.extents(graph.shapeOf(step.output), true)]));
  }
  // Batch normalisation that measures the batch when it predicts, too.
  const axes = step.output.array.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const [centred, squares] = moments(graph, first(w), axes);
  const spread = graph.op("ReduceMean", [squares], { axes, keepdims: 1 });
  const root = graph.op("Sqrt", [graph.op("Add", [spread, graph.scalar(epsilon, dtype)])]);
  return affine(graph.op("Div", [centred, root]));
};

/** From which axis on the extents make up `size` elements. */
function lastAxes(shape: readonly number[], size: number): number {
  let axis = shape.length;
  for (let count = 1; axis > 0 && (count < size || axis === shape.length);) count *= shape[--axis];
  return axis;
}

export const windows: Readonly<Record<string, Write>> = {
  conv1d: convolution,
  conv2d: convolution,
  convTranspose1d: transposed,
  convTranspose2d: transposed,
  maxPool1d: maxPool,
  maxPool2d: maxPool,
  avgPool1d: avgPool,
  avgPool2d: avgPool,
  pad,
  unfold,
  fold,
  batchNorm: normalised,
  instanceNorm: normalised,
  groupNorm: normalised,
  layerNorm: normalised,
};
