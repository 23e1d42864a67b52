import assert from "node:assert/strict";
import * as engine from "../../../../../engine/index.ts";
import { summarise } from "../../../../../extension/kernel/display/inspect/summarise.ts";
import "../../../../../extension/kernel/node/valueInspection.ts";

const { nn, ones, randn, tensor } = engine;

describe("A variable's summary", () => {
  it("of a tensor gives shape, dtype, bytes and numbers", () => {
    assert.deepEqual(
      summarise(
        tensor([
          [1, 2],
          [3, 4.5],
        ]),
        engine,
      ),
      {
        type: "Tensor",
        shape: [2, 2],
        dtype: "float32",
        bytes: 16,
        summary: "[1, 2, 3, 4.5]",
      },
    );
    assert.equal(summarise(tensor(3.14159265), engine).summary, "3.142");
    assert.equal(summarise(tensor([1, 0]).gt(0.5), engine).summary, "[true, false]");
    assert.equal(summarise(tensor([]), engine).summary, "[]");
    assert.equal(summarise(engine.arange(0, 10), engine).summary, "min 0 · mean 4.5 · max 9");
  });

  it("reads views through their strides, in their order", () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.equal(summarise(x.T, engine).summary, "[1, 4, 2, 5, 3, 6]");
    assert.equal(summarise(tensor([7]).expand(2, 3), engine).summary, "[7, 7, 7, 7, 7, 7]");
  });

  it("says what is not finite, and whether there are gradients", () => {
    const x = tensor([1, NaN, 3, Infinity, 5, 6, 7], { requiresGrad: true });
    assert.equal(summarise(x, engine).summary, "min 1 · mean 4.4 · max 7 · 2 NaN or ±∞ · requires grad");
    x.sum().backward();
    assert.match(summarise(x, engine).summary, /requires grad, has one$/);
  });

  it("of a large tensor samples it, and copies nothing", () => {
    const large = ones(4_000_000);
    const before = engine.memory().total;
    const { bytes, summary } = summarise(large, engine);
    assert.equal(bytes, 16_000_000);
    assert.equal(summary, "min 1 · mean 1 · max 1 · of 10000 sampled");
    assert.equal(engine.memory().total, before);
  });

  it("of a module counts its parameters", () => {
    class Net extends nn.Module {
      layer = new nn.Linear(10, 5);
      override forward(x: engine.Tensor): engine.Tensor {
        return this.layer(x);
      }
    }
    const facts = summarise(new Net(), engine);
    assert.deepEqual(facts, {
      type: "Net",
      shape: null,
      dtype: null,
      bytes: 220,
      summary: "55 parameters in 2 tensors · train mode",
    });
    assert.equal(summarise(new nn.Linear(2, 2), engine).type, "Linear");
  });

  it("of everything else is the value in one line, with the bytes of typed arrays", () => {
    assert.deepEqual(summarise(new Float64Array(3), engine), {
      type: "Float64Array",
      shape: null,
      dtype: null,
      bytes: 24,
      summary: "Float64Array(3) [0, 0, 0]",
    });
    assert.deepEqual(summarise(["a"], engine).shape, [1]);
    assert.equal(summarise({ x: randn(2) }, {}).type, "Object");
  });

  it("never throws", () => {
    const hostile = Object.create(
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("no");
          },
        },
      ),
    ) as object;
    assert.equal(typeof summarise(hostile, engine).summary, "string");
    assert.equal(typeof summarise(Object.create(engine.Tensor.prototype), engine).summary, "string");
  });
});
