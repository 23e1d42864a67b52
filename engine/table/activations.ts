/** Activation functions. */
import { normalCdf, normalDensity, sigmoid, softplus } from "./numbers.ts";
import type { UnaryRow } from "./row.ts";

const { abs, exp, min, tanh, sqrt, PI } = Math;

const geluInner = (x: number): number => sqrt(2 / PI) * (x + 0.044715 * x * x * x);

export const activations = {
  relu: {
    f: (x) => (x < 0 ? 0 : x),
    saves: "output",
    // relu′(0) = 0; at NaN the gradient passes.
    gradient: (y, g) => (y <= 0 ? 0 : g),
    integers: true,
    pieces: true,
    derivative: (x) => `[${x} > 0]`,
    torch: { torch: "input /", functional: "input / inplace!", method: "" },
    plotted: { label: "ReLU", formula: "max(0, x)" },
  },
  sigmoid: {
    f: sigmoid,
    saves: "output",
    gradient: (y, g) => g * (1 - y) * y,
    derivative: (_, y) => `${y}(1 − ${y})`,
    torch: { torch: "input /", functional: "input /", method: "" },
    plotted: { label: "sigmoid", formula: "1 / (1 + e⁻ˣ)" },
  },
  tanh: {
    f: tanh,
    saves: "output",
    gradient: (y, g) => g * (1 - y * y),
    derivative: (_, y) => `(1 − ${y}²)`,
    torch: { torch: "input /", functional: "input /", method: "" },
    plotted: { label: "tanh", formula: "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)" },
  },
  leakyRelu: {
    f: (x, slope) => (x > 0 ? x : slope * x),
    saves: "input",
    gradient: (x, g, slope) => (x > 0 ? g : g * slope),
    pieces: true,
    torch: { functional: "input / negative_slope inplace!", method: "negative_slope *" },
    plotted: { label: "leaky ReLU", formula: "max(0, x) + 0.01 · min(0, x)" },
  },
  elu: {
    f: (x, alpha) => (x > 0 ? x : alpha * (Math.expm1(x) + 0)),
    saves: "input",
    gradient: (x, g, alpha) => (x > 0 ? g : g * alpha * exp(x)),
    torch: { torch: "input / alpha", functional: "input / alpha inplace!", method: "alpha *" },
    plotted: { label: "ELU", formula: "x > 0 ? x : eˣ − 1" },
  },
  gelu: {
    f: (x) => x * normalCdf(x),
    saves: "input",
    gradient: (x, g) => g * (normalCdf(x) + x * normalDensity(x)),
    torch: { torch: "input / * approximate", functional: "input / * approximate" },
    plotted: { label: "GELU", formula: "x · Φ(x)" },
  },
  geluTanh: {
    f: (x) => 0.5 * x * (1 + tanh(geluInner(x))),
    saves: "input",
    gradient: (x, g) => {
      const t = tanh(geluInner(x));
      return g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * sqrt(2 / PI) * (1 + 3 * 0.044715 * x * x));
    },
    node: "GeluBackward0",
    derivative: (x) => `gelu′(${x})`,
    torch: {},
  },
  silu: {
    f: (x) => x * sigmoid(x),
    saves: "input",
    gradient: (x, g) => {
      const s = sigmoid(x);
      return g * s * (1 + x * (1 - s));
    },
    torch: { functional: "input / inplace!" },
    plotted: { label: "SiLU", formula: "x · sigmoid(x)" },
  },
  softplus: {
    f: (x, beta, threshold) => (x * beta > threshold ? x : softplus(x * beta) / beta),
    saves: "input",
    gradient: (x, g, beta, threshold) => (x * beta > threshold ? g : g * sigmoid(x * beta)),
    derivative: (x) => `sigmoid(${x})`,
    torch: { functional: "input / * beta threshold" },
    plotted: { label: "softplus", formula: "log(1 + eˣ)" },
  },
  hardtanh: {
    f: (x, low, high) => (x < low ? low : x > high ? high : x),
    saves: "input",
    gradient: (x, g, low, high) => (x > low && x < high ? g : 0),
    pieces: true,
    torch: { functional: "input / min_val max_val inplace!" },
    plotted: { label: "hard tanh", formula: "min(max(x, −1), 1)" },
  },
  logSigmoid: {
    f: (x) => min(x, 0) - Math.log1p(exp(-abs(x))),
    saves: "input",
    gradient: (x, g) => g * sigmoid(-x),
    derivative: (x) => `sigmoid(−${x})`,
    torch: {},
  },
} as const satisfies Record<string, UnaryRow>;
