/** Of functions that work element by element. */
import { abs, acos, acosh, add, asin, asinh, atan, atan2, atanh, ceil, clamp, cos, cosh, div, elu, eq, erf, exp, expm1, floor, floorDivide, ge, gelu, gt, hardtanh, le, leakyRelu, log, log10, log1p, log2, logSigmoid, lt, maximum, minimum, mul, ne, neg, pow, prelu, reciprocal, relu, remainder, round, rsqrt, rsub, sigmoid, sign, silu, sin, sinh, softplus, sqrt, square, sub, tan, tanh, trunc, where } from "../../../../../engine/index.ts";
import { binaryExamples, type Example, example, type Row, specials, unaryExamples } from "./example.ts";


/** Away from poles and branch points. */
const away: readonly [number, number] = [0.2, 3];

function comparison(name: string, symbol: string, compare: typeof eq): Row {
  const examples = (): Example[] => [
    ...binaryExamples((a, b) => compare(a, b), `a ${symbol} b`, [-1, 1], [-1, 1]),
    ...unaryExamples((a) => compare(a, 1), `a ${symbol} 1`),
  ];
  return { name, examples };
}

/** Mathematical functions. */
export const unaryRows: readonly Row[] = [
  { name: "neg", examples: () => unaryExamples(neg, "torch.neg(a)") },
  { name: "abs", examples: () => unaryExamples(abs, "torch.abs(a)") },
  { name: "sign", examples: () => unaryExamples(sign, "torch.sign(a)") },
  { name: "exp", examples: () => unaryExamples(exp, "torch.exp(a)") },
  { name: "expm1", examples: () => unaryExamples(expm1, "torch.expm1(a)") },
  { name: "log", examples: () => unaryExamples(log, "torch.log(a)", away) },
  { name: "log2", examples: () => unaryExamples(log2, "torch.log2(a)", away) },
  { name: "log10", examples: () => unaryExamples(log10, "torch.log10(a)", away) },
  { name: "log1p", examples: () => unaryExamples(log1p, "torch.log1p(a)", [-0.8, 3]) },
  { name: "sqrt", examples: () => unaryExamples(sqrt, "torch.sqrt(a)", away) },
  { name: "rsqrt", examples: () => unaryExamples(rsqrt, "torch.rsqrt(a)", away) },
  { name: "square", examples: () => unaryExamples(square, "torch.square(a)") },
  { name: "reciprocal", examples: () => unaryExamples(reciprocal, "torch.reciprocal(a)", away) },
  { name: "sin", examples: () => unaryExamples(sin, "torch.sin(a)") },
  { name: "cos", examples: () => unaryExamples(cos, "torch.cos(a)") },
  { name: "tan", examples: () => unaryExamples(tan, "torch.tan(a)", [-1, 1]) },
  { name: "asin", examples: () => unaryExamples(asin, "torch.asin(a)", [-0.9, 0.9]) },
  { name: "acos", examples: () => unaryExamples(acos, "torch.acos(a)", [-0.9, 0.9]) },
  { name: "atan", examples: () => unaryExamples(atan, "torch.atan(a)") },
  { name: "sinh", examples: () => unaryExamples(sinh, "torch.sinh(a)") },
  { name: "cosh", examples: () => unaryExamples(cosh, "torch.cosh(a)") },
  { name: "asinh", examples: () => unaryExamples(asinh, "torch.asinh(a)") },
  { name: "acosh", examples: () => unaryExamples(acosh, "torch.acosh(a)", [1.2, 4]) },
  { name: "atanh", examples: () => unaryExamples(atanh, "torch.atanh(a)", [-0.9, 0.9]) },
  { name: "erf", examples: () => unaryExamples(erf, "torch.erf(a)") },
  { name: "clamp", examples: () => [
    ...unaryExamples((x) => clamp(x, -1, 1.5), "torch.clamp(a, -1, 1.5)"),
    ...unaryExamples((x) => clamp(x, { min: 0.5 }), "torch.clamp(a, min=0.5)"),
  ] },
  { name: "floor", examples: () => unaryExamples(floor, "torch.floor(a)") },
  { name: "ceil", examples: () => unaryExamples(ceil, "torch.ceil(a)") },
  { name: "round", examples: () => unaryExamples(round, "torch.round(a)") },
  { name: "trunc", examples: () => unaryExamples(trunc, "torch.trunc(a)") },
];

/** Activation functions. */
export const activationRows: readonly Row[] = [
  { name: "tanh", examples: () => unaryExamples(tanh, "torch.tanh(a)") },
  { name: "sigmoid", examples: () => unaryExamples(sigmoid, "torch.sigmoid(a)") },
  { name: "logSigmoid", examples: () => unaryExamples(logSigmoid, "F.logsigmoid(a)") },
  { name: "relu", examples: () => unaryExamples(relu, "torch.relu(a)") },
  { name: "leakyRelu", examples: () => unaryExamples((x) => leakyRelu(x, 0.1), "F.leaky_relu(a, 0.1)") },
  { name: "elu", examples: () => unaryExamples((x) => elu(x, 0.7), "F.elu(a, 0.7)") },
  { name: "gelu", examples: () => unaryExamples(gelu, "F.gelu(a)") },
  { name: "geluTanh", examples: () => unaryExamples((x) => gelu(x, { approximate: "tanh" }), "F.gelu(a, approximate='tanh')") },
  { name: "silu", examples: () => unaryExamples(silu, "F.silu(a)") },
  { name: "softplus", examples: () => [
    ...unaryExamples((x) => softplus(x), "F.softplus(a)"),
    ...unaryExamples((x) => softplus(x, { beta: 2, threshold: 3 }), "F.softplus(a, 2, 3)"),
  ] },
  {
    name: "hardtanh",
    examples: () => [
      ...unaryExamples((x) => hardtanh(x), "F.hardtanh(a)"),
      ...unaryExamples((x) => hardtanh(x, { minVal: -2, maxVal: 0.5 }), "F.hardtanh(a, -2, 0.5)"),
    ],
  },
  { name: "prelu", examples: () => [
    example(prelu, "F.prelu(a, b)", [[17], [1]]),
    example(prelu, "F.prelu(a, b)", [[2, 3], [3]]),
    example(prelu, "F.prelu(a, b)", [[2, 3, 4], [3]]),
  ] },
];

/** Functions of two tensors. */
export const binaryRows: readonly Row[] = [
  { name: "add", examples: () => [...binaryExamples(add, "a + b"), ...unaryExamples((x) => add(x, 2.5), "a + 2.5")] },
  { name: "sub", examples: () => [
    ...binaryExamples(sub, "a - b"),
    ...unaryExamples((x) => sub(x, 2.5), "a - 2.5"),
    ...unaryExamples((x) => rsub(x, 2.5), "2.5 - a"),
  ] },
  { name: "mul", examples: () => [...binaryExamples(mul, "a * b"), ...unaryExamples((x) => mul(x, -2.5), "a * -2.5")] },
  { name: "div", examples: () => [
    ...binaryExamples(div, "a / b", [-3, 3], [0.3, 3]),
    ...unaryExamples((x) => div(x, 2.5), "a / 2.5"),
    ...unaryExamples((x) => div(2.5, x), "2.5 / a", [0.3, 3]),
  ] },
  { name: "pow", examples: () => [
    ...binaryExamples(pow, "torch.pow(a, b)", [0.3, 2]),
    ...unaryExamples((x) => pow(x, 3), "a ** 3"),
    ...unaryExamples((x) => pow(x, 2), "a ** 2"),
    ...unaryExamples((x) => pow(x, 0), "a ** 0"),
    ...unaryExamples((x) => pow(x, -1.5), "a ** -1.5", [0.3, 2]),
    ...unaryExamples((x) => pow(1.7, x), "1.7 ** a"),
  ] },
  { name: "maximum", examples: () => binaryExamples(maximum, "torch.maximum(a, b)") },
  { name: "minimum", examples: () => binaryExamples(minimum, "torch.minimum(a, b)") },
  { name: "atan2", examples: () => [
    ...binaryExamples(atan2, "torch.atan2(a, b)", [0.2, 3], [-3, 3]),
    ...unaryExamples((x) => atan2(x, 1.5), "torch.atan2(a, torch.tensor(1.5, dtype=torch.float64))"),
    ...unaryExamples((x) => atan2(-1.5, x), "torch.atan2(torch.tensor(-1.5, dtype=torch.float64), a)"),
  ] },
  { name: "remainder", examples: () => binaryExamples(remainder, "torch.remainder(a, b)", [0.1, 0.9], [1.1, 3]) },
  { name: "floorDivide", examples: () => binaryExamples(floorDivide, "torch.div(a, b, rounding_mode='floor')", [0.1, 0.9], [1.1, 3]) },
];

/** Comparisons. */
export const compareRows: readonly Row[] = [
  comparison("eq", "==", eq),
  comparison("ne", "!=", ne),
  comparison("lt", "<", lt),
  comparison("le", "<=", le),
  comparison("gt", ">", gt),
  comparison("ge", ">=", ge),
];

/** Choices. */
export const whereRows: readonly Row[] = [
  { name: "where", examples: () => [
    example((a, b) => where(gt(a, 0), a, b), "torch.where(a > 0, a, b)", [[3, 4], [4]]),
    example((a, b) => where(gt(b, 0), a, b), "torch.where(b > 0, a, b)", [[4, 1], [17]]),
    example((a, b) => where(gt(b, 0), a, b), "torch.where(b > 0, a, b)", [[0], [0]]),
    example((a, b) => where(gt(b, 0), a, b), "torch.where(b > 0, a, b)", [[], specials], { smooth: false }),
  ] },
];
