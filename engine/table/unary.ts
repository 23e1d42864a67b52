/** Mathematical functions of one number. */
import { erf, roundHalfToEven, signOf } from "./numbers.ts";
import type { UnaryRow } from "./row.ts";

const { exp, sqrt } = Math;

/** 1/x in brackets where x is more than a name. */
const squared = (x: string): string => `${x}²`;

export const unary = {
  neg: { f: (x) => -x, saves: "nothing", integers: true, derivative: () => "(−1)" },
  abs: {
    f: Math.abs,
    saves: "input",
    gradient: (x, g) => g * signOf(x),
    integers: true,
    pieces: true,
    derivative: (x) => `sign(${x})`,
  },
  sign: { f: signOf, saves: "nothing", integers: true },
  exp: { f: exp, saves: "output", derivative: (_, y) => y },
  log: { f: Math.log, saves: "input", domain: "positive", derivative: (x) => `1/${x}` },
  log1p: { f: Math.log1p, saves: "input", node: "Log1PBackward0", derivative: (x) => `1/(1 + ${x})` },
  expm1: { f: Math.expm1, saves: "output", derivative: (_, y) => `(${y} + 1)` },
  sqrt: { f: sqrt, saves: "output", domain: "positive", derivative: (_, y) => `1/(2·${y})` },
  rsqrt: {
    f: (x) => 1 / sqrt(x),
    saves: "output",
    domain: "positive",
    derivative: (_, y) => `(−½·${y}³)`,
  },
  square: {
    f: (x) => x * x,
    saves: "input",
    integers: true,
    node: "PowBackward0",
    derivative: (x) => `2·${x}`,
  },
  reciprocal: { f: (x) => 1 / x, saves: "output", derivative: (_, y) => `(−${squared(y)})` },
  sin: { f: Math.sin, saves: "input", derivative: (x) => `cos ${x}` },
  cos: { f: Math.cos, saves: "input", derivative: (x) => `(−sin ${x})` },
  tan: { f: Math.tan, saves: "output", derivative: (_, y) => `(1 + ${squared(y)})` },
  asin: {
    f: Math.asin,
    saves: "input",
    gradient: (x, g) => g / sqrt(1 - x * x),
    derivative: (x) => `1/√(1 − ${squared(x)})`,
  },
  acos: {
    f: Math.acos,
    saves: "input",
    gradient: (x, g) => -g / sqrt(1 - x * x),
    derivative: (x) => `(−1/√(1 − ${squared(x)}))`,
  },
  atan: {
    f: Math.atan,
    saves: "input",
    gradient: (x, g) => g / (1 + x * x),
    derivative: (x) => `1/(1 + ${squared(x)})`,
  },
  sinh: {
    f: Math.sinh,
    saves: "input",
    gradient: (x, g) => g * Math.cosh(x),
    derivative: (x) => `cosh ${x}`,
  },
  cosh: {
    f: Math.cosh,
    saves: "input",
    gradient: (x, g) => g * Math.sinh(x),
    derivative: (x) => `sinh ${x}`,
  },
  asinh: {
    f: Math.asinh,
    saves: "input",
    gradient: (x, g) => g / sqrt(1 + x * x),
    derivative: (x) => `1/√(1 + ${squared(x)})`,
  },
  acosh: {
    f: Math.acosh,
    saves: "input",
    gradient: (x, g) => g / sqrt(x * x - 1),
    derivative: (x) => `1/√(${squared(x)} − 1)`,
  },
  atanh: {
    f: Math.atanh,
    saves: "input",
    gradient: (x, g) => g / (1 - x * x),
    derivative: (x) => `1/(1 − ${squared(x)})`,
  },
  floor: { f: Math.floor, saves: "nothing", integers: true },
  ceil: { f: Math.ceil, saves: "nothing", integers: true },
  round: { f: roundHalfToEven, saves: "nothing", integers: true },
  trunc: { f: Math.trunc, saves: "nothing", integers: true },
  erf: { f: erf, saves: "input" },
  log2: { f: Math.log2, saves: "input", derivative: (x) => `1/(${x}·ln 2)` },
  log10: { f: Math.log10, saves: "input", derivative: (x) => `1/(${x}·ln 10)` },
  // At a bound x stays what it is, a zero of the other sign.
  clamp: {
    f: (x, low, high) => {
      const above = x < low ? low : x;
      return above > high ? high : above;
    },
    saves: "input",
    gradient: (x, g, low, high) => (x >= low && x <= high ? g : 0),
    integers: true,
    node: "ClampBackward1",
    torch: { torch: "input / min max", method: "min max *" },
  },
} as const satisfies Record<string, UnaryRow>;
