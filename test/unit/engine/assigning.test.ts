import assert from "node:assert/strict";
import type { Backend } from "../../../engine/backend/backend.ts";
import { jsBackend } from "../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../engine/core/context.ts";
import * as torch from "../../../engine/index.ts";
import {
  arange,
  fromArray,
  nn,
  ones,
  optim,
  OutOfMemoryError,
  tensor,
  Tensor,
  zeros,
} from "../../../engine/index.ts";
import { builds } from "./backend/builds.ts";

const F = nn.functional;
const parameter = (): Tensor => zeros(4, { requiresGrad: true });
/** What plain JavaScript may assign. */
const untyped = (value: unknown): Tensor => value as Tensor;

const optimisers: Record<string, (w: Tensor) => optim.Optimizer> = {
  SGD: (w) => new optim.SGD([w], { lr: 0.1, momentum: 0.9 }),
  Adam: (w) => new optim.Adam([w]),
  AMSGrad: (w) => new optim.Adam([w], { amsgrad: true }),
  RMSprop: (w) => new optim.RMSprop([w], { momentum: 0.9, centered: true }),
  Adagrad: (w) => new optim.Adagrad([w]),
};

const backends: { name: string; backend: Backend }[] = [{ name: "js", backend: jsBackend() }, ...builds];
for (const { name, backend } of backends) {
  describe(`what a program assigns to tensors, on ${name}`, () => {
    const before = context.backend;
    beforeEach(() => useBackend(backend));
    afterEach(() => useBackend(before));

    it("is refused as a gradient when it has another shape or dtype, is none, or the tensor itself", () => {
      const w = parameter();
      assert.throws(
        () => (w.grad = ones(2)),
        /^RangeError: grad: a gradient of shape \(2,\) for a tensor of shape \(4,\)/,
      );
      assert.throws(() => (w.grad = ones(4, 1)), RangeError);
      assert.throws(
        () => (w.grad = ones(4, { dtype: "float64" })),
        /^TypeError: grad: a float64 gradient for a float32/,
      );
      assert.throws(() => (w.grad = untyped([1, 2, 3, 4])), /^TypeError: grad: a tensor is expected/);
      assert.throws(() => (w.grad = w), /its own gradient/);
      w.grad = zeros(1).expand(4);
      assert.deepEqual(w.grad.tolist(), [0, 0, 0, 0]);
    });

    it("is taken as data of any shape and floating dtype, as in PyTorch", () => {
      const w = parameter();
      w.data = ones(3, 2, { dtype: "float64" });
      assert.deepEqual([[...w.shape], w.dtype, w.requiresGrad], [[3, 2], "float64", true]);
      assert.throws(() => (w.data = ones(4, { dtype: "int32" })), /^TypeError: data: .* not int32/);
      assert.throws(() => (w.data = untyped(3)), /^TypeError: data: a tensor is expected where number 3/);
    });

    it("is refused as what a hook returns when it has another shape or dtype", () => {
      for (const wrong of [
        () => ones(2),
        () => ones(1),
        () => ones(4, { dtype: "float64" }),
        () => untyped(3),
      ]) {
        const w = parameter();
        const y = w.mul(2);
        y.registerHook(wrong);
        assert.throws(() => y.sum().backward(), /registerHook/);
        assert.equal(w.grad, null);
      }
    });

    for (const [name, make] of Object.entries(optimisers)) {
      it(`does not lead ${name} out of a parameter's memory`, () => {
        const neighbours = Array.from({ length: 50 }, () => ones(4));
        const w = parameter();
        const trainer = make(w);
        w.grad = ones(4);
        w.data = ones(4000);
        assert.throws(() => trainer.step(), /^RangeError: step: a float32 gradient of shape \(4,\)/);
        w.data = zeros(4);
        trainer.step();
        w.grad = null;
        w.data = ones(4000);
        w.grad = ones(4000);
        assert.throws(
          () => trainer.step(),
          /^RangeError: step: the optimiser remembers .* of shape \(4,\) .*state\.delete/,
        );
        trainer.state.delete(w);
        trainer.step();
        assert.ok(w.toTypedArray().every((value) => value < 1));
        assert.ok(neighbours.every((x) => x.sum().item() === 4));
        w.data = zeros(1).expand(4000);
        assert.throws(() => trainer.step(), /^Error: step: several elements of this expanded tensor/);
      });

      it(`is cast to the parameter's dtype in a state that ${name} loads`, () => {
        const [w, twin] = [parameter(), parameter()];
        const [trainer, other] = [make(w), make(twin)];
        for (const [x, o] of [
          [w, trainer],
          [twin, other],
        ] as const) {
          x.grad = tensor([1, 2, 3, 4]);
          o.step();
        }
        const state = trainer.stateDict();
        for (const values of Object.values(state.state)) {
          for (const [key, value] of Object.entries(values)) {
            if (value instanceof Tensor) values[key] = value.to("float64");
          }
        }
        trainer.loadStateDict(state);
        trainer.step();
        other.step();
        assert.deepEqual(w.tolist(), twin.tolist());
      });
    }

    it("moves no parameter when the gradient of one does not fit", () => {
      const [v, w] = [parameter(), parameter()];
      const trainer = new optim.SGD([v, w], { lr: 1 });
      [v.grad, w.grad] = [ones(4), ones(4)];
      w.data = ones(5);
      assert.throws(() => trainer.step(), RangeError);
      assert.deepEqual(v.tolist(), [0, 0, 0, 0]);
    });

    it("does not fit a layer's offsets when it has another dtype, and is broadcast when it has another shape", () => {
      const [x, weight] = [ones(2, 3), ones(4, 3)];
      assert.throws(
        () => F.linear(x, weight, ones(4, { dtype: "float64" })),
        /^TypeError: linear: the dtypes differ/,
      );
      assert.throws(
        () => F.linear(x, weight, ones(4, { dtype: "int32" })),
        /^TypeError: linear: the dtypes differ/,
      );
      assert.deepEqual(F.linear(x, weight, ones(1)).tolist(), [
        [4, 4, 4, 4],
        [4, 4, 4, 4],
      ]);
      const layer = new nn.Linear(3, 4);
      const net = new nn.Sequential(layer, new nn.ReLU());
      layer.weight.data = weight;
      if (layer.bias) layer.bias.data = ones(1);
      assert.deepEqual(net.forward(x).tolist(), [
        [4, 4, 4, 4],
        [4, 4, 4, 4],
      ]);
    });

    it("is noticed by a backward pass that saved what was there before", () => {
      const w = zeros(4, 3, { requiresGrad: true });
      const loss = ones(2, 4, { requiresGrad: true }).matmul(w).sum();
      w.data = ones(400);
      assert.throws(() => loss.backward(), /Nothing was written/);
    });

    it("is what arrays hold, wherever their buffers lie", () => {
      const shared = new Float32Array(new SharedArrayBuffer(8));
      shared.set([1, 2]);
      assert.deepEqual(fromArray(shared).tolist(), [1, 2]);
      const detached = new Float32Array(4);
      structuredClone(detached.buffer, { transfer: [detached.buffer] });
      assert.throws(() => fromArray(detached, [4]), /0 numbers do not fill/);
      assert.deepEqual(tensor(detached).tolist(), []);
    });
  });

  describe(`tensors that share memory, on ${name}`, () => {
    const before = context.backend;
    beforeEach(() => useBackend(backend));
    afterEach(() => useBackend(before));

    it("are read before they are overwritten, also where they overlap", () => {
      const changes: [(x: Tensor) => unknown, number[]][] = [
        [(x) => x.get("1:").sub_(x.get(":-1")), [0, 1, 1, 1, 1]],
        [(x) => x.get(":-1").sub_(x.get("1:")), [-1, -1, -1, -1, 4]],
        [(x) => x.get("1:").add_(x.get(":-1"), { alpha: 2 }), [0, 1, 4, 7, 10]],
        [(x) => x.get("1:").mul_(x.get(":-1")), [0, 0, 2, 6, 12]],
        [(x) => x.get("1:").copy_(x.get(":-1")), [0, 0, 1, 2, 3]],
        [(x) => x.get(":-1").copy_(x.get("1:")), [1, 2, 3, 4, 4]],
        [(x) => x.set("1:", x.get(":-1")), [0, 0, 1, 2, 3]],
        [(x) => x.set([1, 2, 3, 4, 0], x), [4, 0, 1, 2, 3]],
      ];
      for (const [change, expected] of changes) {
        for (const dtype of ["float32", "float64", "int32"] as const) {
          const x = arange(5).to(dtype);
          change(x);
          assert.deepEqual(x.tolist(), expected, `${change.toString()} on ${dtype}`);
        }
      }
      const m = arange(4).reshape(2, 2);
      assert.deepEqual(m.add_(m.T).tolist(), [
        [0, 3],
        [3, 6],
      ]);
    });

    it("are not written where several elements lie in one place, but filled", () => {
      const x = (): Tensor => zeros(1).expand(4);
      const refused = [
        () => x().copy_(ones(4)),
        () => x().add_(1),
        () => x().relu_(),
        () => x().clamp_(0, 1),
        () => x().normal_(),
        () => x().uniform_(),
        () => x().set("1:", ones(3)),
        () => x().set([1, 2], ones(2)),
      ];
      for (const call of refused) assert.throws(call, /expanded tensor lie in one place/, call.toString());
      assert.deepEqual(x().fill_(3).tolist(), [3, 3, 3, 3]);
      assert.deepEqual(x().set("1:", 3).tolist(), [3, 3, 3, 3]);
      assert.deepEqual(nn.init.ones_(zeros(4).expand(2, 4)).tolist(), [
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ]);
    });

    it("are refused at once when they are larger than any memory", () => {
      const large = 2 ** 40;
      const wide = zeros(1).expand(large);
      const column = zeros(2 ** 20, 1);
      const calls = [
        () => zeros(2 ** 22, 2 ** 20),
        () => zeros(large, large),
        () => ones(1e308, 1e308),
        () => torch.empty(2 ** 31),
        () => torch.full([large], 1),
        () => torch.eye(2 ** 24),
        () => arange(large),
        () => torch.linspace(0, 1, large),
        () => torch.rand(large),
        () => torch.randn(large, large),
        () => torch.normal(0, 1, [large]),
        () => torch.randint(0, 3, [large]),
        () => torch.randperm(large),
        () => torch.multinomial(ones(3), large, { replacement: true }),
        () => wide.add(1),
        () => wide.clone(),
        () => wide.sum(),
        () => wide.tolist(),
        () => column.add(column.T),
        () => column.matmul(column.T),
        () => torch.outer(column.reshape(-1), column.reshape(-1)),
        () => zeros(2).repeat(large),
        () => torch.cat([wide, zeros(3)]),
        () => torch.stack([wide, wide]),
        () => F.oneHot(tensor([0], { dtype: "int32" }), large),
        () => new nn.Linear(2 ** 30, 2 ** 30),
      ];
      for (const call of calls) assert.throws(call, OutOfMemoryError, call.toString());
      for (const size of [-2, 1.5, NaN, Infinity]) {
        const no = [
          () => zeros(size),
          () => torch.eye(size),
          () => torch.full([size], 1),
          () => torch.rand(2, size),
          () => ones(1).expand(size),
          () => ones(2).repeat(size),
          () => ones(6).reshape(2, size),
        ];
        for (const call of no) assert.throws(call, RangeError, `${call.toString()} of ${size}`);
      }
      assert.deepEqual([...zeros(2 ** 50, 0).sum(0).shape], [0]);
    });
  });
}
