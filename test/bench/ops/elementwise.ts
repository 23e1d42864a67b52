/** Element-wise operations: generated from the engine's table. */
import type { BinaryName, UnaryName } from "../../../engine/table/index.ts";
import { binary, type BinaryRow, compare, unaries, type UnaryRow } from "../../../engine/table/index.ts";
import type { Tensor } from "../../../engine/index.ts";
import {
  type Call,
  type Engine,
  floats,
  forwardOnly,
  matrix,
  numbers,
  op,
  type OpCase,
  two,
} from "./opCase.ts";

type Pair = readonly [call: (t: Engine) => Call, torch: string];

/** Calls that are not `name(a)` on both sides. */
const calls: Partial<Record<UnaryName, Pair>> = {
  clamp: [(t) => (a) => t.clamp(a, -1, 1.5), "torch.clamp(a, -1, 1.5)"],
  leakyRelu: [(t) => t.leakyRelu as Call, "F.leaky_relu(a)"],
  elu: [(t) => t.elu as Call, "F.elu(a)"],
  gelu: [(t) => t.gelu as Call, "F.gelu(a)"],
  geluTanh: [(t) => (a) => t.gelu(a, { approximate: "tanh" }), "F.gelu(a, approximate='tanh')"],
  silu: [(t) => t.silu, "F.silu(a)"],
  softplus: [(t) => t.softplus as Call, "F.softplus(a)"],
  hardtanh: [(t) => (a) => t.hardtanh(a), "F.hardtanh(a)"],
  logSigmoid: [(t) => t.logSigmoid, "F.logsigmoid(a)"],
};

/** Away from poles, and where the function is defined. */
const ranges: Partial<Record<UnaryName, readonly [number, number]>> = {
  reciprocal: [0.2, 3],
  log1p: [-0.8, 3],
  log2: [0.2, 3],
  log10: [0.2, 3],
  tan: [-1, 1],
  asin: [-0.9, 0.9],
  acos: [-0.9, 0.9],
  atanh: [-0.9, 0.9],
  acosh: [1.1, 3],
};

const torchNames: Partial<Record<BinaryName, string>> = {
  floorDivide: "torch.div(a, b, rounding_mode='floor')",
};

type OfOne = (a: Tensor) => Tensor;
type OfTwo = (a: Tensor, b: Tensor | number) => Tensor;

function unaryCase([name, row]: [string, UnaryRow]): OpCase {
  const named = name as UnaryName;
  const [call, torch]: Pair = calls[named] ?? [
    (t) => (t as unknown as Record<string, OfOne>)[name],
    `torch.${name}(a)`,
  ];
  const [low, high] = ranges[named] ?? (row.domain === "positive" ? [0.2, 3] : [-3, 3]);
  return op(name, call, torch, {
    inputs: (at) => [matrix(at, low, high)],
    dtypes: row.integers === true ? numbers : floats,
  });
}

const positive: readonly string[] = ["pow", "remainder", "floorDivide", "div"];

function binaryCases([name, row]: [string, BinaryRow]): OpCase[] {
  const f = (t: Engine): OfTwo => (t as unknown as Record<string, OfTwo>)[name];
  const torch = torchNames[name as BinaryName] ?? `torch.${name}(a, b)`;
  const [low, high] = positive.includes(name) ? [0.6, 3] : [-3, 3];
  const integers = row.integers === true;
  // PyTorch refuses powers and quotients of integers with numbers below 0, or divides by 0.
  const common = {
    of: name,
    dtypes: integers && low < 0 ? numbers : floats,
    backward: name !== "floorDivide",
  };
  const withShape = (how: string, shape: (rows: number, columns: number) => number[]): OpCase =>
    op(`${name}, ${how}`, f, torch, {
      ...common,
      inputs: (at) => [matrix(at, low, high), { shape: shape(at.rows, at.columns), low, high }],
    });
  const number = name === "pow" ? 3 : 1.5;
  const cases = [
    op(name, f, torch, { ...common, inputs: two(low, high) }),
    withShape("with a row", (_, columns) => [columns]),
    withShape("with a column", (rows) => [rows, 1]),
  ];
  // PyTorch's take no numbers.
  if (["maximum", "minimum", "atan2"].includes(name)) return cases;
  const byNumber = torch.replace(", b", `, ${number}`);
  cases.push(
    op(`${name}, with a number`, (t) => (a) => f(t)(a, number), byNumber, {
      ...common,
      dtypes: floats,
      inputs: (at) => [matrix(at, low, high)],
    }),
  );
  return cases;
}

function comparisonCases(name: string): OpCase[] {
  const f = (t: Engine): OfTwo => (t as unknown as Record<string, OfTwo>)[name];
  const common = { ...forwardOnly, of: name, dtypes: numbers };
  return [
    op(name, f, `torch.${name}(a, b)`, { ...common, inputs: two() }),
    op(`${name}, with a number`, (t) => (a) => f(t)(a, 1), `torch.${name}(a, 1)`, common),
  ];
}

const bools = { ...forwardOnly, dtypes: ["bool"] as const, inputs: two(0, 2) };

export const elementwise: readonly OpCase[] = [
  ...Object.entries<UnaryRow>(unaries).map(unaryCase),
  op("prelu", (t) => t.prelu, "F.prelu(a, b)", {
    inputs: (at) => [matrix(at), { shape: [at.columns], low: 0.1, high: 0.4 }],
  }),
  ...Object.entries<BinaryRow>(binary)
    .filter(([name]) => name !== "prelu")
    .flatMap(binaryCases),
  op("pow, squared", (t) => (a) => t.pow(a, 2), "torch.pow(a, 2)"),
  op("pow, of a number", (t) => (a) => t.pow(1.7, a), "torch.pow(1.7, a)"),
  op("rsub, from a number", (t) => (a) => t.rsub(a, 1), "1 - a", { of: "rsub" }),
  op("div, of a number", (t) => (a) => t.div(1, a), "1 / a", {
    of: "div",
    inputs: (at) => [matrix(at, 0.3, 3)],
  }),
  ...Object.keys(compare).flatMap(comparisonCases),
  ...["And", "Or", "Xor"].map((name) =>
    op(
      `logical${name}`,
      (t) => (t as unknown as Record<string, Call>)[`logical${name}`],
      `torch.logical_${name.toLowerCase()}(a, b)`,
      bools,
    ),
  ),
  op("logicalNot", (t) => t.logicalNot, "torch.logical_not(a)", {
    ...bools,
    inputs: (at) => [matrix(at, 0, 2)],
  }),
  ...["isnan", "isinf", "isfinite"].map((name) =>
    op(name, (t) => (t as unknown as Record<string, Call>)[name], `torch.${name}(a)`, forwardOnly),
  ),
  op("isclose", (t) => t.isclose as Call, "torch.isclose(a, b)", { ...forwardOnly, inputs: two() }),
  op("allclose", (t) => (a) => [Number(t.allclose(a, a))], "[torch.allclose(a, a)]", forwardOnly),
  op("equal", (t) => (a) => [Number(t.equal(a, t.clone(a)))], "[torch.equal(a, a.clone())]", {
    ...forwardOnly,
    dtypes: numbers,
  }),
  op("where", (t) => (a, b, c) => t.where(c, a, b), "torch.where(c, a, b)", {
    dtypes: numbers,
    inputs: (at) => [matrix(at), matrix(at), { ...matrix(at, 0, 2), dtype: "bool" }],
  }),
  op("where, with a number", (t) => (a, b) => t.where(b, a, 0), "torch.where(b, a, zero)", {
    setup: "zero = torch.zeros((), dtype=dtype)",
    inputs: (at) => [matrix(at), { ...matrix(at, 0, 2), dtype: "bool" }],
  }),
  op("Tensor.maskedFill", () => (a, b) => a.maskedFill(b, 2), "a.masked_fill(b, 2)", {
    dtypes: numbers,
    inputs: (at) => [matrix(at), { ...matrix(at, 0, 2), dtype: "bool" }],
  }),
];
