/** Functions of two numbers, and comparisons. */
import { floorDivide, pow, remainder } from "./numbers.ts";
import type { BinaryRow } from "./row.ts";

export const binary = {
  add: {
    f: (a, b) => a + b,
    integers: true,
    symbol: "+",
    derivatives: () => ["1", "1"],
  },
  sub: {
    f: (a, b) => a - b,
    integers: true,
    symbol: "−",
    derivatives: () => ["1", "(−1)"],
  },
  mul: {
    f: (a, b) => a * b,
    integers: true,
    symbol: "⊙",
    derivatives: (a, b) => [b, a],
  },
  div: {
    f: (a, b) => a / b,
    symbol: "/",
    derivatives: (a, b) => [`1/${b}`, `(−${a}/${b}²)`],
  },
  pow: {
    f: pow,
    integers: true,
    derivatives: (a, b, y) => [`${b}·${a}^(${b}−1)`, `${y}·ln ${a}`],
  },
  maximum: {
    f: Math.max,
    integers: true,
    derivatives: (a, b) => [`[${a} > ${b}]`, `[${b} > ${a}]`],
  },
  minimum: {
    f: Math.min,
    integers: true,
    derivatives: (a, b) => [`[${a} < ${b}]`, `[${b} < ${a}]`],
  },
  atan2: {
    f: Math.atan2,
    derivatives: (a, b) => [`${b}/(${a}² + ${b}²)`, `(−${a}/(${a}² + ${b}²))`],
  },
  /** The second operand is the slope of negative numbers. */
  prelu: {
    f: (a, b) => (a > 0 ? a : b * a),
    derivatives: (a, b) => [`(${a} > 0 ? 1 : ${b})`, `min(${a}, 0)`],
  },
  /** The sign of the divisor, as Python's %. */
  remainder: { f: remainder, integers: true, node: "RemainderBackward1" },
  floorDivide: { f: floorDivide, integers: true, node: "DivBackward2" },
} as const satisfies Record<string, BinaryRow>;

/** In the order of their codes in `kernels/compare.ts`; `symbol` is Python's. */
export const compare = {
  eq: { f: (a, b) => a === b, symbol: "==" },
  ne: { f: (a, b) => a !== b, symbol: "!=" },
  lt: { f: (a, b) => a < b, symbol: "<" },
  le: { f: (a, b) => a <= b, symbol: "<=" },
  gt: { f: (a, b) => a > b, symbol: ">" },
  ge: { f: (a, b) => a >= b, symbol: ">=" },
} as const satisfies Record<string, { f: (a: number, b: number) => boolean; symbol: string }>;
