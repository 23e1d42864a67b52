/** How the operations of the engine are written in PyTorch. */
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";
import type { Extent } from "../trace/twoBatches.ts";
import type { TraceStep } from "../trace/trace.ts";
import { literal, snake, tuple } from "./python.ts";

/** A piece of Python, and how tightly its last operator binds; 9 needs no parentheses. */
export interface Expression {
  readonly text: string;
  readonly binds: number;
}

export const ATOM = 9;
const [SUM, PRODUCT, SIGN, POWER] = [4, 5, 6, 7] as const;

/** What the writing of an operation may ask. */
export interface Writing {
  readonly step: TraceStep;
  readonly inputs: readonly Expression[];
  readonly shapeOf: (x: Tensor) => Extent[];
  /** An extent as Python writes it. */
  readonly extent: (extent: Extent) => string;
}

function atom(text: string): Expression {
  return { text, binds: ATOM };
}

/** In parentheses where it binds less than `binds`. */
function within({ text, binds }: Expression, needed: number): string {
  return binds < needed ? `(${text})` : text;
}

const infix: Readonly<Record<string, readonly [sign: string, binds: number]>> = {
  add: ["+", SUM],
  sub: ["-", SUM],
  mul: ["*", PRODUCT],
  div: ["/", PRODUCT],
  remainder: ["%", PRODUCT],
  floorDivide: ["//", PRODUCT],
  pow: ["**", POWER],
  eq: ["==", 3],
  ne: ["!=", 3],
  lt: ["<", 3],
  le: ["<=", 3],
  gt: [">", 3],
  ge: [">=", 3],
};

/** Functions of one tensor: `torch.exp(x)`. */
const plain = new Set(
  (
    "relu sigmoid tanh abs sign exp log log1p expm1 sqrt rsqrt square reciprocal sin cos tan asin acos atan sinh " +
    "cosh asinh acosh atanh floor ceil round trunc erf log2 log10"
  ).split(" "),
);

type Write = (w: Writing) => Expression;

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what an operation remembers is its own affair
const params = <P>({ step }: Writing): P => step.params as P;
const first = ({ inputs: [x] }: Writing): string => x.text;
const method =
  (write: (w: Writing) => string): Write =>
  (w) =>
    atom(`${within(w.inputs[0], ATOM)}.${write(w)}`);
const fn =
  (write: (w: Writing) => string): Write =>
  (w) =>
    atom(write(w));

interface Reduced {
  readonly axes: readonly number[] | null;
  readonly kept: readonly number[];
  readonly correction: number;
  readonly p?: number;
}

/** `dim=1, keepdim=True`. */
function reduction(w: Writing): string[] {
  const { axes, kept } = params<Reduced>(w);
  if (axes === null) return [];
  const dim = `dim=${axes.length === 1 ? axes[0] : tuple(axes)}`;
  const rank = w.step.output.array.shape.length;
  return rank === kept.length ? [dim, "keepdim=True"] : [dim];
}

const reduce = (name: string): Write => method((w) => `${name}(${reduction(w).join(", ")})`);

function pair(values: readonly number[]): string {
  return values.every((value) => value === values[0]) ? String(values[0]) : tuple(values);
}

interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

function windowText({ stride, padding, dilation }: Window, assumedStride: readonly number[]): string[] {
  return [
    ...(stride.join() === assumedStride.join() ? [] : [`stride=${pair(stride)}`]),
    ...(padding.some((n) => n !== 0) ? [`padding=${pair(padding)}`] : []),
    ...(dilation.some((n) => n !== 1) ? [`dilation=${pair(dilation)}`] : []),
  ];
}

/** What a window leaves of an extent. */
function placesAlong(w: Window, extent: number, axis: number): number {
  const taken = w.dilation[axis] * (w.kernel[axis] - 1) + 1;
  return Math.floor((extent + 2 * w.padding[axis] - taken) / w.stride[axis]) + 1;
}

const convolution: Write = fn((w) => {
  const { window, groups, image, made } = params<Conv>(w);
  if ([0, 1].some((axis) => placesAlong(window, image[2 + axis], axis) !== made[2 + axis])) {
    throw new Error(
      say`export: a convolution with another padding before than behind cannot be written as F.conv2d; pad the input
        with nn.functional.pad before it.`,
    );
  }
  const more = [...windowText(window, [1, 1]), ...(groups === 1 ? [] : [`groups=${groups}`])];
  return `F.conv2d(${[...w.inputs.map(({ text }) => text), ...more].join(", ")})`;
});

interface Conv {
  readonly window: Window;
  readonly groups: number;
  readonly image: readonly number[];
  readonly made: readonly number[];
}

const transposedConvolution: Write = fn((w) => {
  const { window, groups, image, made } = params<Conv>(w);
  const [x, weight] = w.inputs;
  const extra = [0, 1].map((axis) => {
    const { kernel, stride, padding, dilation } = window;
    const least =
      (made[2 + axis] - 1) * stride[axis] - 2 * padding[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return image[2 + axis] - least;
  });
  const more = [
    ...windowText(window, [1, 1]),
    ...(extra.some((n) => n !== 0) ? [`output_padding=${pair(extra)}`] : []),
    ...(groups === 1 ? [] : [`groups=${groups}`]),
  ];
  return `F.conv_transpose2d(${[x.text, weight.text, ...more].join(", ")})`;
});

function pool(name: string): Write {
  return fn((w) => {
    const { window, padded, divisor } = params<{ window: Window; padded?: boolean; divisor?: number }>(w);
    const { shape } = w.step.inputs[0].array;
    const ceil = [0, 1].some(
      (axis) => placesAlong(window, shape[2 + axis], axis) < w.step.output.array.shape[2 + axis],
    );
    const more = [
      ...windowText(window, window.kernel),
      ...(ceil ? ["ceil_mode=True"] : []),
      ...(padded === false ? ["count_include_pad=False"] : []),
      ...(divisor ? [`divisor_override=${divisor}`] : []),
    ];
    return `F.${name}(${[first(w), pair(window.kernel), ...more].join(", ")})`;
  });
}

/** A view of another shape, as short as it can be said. */
const reshaped: Write = (w) => {
  const { step, shapeOf, extent } = w;
  const [from, to] = [shapeOf(step.inputs[0]), shapeOf(step.output)];
  const added = to.findIndex((_, axis) => to[axis] === 1 && same(without(to, axis), from));
  if (to.length === from.length + 1 && added >= 0) return method(() => `unsqueeze(${added})`)(w);
  const dropped = from.findIndex((_, axis) => from[axis] === 1 && same(without(from, axis), to));
  if (from.length === to.length + 1 && dropped >= 0) return method(() => `squeeze(${dropped})`)(w);
  if (to.length === 2 && from.length > 2 && same([to[0]], [from[0]])) return method(() => "flatten(1)")(w);
  const free = to.filter((one) => typeof one !== "number").length === 1;
  const sizes = to.map((one) => (typeof one === "number" ? String(one) : free ? "-1" : extent(one)));
  return method(() => `reshape(${sizes.join(", ") || "()"})`)(w);
};

function same(a: readonly Extent[], b: readonly Extent[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function without(list: readonly Extent[], axis: number): Extent[] {
  return list.filter((_, i) => i !== axis);
}

/** `x[:, 1:3]`. */
const sliced: Write = (w) => {
  const { axis, start, count, step } = params<{ axis: number; start: number; count: number; step: number }>(
    w,
  );
  const from = w.shapeOf(w.step.inputs[0])[axis];
  const whole = typeof from === "number" ? from : null;
  const into = w.shapeOf(w.step.output)[axis];
  if (start === 0 && step === 1 && same([from], [into])) return w.inputs[0];
  const end = start + (count - 1) * step + 1;
  const stop = whole === null || end === whole ? "" : String(end);
  const text = `${start === 0 ? "" : start}:${stop}${step === 1 ? "" : `:${step}`}`;
  return atom(`${within(w.inputs[0], ATOM)}[${":, ".repeat(axis)}${text}]`);
};

/** `x[:, -1]`. */
const indexed: Write = (w) => {
  const { axis, start } = params<{ axis: number; start: number }>(w);
  const last = w.step.inputs[0].array.shape[axis] - 1;
  return atom(
    `${within(w.inputs[0], ATOM)}[${":, ".repeat(axis)}${start === last && last > 0 ? -1 : start}]`,
  );
};

const padded: Write = fn((w) => {
  const { margins, value } = params<{ margins: readonly (readonly [number, number])[]; value: number }>(w);
  const filled = value === 0 ? [] : [`value=${literal(value)}`];
  return `F.pad(${[first(w), tuple([...margins].reverse().flat()), ...filled].join(", ")})`;
});

const writes: Readonly<Record<string, Write>> = {
  neg: ({ inputs: [x] }) => ({ text: `-${within(x, SIGN)}`, binds: SIGN }),
  leakyRelu: fn((w) => `F.leaky_relu(${first(w)}, ${literal(params<Unary>(w).p0)})`),
  elu: fn((w) => `F.elu(${first(w)}, ${literal(params<Unary>(w).p0)})`),
  gelu: fn((w) => `F.gelu(${first(w)})`),
  geluTanh: fn((w) => `F.gelu(${first(w)}, approximate="tanh")`),
  silu: fn((w) => `F.silu(${first(w)})`),
  softplus: fn((w) => {
    const { p0, p1 } = params<Unary>(w);
    return `F.softplus(${first(w)}${p0 === 1 && p1 === 20 ? "" : `, ${literal(p0)}, ${literal(p1)}`})`;
  }),
  hardtanh: fn(
    (w) => `F.hardtanh(${first(w)}, ${literal(params<Unary>(w).p0)}, ${literal(params<Unary>(w).p1)})`,
  ),
  logSigmoid: fn((w) => `F.logsigmoid(${first(w)})`),
  clamp: method((w) => {
    const { p0, p1 } = params<Unary>(w);
    const bounds = [
      ...(p0 === -Infinity ? [] : [`min=${literal(p0)}`]),
      ...(p1 === Infinity ? [] : [`max=${literal(p1)}`]),
    ];
    return `clamp(${bounds.join(", ")})`;
  }),
  maximum: fn((w) => twoOf("torch.maximum", w)),
  minimum: fn((w) => twoOf("torch.minimum", w)),
  atan2: fn((w) => twoOf("torch.atan2", w)),
  prelu: fn(
    ({ inputs: [x, slope] }) =>
      `torch.where(${x.text} > 0, ${x.text}, ${within(slope, PRODUCT)} * ${x.text})`,
  ),
  where: fn(({ inputs }) => `torch.where(${inputs.map(({ text }) => text).join(", ")})`),
  sum: reduce("sum"),
  mean: reduce("mean"),
  prod: reduce("prod"),
  max: reduce("amax"),
  min: reduce("amin"),
  maxAlong: method((w) => along("max", w)),
  minAlong: method((w) => along("min", w)),
  logsumexp: method((w) => `logsumexp(${(reduction(w).length ? reduction(w) : ["dim=()"]).join(", ")})`),
  var: method((w) => {
    const { correction } = params<Reduced>(w);
    return `var(${[...reduction(w), ...(correction === 1 ? [] : ["unbiased=False"])].join(", ")})`;
  }),
  std: method(() => "sqrt()"),
  norm: fn((w) => {
    const { p = 2 } = params<Reduced>(w);
    return `torch.linalg.vector_norm(${[first(w), ...(p === 2 ? [] : [literal(p)]), ...reduction(w)].join(", ")})`;
  }),
  cumsum: method((w) => `cumsum(${params<Axis>(w).axis})`),
  cumprod: method((w) => `cumprod(${params<Axis>(w).axis})`),
  softmax: fn((w) => `F.softmax(${first(w)}, dim=${lastOr(w)})`),
  logSoftmax: fn((w) => `F.log_softmax(${first(w)}, dim=${lastOr(w)})`),
  matmul: ({ inputs: [a, b] }) => ({
    text: `${within(a, PRODUCT)} @ ${within(b, PRODUCT + 1)}`,
    binds: PRODUCT,
  }),
  linear: fn(({ inputs }) => `F.linear(${inputs.map(({ text }) => text).join(", ")})`),
  view: reshaped,
  unsqueeze: reshaped,
  squeeze: reshaped,
  select: reshaped,
  dot: reshaped,
  mv: reshaped,
  expand: method(({ step, shapeOf, extent }) => {
    const from = shapeOf(step.inputs[0]);
    const to = shapeOf(step.output);
    const lead = to.length - from.length;
    const sizes = to.map((one, axis) =>
      axis >= lead && same([one], [from[axis - lead]]) ? "-1" : extent(one),
    );
    return `expand(${sizes.join(", ")})`;
  }),
  permute: method((w) => {
    const order = params<readonly number[]>(w);
    const moved = order.flatMap((from, to) => (from === to ? [] : [to]));
    return moved.length === 2
      ? `transpose(${moved.join(", ")})`
      : `permute(${(order.length ? order : [0]).join(", ")})`;
  }),
  slice: sliced,
  index: indexed,
  cat: fn((w) => `torch.cat([${w.inputs.map(({ text }) => text).join(", ")}], dim=${params<Axis>(w).axis})`),
  to: method(
    ({ step }) =>
      ({ float32: "float()", float64: "double()", int32: "long()", bool: "bool()" })[step.output.dtype],
  ),
  clone: ({ inputs: [x] }) => x,
  dropout: fn((w) => `F.dropout(${first(w)}, ${literal(params<{ p: number }>(w).p)}, self.training)`),
  dropout2d: fn((w) => `F.dropout2d(${first(w)}, ${literal(params<{ p: number }>(w).p)}, self.training)`),
  embedding: fn(({ inputs: [weight, index] }) => `F.embedding(${index.text}, ${weight.text})`),
  gather: method((w) => `gather(${params<Axis>(w).axis}, ${w.inputs[1].text}.long())`),
  indexSelect: (w) => {
    const { axis, numbers } = params<{ axis: number; numbers: readonly number[] | null }>(w);
    const index = numbers ? literal([...numbers]) : w.inputs[1].text;
    return atom(`${within(w.inputs[0], ATOM)}[${":, ".repeat(axis)}${index}]`);
  },
  conv2d: convolution,
  conv1d: convolution,
  convTranspose1d: transposedConvolution,
  convTranspose2d: transposedConvolution,
  maxPool1d: pool("max_pool2d"),
  maxPool2d: pool("max_pool2d"),
  avgPool1d: pool("avg_pool2d"),
  avgPool2d: pool("avg_pool2d"),
  pad: padded,
  unfold: fn((w) => unfoldText("unfold", w, [])),
  fold: fn((w) => {
    const { image } = params<{ image: readonly number[] }>(w);
    return unfoldText("fold", w, [tuple(image.slice(2))]);
  }),
  mse: fn((w) => lossText("mse_loss", w)),
  l1: fn((w) => lossText("l1_loss", w)),
  huber: fn((w) => lossText("huber_loss", w, "delta")),
  smoothL1: fn((w) => lossText("smooth_l1_loss", w, "beta")),
  crossEntropy: fn((w) => lossText("cross_entropy", w)),
  bce: fn((w) => lossText("binary_cross_entropy", w)),
  bceWithLogits: fn((w) => lossText("binary_cross_entropy_with_logits", w)),
};

interface Unary {
  readonly p0: number;
  readonly p1: number;
}
interface Axis {
  readonly axis: number;
}

function along(name: string, w: Writing): string {
  const { axis, keepdim } = params<{ axis: number; keepdim: boolean }>(w);
  return `${name}(${axis}${keepdim ? ", keepdim=True" : ""}).values`;
}

function lastOr(w: Writing): number {
  const { axis } = params<Axis>(w);
  return axis === w.step.inputs[0].array.shape.length - 1 ? -1 : axis;
}

function lossText(name: string, w: Writing, option?: string): string {
  const { reduction: how, p0 } = params<{ reduction: string; p0: number }>(w);
  const more = [
    ...(how === "mean" ? [] : [`reduction="${how}"`]),
    ...(option === undefined || p0 === 1 ? [] : [`${option}=${literal(p0)}`]),
  ];
  return `F.${name}(${[...w.inputs.map(({ text }) => text), ...more].join(", ")})`;
}

function unfoldText(name: string, w: Writing, more: readonly string[]): string {
  const { window } = params<{ window: Window }>(w);
  const options = windowText(window, [1, 1]);
  return `F.${name}(${[first(w), ...more, pair(window.kernel), ...options].join(", ")})`;
}

/** The operands, one of which may be a number. */
function operands(w: Writing): Expression[] {
  const scalar = w.step.params as { value?: number; reversed?: boolean } | null;
  if (scalar?.value === undefined) return [...w.inputs];
  const number: Expression = { text: literal(scalar.value), binds: scalar.value < 0 ? SIGN : ATOM };
  return scalar.reversed ? [number, w.inputs[0]] : [w.inputs[0], number];
}

function twoOf(name: string, w: Writing): string {
  const [a, b] = operands(w).map((operand) =>
    w.inputs.includes(operand) ? operand.text : `torch.tensor(${operand.text})`,
  );
  return `${name}(${a}, ${b})`;
}

/** @throws {Error} naming the operation that PyTorch's text is not known of */
export function expressionOf(w: Writing): Expression {
  const { name, inputs } = w.step;
  if (name in infix) {
    const [sign, binds] = infix[name];
    const [a, b] = operands(w);
    const [left, right] = sign === "**" ? [binds + 1, binds] : [binds, binds + 1];
    return { text: `${within(a, left)} ${sign} ${within(b, right)}`, binds };
  }
  if (plain.has(name)) return atom(`torch.${snake(name)}(${first(w)})`);
  if (name in writes) return writes[name](w);
  throw new Error(
    say`export: the model uses ${name} on a tensor of shape ${showShape(inputs[0]?.array.shape ?? [])}, which cannot be
      written in PyTorch yet.`,
  );
}
