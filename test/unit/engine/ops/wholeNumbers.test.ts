/** Whole numbers and truth values beside fractions, and tensors of one element without an axis, as in PyTorch. */
import assert from "node:assert/strict";
import {
  add,
  chunk,
  clamp,
  fromArray,
  gather,
  indexSelect,
  oneHot,
  scatter,
  scatterAdd,
  square,
  tensor,
  type Tensor,
  where,
  zeros,
} from "../../../../engine/index.ts";

const ints = (...values: number[]): Tensor => fromArray(Int32Array.from(values));
const bools = (...values: number[]): Tensor => fromArray(values, [values.length], { dtype: "bool" });
const scalar = (value: number): Tensor => fromArray([value], [], { dtype: "int32" });

/** Dtype and contents. */
const seen = (x: Tensor): unknown => [x.dtype, x.toArray()];

describe("Whole numbers beside fractions", () => {
  it("become float32 where a bound of clamp is a fraction", () => {
    assert.deepEqual(seen(clamp(ints(1, 3), 0, 1.5)), ["float32", [1, 1.5]]);
    assert.deepEqual(seen(clamp(ints(-1, 3), { min: 0.5 })), ["float32", [0.5, 3]]);
    assert.deepEqual(seen(clamp(ints(1, 3), 0, 2)), ["int32", [1, 2]]);
    assert.deepEqual(seen(clamp(bools(1, 0), 0, 2)), ["int32", [1, 0]]);
  });

  it("become float32 where the other choice is a fraction", () => {
    assert.deepEqual(seen(where(bools(1, 0), ints(1, 2), 1.25)), ["float32", [1, 1.25]]);
    assert.deepEqual(seen(where(bools(1, 0), ints(1, 2), 7)), ["int32", [1, 7]]);
    assert.deepEqual(seen(where(bools(1, 0), bools(1, 1), 2)), ["int32", [1, 2]]);
  });

  it("are not filled with a fraction, which would be cut off", () => {
    assert.throws(() => ints(1, 2).maskedFill(bools(1, 0), 1.5), /maskedFill.*1\.5.*int32/);
    assert.throws(() => ints(1, 2).maskedFill_(bools(1, 0), 1.5), /maskedFill_.*1\.5.*int32/);
    assert.deepEqual(seen(ints(1, 2).maskedFill(bools(1, 0), 3)), ["int32", [3, 2]]);
  });

  it("stay whole when their quotient is cut off, exactly", () => {
    const quotient = ints(-7, 16777217).div(ints(2, 1), { roundingMode: "trunc" });
    assert.deepEqual(seen(quotient), ["int32", [-3, 16777217]]);
    assert.deepEqual(seen(ints(-7).div(2, { roundingMode: "trunc" })), ["int32", [-3]]);
    assert.equal(ints(1).div(0.5, { roundingMode: "trunc" }).dtype, "float32");
  });

  it("are added in the dtype of the sum, whatever alpha is", () => {
    const x = fromArray([0.5], [], { dtype: "float64" });
    assert.deepEqual(seen(add(x, ints(1, 2), { alpha: 0.5 })), ["float64", [1, 1.5]]);
    assert.throws(() => add(ints(1), ints(2), { alpha: 0.5 }), /add: alpha.*0\.5/);
    assert.deepEqual(seen(add(ints(1), ints(2), { alpha: 3 })), ["int32", [7]]);
    assert.deepEqual(seen(add(bools(1), bools(1), { alpha: 0 })), ["bool", [true]]);
  });

  it("come of truth values when these are squared", () => {
    assert.deepEqual(seen(square(bools(1, 0))), ["int32", [1, 0]]);
  });
});

describe("Truth values", () => {
  it("stay 0 and 1 when they are added up by index", () => {
    const x = scatterAdd(bools(1, 0, 0), 0, ints(0, 1, 1), bools(1, 1, 1));
    assert.deepEqual(Array.from(x.toTypedArray()), [1, 1, 0]);
  });
});

describe("Picking from a tensor without axes", () => {
  it("treats it as one of a single element", () => {
    const x = tensor(5);
    assert.deepEqual(gather(x, 0, scalar(0)).toArray(), 5);
    assert.deepEqual(gather(x, -1, ints(0, 0)).toArray(), [5, 5]);
    assert.deepEqual(scatter(x, 0, scalar(0), tensor(7)).toArray(), 7);
    assert.deepEqual(scatterAdd(x, 0, scalar(0), tensor(7)).toArray(), 12);
    assert.deepEqual(scatter(x, 0, ints(0), 7).toArray(), 7);
    assert.deepEqual(indexSelect(x, 0, [0]).toArray(), 5);
  });

  it("gives the slope back to it", () => {
    const x = tensor(5, { requiresGrad: true });
    gather(x, 0, ints(0, 0)).sum().backward();
    assert.deepEqual(x.grad.toArray(), 2);
  });

  it("refuses what is not there", () => {
    assert.throws(() => gather(tensor(5), 0, scalar(1)), /gather: index 1/);
    assert.throws(() => indexSelect(tensor(5), 0, [0, 0]), /indexSelect.*one/);
    assert.throws(() => gather(zeros(2, 2), 0, scalar(0)), /gather/);
  });
});

describe("Picking where there is nothing", () => {
  it("looks at the indices all the same", () => {
    assert.throws(() => indexSelect(zeros(0, 2), 1, [2]), /indexSelect: index 2/);
    assert.deepEqual([...indexSelect(zeros(0, 2), 1, [1, 1, 0]).shape], [0, 3]);
  });

  it("cuts an empty axis into as many pieces as are asked for", () => {
    assert.deepEqual(
      chunk(zeros(0, 2), 3).map(({ shape }) => [...shape]),
      [
        [0, 2],
        [0, 2],
        [0, 2],
      ],
    );
  });

  it("takes no class below 0", () => {
    assert.throws(() => oneHot(ints(-1, 2), 3), /oneHot.*-1/);
    assert.throws(() => oneHot(ints(-1, 2)), /oneHot.*-1/);
    assert.throws(() => oneHot(ints()), /oneHot.*classes/);
    assert.deepEqual([...oneHot(ints(), 3).shape], [0, 3]);
  });
});
