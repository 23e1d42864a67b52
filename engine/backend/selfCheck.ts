/**
 * A short examination of a fast backend at start-up: every kernel once or twice against the oracle, on sizes that
 * reach the main loop and the tail. It guards against JavaScript engines that compile an instruction wrongly
 * (experimental ones most of all), not against our own mistakes, which the tests find.
 */
import { fromStorage, type NDArray, viewOf } from "../ndarray.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { Activation, type Backend, Binary, Compare, PairLoss, Reduce, Unary } from "./backend.ts";
import { JsBackend } from "./jsBackend.ts";

/** Arrays with the same values on both backends. */
interface Bench {
  backend: Backend;
  floats: (shape: Shape, seed?: number) => NDArray;
  ints: (values: number[]) => NDArray;
  bools: (length: number) => NDArray;
}

type Check = [method: keyof Backend, run: (b: Bench) => NDArray[]];

const N = 37;

function bench(backend: Backend): Bench {
  const make = (values: ArrayLike<number>, shape: Shape, dtype: NDArray["dtype"]): NDArray => {
    const storage = backend.allocate(dtype, sizeOf(shape), "temporary");
    storage.data.set(values);
    return fromStorage(storage, shape);
  };
  return {
    backend,
    floats(shape, seed = 1) {
      const values = Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(seed + 1.7 * i) * 3);
      return make(values, shape, "float32");
    },
    ints: (values) => make(values, [values.length], "int32"),
    bools: (length) =>
      make(
        Array.from({ length }, (_, i) => i % 3 && 1),
        [length],
        "bool",
      ),
  };
}

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

function transposed(x: NDArray): NDArray {
  const [rows, columns] = x.shape;
  return viewOf(x, [columns, rows], [1, columns], 0);
}

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

function rowChecks(): Check[] {
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

function movingChecks(): Check[] {
  return [
    [
      "copy",
      ({ backend, floats }) => {
        const x = floats([9, 7], 2);
        const out = floats([7, 9]);
        backend.copy(transposed(x), out);
        return [out];
      },
    ],
    [
      "fill",
      ({ backend, floats }) => {
        const out = floats([N]);
        backend.fill(out, 1.5);
        return [out];
      },
    ],
    [
      "addScaled",
      ({ backend, floats }) => {
        const out = floats([N]);
        backend.addScaled(out, floats([N], 2), -0.5);
        return [out];
      },
    ],
    [
      "where",
      ({ backend, floats, bools }) => {
        const out = floats([N]);
        backend.where(bools(N), floats([N], 2), floats([N], 3), out);
        return [out];
      },
    ],
    [
      "compare",
      ({ backend, floats, bools }) => {
        const out = bools(N);
        backend.compare(Compare.lt, floats([N], 2), floats([N], 3), out);
        return [out];
      },
    ],
    [
      "compareScalar",
      ({ backend, floats, bools }) => {
        const out = bools(N);
        backend.compareScalar(Compare.ge, floats([N], 2), 0.5, out);
        return [out];
      },
    ],
    [
      "take",
      ({ backend, floats, ints }) => {
        const out = floats([4, 5]);
        backend.take(floats([6, 5], 2), ints([5, 0, 3, 3]), out, 5);
        return [out];
      },
    ],
    ...[true, false].map((accumulate): Check => [
      "put",
      ({ backend, floats, ints }) => {
        const out = floats([6, 5]);
        backend.put(out, ints([5, 0, 3, 3]), floats([4, 5], 2), 5, accumulate);
        return [out];
      },
    ]),
  ];
}

function lossChecks(): Check[] {
  return ([PairLoss.mse, PairLoss.l1, PairLoss.smoothL1, PairLoss.huber] as const).flatMap(
    (code): Check[] => [
      [
        "pairLoss",
        ({ backend, floats }) => {
          const out = floats([N]);
          backend.pairLoss(code, floats([N], 2), floats([N], 3), out, 0.7);
          return [out];
        },
      ],
      [
        "pairLossTotal",
        ({ backend, floats }) => {
          const out = floats([1]);
          backend.pairLossTotal(code, floats([N], 2), floats([N], 3), out, 0.3, 0.7);
          return [out];
        },
      ],
      [
        "pairLossBackward",
        ({ backend, floats }) => {
          const out = floats([N]);
          backend.pairLossBackward(code, floats([N], 2), floats([N], 3), floats([1], 4), out, 0.3, 0.7);
          return [out];
        },
      ],
    ],
  );
}

function optimiserChecks(): Check[] {
  const common = { lr: 0.1, weightDecay: 0.01, maximize: false, eps: 1e-8 };
  const momentum = { ...common, momentum: 0.9, dampening: 0, nesterov: true };
  const positive = ({ backend, floats }: Bench, seed: number): NDArray => {
    const x = floats([N], seed);
    backend.unary(Unary.square, x, x, 0, 0);
    return x;
  };
  return [
    ...[true, false].map((first): Check => [
      "sgd",
      ({ backend, floats }) => {
        const [p, g, b] = [floats([N]), floats([N], 2), floats([N], 3)];
        backend.sgd(p, g, b, { ...momentum, first });
        backend.sgd(p, g, null, { ...momentum, momentum: 0, nesterov: false, first });
        return [p, b];
      },
    ]),
    ...[true, false].map((decoupled): Check => [
      "adam",
      (b) => {
        const [p, g, m, v] = [b.floats([N]), b.floats([N], 2), b.floats([N], 3), positive(b, 4)];
        b.backend.adam(p, g, m, v, null, { ...common, beta1: 0.9, beta2: 0.999, decoupled, step: 3 });
        return [p, m, v];
      },
    ]),
    [
      "rmsprop",
      (b) => {
        const [p, g, v, m] = [b.floats([N]), b.floats([N], 2), positive(b, 4), b.floats([N], 3)];
        b.backend.rmsprop(p, g, v, m, null, { ...common, alpha: 0.99, momentum: 0.9 });
        b.backend.rmsprop(p, g, v, null, null, { ...common, alpha: 0.99, momentum: 0 });
        return [p, v, m];
      },
    ],
    [
      "adagrad",
      (b) => {
        const [p, g, s] = [b.floats([N]), b.floats([N], 2), positive(b, 4)];
        b.backend.adagrad(p, g, s, { ...common, lrDecay: 0.1, step: 4 });
        return [p, s];
      },
    ],
  ];
}

function agree(results: NDArray[], expected: NDArray[]): boolean {
  return results.every((result, which) => {
    const [x, y] = [result.storage.data, expected[which].storage.data];
    return x.every((value, i) => Math.abs(value - y[i]) <= 1e-4 + 1e-5 * Math.abs(y[i]));
  });
}

/** @returns the methods of `backend` whose results differ from the JS backend's; none when all is well. */
export function selfCheck(backend: Backend): Set<keyof Backend> {
  const failed = new Set<keyof Backend>();
  const [examined, oracle] = [bench(backend), bench(new JsBackend())];
  const checks = [
    ...unaryChecks(),
    ...unaryBackwardChecks(),
    ...binaryChecks(),
    ...matmulChecks(),
    ...rowChecks(),
    ...movingChecks(),
    ...lossChecks(),
    ...optimiserChecks(),
  ];
  for (const [method, run] of checks) {
    if (!agree(run(examined), run(oracle))) failed.add(method);
  }
  return failed;
}
