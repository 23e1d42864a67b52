/** Kernels that bring the elements of a row together: products, reductions and what is made of probabilities. */
import { Activation, type Norm, Reduce } from "../backend.ts";
import type { NDArray } from "../../core/ndarray.ts";
import { type Check, dtypes, N, type Samples, suffixes, transposed } from "./samples.ts";

/** Both as they lie or turned, of sizes that reach all tiles, and with a vector on either side. */
function matmulChecks(): Check[] {
  const sizes = [
    [29, 45, 38],
    [29, 45, 1],
    [1, 45, 38],
  ] as const;
  return (["float32", "float64", "int32"] as const).flatMap((dtype) =>
    sizes.flatMap(([m, k, n]) =>
      [0, 1, 2, 3].map((which): Check => [
        "matmul",
        ({ backend, of }) => {
          const a = which & 1 ? transposed(of(dtype, [k, m])) : of(dtype, [m, k]);
          const b = which & 2 ? transposed(of(dtype, [n, k])) : of(dtype, [k, n]);
          const out = of(dtype, [m, n]);
          const activation = dtype === "int32" ? Activation.none : Activation.relu;
          backend.matmul(a, b, out, of(dtype, [n]), activation, false);
          backend.matmul(a, b, out, null, Activation.none, true);
          return [out];
        },
        (m > 1 && n > 1 ? ["gemm"] : ["dots", "mixed"]).map((kernel) => kernel + suffixes[dtype]),
      ]),
    ),
  );
}

/** The kernel that does it. */
const kernelNames: Readonly<Record<keyof typeof Reduce, string>> = {
  sum: "sum",
  mean: "sum",
  prod: "prod",
  max: "amax",
  min: "amin",
  all: "all",
  any: "any",
  logsumexp: "logSumExpColumns",
  sumSquares: "sumSquares",
};

/** Of a matrix of some blocks; its diagonal keeps it far from singular, and its rows change places all the same. */
function factorChecks(): Check[] {
  const names = ["factoriseF64", "solveFactorsF64"];
  return ["factorise", "solveFactors"].map((method, i): Check => [
    method as "factorise" | "solveFactors",
    ({ backend, floats, ints }) => {
      const n = 2 * N;
      const a = floats([2, n, n], 2, "float64");
      const order = ints(new Array<number>(2 * n).fill(0), [2, n]);
      const signs = ints([0, 0]);
      for (let row = 0; row < 2 * n; row++) a.storage.data[row * n + ((row * 7 + 3) % n)] += 20;
      backend.factorise(a, order, signs);
      const x = floats([2, n, 11], 3, "float64");
      backend.solveFactors(a, x);
      return [a, order, signs, x];
    },
    [names[i]],
  ]);
}

/** Every reduction of every dtype, along rows and along columns. */
function reductionChecks(): Check[] {
  const codes = Object.keys(Reduce) as (keyof typeof Reduce)[];
  return dtypes.flatMap((dtype): Check[] =>
    [1, 37].flatMap((inner): Check[] => [
      ...codes.map((name): Check => [
        "reduce",
        ({ backend, of }) => {
          const code = Reduce[name];
          const truth = code === Reduce.all || code === Reduce.any;
          const out = of(truth ? "bool" : dtype, [2, inner]);
          backend.reduce(code, of(dtype, [2, 69, inner]), out, 2, 69, inner);
          return [out];
        },
        [kernelNames[name] + suffixes[dtype]],
      ]),
      ...(["max", "min"] as const).map((op): Check => [
        "argReduce",
        ({ backend, of }) => {
          const out = of("int32", [2, inner]);
          backend.argReduce(op, of(dtype, [2, 69, inner]), out, 2, 69, inner);
          return [out];
        },
        [`arg${op}${suffixes[dtype]}`],
      ]),
      ...[true, false].map((reversed): Check => [
        "cumsum",
        ({ backend, of }) => {
          const out = of(dtype, [2, 9, inner]);
          backend.cumsum(of(dtype, [2, 9, inner]), out, 2, 9, inner, reversed);
          return [out];
        },
        [`cumsum${suffixes[dtype]}`],
      ]),
      [
        "cumprod",
        ({ backend, of }) => {
          const out = of(dtype, [2, 9, inner]);
          backend.cumprod(of(dtype, [2, 9, inner]), out, 2, 9, inner);
          return [out];
        },
        [`cumprod${suffixes[dtype]}`],
      ],
      [
        "cumprodBackward",
        ({ backend, of }) => {
          const [x, g, gx] = [0, 1, 2].map(() => of(dtype, [2, 9, inner]));
          backend.cumprodBackward(x, g, gx, 2, 9, inner);
          return [gx];
        },
        [`cumprodGrad${suffixes[dtype]}`],
      ],
    ]),
  );
}

function softmaxChecks(): Check[] {
  return (["float32", "float64"] as const).flatMap((dtype) =>
    [1, 37].flatMap((inner) =>
      [true, false].flatMap((log): Check[] => {
        const family = log ? "logSoftmax" : "softmax";
        // The rows of float32 have kernels of their own, for the start.
        const own = inner === 1 && dtype === "float32";
        const names = (kind: string): string[] | undefined =>
          own ? undefined : [`${family}${kind}Columns${suffixes[dtype]}`];
        return [
          [
            "softmax",
            ({ backend, of }) => {
              const out = of(dtype, [2, 19, inner]);
              backend.softmax(of(dtype, [2, 19, inner]), out, log, 2, 19, inner);
              return [out];
            },
            names(""),
          ],
          [
            "softmaxBackward",
            ({ backend, of }) => {
              const out = of(dtype, [2, 19, inner]);
              const [y, g] = [of(dtype, [2, 19, inner]), of(dtype, [2, 19, inner])];
              g.storage.data.fill(0.5, 1, 9);
              backend.softmaxBackward(y, g, out, log, 2, 19, inner);
              return [out];
            },
            names("Grad"),
          ],
        ];
      }),
    ),
  );
}

function crossEntropyChecks(dtype: "float32" | "float64"): Check[] {
  // Those of float32 have no letters in their names, and are examined at the start.
  const own = (kernel: string): string[] | undefined => (dtype === "float32" ? undefined : [`${kernel}F64`]);
  return [
    [
      "crossEntropy",
      ({ backend, floats, ints }) => {
        const [losses, probabilities] = [floats([3], 1, dtype), floats([3, 10], 1, dtype)];
        backend.crossEntropy(floats([3, 10], 2, dtype), ints([9, 0, 4]), losses, probabilities);
        return [losses, probabilities];
      },
      own("crossEntropy"),
    ],
    [
      "crossEntropyBackward",
      ({ backend, floats, ints }) => {
        const out = floats([3, 10], 1, dtype);
        const [probabilities, g] = [floats([3, 10], 2, dtype), floats([3], 4, dtype)];
        backend.crossEntropyBackward(probabilities, ints([9, 0, 4]), g, out, 0.5);
        return [out];
      },
      own("crossEntropyGrad"),
    ],
    ...(["none", "mean", "sum"] as const).flatMap((reduction, i): Check[] => {
      const loss = { reduction, ignored: -100, smoothing: i / 10 };
      const weigh = ({ floats }: Samples): NDArray | null => (i === 1 ? floats([11], 5, dtype) : null);
      return [
        [
          "classLoss",
          (samples) => {
            const { backend, floats, ints } = samples;
            const out = floats(reduction === "none" ? [4] : [1], 1, dtype);
            backend.classLoss(floats([4, 11], 2, dtype), ints([9, -100, 0, 4]), weigh(samples), out, loss);
            return [out];
          },
          [`classLoss${suffixes[dtype]}`],
        ],
        [
          "classLossBackward",
          (samples) => {
            const { backend, floats, ints } = samples;
            const [gx, g] = [floats([4, 11], 1, dtype), floats(i === 0 ? [4] : [1], 4, dtype)];
            backend.classLossBackward(ints([9, -100, 0, 4]), weigh(samples), g, gx, loss, 0.5);
            return [gx];
          },
          [`classLossGrad${suffixes[dtype]}`],
        ],
      ];
    }),
  ];
}

/** Rows, channels of images, groups of them, and columns, with the statistics found and given. */
function normChecks(): Check[] {
  const eps = 1e-5;
  const norms: readonly Norm[] = [
    { outer: 3, groups: 1, depth: 37, inner: 1, batch: false, given: false, eps },
    { outer: 2, groups: 2, depth: 2, inner: 13, batch: false, given: false, eps },
    ...[true, false].flatMap((given) => [
      { outer: 3, groups: 2, depth: 1, inner: 13, batch: true, given, eps },
      { outer: 7, groups: 21, depth: 1, inner: 1, batch: true, given, eps },
    ]),
  ];
  return (["float32", "float64"] as const).flatMap((dtype) =>
    norms.flatMap((norm): Check[] => {
      const { outer, groups, depth, inner, batch } = norm;
      const shape = [outer, groups, depth, inner];
      const measured = batch ? [groups] : [outer, groups];
      const features = [groups, depth];
      const kernels = (names: readonly string[]): string[] => names.map((name) => name + suffixes[dtype]);
      return [
        [
          "normalise",
          ({ backend, floats }) => {
            const [out, mean, variance] = [shape, measured, measured].map((size) => floats(size, 1, dtype));
            variance.storage.data.fill(2);
            const [x, w, b] = [
              floats(shape, 2, dtype),
              floats(features, 3, dtype),
              floats(features, 4, dtype),
            ];
            backend.normalise(x, w, b, mean, variance, out, norm);
            return [out, mean, variance];
          },
          kernels([batch ? "normaliseBatch" : "normaliseGroups"]),
        ],
        [
          "normaliseBackward",
          ({ backend, floats }) => {
            const [gx, gw, gb] = [shape, features, features].map((size) => floats(size, 1, dtype));
            const [g, x, w] = [floats(shape, 5, dtype), floats(shape, 2, dtype), floats(features, 3, dtype)];
            const [mean, variance] = [floats(measured, 1, dtype), floats(measured, 1, dtype)];
            variance.storage.data.fill(2);
            backend.normaliseBackward(g, x, w, mean, variance, gx, gw, gb, norm);
            return [gx, gw, gb];
          },
          kernels(batch ? ["batchGrad"] : ["groupsGrad", "joinParts"]),
        ],
      ];
    }),
  );
}

/** Matrix products, reductions, softmax, cross-entropy and normalisation. */
export function rowChecks(): Check[] {
  return [
    ...matmulChecks(),
    ...factorChecks(),
    ...reductionChecks(),
    ...softmaxChecks(),
    ...crossEntropyChecks("float32"),
    ...crossEntropyChecks("float64"),
    ...normChecks(),
  ];
}
