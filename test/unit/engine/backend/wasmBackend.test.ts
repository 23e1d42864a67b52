import assert from "node:assert/strict";
import {
  type Backend,
  Binary,
  Compare,
  PairLoss,
  Reduce,
  Unary,
} from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { elementwiseChecks } from "../../../../engine/backend/checks/elementwise.ts";
import { failing, selfCheck } from "../../../../engine/backend/checks/selfCheck.ts";
import { binaryRows, unaryRows } from "../../../../engine/table/index.ts";
import {
  type DType,
  elementsOf,
  fromStorage,
  type NDArray,
  viewOf,
} from "../../../../engine/core/ndarray.ts";
import { type Shape, sizeOf } from "../../../../engine/core/shape.ts";
import { builds } from "./builds.ts";

const oracle = jsBackend();
const LENGTHS = [0, 1, 3, 4, 5, 7, 8, 9, 17, 64, 1000];
const SPECIAL = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2.5,
  3.5,
  1e-40,
  -1e-40,
  1e38,
  -1e38,
  100,
  -100,
];

function array(backend: Backend, shape: Shape, values: ArrayLike<number>, dtype: DType = "float32"): NDArray {
  const storage = backend.allocate(dtype, sizeOf(shape), "temporary");
  storage.data.set(values);
  return fromStorage(storage, shape);
}

/** Special values first, then ordinary ones. */
const mixed = (length: number, seed: number): number[] =>
  Array.from({ length }, (_, i) =>
    i < SPECIAL.length ? SPECIAL[(i + seed) % SPECIAL.length] : Math.sin(seed + i * 1.3) * 5,
  );
const ordinary = (length: number, seed: number): number[] =>
  Array.from({ length }, (_, i) => Math.sin(seed + i * 1.3) * 5);

/** NaN in the same places, equal infinities, and the rest within `rtol` and `atol`; −0 equals 0. */
function assertAgree(actual: NDArray, expected: NDArray, what: string, rtol = 4e-7, atol = 1e-37): void {
  const [x, y] = [elementsOf(actual), elementsOf(expected)];
  assert.equal(x.length, y.length);
  for (let i = 0; i < x.length; i++) {
    const same = x[i] === y[i] || (Number.isNaN(x[i]) && Number.isNaN(y[i]));
    assert.ok(
      same || Math.abs(x[i] - y[i]) <= atol + rtol * Math.abs(y[i]),
      `${what}, element ${i}: ${x[i]}, expected ${y[i]}`,
    );
  }
}

/** A view of `x` with steps of 0 where it is stretched to `shape`. */
function stretched(x: NDArray, shape: Shape): NDArray {
  const missing = shape.length - x.shape.length;
  const strides = shape.map((_, i) =>
    i < missing || x.shape[i - missing] === 1 ? 0 : x.strides[i - missing],
  );
  return viewOf(x, shape, strides, x.offset);
}

/** Runs the same on both backends and compares what comes back. */
function compareWith(
  backend: Backend,
  what: string,
  run: (b: Backend) => NDArray,
  rtol?: number,
  atol?: number,
): void {
  assertAgree(run(backend), run(oracle), what, rtol, atol);
}

/** Distance from the true value in units of the last place of float32. */
function ulps(actual: number, truth: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(truth))), -126);
  return Math.abs(actual - truth) / 2 ** (exponent - 23);
}

for (const { name, backend, replaced } of builds) {
  describe(`backend ${name}`, () => {
    it("passes its self-check with every kernel", () => {
      assert.deepEqual([...failing(backend, elementwiseChecks())], []);
      assert.deepEqual(replaced, []);
    });

    for (const dtype of ["float32", "float64", "int32"] as const) {
      it(`agrees with plain loops on every unary function of ${dtype}, special values and tails included`, () => {
        for (const [op, code] of Object.entries(Unary)) {
          if (dtype === "int32" && !unaryRows[code].integers) continue;
          for (const n of LENGTHS) {
            const [p0, p1] = code === Unary.softplus ? [1, 20] : [-1, 2];
            // Below −1 gelu is the rest of two numbers that are almost equal.
            const apart = op.startsWith("gelu");
            const [rtol, atol] =
              dtype === "float64" ? [1e-14, apart ? 1e-14 : 1e-300] : apart ? [1.3e-6, 1e-10] : [4e-7, 1e-37];
            compareWith(
              backend,
              `${op} of ${n}`,
              (b) => {
                const out = array(b, [n], [], dtype);
                b.unary(code, array(b, [n], mixed(n, n), dtype), out, p0, p1);
                return out;
              },
              rtol,
              atol,
            );
          }
        }
      });
    }

    it("computes angles of all sizes, small and large ones side by side", () => {
      const angles = [1e-3, 0.5, 3, 22, 1e4, 8191.5, 1.7e6, 1e7, 12345678.9, 1e9, 1e22, 3e38];
      for (const dtype of ["float32", "float64"] as const) {
        for (const op of ["sin", "cos", "tan"] as const) {
          const values = Array.from(
            { length: 700 },
            (_, i) => angles[(i * i) % angles.length] * (i % 2 ? 1 : -1),
          );
          compareWith(
            backend,
            `${op} of ${dtype}`,
            (b) => {
              const out = array(b, [700], [], dtype);
              b.unary(Unary[op], array(b, [700], values, dtype), out, 0, 0);
              return out;
            },
            dtype === "float32" ? 2e-7 : 1e-15,
          );
        }
      }
    });

    it("writes nothing past the end", () => {
      for (const n of LENGTHS) {
        const whole = array(backend, [n + 8], new Float32Array(n + 8).fill(7));
        const part = viewOf(whole, [n], [1], 2);
        backend.unary(Unary.exp, part, part, 0, 0);
        backend.binaryScalar(Binary.mul, part, 2, false, part);
        backend.fill(part, 3);
        const data = elementsOf(whole);
        assert.deepEqual([...data.slice(0, 2), ...data.slice(n + 2)], new Array(8).fill(7), `length ${n}`);
      }
    });

    for (const [op, truth] of [
      ["exp", Math.exp],
      ["log", Math.log],
      ["tanh", Math.tanh],
      ["sigmoid", (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)))],
    ] as const) {
      it(`computes ${op} to within 2 units in the last place`, () => {
        const n = 200_000;
        const x = array(backend, [n], []);
        // Every 21,473rd pattern of float32: all magnitudes, both signs.
        const bits = new Uint32Array(x.storage.data.buffer, x.storage.data.byteOffset, n);
        for (let i = 0; i < n; i++) bits[i] = i * 21473;
        const out = array(backend, [n], []);
        backend.unary(Unary[op], x, out, 0, 0);
        const [from, to] = [elementsOf(x), elementsOf(out)];
        let worst = 0;
        for (let i = 0; i < n; i++) {
          const expected = truth(from[i]);
          if (!Number.isFinite(Math.fround(expected)))
            assert.ok(Object.is(to[i], Math.fround(expected)), `${op}(${from[i]})`);
          else worst = Math.max(worst, ulps(to[i], expected));
        }
        assert.ok(worst <= 2, `${worst} ulp`);
      });
    }

    it("keeps the sign of zero where the true function does", () => {
      for (const op of ["tanh", "sqrt", "log1p", "relu"] as const) {
        const zeros = array(backend, [5], [-0, 0, -0, 0, -0]);
        const out = array(backend, [5], []);
        backend.unary(Unary[op], zeros, out, 0, 0);
        assert.deepEqual([...elementsOf(out)], [-0, 0, -0, 0, -0], op);
      }
    });

    it("agrees on gradients", () => {
      for (const dtype of ["float32", "float64"] as const) {
        for (const [op, code] of Object.entries(Unary)) {
          if (!unaryRows[code].gradient) continue;
          for (const n of LENGTHS) {
            compareWith(
              backend,
              `gradient of ${op} of ${n}`,
              (b) => {
                const out = array(b, [n], [], dtype);
                const [saved, g] = [array(b, [n], mixed(n, 1), dtype), array(b, [n], ordinary(n, 2), dtype)];
                b.unaryBackward(code, saved, g, out, code === Unary.softplus ? 1 : 0.1, 20);
                return out;
              },
              dtype === "float32" ? 1e-6 : 1e-14,
              dtype === "float32" ? 1e-6 : 1e-14,
            );
          }
        }
      }
    });

    it("agrees on every binary function, however the operands are stretched", () => {
      const shapes: [Shape, Shape, Shape][] = [
        ...LENGTHS.map((n): [Shape, Shape, Shape] => [[n], [n], [n]]),
        [[3, 5], [5], [3, 5]],
        [[5], [3, 5], [3, 5]],
        [
          [3, 5],
          [3, 1],
          [3, 5],
        ],
        [
          [3, 1],
          [3, 5],
          [3, 5],
        ],
        [
          [3, 1],
          [1, 5],
          [3, 5],
        ],
        [[], [17], [17]],
        [[17], [], [17]],
        [
          [2, 3, 4],
          [3, 1],
          [2, 3, 4],
        ],
        [
          [2, 1, 4],
          [2, 3, 1],
          [2, 3, 4],
        ],
        [
          [2, 3, 4],
          [2, 1, 1],
          [2, 3, 4],
        ],
        [[0, 4], [4], [0, 4]],
        [[], [], []],
        // Long enough for neither to be written out.
        [
          [9, 1],
          [1, 133],
          [9, 133],
        ],
        [[128], [2, 1], [2, 128]],
      ];
      for (const dtype of ["float32", "float64", "int32"] as const) {
        for (const [op, code] of Object.entries(Binary)) {
          if (dtype === "int32" && !binaryRows[code].integers) continue;
          for (const [left, right, shape] of shapes) {
            compareWith(
              backend,
              `${op} of [${left.join()}] and [${right.join()}] of ${dtype}`,
              (b) => {
                const out = array(b, shape, [], dtype);
                const x = array(b, left, mixed(sizeOf(left), 3), dtype);
                b.binary(code, x, array(b, right, mixed(sizeOf(right), 8), dtype), out);
                return out;
              },
              dtype === "float64" ? 1e-14 : undefined,
              dtype === "float64" ? 1e-300 : undefined,
            );
            compareWith(
              backend,
              `${op} of [${left.join()}] and [${right.join()}] of ${dtype}, as views of ${shape.join()}`,
              (b) => {
                const out = array(b, shape, [], dtype);
                const x = array(b, left, mixed(sizeOf(left), 3), dtype);
                const y = array(b, right, mixed(sizeOf(right), 8), dtype);
                b.binary(code, stretched(x, shape), stretched(y, shape), out);
                return out;
              },
              dtype === "float64" ? 1e-14 : undefined,
              dtype === "float64" ? 1e-300 : undefined,
            );
          }
          for (const value of [
            0,
            1,
            2,
            3,
            -1,
            -2,
            7,
            ...(dtype === "int32" ? [] : [0.5, -1.5, NaN, Infinity]),
          ]) {
            for (const reversed of [true, false]) {
              compareWith(
                backend,
                `${op} with ${value} of ${dtype}`,
                (b) => {
                  const out = array(b, [100], [], dtype);
                  b.binaryScalar(code, array(b, [100], mixed(100, 3), dtype), value, reversed, out);
                  return out;
                },
                dtype === "float64" ? 2e-14 : undefined,
                dtype === "float64" ? 1e-300 : undefined,
              );
            }
          }
        }
      }
    });

    it("agrees on operands that are not contiguous, and in place", () => {
      compareWith(
        backend,
        "transposed",
        (b) => {
          const x = viewOf(array(b, [4, 6], ordinary(24, 1)), [6, 4], [1, 6], 0);
          const every2nd = viewOf(array(b, [12, 4], ordinary(48, 2)), [6, 4], [8, 1], 0);
          const out = array(b, [6, 4], []);
          b.binary(Binary.sub, x, every2nd, out);
          b.binary(Binary.div, out, x, out);
          b.unary(Unary.tanh, viewOf(out, [6, 4], [4, 1], 0), out, 0, 0);
          b.addScaled(out, x, 0.5);
          return out;
        },
        1e-6,
      );
    });

    it("agrees on comparisons and choices", () => {
      for (const dtype of ["float32", "float64", "int32", "bool"] as const) {
        for (const n of LENGTHS) {
          const of = (b: Backend, seed: number): NDArray => {
            const values = mixed(n, seed);
            return array(b, [n], dtype === "bool" ? values.map((x) => Number(x > 0)) : values, dtype);
          };
          for (const [op, code] of Object.entries(Compare)) {
            compareWith(backend, `${op} of ${n} of ${dtype}`, (b) => {
              const out = array(b, [n], [], "bool");
              b.compare(code, of(b, 3), of(b, 4), out);
              return out;
            });
            for (const value of [
              0.5,
              NaN,
              -0,
              1,
              Infinity,
              0.1,
              -0.1,
              1e-46,
              -1e-46,
              16777217,
              1e300,
              -1e300,
            ]) {
              compareWith(backend, `${op} ${value} of ${n} of ${dtype}`, (b) => {
                const out = array(b, [n], [], "bool");
                b.compareScalar(code, of(b, 3), value, out);
                return out;
              });
            }
          }
          for (const which of [0, 1, 2, 3]) {
            compareWith(backend, `where of ${n} of ${dtype}`, (b) => {
              const chosen = ordinary(n, 1).map((v) => Number(v > 0));
              const condition = array(b, [n], chosen, "bool");
              const out = array(b, [n], [], dtype);
              const one = array(b, [], [1], dtype);
              b.where(condition, which & 1 ? one : of(b, 3), which & 2 ? one : of(b, 4), out);
              return out;
            });
          }
        }
      }
    });

    it("agrees on losses, their sums and gradients", () => {
      for (const dtype of ["float32", "float64"] as const) {
        for (const [op, code] of Object.entries(PairLoss)) {
          for (const n of LENGTHS) {
            const inputs = (b: Backend): NDArray[] => {
              const x = ordinary(n, 2).map((v) => (op === "bce" ? 1 / (1 + Math.exp(-v)) : v));
              return [x, ordinary(n, 3).map((v) => (op === "bce" ? v / 10 + 0.5 : v))].map((v) =>
                array(b, [n], v, dtype),
              );
            };
            const [rtol, atol] = dtype === "float32" ? [2e-6, 2e-5] : [1e-13, 1e-13];
            for (const p0 of op === "smoothL1" ? [0.7, 0] : [0.7]) {
              const compare = (what: string, size: number, run: (b: Backend, out: NDArray) => void): void => {
                const made = (b: Backend): NDArray => {
                  const out = array(b, [size], [], dtype);
                  run(b, out);
                  return out;
                };
                compareWith(backend, `${what} ${op} of ${n} of ${dtype}`, made, rtol, atol);
              };
              compare("each", n, (b, out) => {
                const [x, t] = inputs(b);
                b.pairLoss(code, x, t, out, p0);
              });
              compare("the sum of", 1, (b, out) => {
                const [x, t] = inputs(b);
                b.pairLossTotal(code, x, t, out, 0.3, p0);
              });
              for (const size of [1, n]) {
                compare("the gradient of", n, (b, out) => {
                  const [x, t] = inputs(b);
                  b.pairLossBackward(code, x, t, array(b, [size], ordinary(size, 4), dtype), out, 0.3, p0);
                });
              }
            }
          }
        }
      }
    });

    it("agrees on copies of any strides", () => {
      const cases: [Shape, Shape, number][] = [
        [[5, 7], [1, 5], 0],
        [[64, 33], [1, 64], 0],
        [[130, 6], [1, 130], 0],
        [[4, 5], [0, 1], 3],
        [[4, 5], [1, 0], 3],
        [[6], [3], 2],
        [[3, 4, 5], [1, 15, 3], 0],
        [[2, 3, 4, 5], [60, 5, 15, 1], 0],
        [[3, 1, 4], [9, 1, 2], 1],
        [[2, 0, 3], [1, 1, 1], 0],
        [[], [], 4],
      ];
      for (const [shape, strides, offset] of cases) {
        compareWith(backend, `copy to [${shape.join()}] by [${strides.join()}]`, (b) => {
          const out = array(b, shape, []);
          b.copy(viewOf(array(b, [3000], ordinary(3000, 1)), shape, strides, offset), out);
          return out;
        });
      }
    });

    it("agrees on reductions along any axis", () => {
      for (const [op, code] of Object.entries(Reduce)) {
        if (code === Reduce.all || code === Reduce.any) continue;
        for (const n of LENGTHS) {
          const needsOne = code === Reduce.max || code === Reduce.min;
          if (n === 0 && needsOne) continue;
          for (const [outer, inner] of [
            [1, 1],
            [3, 1],
            [1, 9],
            [2, 5],
            [2, 0],
          ] as const) {
            for (const values of [ordinary, mixed]) {
              compareWith(
                backend,
                `${op} of [${outer},${n},${inner}]`,
                (b) => {
                  const out = array(b, [outer, inner], []);
                  b.reduce(
                    code,
                    array(b, [outer, n, inner], values(outer * n * inner, 3)),
                    out,
                    outer,
                    n,
                    inner,
                  );
                  return out;
                },
                2e-6,
                1e-4,
              );
            }
          }
        }
      }
    });

    it("finds the first of equal extrema, and the first NaN", () => {
      for (const values of [
        [1, 3, 3, 2],
        [3, 1, 1, 3],
        [1, NaN, 5, NaN],
        [NaN, 1, 2, 3],
        [-Infinity, -Infinity, 0, 0],
      ]) {
        for (const op of ["max", "min"] as const) {
          compareWith(backend, `arg${op} of ${values.join()}`, (b) => {
            const out = array(b, [2], [], "int32");
            b.argReduce(op, array(b, [2, 4, 1], [...values, ...values]), out, 2, 4, 1);
            return out;
          });
        }
      }
    });

    it("sums a million numbers to within an ulp of the exact sum", () => {
      const n = 1_000_003;
      const x = array(
        backend,
        [n],
        Array.from({ length: n }, (_, i) => 0.1 + (i % 7) * 1e-3),
      );
      const out = array(backend, [1], []);
      backend.reduce(Reduce.sum, x, out, 1, n, 1);
      let exact = 0;
      for (const value of elementsOf(x)) exact += value;
      assert.ok(ulps(elementsOf(out)[0], exact) <= 1, `${elementsOf(out)[0]}, exactly ${exact}`);
    });

    it("agrees on softmax, its logarithm and their gradients", () => {
      for (const log of [true, false]) {
        for (const n of [1, 3, 4, 5, 10, 17, 1500]) {
          const infinite = (length: number, seed: number): number[] =>
            ordinary(length, seed).map((value, i) => (i % n === 0 ? Infinity : value));
          for (const values of [ordinary, mixed, infinite]) {
            const run = (b: Backend): NDArray => {
              const out = array(b, [3, n], []);
              b.softmax(array(b, [3, n], values(3 * n, 4)), out, log, 3, n, 1);
              return out;
            };
            compareWith(backend, `softmax of ${n}, log ${log}`, run, 2e-6, 2e-6);
          }
          compareWith(
            backend,
            `gradient of ${n}, log ${log}`,
            (b) => {
              const [y, gx] = [array(b, [3, n], []), array(b, [3, n], [])];
              b.softmax(array(b, [3, n], ordinary(3 * n, 4)), y, log, 3, n, 1);
              b.softmaxBackward(y, array(b, [3, n], ordinary(3 * n, 5)), gx, log, 3, n, 1);
              return gx;
            },
            1e-5,
            1e-5,
          );
        }
      }
    });

    it("agrees on matrix products of all shapes, transposes, biases and activations", function () {
      this.timeout(60_000);
      const sizes = [1, 2, 5, 6, 7, 13, 33];
      for (const m of sizes) {
        for (const n of [1, 4, 8, 9, 16, 17, 40]) {
          for (const k of [0, 1, 3, 64, 400]) {
            for (let which = 0; which < 8; which++) {
              const run = (b: Backend): NDArray => {
                const x = array(b, which & 1 ? [k, m] : [m, k], ordinary(m * k, 1));
                const y = array(b, which & 2 ? [n, k] : [k, n], ordinary(k * n, 2));
                const left = which & 1 ? viewOf(x, [m, k], [1, m], 0) : x;
                const right = which & 2 ? viewOf(y, [k, n], [1, k], 0) : y;
                const out = array(b, [m, n], ordinary(m * n, 3));
                if (which & 4) b.matmul(left, right, out, null, 0, true);
                else
                  b.matmul(
                    left,
                    right,
                    out,
                    array(b, [n], ordinary(n, 4)),
                    ((m + n) % 4) as 0 | 1 | 2 | 3,
                    false,
                  );
                return out;
              };
              compareWith(backend, `${m}×${k}·${k}×${n}, case ${which}`, run, 1e-5, 3e-5 * Math.sqrt(k + 1));
            }
          }
        }
      }
    });

    it("agrees on large matrix products, which are cut into blocks", function () {
      this.timeout(60_000);
      for (const [m, n, k] of [
        [101, 1050, 40],
        [200, 30, 800],
        [97, 17, 401],
        [49, 520, 1203],
      ] as const) {
        for (const transposed of [false, true]) {
          compareWith(
            backend,
            `${m}×${k}·${k}×${n}`,
            (b) => {
              const out = array(b, [m, n], []);
              const x = array(b, transposed ? [k, m] : [m, k], ordinary(m * k, 1));
              const left = transposed ? viewOf(x, [m, k], [1, m], 0) : x;
              const y = viewOf(array(b, [n, k], ordinary(k * n, 2)), [k, n], [1, k], 0);
              b.matmul(left, y, out, array(b, [n], ordinary(n, 4)), 1, false);
              return out;
            },
            1e-5,
            2e-3,
          );
        }
      }
    });

    it("adds up as many products as there are, whatever of them a turn of its loop takes", () => {
      for (let k = 1; k <= 25; k++) {
        for (const n of [8, 16]) {
          const ones = (b: Backend, shape: Shape): NDArray =>
            array(b, shape, new Float32Array(sizeOf(shape)).fill(1));
          const out = array(backend, [7, n], []);
          backend.matmul(ones(backend, [7, k]), ones(backend, [k, n]), out, null, 0, false);
          assert.deepEqual(new Set(elementsOf(out)), new Set([k]), `${k} steps, ${n} columns`);
        }
      }
    });

    it("adds nothing to long rows and columns that have no bias", () => {
      for (const [m, n] of [
        [1, 1000],
        [1000, 1],
      ]) {
        for (const k of [1, 3]) {
          compareWith(backend, `(${m}, ${k}) · (${k}, ${n})`, (b) => {
            const out = array(b, [m, n], ordinary(m * n, 3));
            const right = viewOf(array(b, [n, k], ordinary(k * n, 2)), [k, n], [1, k], 0);
            b.matmul(array(b, [m, k], ordinary(m * k, 1)), right, out, null, 0, false);
            return out;
          });
        }
      }
    });

    it("multiplies stacks of matrices, one of them stretched", () => {
      compareWith(
        backend,
        "batches",
        (b) => {
          const out = array(b, [2, 3, 4, 5], []);
          b.matmul(
            array(b, [2, 1, 4, 6], ordinary(48, 1)),
            array(b, [3, 6, 5], ordinary(90, 2)),
            out,
            null,
            0,
            false,
          );
          return out;
        },
        1e-5,
        1e-5,
      );
    });

    it("still agrees when asked again, with everything compiled for speed", () => {
      for (let i = 0; i < 20; i++) {
        assert.deepEqual([...selfCheck(backend), ...failing(backend, elementwiseChecks())], []);
      }
    });
  });
}
