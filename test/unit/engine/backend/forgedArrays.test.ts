import assert from "node:assert/strict";
import { noGrad, Tensor, zeros } from "../../../../engine/index.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { NDArray } from "../../../../engine/core/ndarray.ts";
import { builds } from "./builds.ts";

const backends = [{ name: "js", backend: jsBackend() }, ...builds];

/** What says more of an array than is true, by doors that a program can reach. */
const forgeries: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  "a size that was assigned": (x) => {
    Object.assign(x.array, { size: 400 });
    return x;
  },
  "an offset that was assigned": (x) => {
    Object.assign(x.array, { offset: 4000 });
    return x;
  },
  "a dtype that was assigned": (x) => {
    Object.assign(x.array, { dtype: "float64" });
    return x;
  },
  "gaps that were denied": (x) => {
    const gaps = x.T;
    Object.assign(gaps.array, { contiguous: true });
    return gaps;
  },
  "a smaller memory put below it": (x) => {
    const small = Array.from({ length: 20 }, (_, i) => zeros(1).fill_(i === 0 ? 7 : 3));
    Object.assign(x.array, { storage: small[0].array.storage });
    return x;
  },
  "an object with the same fields, and a larger size": (x) => {
    const { storage, dtype, shape, strides, offset, contiguous, counter } = x.array;
    const array = { storage, dtype, shape, strides, offset, size: 400, contiguous, counter };
    return new Tensor(array as unknown as NDArray);
  },
  "an array that inherits from it": (x) =>
    new Tensor(Object.create(x.array, { size: { value: 400 } }) as NDArray),
  "an array made with a larger size, as data": (x) => {
    const { storage, shape, strides } = x.array;
    x.data = new Tensor(new NDArray(storage, shape, strides, 0, 400, true));
    return x;
  },
  "an array made behind its memory, assigned": (x) => {
    const { storage, shape, strides } = x.array;
    x.array = new NDArray(storage, shape, strides, 1, 16, true);
    return x;
  },
  "a shape that was changed in place": (x) => {
    (x.array.shape as number[])[0] = 200;
    return x;
  },
  "strides that were changed in place": (x) => {
    (x.array.strides as number[])[0] = 4000;
    return x;
  },
};

const uses: Readonly<Record<string, (x: Tensor, y: Tensor) => unknown>> = {
  "relu": (x) => x.relu(),
  "add": (x, y) => x.add(y),
  "add, the other way round": (x, y) => y.add(x),
  "add a number": (x) => x.add(1),
  "add to a row": (x) => x.add(zeros(4)),
  "matmul": (x, y) => x.matmul(y),
  "matmul, the other way round": (x, y) => y.matmul(x),
  "sum": (x) => x.sum(0),
  "clone": (x) => x.clone(),
  "add_": (x, y) => x.add_(y),
  "add_, the other way round": (x, y) => y.add_(x),
  "sub_ with alpha": (x, y) => x.sub_(y, { alpha: 2 }),
  "zero_": (x) => x.zero_(),
  "sigmoid_": (x) => x.sigmoid_(),
  "softmax": (x) => x.softmax(1),
};

describe("arrays that say more of themselves than is true", () => {
  for (const { name, backend } of backends) {
    for (const [forgery, forge] of Object.entries(forgeries)) {
      it(`${name}: ${forgery}: nothing beside it is read or written`, () => {
        const before = context.backend;
        useBackend(backend);
        try {
          for (const [use, run] of Object.entries(uses)) {
            const x = zeros(4, 4).fill_(7);
            const beside = Array.from({ length: 40 }, () => zeros(4, 4).fill_(3));
            let result: unknown = null;
            try {
              const forged = forge(x);
              result = noGrad(() => run(forged, zeros(4, 4)));
            } catch (error) {
              assert.ok(error instanceof Error, use);
            }
            for (const neighbour of beside)
              assert.ok(!neighbour.array.storage.data.some((value) => value !== 3), `${use} wrote beside it`);
            if (result instanceof Tensor && result.array.contiguous) {
              const { storage, offset, size } = result.array;
              assert.ok(!storage.data.slice(offset, offset + size).includes(3), `${use} read beside it`);
            }
          }
        } finally {
          useBackend(before);
        }
      });
    }
  }
});
