import assert from "node:assert/strict";
import { ones, optim, type Tensor, zeros } from "../../../../engine/index.ts";

const makers: Readonly<Record<string, (params: Tensor[]) => optim.Optimizer>> = {
  SGD: (params) => new optim.SGD(params, { lr: 0.1, momentum: 0.9 }),
  Adam: (params) => new optim.Adam(params, { lr: 0.1 }),
  RMSprop: (params) => new optim.RMSprop(params, { lr: 0.1 }),
  Adagrad: (params) => new optim.Adagrad(params, { lr: 0.1 }),
};

describe("A step after the data of a parameter was replaced by data of another shape", () => {
  for (const [name, make] of Object.entries(makers)) {
    it(`of ${name} is refused before any other parameter has moved`, () => {
      const params = [ones(3, { requiresGrad: true }), ones(2, { requiresGrad: true })];
      const [first, second] = params;
      const trainer = make(params);
      const backward = () => {
        trainer.zeroGrad();
        first.sum().add(second.sum()).backward();
      };
      backward();
      trainer.step();
      second.data = zeros(4);
      backward();
      const before = first.tolist();
      assert.throws(() => {
        trainer.step();
      }, /^RangeError: step: the optimiser remembers .*state\.delete/);
      assert.deepEqual(first.tolist(), before);
      trainer.state.delete(second);
      trainer.step();
      assert.notDeepEqual(first.tolist(), before);
    });
  }
});
