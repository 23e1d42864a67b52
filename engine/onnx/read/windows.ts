/** ONNX's convolutions, pools, padding, normalisation and recurrent layers with ours. */
import type { Tensor } from "../../core/tensor.ts";
import { batchNorm, instanceNorm, layerNorm } from "../../nn/functional.ts";
import { kinds, type KindName, runSteps, type State } from "../../nn/recurrent/steps.ts";
import * as ops from "../../ops/index.ts";
import { onesLike, zeros } from "../../ops/create/create.ts";
import { linear } from "../../ops/products/linear.ts";
import { narrow } from "../../ops/shape/views.ts";
import { conv1d, conv2d, convTranspose1d, convTranspose2d } from "../../ops/windows/convolve.ts";
import { pad } from "../../ops/windows/pad.ts";
import { avgPool1d, avgPool2d, maxPool1d, maxPool2d } from "../../ops/windows/pool.ts";
import { say } from "../../payload/say.ts";
import { input, numbers, optional, type Run, type Running } from "./running.ts";

/** How a window moves over one or two axes. */
interface Moves {
  readonly kernel: number[];
  readonly stride: number[];
  readonly dilation: number[];
  /** Before and behind. */
  readonly margins: readonly (readonly [number, number])[];
}

function movesOf({ attributes }: Running, kernel: readonly number[], extents: readonly number[]): Moves {
  const rank = extents.length;
  if (rank < 1 || rank > 2) throw new Error(say`windows over ${rank} axes are not known; one or two are`);
  const each = (name: string, missing: number): number[] => [
    ...(attributes.ints(name) ?? Array<number>(rank).fill(missing)),
  ];
  const [stride, dilation, pads] = [each("strides", 1), each("dilations", 1), attributes.ints("pads")];
  const auto = attributes.text("auto_pad", "NOTSET");
  const margins = extents.map((extent, axis): [number, number] => {
    if (auto.startsWith("SAME")) {
      const taken = dilation[axis] * (kernel[axis] - 1) + 1;
      const all = Math.max(0, (Math.ceil(extent / stride[axis]) - 1) * stride[axis] + taken - extent);
      const less = Math.floor(all / 2);
      return auto === "SAME_UPPER" ? [less, all - less] : [all - less, less];
    }
    return [pads?.[axis] ?? 0, pads?.[axis + rank] ?? 0];
  });
  return { kernel: [...kernel], stride, dilation, margins };
}

/** With what lies around it, so that the window itself needs to add nothing. */
function around(x: Tensor, margins: Moves["margins"], value: number): Tensor {
  if (margins.every(([before, behind]) => before === 0 && behind === 0)) return x;
  return pad(x, [...margins].reverse().flat(), { value });
}

/** What ONNX adds where the last window would not be whole, and counts as nothing. */
function ceiled({ attributes }: Running, x: Tensor, moves: Moves): Moves {
  if (attributes.int("ceil_mode", 0) === 0) return moves;
  const extents = x.array.shape.slice(2);
  const margins = moves.margins.map(([before, behind], axis): [number, number] => {
    const taken = moves.dilation[axis] * (moves.kernel[axis] - 1) + 1;
    const free = extents[axis] + before + behind - taken;
    let places = Math.ceil(free / moves.stride[axis]) + 1;
    if ((places - 1) * moves.stride[axis] >= extents[axis] + before) places--;
    return [before, Math.max(behind, (places - 1) * moves.stride[axis] + taken - extents[axis] - before)];
  });
  return { ...moves, margins };
}

type Pair = [number, number];
const pairOf = (values: readonly number[]): number | Pair =>
  values.length === 1 ? values[0] : [values[0], values[1]];

const conv: Run = (r) => {
  const [x, weight] = [input(r, 0), input(r, 1)];
  const extents = x.array.shape.slice(2);
  const moves = movesOf(r, weight.array.shape.slice(2), extents);
  const options = {
    stride: pairOf(moves.stride),
    dilation: pairOf(moves.dilation),
    groups: r.attributes.int("group", 1),
  };
  const same = moves.margins.every(([before, behind]) => before === behind);
  const padding = same ? pairOf(moves.margins.map(([before]) => before)) : 0;
  const f = extents.length === 1 ? conv1d : conv2d;
  return f(same ? x : around(x, moves.margins, 0), weight, optional(r, 2), { ...options, padding });
};

const convTranspose: Run = (r) => {
  const [x, weight] = [input(r, 0), input(r, 1)];
  const extents = x.array.shape.slice(2);
  const moves = movesOf(r, weight.array.shape.slice(2), extents);
  if (r.attributes.has("output_shape") || r.attributes.text("auto_pad", "NOTSET") !== "NOTSET")
    throw new Error(say`ConvTranspose is known with pads alone`);
  const added = r.attributes.ints("output_padding") ?? extents.map(() => 0);
  // What is cut off behind but not before is less that is added.
  const padding = moves.margins.map(([before]) => before);
  const extra = moves.margins.map(([before, behind], axis) => added[axis] + before - behind);
  if (extra.some((n) => n < 0)) throw new Error(say`ConvTranspose cuts off more behind than before`);
  const f = extents.length === 1 ? convTranspose1d : convTranspose2d;
  return f(x, weight, optional(r, 2), {
    stride: pairOf(moves.stride),
    dilation: pairOf(moves.dilation),
    groups: r.attributes.int("group", 1),
    padding: pairOf(padding),
    outputPadding: pairOf(extra),
  });
};

const maxPool: Run = (r) => {
  const x = input(r, 0);
  const moves = ceiled(r, x, movesOf(r, r.attributes.ints("kernel_shape") ?? [], x.array.shape.slice(2)));
  const options = { stride: pairOf(moves.stride), dilation: pairOf(moves.dilation) };
  const seen = around(x, moves.margins, -Infinity);
  return moves.kernel.length === 1
    ? maxPool1d(seen, moves.kernel[0], options)
    : maxPool2d(seen, pairOf(moves.kernel), options);
};

const averagePool: Run = (r) => {
  const x = input(r, 0);
  const given = movesOf(r, r.attributes.ints("kernel_shape") ?? [], x.array.shape.slice(2));
  if (given.dilation.some((n) => n !== 1)) throw new Error(say`AveragePool is known without dilations alone`);
  const moves = ceiled(r, x, given);
  const f = (values: Tensor): Tensor => {
    const options = { stride: pairOf(moves.stride) };
    return moves.kernel.length === 1
      ? avgPool1d(values, moves.kernel[0], options)
      : avgPool2d(values, pairOf(moves.kernel), options);
  };
  const y = f(around(x, moves.margins, 0));
  if (moves.margins.every(([before, behind]) => before === 0 && behind === 0)) return y;
  // The share of what counts under each window.
  const counted = r.attributes.int("count_include_pad", 0) !== 0;
  const inner = counted ? given.margins : given.margins.map((): [number, number] => [0, 0]);
  const rest = moves.margins.map(([before, behind], axis): [number, number] => [
    before - inner[axis][0],
    behind - inner[axis][1],
  ]);
  return ops.div(y, f(around(onesLike(around(x.detach(), inner, 0)), rest, 0)));
};

const overAll =
  (f: typeof ops.mean | typeof ops.amax): Run =>
  (r) => {
    const x = input(r, 0);
    return f(x, { dim: x.array.shape.slice(2).map((_, i) => i + 2), keepdim: true });
  };

const padding: Run = (r) => {
  const x = input(r, 0);
  const rank = x.array.shape.length;
  const pads = r.attributes.ints("pads") ?? numbers(input(r, 1));
  const value = optional(r, 2);
  const margins = x.array.shape.map((_, axis): [number, number] => [pads[axis], pads[axis + rank]]);
  const name = r.attributes.text("mode", "constant");
  const mode = ({ constant: "constant", reflect: "reflect", edge: "replicate", wrap: "circular" } as const)[
    name
  ];
  if (!mode || optional(r, 3)) throw new Error(say`Pad with mode ${name} or axes is not known`);
  const filled = value ? numbers(value)[0] : r.attributes.float("value", 0);
  return pad(x, margins.reverse().flat(), { mode, value: filled });
};

const batchNormalization: Run = (r) => {
  const [x, weight, bias, mean, variance] = [0, 1, 2, 3, 4].map((i) => input(r, i));
  const eps = r.attributes.float("epsilon", 1e-5);
  return batchNorm(x, { weight, bias, eps, running: { mean, variance }, momentum: 0, training: false });
};

/** ONNX's gates in the order of ours: r, z, n of a GRU, i, f, g, o of an LSTM. */
const gates: Readonly<Record<string, readonly number[]>> = { RNN: [0], GRU: [1, 0, 2], LSTM: [0, 2, 3, 1] };

const recurrent =
  (op: "RNN" | "GRU" | "LSTM"): Run =>
  (r) => {
    const { attributes } = r;
    const [x, w, u] = [input(r, 0), input(r, 1), input(r, 2)];
    const b = optional(r, 3);
    const direction = attributes.text("direction", "forward");
    const activations = attributes.texts("activations");
    const known = op === "RNN" && activations?.every((name) => name === activations[0]);
    const usual = { RNN: "Tanh", GRU: "Sigmoid,Tanh", LSTM: "Sigmoid,Tanh,Tanh" }[op].split(",");
    const plain = activations === null || activations.every((name, i) => name === usual[i % usual.length]);
    const refused = [
      ...(optional(r, 4) ? ["sequence_lens"] : []),
      ...(optional(r, 7) ? ["peepholes"] : []),
      ...(attributes.has("clip") ? ["clip"] : []),
      ...(attributes.int("layout", 0) !== 0 ? ["layout"] : []),
      ...(op === "GRU" && attributes.int("linear_before_reset", 0) === 0 ? ["linear_before_reset = 0"] : []),
      ...(plain || (known && ["Relu", "Tanh"].includes(activations[0])) ? [] : ["activations"]),
    ];
    if (refused.length > 0) throw new Error(say`${op} with ${refused.join(", ")} is not known`);
    const kind: KindName =
      op === "GRU" ? "gru" : op === "LSTM" ? "lstm" : activations?.[0] === "Relu" ? "relu" : "tanh";
    const [, batch] = x.array.shape;
    const [directions, , size] = u.array.shape;
    const rows = (y: Tensor): Tensor => {
      const order = gates[op];
      return order.length === 1
        ? y
        : ops.cat(
            order.map((gate) => narrow(y, 0, gate * size, size)),
            0,
          );
    };
    const of = (y: Tensor, i: number): Tensor => ops.squeeze(narrow(y, 0, i, 1), 0);
    const starts = [optional(r, 5), optional(r, 6)];
    const outputs: Tensor[] = [];
    const ends: State[] = [];
    for (let i = 0; i < directions; i++) {
      const biases = b && of(b, i);
      const half = (at: number): Tensor | null =>
        biases && rows(narrow(biases, 0, at * gates[op].length * size, gates[op].length * size));
      const inputs = linear(x, rows(of(w, i)), half(0));
      const begin = starts
        .slice(0, op === "LSTM" ? 2 : 1)
        .map((start) => (start ? of(start, i) : zeros([batch, size], { dtype: x.dtype })));
      const hidden = { weight: rows(of(u, i)), bias: half(1) };
      const [steps, end] = runSteps(kinds[kind], inputs, begin, hidden, direction === "reverse" || i === 1);
      outputs.push(ops.unsqueeze(steps, 1));
      ends.push(end);
    }
    const last = ends[0].map((_, part) =>
      ops.stack(
        ends.map((end) => end[part]),
        0,
      ),
    );
    return [ops.cat(outputs, 1), ...last];
  };

export const windows: Readonly<Record<string, Run>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: overAll(ops.mean),
  GlobalMaxPool: overAll(ops.amax),
  Pad: padding,
  BatchNormalization: batchNormalization,
  InstanceNormalization: (r) => instanceNormalization(r, input(r, 0)),
  LayerNormalization: (r) => {
    const x = input(r, 0);
    const { shape } = x.array;
    const axis = r.attributes.int("axis", -1);
    const size = shape.slice(axis < 0 ? axis + shape.length : axis);
    return layerNorm(x, size, {
      weight: optional(r, 1),
      bias: optional(r, 2),
      eps: r.attributes.float("epsilon", 1e-5),
    });
  },
  RNN: recurrent("RNN"),
  GRU: recurrent("GRU"),
  LSTM: recurrent("LSTM"),
};

function instanceNormalization(r: Running, x: Tensor): Tensor {
  const eps = r.attributes.float("epsilon", 1e-5);
  return instanceNorm(x, { weight: input(r, 1), bias: input(r, 2), eps });
}
