/** What the engine's functions, methods and classes do to shapes, by their names. */

import { binary, compare, unaries } from "../../../../engine/table/index.ts";

/** Functions and methods whose result has the shape of their first operand. */
export const sameShape: ReadonlySet<string> = new Set([
  ...Object.keys(unaries),
  ...[
    "bool",
    "clone",
    "contiguous",
    "cumsum",
    "detach",
    "double",
    "float",
    "fullLike",
    "int",
    "isnan",
    "logicalNot",
  ],
  ...["logSoftmax", "long", "maskedFill", "onesLike", "randLike", "randnLike", "requiresGrad_", "retainGrad"],
  ...["softmax", "to", "zerosLike"],
]);

/** Of two operands, element by element; a number goes with every shape. */
export const elementwise: ReadonlySet<string> = new Set([
  ...Object.keys(binary),
  ...Object.keys(compare),
  ...["rsub", "logicalAnd", "logicalOr", "logicalXor"],
]);

/** Reductions: of all elements, or along one axis. */
export const reductions: ReadonlySet<string> = new Set([
  ...["sum", "mean", "prod", "amax", "amin", "all", "any", "argmax", "argmin", "logsumexp"],
]);

/** Of sizes as separate numbers or a list, and options. */
export const bySizes: ReadonlySet<string> = new Set(["zeros", "ones", "empty", "rand", "randn"]);

/** Layers that leave the shape as it is. */
export const sameShapeLayers: ReadonlySet<string> = new Set([
  ...[
    "ReLU",
    "LeakyReLU",
    "ELU",
    "GELU",
    "SiLU",
    "Sigmoid",
    "Tanh",
    "Softplus",
    "LogSigmoid",
    "Softmax",
    "Hardtanh",
  ],
  ...["LogSoftmax", "Dropout", "Identity"],
]);
