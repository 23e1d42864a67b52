/** Kernels that compute each element for itself, by their codes and dtypes: they are examined when they are first used. */
import { type DType, viewOf } from "../../core/ndarray.ts";
import type { Shape } from "../../core/shape.ts";
import { binaryRows, Unary, unaryRows } from "../../table/index.ts";
import { Compare, PairLoss, type PairLossCode } from "../backend.ts";
import { type Check, N, type Samples } from "./samples.ts";

/** Of a function of one number. */
export function unaryChecks(code: number, dtype: DType): Check[] {
  return [
    [
      "unary",
      ({ backend, floats }) => {
        const x = floats([N], 1, dtype);
        if (unaryRows[code].domain === "positive") backend.unary(Unary.abs, x, x, 0, 0);
        const out = floats([N], 1, dtype);
        backend.unary(code, x, out, -1, 2);
        return [out];
      },
    ],
  ];
}

/** Of the gradient of one. */
export function gradientChecks(code: number, dtype: DType): Check[] {
  return [
    [
      "unaryBackward",
      ({ backend, floats }) => {
        const out = floats([N], 1, dtype);
        backend.unaryBackward(code, floats([N], 2, dtype), floats([N], 3, dtype), out, -0.5, 2);
        return [out];
      },
    ],
  ];
}

/** Rows, columns and whole arrays against each other. */
const shapes: readonly (readonly [Shape, Shape])[] = [
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

/** Of a function of two numbers, in all its forms. */
export function binaryChecks(code: number, dtype: DType): Check[] {
  const numbers = dtype === "int32" ? [-3] : [1.25, 3, -2];
  return [
    ...shapes.map(([left, right]): Check => [
      "binary",
      ({ backend, floats }) => {
        const out = floats([3, 19], 1, dtype);
        backend.binary(code, floats(left, 2, dtype), floats(right, 5, dtype), out);
        return [out];
      },
    ]),
    ...numbers.flatMap((value) =>
      [true, false].map((reversed): Check => [
        "binaryScalar",
        ({ backend, floats }) => {
          const out = floats([N], 1, dtype);
          backend.binaryScalar(code, floats([N], 2, dtype), value, reversed, out);
          return [out];
        },
      ]),
    ),
  ];
}

/** Of a loss of two numbers, of its sum and of its gradient. */
export function lossChecks(code: PairLossCode, dtype: DType): Check[] {
  const probabilities = code === PairLoss.bce;
  return [
    [
      "pairLoss",
      ({ backend, floats }) => {
        const x = floats([N], 2, dtype);
        if (probabilities) backend.unary(Unary.sigmoid, x, x, 0, 0);
        const [out, total, t] = [floats([N], 1, dtype), floats([1], 1, dtype), floats([N], 3, dtype)];
        backend.pairLoss(code, x, t, out, 0.7);
        backend.pairLossTotal(code, x, t, total, 0.3, 0.7);
        const [gx, ofEach] = [floats([N], 1, dtype), floats([N], 1, dtype)];
        backend.pairLossBackward(code, x, t, floats([1], 4, dtype), gx, 0.3, 0.7);
        backend.pairLossBackward(code, x, t, floats([N], 4, dtype), ofEach, 0.3, 0.7);
        return [out, total, gx, ofEach];
      },
    ],
  ];
}

/** Of comparisons, choices and sums with a factor. */
export function pairChecks(dtype: DType): Check[] {
  return [
    ...Object.values(Compare).map((code): Check => [
      "compare",
      ({ backend, of, bools }) => {
        const [pairs, beside] = [bools(N), bools(N)];
        backend.compare(code, of(dtype, [N]), of(dtype, [1]), pairs);
        backend.compareScalar(code, of(dtype, [N]), dtype === "float32" ? 0.1 : 0, beside);
        return [pairs, beside];
      },
    ]),
    [
      "where",
      ({ backend, of, bools }) => {
        const [both, one] = [of(dtype, [N]), of(dtype, [N])];
        backend.where(bools(N), of(dtype, [N]), viewOf(of(dtype, [2 * N]), [N], [2], 1), both);
        backend.where(bools(N), of(dtype, [1]), of(dtype, [N]), one);
        return [both, one];
      },
    ],
    ...(dtype === "float32" || dtype === "float64"
      ? [
          [
            "addScaled",
            ({ backend, floats }: Samples) => {
              const out = floats([N], 1, dtype);
              backend.addScaled(out, floats([N], 2, dtype), -0.5);
              return [out];
            },
          ] as Check,
        ]
      : []),
  ];
}

const dtypes: readonly DType[] = ["float32", "float64", "int32"];

/** All of them, for tests. */
export function elementwiseChecks(): Check[] {
  const pairs = [...dtypes, "bool" as const].flatMap(pairChecks);
  const others = dtypes.flatMap((dtype) => {
    // What is no function of whole numbers never gets them.
    const whole = dtype === "int32";
    return [
      ...unaryRows.flatMap((row, code) => (whole && !row.integers ? [] : unaryChecks(code, dtype))),
      ...unaryRows.flatMap((row, code) => (whole || !row.gradient ? [] : gradientChecks(code, dtype))),
      ...binaryRows.flatMap((row, code) => (whole && !row.integers ? [] : binaryChecks(code, dtype))),
      ...(whole ? [] : Object.values(PairLoss).flatMap((code) => lossChecks(code, dtype))),
    ];
  });
  return [...pairs, ...others];
}
