import { strict as assert } from "node:assert";
import * as engine from "../../../../../engine/index.ts";
import type { GridAsk, GridNumber } from "../../../../../engine/payload/variables.ts";
import { hasGrid, tensorGrid } from "../../../../../extension/kernel/display/inspect/tensorGrid.ts";
import "../../../../../extension/kernel/node/valueInspection.ts";

const { manualSeed, nn, randn, tensor, zeros } = engine;
const ask = (part: Partial<GridAsk> = {}): GridAsk => ({
  name: "x",
  member: null,
  axes: null,
  at: [],
  size: [4, 3],
  ...part,
});
const part = (value: unknown, asked: Partial<GridAsk> = {}) => {
  const found = tensorGrid(value, ask(asked), engine);
  assert.ok(found);
  return found;
};

describe("The part of a tensor that the data viewer shows", () => {
  it("is what nested arrays say, for any shape, axes, place and view", () => {
    manualSeed(0);
    const nested = (value: unknown, at: readonly number[]): unknown =>
      at.reduce<unknown>((rest, place) => (rest as unknown[])[place], value);
    const tensors = [
      randn(7, 5),
      randn(3, 4, 5),
      randn(2, 3, 4, 5).transpose(1, 3),
      randn(6, 8).T,
      randn(5, 1).expand(5, 6),
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        { dtype: "int32" },
      ),
      tensor([[true, false]], { dtype: "bool" }),
    ];
    for (const x of tensors) {
      const values = x.tolist();
      const count = x.shape.length;
      for (let r = 0; r < count; r++) {
        for (let c = 0; c < count; c++) {
          if (r === c) continue;
          const at = x.shape.map((extent) => Math.floor(extent / 2));
          const shown = part(x, { axes: [r, c], at });
          shown.values.forEach((line, i) =>
            line.forEach((value, j) => {
              const place = at.map((where, axis) =>
                axis === r ? where + i : axis === c ? where + j : where,
              );
              const expected = Number(nested(values, place));
              assert.ok(
                Math.abs(Number(value) - expected) <= 1e-6 * Math.abs(expected),
                `${value} ${expected}`,
              );
            }),
          );
          assert.deepEqual(shown.extent, [x.shape[r], x.shape[c]]);
        }
      }
    }
  });

  it("shows lists as a column, single numbers, typed arrays and a model's parameters", () => {
    assert.deepEqual(part(tensor([1, 2, 3])).values, [[1], [2], [3]]);
    assert.deepEqual(part(tensor(4)).values, [[4]]);
    assert.deepEqual(part(Float64Array.of(1, NaN)).values, [[1], ["NaN"]]);
    const net = new nn.Sequential(new nn.Linear(3, 2), new nn.Linear(2, 1));
    assert.deepEqual(part(net).members, ["0.weight", "0.bias", "1.weight", "1.bias"]);
    assert.deepEqual(part(net).shape, [2, 3]);
    assert.deepEqual(part(net, { member: "1.bias" }).shape, [1]);
    assert.equal(part(net, { member: "gone" }).member, "0.weight");
  });

  it("tells NaN from infinities, counts them, and finds the next one, round the end too", () => {
    const x = tensor([
      [1, NaN, 3, 4],
      [5, 6, 7, Infinity],
      [9, -Infinity, 11, 12],
    ]);
    const shown = part(x, { size: [3, 4] });
    const marks = shown.values.flat().filter((value: GridNumber) => typeof value === "string");
    assert.deepEqual(marks, ["NaN", "∞", "-∞"]);
    assert.equal(shown.stats.notFinite, 3);
    assert.deepEqual([shown.stats.min, shown.stats.max], [1, 12]);
    assert.equal(
      shown.stats.counts.reduce((sum, count) => sum + count, 0),
      9,
    );
    assert.equal(shown.stats.heat.values.filter((value) => value === null).length, 3);
    assert.deepEqual(part(x, { notFiniteAfter: [0, 1] }).found, [1, 3]);
    assert.deepEqual(part(x, { notFiniteAfter: [2, 1] }).found, [0, 1]);
    assert.equal(part(zeros(2, 2), { notFiniteAfter: [0, 0] }).found, null);
  });

  it("mends what is asked beyond the tensor, and takes one without elements", () => {
    const x = randn(3, 4);
    const shown = part(x, { axes: [5, 5], at: [99, -7, 3], size: [0, 1e9] });
    assert.deepEqual(
      [shown.axes, shown.at],
      [
        [0, 1],
        [2, 0],
      ],
    );
    assert.deepEqual(part(x, { at: [NaN, Infinity] }).at, [0, 0]);
    const none = part(zeros(0, 4));
    assert.deepEqual([none.values, none.stats.looked, none.stats.min], [[], 0, null]);
  });

  it("survives a range that no number can hold, and a single value", () => {
    const wide = part(tensor([-1.7e308, 1.7e308, 0], { dtype: "float64" })).stats;
    assert.equal(
      wide.counts.reduce((sum, count) => sum + count, 0),
      3,
    );
    assert.equal(wide.counts[0], 1);
    assert.deepEqual(part(zeros(3, 3)).stats.counts[0], 9);
  });

  it("has nothing of what has no numbers in rows and columns, and runs none of its code", () => {
    const trap = new Proxy({}, { get: () => assert.fail("it was read") });
    for (const value of [1, "text", [1, 2], null, undefined, {}, trap, new Map(), new BigInt64Array(2)]) {
      assert.equal(hasGrid(value, engine), false);
      assert.equal(tensorGrid(value, ask(), engine), null);
    }
    assert.equal(hasGrid(randn(2), engine), true);
  });
});
