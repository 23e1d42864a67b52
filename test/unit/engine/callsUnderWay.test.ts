import assert from "node:assert/strict";
import {
  enableGrad,
  fit,
  forgetCalls,
  isGradEnabled,
  nn,
  noGrad,
  ones,
  optim,
} from "../../../engine/index.ts";
import { isObserved, observeCalls } from "../../../engine/nn/callable.ts";
import { modesFor, withModes } from "../../../engine/nn/trainingModes.ts";
import { observeAllocations } from "../../../engine/core/allocate.ts";

/** What a program that cuts a function off does, amid that function: what follows is as after the cut. */
describe("After a cut the engine has forgotten", () => {
  it("noGrad and enableGrad, those of asynchronous functions too", () => {
    const seen = noGrad(() => enableGrad(() => noGrad(() => (forgetCalls(), isGradEnabled()))));
    assert.equal(seen, true);
    const waits = noGrad(() => new Promise<void>(() => undefined));
    assert.ok(waits instanceof Promise);
    forgetCalls();
    assert.equal(isGradEnabled(), true);
  });

  it("modes that hold for one function, as those of evaluate and predict", () => {
    const net = new nn.Dropout(0.5);
    withModes(modesFor(net.modules(), false), () => {
      assert.equal(net.training, false);
      forgetCalls();
      assert.equal(net.training, true);
    });
  });

  it("who sees calls and allocations, as diagrams and reports do", () => {
    let seen = 0;
    observeCalls(
      () => seen++,
      () => {
        forgetCalls();
        assert.equal(isObserved(), false);
        new nn.Linear(1, 1)(ones(1, 1));
      },
    );
    observeAllocations(
      () => seen++,
      () => {
        forgetCalls();
        ones(2).add(1);
      },
    );
    assert.equal(seen, 0);
  });

  it("that a model is at work in a fit", async () => {
    const net = new nn.Linear(1, 1);
    const train = (): Promise<unknown> =>
      fit(net, [ones(4, 1), ones(4, 1)], {
        loss: "mse",
        optimizer: new optim.SGD(net.parameters(), { lr: 0.1 }),
        epochs: 1,
      });
    const first = train();
    await assert.rejects(train(), /is at work in another fit/);
    forgetCalls();
    await train();
    await first;
  });
});
