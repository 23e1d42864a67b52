/** Sorting, the largest few and the different ones, beside JavaScript's own sort by comparison. */
import assert from "node:assert/strict";
import { argsort, type DType, tensor, topk, unique } from "../../../../engine/index.ts";

const special = [NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-45, 5e-324, 1.5, 1.5, 2 ** 31 - 1, -(2 ** 31)];

/** NaN is the largest, −0 equals 0, and equal ones keep their order. */
function order(values: readonly number[], descending: boolean): number[] {
  const rank = (a: number, b: number): number => {
    if (a !== a || b !== b) return Number(a !== a) - Number(b !== b);
    return a < b ? -1 : Number(a > b);
  };
  return [...values.keys()].sort((i, k) => (descending ? -1 : 1) * rank(values[i], values[k]) || i - k);
}

/** The same numbers every time. */
function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (i % 7 === 3) return special[state % special.length];
    return ((state >>> 8) % 50) - 25 + (state % 3 === 0 ? 0.25 : 0);
  });
}

describe("sorting", () => {
  for (const dtype of ["float32", "float64", "int32"] as const satisfies DType[]) {
    for (const descending of [false, true]) {
      it(`orders ${dtype} ${descending ? "from the largest down" : "from the smallest up"} along any axis`, () => {
        for (const [rows, columns] of [
          [1, 1],
          [3, 0],
          [2, 7],
          [40, 90],
          [1, 3000],
        ]) {
          const given = numbers(rows * columns, rows + columns).map((x) =>
            dtype === "int32" ? (Number.isFinite(x) ? Math.trunc(x) : 7) : x,
          );
          const x = tensor(given, { dtype }).reshape(rows, columns);
          const exact = [...x.toTypedArray()];
          const along = argsort(x, 1, descending).toTypedArray();
          const down = argsort(x, 0, descending).toTypedArray();
          const few = Math.min(columns, 4);
          const most = topk(x, few, 1, descending).indices.toTypedArray();
          for (let i = 0; i < rows; i++) {
            const wanted = order(exact.slice(i * columns, (i + 1) * columns), descending);
            assert.deepEqual([...along.slice(i * columns, (i + 1) * columns)], wanted);
            assert.deepEqual([...most.slice(i * few, (i + 1) * few)], wanted.slice(0, few));
          }
          for (let k = 0; k < columns; k++) {
            const column = exact.filter((_, at) => at % columns === k);
            assert.deepEqual([...down.filter((_, at) => at % columns === k)], order(column, descending));
          }
        }
      });
    }
  }

  it("finds the different ones, how often they are there and which each is", () => {
    const given = numbers(500, 3).map((x) => (Number.isFinite(x) ? Math.trunc(x) + 0 : 7));
    const [values, inverse, counts] = unique(tensor(given, { dtype: "int32" }), {
      returnInverse: true,
      returnCounts: true,
    }).map((part) => [...part.toTypedArray()]);
    assert.deepEqual(
      values,
      [...new Set(given)].sort((a, b) => a - b),
    );
    assert.deepEqual(
      inverse.map((place) => values[place]),
      given,
    );
    assert.deepEqual(
      counts,
      values.map((value) => given.filter((x) => x === value).length),
    );
  });
});
