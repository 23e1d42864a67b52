/** Element-wise operations in ONNX. */
import type { GraphBuilder } from "./graph.ts";
import { elementTypeOf } from "./graph.ts";
import { elementTypes } from "../format/onnxModel.ts";
import { type Write, params, type Writing } from "./writing.ts";

interface Unary {
  readonly p0: number;
  readonly p1: number;
}

/** Functions that ONNX has under its own name. */
const named: Readonly<Record<string, string>> = {
  relu: "Relu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  abs: "Abs",
  neg: "Neg",
  sign: "Sign",
  exp: "Exp",
  log: "Log",
  sqrt: "Sqrt",
  reciprocal: "Reciprocal",
  sin: "Sin",
  cos: "Cos",
  tan: "Tan",
  asin: "Asin",
  acos: "Acos",
  atan: "Atan",
  sinh: "Sinh",
  cosh: "Cosh",
  asinh: "Asinh",
  acosh: "Acosh",
  atanh: "Atanh",
  floor: "Floor",
  ceil: "Ceil",
  round: "Round",
  erf: "Erf",
};

const first = ({ inputs: [x] }: Writing): string => x;

/** A formula of one tensor: `n` makes a number of its dtype. */
function formula(
  write: (g: GraphBuilder, x: string, n: (value: number) => string, p: Unary) => string,
): Write {
  return (w) =>
    write(w.graph, first(w), (value) => w.graph.scalar(value, w.step.output.dtype), params<Unary>(w));
}

const formulas: Readonly<Record<string, Write>> = {
  square: formula((g, x) => g.op("Mul", [x, x])),
  rsqrt: formula((g, x) => g.op("Reciprocal", [g.op("Sqrt", [x])])),
  log1p: formula((g, x, n) => g.op("Log", [g.op("Add", [x, n(1)])])),
  expm1: formula((g, x, n) => g.op("Sub", [g.op("Exp", [x]), n(1)])),
  log2: formula((g, x, n) => g.op("Mul", [g.op("Log", [x]), n(1 / Math.LN2)])),
  log10: formula((g, x, n) => g.op("Mul", [g.op("Log", [x]), n(1 / Math.LN10)])),
  exp2: formula((g, x, n) => g.op("Exp", [g.op("Mul", [x, n(Math.LN2)])])),
  trunc: formula((g, x) => g.op("Mul", [g.op("Sign", [x]), g.op("Floor", [g.op("Abs", [x])])])),
  leakyRelu: formula((g, x, _, { p0 }) => g.op("LeakyRelu", [x], { alpha: p0 })),
  elu: formula((g, x, _, { p0 }) => g.op("Elu", [x], { alpha: p0 })),
  gelu: formula((g, x, n) => {
    const share = g.op("Add", [g.op("Erf", [g.op("Mul", [x, n(Math.SQRT1_2)])]), n(1)]);
    return g.op("Mul", [g.op("Mul", [x, share]), n(0.5)]);
  }),
  geluTanh: formula((g, x, n) => {
    const cube = g.op("Mul", [g.op("Mul", [x, x]), x]);
    const inner = g.op("Add", [x, g.op("Mul", [cube, n(0.044715)])]);
    const share = g.op("Add", [g.op("Tanh", [g.op("Mul", [inner, n(Math.sqrt(2 / Math.PI))])]), n(1)]);
    return g.op("Mul", [g.op("Mul", [x, share]), n(0.5)]);
  }),
  silu: formula((g, x) => g.op("Mul", [x, g.op("Sigmoid", [x])])),
  softplus: formula((g, x, n, { p0 }) =>
    p0 === 1 ? g.op("Softplus", [x]) : g.op("Div", [g.op("Softplus", [g.op("Mul", [x, n(p0)])]), n(p0)]),
  ),
  logSigmoid: formula((g, x) => g.op("Neg", [g.op("Softplus", [g.op("Neg", [x])])])),
  hardtanh: formula((g, x, n, { p0, p1 }) => g.op("Clip", [x, n(p0), n(p1)])),
  clamp: formula((g, x, n, { p0, p1 }) =>
    g.op("Clip", [x, p0 === -Infinity ? "" : n(p0), p1 === Infinity ? "" : n(p1)]),
  ),
};

/** A tensor in another dtype. */
export function cast(g: GraphBuilder, x: string, from: string, to: string): string {
  const [a, b] = [elementTypeOf(from), elementTypeOf(to)];
  return a === b ? x : g.op("Cast", [x], { to: elementTypes[b] });
}

/** Both operands in one dtype; one of them may be a number. */
function operands({ graph, step, inputs }: Writing, dtype: string): [string, string] {
  const scalar = step.params as { value?: number; reversed?: boolean } | null;
  const tensors = inputs.map((x, i) => cast(graph, x, step.inputs[i].dtype, dtype));
  if (scalar?.value === undefined) return [tensors[0], tensors[1]];
  const number = graph.scalar(scalar.value, dtype);
  return scalar.reversed ? [number, tensors[0]] : [tensors[0], number];
}

const binary =
  (write: (g: GraphBuilder, a: string, b: string, dtype: string) => string): Write =>
  (w) => {
    const { dtype } = w.step.output;
    return write(w.graph, ...operands(w, dtype), dtype);
  };

const floorOfRatio = (g: GraphBuilder, a: string, b: string): string => g.op("Floor", [g.op("Div", [a, b])]);

const binaries: Readonly<Record<string, Write>> = {
  add: binary((g, a, b) => g.op("Add", [a, b])),
  sub: binary((g, a, b) => g.op("Sub", [a, b])),
  mul: binary((g, a, b) => g.op("Mul", [a, b])),
  div: binary((g, a, b) => g.op("Div", [a, b])),
  pow: binary((g, a, b) => g.op("Pow", [a, b])),
  maximum: binary((g, a, b) => g.op("Max", [a, b])),
  minimum: binary((g, a, b) => g.op("Min", [a, b])),
  prelu: binary((g, x, slope) => g.op("PRelu", [x, slope])),
  floorDivide: binary(floorOfRatio),
  remainder: binary((g, a, b) => g.op("Sub", [a, g.op("Mul", [floorOfRatio(g, a, b), b])])),
};

const compared = (op: string, not = false): Write => {
  return (w) => {
    const dtypes = w.step.inputs.map(({ dtype }) => dtype);
    const widest =
      ["float64", "float32", "int32"].find((dtype) => dtypes.includes(dtype as never)) ?? "int32";
    const { value } = (w.step.params ?? {}) as { value?: number };
    const dtype = value !== undefined && !Number.isInteger(value) && widest === "int32" ? "float32" : widest;
    const y = w.graph.op(op, operands(w, dtype));
    return not ? w.graph.op("Not", [y]) : y;
  };
};

const comparisons: Readonly<Record<string, Write>> = {
  eq: compared("Equal"),
  ne: compared("Equal", true),
  lt: compared("Less"),
  le: compared("LessOrEqual"),
  gt: compared("Greater"),
  ge: compared("GreaterOrEqual"),
};

const where: Write = ({ graph, inputs: [mask, a, b], step }) => {
  const { dtype } = step.output;
  const [x, y] = [a, b].map((value, i) => cast(graph, value, step.inputs[i + 1].dtype, dtype));
  return graph.op("Where", [cast(graph, mask, step.inputs[0].dtype, "bool"), x, y]);
};

export const elementwise: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(
    Object.entries(named).map(([name, op]): [string, Write] => [name, (w) => w.graph.op(op, [first(w)])]),
  ),
  ...formulas,
  ...binaries,
  ...comparisons,
  where,
  to: ({ graph, inputs: [x], step }) => cast(graph, x, step.inputs[0].dtype, step.output.dtype),
  clone: first,
  dropout: (w) => {
    const ratio = w.graph.scalar(params<{ p: number }>(w).p, "float32");
    return w.graph.op("Dropout", [first(w), ratio]);
  },
  dropout2d: first,
};
