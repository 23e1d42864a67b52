/**
 * The formulas of the element-wise kernels: a line a function. They are written in vectors: x, or g and v for a gradient
 * (v is what the row of the table of operations saves), or x and y for two operands, or x and t for a loss; a and b are
 * the parameters of the function. `$` is the vectors' type, and a NAME in capitals what `words` says.
 */

export const words = {
  f32: {
    ONE: "one()", ZERO: "f32x4.splat(0.0)", HALF: "f32x4.splat(0.5)", FMA: "fma", FNMA: "fnma",
    ABS: "vabs", NEG: "f32x4.neg", SIGN: "vsign", EXP: "vexp", SIGMOID: "vsigmoid", TANH: "vtanh", LOG: "vlog",
    LOG1P: "vlog1p", SOFTPLUS: "vsoftplus", LOG_SIGMOID: "vlogSigmoid",
    EXPM1: "vexpm1Below", GELU_ARGUMENT: "vgeluArgument", GELU_GRAD: "vgeluGrad", GELU_TANH_GRAD: "vgeluTanhGrad",
    GATE_SLOPE: "vgateSlope", LEAST: "f32x4.splat(-100.0)", NEAR_ZERO: "f32x4.splat(1e-12)",
    ATAN2: "vatan2", SINH: "vsinh", COSH: "vcosh", REMAINDER: "vremainder", FLOOR_DIVIDE: "vfloorDivide",
  },
  f64: {
    ONE: "wone()", ZERO: "wzero()", HALF: "whalf()", FMA: "wfma", FNMA: "wfnma",
    ABS: "wabs", NEG: "wneg", SIGN: "wsign", EXP: "wexp", SIGMOID: "wsigmoid", TANH: "wtanh", LOG: "wlog",
    LOG1P: "wlog1p", SOFTPLUS: "wsoftplus", LOG_SIGMOID: "wlogSigmoid",
    EXPM1: "wexpm1", GELU_ARGUMENT: "wgeluArgument", GELU_GRAD: "wgeluGrad", GELU_TANH_GRAD: "wgeluTanhGrad",
    GATE_SLOPE: "wgateSlope", LEAST: "f64x2.splat(-100.0)", NEAR_ZERO: "f64x2.splat(1e-12)",
    ATAN2: "watan2", SINH: "wsinh", COSH: "wcosh", REMAINDER: "wremainder", FLOOR_DIVIDE: "wfloorDivide",
  },
  i32: { ONE: "i32x4.splat(1)", ZERO: "i32x4.splat(0)", ABS: "i32x4.abs", NEG: "i32x4.neg" },
};

/** The function is computed in float64, block by block. */
export const WIDE = "wide";

const choose = (yes, no, when) => `v128.bitselect(${yes}, ${no}, ${when})`;
const clamped = "$.pmin($.pmax(x, a), b)";
const within = "v128.and($.gt(v, a), $.lt(v, b))";
const timesSlope = (slope) => `$.mul(g, ${slope})`;

/** One operand: its formula for all floating types, or those of float32 and float64; and that of int32, if there is one. */
export const unary = {
  neg: ["NEG(x)", "NEG(x)"],
  abs: ["ABS(x)", "ABS(x)"],
  sign: ["SIGN(x)", "$.sub($.lt_s(x, ZERO), $.gt_s(x, ZERO))"],
  exp: ["EXP(x)"],
  log: ["LOG(x)"],
  log1p: ["LOG1P(x)"],
  expm1: [{ f32: WIDE, f64: "EXPM1(x)" }],
  sqrt: ["$.sqrt(x)"],
  rsqrt: ["$.div(ONE, $.sqrt(x))"],
  square: ["$.mul(x, x)", "$.mul(x, x)"],
  reciprocal: ["$.div(ONE, x)"],
  sin: [{ f32: "vsin(x)", f64: "wsin(x)", small: "smallAngles", large: "Math.sin" }],
  cos: [{ f32: "vcos(x)", f64: "wcos(x)", small: "smallAngles", large: "Math.cos" }],
  tan: [{ f32: "vtan(x)", f64: "wtan(x)", small: "smallAngles", large: "Math.tan" }],
  asin: [{ f32: "vasin(x)", f64: "wasin(x)" }],
  acos: [{ f32: "vacos(x)", f64: "wacos(x)" }],
  atan: [{ f32: "vatan(x)", f64: "watan(x)" }],
  sinh: [{ f32: "vsinh(x)", f64: "wsinh(x)" }],
  cosh: [{ f32: "vcosh(x)", f64: "wcosh(x)" }],
  asinh: [{ f32: WIDE, f64: "wasinh(x)" }],
  acosh: [{ f32: WIDE, f64: "wacosh(x)" }],
  atanh: [{ f32: WIDE, f64: "watanh(x)" }],
  floor: ["$.floor(x)", "x"],
  ceil: ["$.ceil(x)", "x"],
  round: ["$.nearest(x)", "x"],
  trunc: ["$.trunc(x)", "x"],
  erf: [{ f32: "verf(x)", f64: "werf(x)" }],
  log2: [{ f32: "vlog2(x)", f64: "wlog2(x)" }],
  log10: [{ f32: "vlog10(x)", f64: "wlog10(x)" }],
  // `high` wins when the two cross.
  clamp: [clamped, "$.min_s($.max_s(x, a), b)"],
  relu: ["$.pmax(x, ZERO)", "$.max_s(x, ZERO)"],
  sigmoid: ["SIGMOID(x)"],
  tanh: ["TANH(x)"],
  leakyRelu: [choose("$.mul(x, a)", "x", "$.lt(x, ZERO)")],
  elu: [choose("x", "$.mul(a, $.add(EXPM1($.pmin(x, ZERO)), ZERO))", "$.gt(x, ZERO)")],
  gelu: [{ f32: "$.mul(x, vnormalCdf(x, vbell(x)))", f64: "$.mul(x, wnormalCdf(x))" }],
  geluTanh: ["$.mul(x, SIGMOID(GELU_ARGUMENT(x)))"],
  silu: ["$.mul(x, SIGMOID(x))"],
  softplus: [choose("x", "$.div(SOFTPLUS($.mul(x, a)), a)", "$.gt($.mul(x, a), b)")],
  hardtanh: [clamped],
  logSigmoid: ["LOG_SIGMOID(x)"],
};

/** Gradients of one operand. */
export const gradients = {
  abs: timesSlope("SIGN(v)"),
  asin: "$.div(g, $.sqrt(FNMA(v, v, ONE)))",
  acos: "$.div(NEG(g), $.sqrt(FNMA(v, v, ONE)))",
  atan: "$.div(g, FMA(v, v, ONE))",
  sinh: timesSlope("COSH(v)"),
  cosh: timesSlope("SINH(v)"),
  asinh: "$.div(g, $.sqrt(FMA(v, v, ONE)))",
  acosh: "$.div(g, $.sqrt(NEG(FNMA(v, v, ONE))))",
  atanh: "$.div(g, FNMA(v, v, ONE))",
  clamp: "v128.and(g, v128.and($.ge(v, a), $.le(v, b)))",
  // relu′(0) = 0; at NaN the gradient passes.
  relu: "v128.andnot(g, $.le(v, ZERO))",
  sigmoid: timesSlope("$.mul(v, $.sub(ONE, v))"),
  tanh: timesSlope("FNMA(v, v, ONE)"),
  leakyRelu: choose("g", "$.mul(g, a)", "$.gt(v, ZERO)"),
  elu: choose("g", "$.mul($.mul(g, a), EXP(v))", "$.gt(v, ZERO)"),
  gelu: timesSlope("GELU_GRAD(v)"),
  geluTanh: timesSlope("GELU_TANH_GRAD(v)"),
  silu: timesSlope("GATE_SLOPE(SIGMOID(v), v)"),
  softplus: choose("g", "$.mul(g, SIGMOID($.mul(v, a)))", "$.gt($.mul(v, a), b)"),
  hardtanh: `v128.and(g, ${within})`,
  logSigmoid: timesSlope("SIGMOID(NEG(v))"),
};

/**
 * Two operands: the formula for floating types, or that of float64 alone, by which float32 goes then; the formula of
 * int32, or a function of numbers (`whole`); whether the order matters.
 */
export const binary = {
  add: { float: "$.add(x, y)", i32: "$.add(x, y)" },
  sub: { float: "$.sub(x, y)", i32: "$.sub(x, y)", ordered: true },
  mul: { float: "$.mul(x, y)", i32: "$.mul(x, y)" },
  div: { float: "$.div(x, y)", ordered: true },
  maximum: { float: "$.max(x, y)", i32: "$.max_s(x, y)" },
  minimum: { float: "$.min(x, y)", i32: "$.min_s(x, y)" },
  pow: { f64: "wpow(x, y)", ordered: true },
  atan2: { float: "ATAN2(x, y)", ordered: true },
  prelu: { float: choose("x", "$.mul(x, y)", "$.gt(x, ZERO)"), ordered: true },
  remainder: { float: "REMAINDER(x, y)", whole: "wholeRemainder", ordered: true },
  floorDivide: { float: "FLOOR_DIVIDE(x, y)", whole: "wholeQuotient", ordered: true },
};

const difference = "$.sub(x, t)";
const distance = `ABS(${difference})`;
const slopeOfDistance = choose(`SIGN(${difference})`, difference, `$.eq(${difference}, ${difference})`);

/** Losses of predictions x and targets t, and their slopes by x, in the order of their codes; a is the parameter. */
export const losses = {
  mse: [`$.mul(${difference}, ${difference})`, `$.add(${difference}, ${difference})`],
  l1: [distance, slopeOfDistance],
  smoothL1: [
    choose(
      `$.div($.mul(HALF, $.mul(${distance}, ${distance})), a)`,
      `FNMA(HALF, a, ${distance})`,
      `$.lt(${distance}, a)`,
    ),
    choose(`$.div(${difference}, a)`, slopeOfDistance, `$.lt(${distance}, a)`),
  ],
  huber: [
    choose(
      `$.mul(HALF, $.mul(${distance}, ${distance}))`,
      `$.mul(a, FNMA(HALF, a, ${distance}))`,
      `$.le(${distance}, a)`,
    ),
    choose(difference, `$.mul(a, ${slopeOfDistance})`, `$.le(${distance}, a)`),
  ],
  bce: [
    "$.sub($.mul($.sub(t, ONE), $.max(LOG1P(NEG(x)), LEAST)), $.mul(t, $.max(LOG(x), LEAST)))",
    `$.div(${difference}, $.max($.mul($.sub(ONE, x), x), NEAR_ZERO))`,
  ],
  bceWithLogits: ["FNMA(x, t, SOFTPLUS(x))", "$.sub(SIGMOID(x), t)"],
  negProduct: ["$.mul(NEG(x), t)", "NEG(t)"],
};
