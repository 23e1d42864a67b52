/** Kernels that bring the elements of a row together: products, reductions and what is made of probabilities. */
import { Activation, Reduce } from "../backend.ts";
import { type Check, N, transposed } from "./bench.ts";

function matmulChecks(): Check[] {
  return [0, 1, 2, 3].map((which) => [
    "matmul",
    ({ backend, floats }) => {
      const a = which & 1 ? transposed(floats([45, 29])) : floats([29, 45]);
      const b = which & 2 ? transposed(floats([38, 45], 2)) : floats([45, 38], 2);
      const out = floats([29, 38]);
      backend.matmul(a, b, out, floats([38], 3), Activation.relu, false);
      backend.matmul(a, b, out, null, Activation.none, true);
      return [out];
    },
  ]);
}

function reductionChecks(): Check[] {
  const sums = [Reduce.sum, Reduce.mean, Reduce.max, Reduce.min];
  return [
    ...sums.flatMap((code) =>
      [1, 19].map((inner): Check => [
        "reduce",
        ({ backend, floats }) => {
          const out = floats([2, inner]);
          backend.reduce(code, floats([2, 21, inner], 2), out, 2, 21, inner);
          return [out];
        },
      ]),
    ),
    ...(["max", "min"] as const).map((op): Check => [
      "argReduce",
      ({ backend, floats, ints }) => {
        const out = ints([0, 0, 0]);
        backend.argReduce(op, floats([3, N]), out, 3, N, 1);
        return [out];
      },
    ]),
    ...[true, false].flatMap((log): Check[] => [
      [
        "softmax",
        ({ backend, floats }) => {
          const out = floats([2, 11]);
          backend.softmax(floats([2, 11], 2), out, log, 2, 11, 1);
          return [out];
        },
      ],
      [
        "softmaxBackward",
        ({ backend, floats }) => {
          const out = floats([2, 11]);
          backend.softmaxBackward(floats([2, 11], 2), floats([2, 11], 3), out, log, 2, 11, 1);
          return [out];
        },
      ],
    ]),
    [
      "crossEntropy",
      ({ backend, floats, ints }) => {
        const [losses, probabilities] = [floats([3]), floats([3, 10])];
        backend.crossEntropy(floats([3, 10], 2), ints([9, 0, 4]), losses, probabilities);
        return [losses, probabilities];
      },
    ],
    [
      "crossEntropyBackward",
      ({ backend, floats, ints }) => {
        const out = floats([3, 10]);
        backend.crossEntropyBackward(floats([3, 10], 2), ints([9, 0, 4]), floats([3], 4), out, 0.5);
        return [out];
      },
    ],
  ];
}

/** Matrix products, reductions, softmax and cross-entropy. */
export function rowChecks(): Check[] {
  return [...matmulChecks(), ...reductionChecks()];
}
