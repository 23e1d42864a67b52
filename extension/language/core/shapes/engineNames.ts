/** What the engine's functions, methods and classes do to shapes, by their names. */

/** Functions and methods whose result has the shape of their first operand. */
export const sameShape: ReadonlySet<string> = new Set([
  ...[
    "abs",
    "ceil",
    "clamp",
    "clone",
    "contiguous",
    "cos",
    "cumsum",
    "detach",
    "double",
    "elu",
    "erf",
    "exp",
  ],
  ...["expm1", "float", "floor", "gelu", "int", "leakyRelu", "log", "log10", "log1p", "log2", "logSigmoid"],
  ...["logSoftmax", "logicalNot", "long", "neg", "onesLike", "randLike", "randnLike", "reciprocal", "relu"],
  ...[
    "requiresGrad_",
    "retainGrad",
    "round",
    "rsqrt",
    "sigmoid",
    "sign",
    "silu",
    "sin",
    "softmax",
    "softplus",
  ],
  ...["sqrt", "square", "tan", "tanh", "to", "trunc", "zerosLike", "fullLike", "maskedFill", "isnan", "bool"],
]);

/** Of two operands, element by element; a number goes with every shape. */
export const elementwise: ReadonlySet<string> = new Set([
  ...["add", "sub", "rsub", "mul", "div", "pow", "remainder", "floorDivide", "maximum", "minimum"],
  ...["eq", "ne", "lt", "le", "gt", "ge", "logicalAnd", "logicalOr", "logicalXor"],
]);

/** Reductions: of all elements, or along one axis. */
export const reductions: ReadonlySet<string> = new Set([
  ...["sum", "mean", "prod", "amax", "amin", "all", "any", "argmax", "argmin", "logsumexp"],
]);

/** Of sizes as separate numbers or a list, and options. */
export const bySizes: ReadonlySet<string> = new Set(["zeros", "ones", "empty", "rand", "randn"]);

/** Layers that leave the shape as it is. */
export const sameShapeLayers: ReadonlySet<string> = new Set([
  ...["ReLU", "LeakyReLU", "ELU", "GELU", "SiLU", "Sigmoid", "Tanh", "Softplus", "LogSigmoid", "Softmax"],
  ...["LogSoftmax", "Dropout", "Identity"],
]);
