/** Kernels that compute each element for itself. */
import type { Shape } from "../../shape.ts";
import { Binary, Unary } from "../backend.ts";
import { type Check, N } from "./bench.ts";

function unaryChecks(): Check[] {
  const codes = [Unary.neg, Unary.abs, Unary.sign, Unary.exp, Unary.square, Unary.reciprocal, Unary.tanh];
  const more = [Unary.sigmoid, Unary.relu, Unary.silu, Unary.floor, Unary.ceil, Unary.round, Unary.trunc];
  const positive = [Unary.log, Unary.sqrt, Unary.rsqrt];
  return [...codes, ...more, ...positive, Unary.leakyRelu, Unary.clamp].map((code) => [
    "unary",
    ({ backend, floats }) => {
      const x = floats([N]);
      if (positive.some((p) => p === code)) backend.unary(Unary.abs, x, x, 0, 0);
      const out = floats([N]);
      backend.unary(code, x, out, -0.5, 2);
      return [out];
    },
  ]);
}

function unaryBackwardChecks(): Check[] {
  return ([Unary.tanh, Unary.sigmoid, Unary.relu, Unary.leakyRelu] as const).map((code) => [
    "unaryBackward",
    ({ backend, floats }) => {
      const out = floats([N]);
      backend.unaryBackward(code, floats([N], 2), floats([N], 3), out, 0.1, 0);
      return [out];
    },
  ]);
}

function binaryChecks(): Check[] {
  const codes = [Binary.add, Binary.sub, Binary.mul, Binary.div, Binary.maximum, Binary.minimum];
  const shapes: [Shape, Shape][] = [
    [
      [3, 19],
      [3, 19],
    ],
    [[3, 19], [19]],
    [[19], [3, 19]],
    [
      [3, 19],
      [3, 1],
    ],
    [
      [3, 1],
      [3, 19],
    ],
  ];
  return codes.flatMap((code): Check[] => [
    ...shapes.map(([left, right]): Check => [
      "binary",
      ({ backend, floats }) => {
        const out = floats([3, 19]);
        backend.binary(code, floats(left, 2), floats(right, 5), out);
        return [out];
      },
    ]),
    ...[true, false].map((reversed): Check => [
      "binaryScalar",
      ({ backend, floats }) => {
        const out = floats([N]);
        backend.binaryScalar(code, floats([N], 2), 1.25, reversed, out);
        return [out];
      },
    ]),
  ]);
}

/** Functions of one number and of two, and slopes. */
export function elementwiseChecks(): Check[] {
  return [...unaryChecks(), ...unaryBackwardChecks(), ...binaryChecks()];
}
