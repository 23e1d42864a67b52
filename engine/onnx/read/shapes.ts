/** ONNX's shapes, joins, indices, products and reductions with ours. */
import type { Tensor } from "../../core/tensor.ts";
import * as ops from "../../ops/index.ts";
import { fromArray, full } from "../../ops/create/create.ts";
import { logSoftmax, softmax } from "../../ops/reduce/softmax.ts";
import { narrow } from "../../ops/shape/views.ts";
import { say } from "../../payload/say.ts";
import { axesOf, input, numbers, optional, type Run, type Running } from "./running.ts";
import { tensorOf } from "./values.ts";

const shapeOf = (x: Tensor): number[] => [...x.array.shape];

function whole(values: readonly number[]): Tensor {
  return fromArray(Int32Array.from(values), [values.length], { dtype: "int32" });
}

/** From an axis that may be counted from the end. */
function axisAt(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

const reshape: Run = (r) => {
  const x = input(r, 0);
  const from = shapeOf(x);
  const asked = numbers(input(r, 1));
  const keeps = r.attributes.int("allowzero", 0) === 0;
  return ops.reshape(
    x,
    asked.map((extent, axis) => (extent === 0 && keeps ? from[axis] : extent)),
  );
};

const unsqueeze: Run = (r) => {
  const x = input(r, 0);
  const axes = axesOf(r, 1) ?? [];
  const rank = x.array.shape.length + axes.length;
  return axes
    .map((axis) => axisAt(axis, rank))
    .sort((a, b) => a - b)
    .reduce((y, axis) => ops.unsqueeze(y, axis), x);
};

const squeeze: Run = (r) => {
  const x = input(r, 0);
  const { shape } = x.array;
  const axes = axesOf(r, 1)?.map((axis) => axisAt(axis, shape.length));
  const dropped = axes ?? shape.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
  return ops.reshape(
    x,
    shape.filter((_, axis) => !dropped.includes(axis)),
  );
};

/** One axis after the other; steps backwards by turning round. */
const slice: Run = (r) => {
  const x = input(r, 0);
  const { shape } = x.array;
  const starts = r.attributes.ints("starts") ?? numbers(input(r, 1));
  const ends = r.attributes.ints("ends") ?? numbers(input(r, 2));
  const axes = axesOf(r, 3) ?? starts.map((_, i) => i);
  const steps = optional(r, 4);
  const strides = steps ? numbers(steps) : starts.map(() => 1);
  return axes.reduce<Tensor>((y, given, i) => {
    const axis = axisAt(given, shape.length);
    const extent = shape[axis];
    const step = strides[i];
    if (step === 0 || !(axis in shape)) throw new Error(say`a slice has step ${step} along axis ${given}`);
    const clamped = (at: number, least: number, most: number): number =>
      Math.min(most, Math.max(least, at < 0 ? at + extent : at));
    const backwards = step < 0;
    const from = backwards ? clamped(starts[i], 0, extent - 1) : clamped(starts[i], 0, extent);
    const end = backwards ? clamped(ends[i], -1, extent - 1) : clamped(ends[i], 0, extent);
    const count = Math.max(0, Math.ceil((end - from) / step));
    if (step === 1) return narrow(y, axis, from, count);
    return ops.indexSelect(y, axis, whole(Array.from({ length: count }, (_, k) => from + k * step)));
  }, x);
};

const gather: Run = (r) => {
  const [x, index] = [input(r, 0), input(r, 1)];
  const axis = axisAt(r.attributes.int("axis", 0), x.array.shape.length);
  const extent = x.array.shape[axis];
  const places = numbers(index).map((at) => (at < 0 ? at + extent : at));
  const rows = ops.indexSelect(x, axis, whole(places));
  const shape = shapeOf(x);
  return ops.reshape(rows, [...shape.slice(0, axis), ...index.array.shape, ...shape.slice(axis + 1)]);
};

const gatherElements: Run = (r) => {
  const [x, index] = [input(r, 0), input(r, 1)];
  const axis = axisAt(r.attributes.int("axis", 0), x.array.shape.length);
  const extent = x.array.shape[axis];
  return ops.gather(x, axis, ops.where(ops.lt(index, 0), ops.add(index, extent), index));
};

type Reduce = (x: Tensor, options: { dim?: number[]; keepdim: boolean }) => Tensor;

function reduce(f: Reduce): Run {
  return (r) => {
    const x = input(r, 0);
    const axes = axesOf(r, 1);
    const keepdim = r.attributes.int("keepdims", 1) !== 0;
    if (axes?.length === 0 || !axes) {
      if (r.attributes.int("noop_with_empty_axes", 0) !== 0) return x;
      return f(x, { dim: x.array.shape.map((_, axis) => axis), keepdim });
    }
    return f(x, { dim: axes, keepdim });
  };
}

/** Axis by axis: of a product there is one for one axis alone. */
const product: Reduce = (x, { dim = [], keepdim }) => {
  const axes = dim.map((axis) => axisAt(axis, x.array.shape.length)).sort((a, b) => b - a);
  return axes.reduce((y, axis) => ops.prod(y, { dim: axis, keepdim }), x);
};

const gemm: Run = (r) => {
  const { attributes } = r;
  const turned = (x: Tensor, name: string): Tensor =>
    attributes.int(name, 0) === 0 ? x : ops.transpose(x, 0, 1);
  const [a, b] = [turned(input(r, 0), "transA"), turned(input(r, 1), "transB")];
  const [alpha, beta] = [attributes.float("alpha", 1), attributes.float("beta", 1)];
  const y = ops.matmul(a, b);
  const scaled = alpha === 1 ? y : ops.mul(y, alpha);
  const bias = optional(r, 2);
  return bias ? ops.add(scaled, beta === 1 ? bias : ops.mul(bias, beta)) : scaled;
};

const constant: Run = ({ attributes }) => {
  const tensor = attributes.tensor("value");
  if (tensor) return tensorOf(tensor, "value");
  const [ints, floats] = [attributes.ints("value_ints"), attributes.floats("value_floats")];
  if (ints) return whole(ints);
  if (floats) return fromArray(Float32Array.from(floats), [floats.length], { dtype: "float32" });
  if (attributes.has("value_int")) return full([], attributes.int("value_int", 0), { dtype: "int32" });
  if (attributes.has("value_float"))
    return full([], attributes.float("value_float", 0), { dtype: "float32" });
  throw new Error(say`a constant has no value that is known`);
};

const softmaxOf =
  (f: (x: Tensor, dim: number) => Tensor): Run =>
  (r) => {
    const x = input(r, 0);
    const axis = axisAt(r.attributes.int("axis", r.opset < 13 ? 1 : -1), x.array.shape.length);
    if (r.opset >= 13) return f(x, axis);
    // Before, all axes from this one on were one.
    const shape = shapeOf(x);
    const rows = shape.slice(0, axis).reduce((a, b) => a * b, 1);
    return ops.reshape(f(ops.reshape(x, [rows, -1]), 1), shape);
  };

const flatten: Run = (r) => {
  const x = input(r, 0);
  const shape = shapeOf(x);
  const axis = axisAt(r.attributes.int("axis", 1), shape.length);
  const rows = shape.slice(0, axis).reduce((a, b) => a * b, 1);
  return ops.reshape(x, [rows, -1]);
};

const split: Run = (r) => {
  const x = input(r, 0);
  const axis = axisAt(r.attributes.int("axis", 0), x.array.shape.length);
  const given = r.attributes.ints("split") ?? (optional(r, 1) ? numbers(input(r, 1)) : null);
  const parts = r.attributes.int("num_outputs", 2);
  return given ? ops.split(x, [...given], axis) : ops.chunk(x, parts, axis);
};

export const shapes: Readonly<Record<string, Run>> = {
  Reshape: reshape,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  Flatten: flatten,
  Transpose: (r) => {
    const x = input(r, 0);
    return ops.permute(x, [...(r.attributes.ints("perm") ?? x.array.shape.map((_, i) => i).reverse())]);
  },
  Expand: (r) => {
    const x = input(r, 0);
    const asked = numbers(input(r, 1));
    const { shape } = x.array;
    const rank = Math.max(asked.length, shape.length);
    const at = (list: readonly number[], axis: number): number => list[axis - (rank - list.length)] ?? 1;
    return ops.expand(
      x,
      Array.from({ length: rank }, (_, axis) => Math.max(at(asked, axis), at(shape, axis))),
    );
  },
  Concat: (r) => {
    const parts = r.inputs.filter((x) => x !== null);
    return ops.cat(parts, axisAt(r.attributes.int("axis", 0), parts[0].array.shape.length));
  },
  Slice: slice,
  Split: split,
  Gather: gather,
  GatherElements: gatherElements,
  Shape: (r) => {
    const { shape } = input(r, 0).array;
    const at = (name: string, missing: number): number =>
      axisAt(r.attributes.int(name, missing), shape.length);
    return whole(shape.slice(at("start", 0), at("end", shape.length)));
  },
  ConstantOfShape: (r) => {
    const value = r.attributes.tensor("value");
    const filled = value ? tensorOf(value, "value") : full([1], 0, { dtype: "float32" });
    return full(numbers(input(r, 0)), numbers(filled)[0], { dtype: filled.dtype });
  },
  Constant: constant,
  Trilu: (r) => {
    const k = optional(r, 1);
    const f = r.attributes.int("upper", 1) === 0 ? ops.tril : ops.triu;
    return f(input(r, 0), k ? numbers(k)[0] : 0);
  },
  ReduceSum: reduce(ops.sum),
  ReduceMean: reduce(ops.mean),
  ReduceProd: reduce(product),
  ReduceMax: reduce(ops.amax),
  ReduceMin: reduce(ops.amin),
  ReduceLogSumExp: reduce(ops.logsumexp),
  ReduceL1: reduce((x, options) => ops.sum(ops.abs(x), options)),
  ReduceL2: reduce((x, options) => ops.norm(x, options)),
  CumSum: (r) => {
    if (r.attributes.int("reverse", 0) !== 0 || r.attributes.int("exclusive", 0) !== 0)
      throw new Error(say`CumSum is known forwards and inclusive alone`);
    return ops.cumsum(input(r, 0), numbers(input(r, 1))[0]);
  },
  Softmax: softmaxOf(softmax),
  LogSoftmax: softmaxOf(logSoftmax),
  MatMul: (r) => ops.matmul(input(r, 0), input(r, 1)),
  Gemm: gemm,
};

export type { Running };
