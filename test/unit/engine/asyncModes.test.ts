/** Modes of the engine where several things go on at once: gradients on or off, training or predicting. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { useAsyncScopes } from "../../../engine/core/gradMode.ts";
import * as torch from "../../../engine/node.ts";
import {
  EarlyStopping,
  enableGrad,
  evaluate,
  fit,
  isGradEnabled,
  nn,
  noGrad,
  optim,
  type Tensor,
} from "../../../engine/node.ts";

const quiet = { loss: "mse", verbose: 0 } as const;

describe("gradients in asynchronous code", () => {
  it("come back when two asynchronous noGrad overlap", async () => {
    const first = noGrad(() => sleep(1));
    const second = noGrad(async () => {
      await sleep(5);
      return isGradEnabled();
    });
    assert.equal(isGradEnabled(), true);
    await first;
    assert.equal(isGradEnabled(), true);
    assert.equal(await second, false);
    assert.equal(isGradEnabled(), true);
  });

  it("stay on in what runs beside an asynchronous noGrad, and off within it", async () => {
    const seen: [string, boolean][] = [];
    const look = (who: string): unknown => seen.push([who, isGradEnabled()]);
    const off = async (): Promise<void> => {
      for (let i = 0; i < 3; i++) {
        look("off");
        await sleep(1);
        enableGrad(() => look("on within"));
      }
      look("off");
    };
    const on = async (): Promise<void> => {
      for (let i = 0; i < 4; i++) {
        look("on");
        await Promise.resolve();
        noGrad(() => look("off within"));
        look("on");
      }
    };
    await Promise.all([noGrad(off), on(), noGrad(() => off()), on()]);
    for (const [who, enabled] of seen) assert.equal(enabled, who.startsWith("on"), who);
  });

  it("keep to each function that is not async and gives a promise, after others that gave none", async () => {
    noGrad(() => 1);
    const training = (async () => {
      await sleep(2);
      return isGradEnabled();
    })();
    const measuring = noGrad(() => sleep(4).then(isGradEnabled));
    assert.equal(await training, true);
    assert.equal(await measuring, false);
  });

  it("nest: inner modes end with their own function", async () => {
    const result = await noGrad(async () => {
      await Promise.resolve();
      const inner = await enableGrad(async () => {
        await sleep(1);
        return isGradEnabled();
      });
      return [inner, isGradEnabled()];
    });
    assert.deepEqual(result, [true, false]);
  });

  it("come back after a rejection, which stays to be handled", async () => {
    await assert.rejects(
      noGrad(async () => {
        await Promise.resolve();
        throw new Error("no data");
      }),
      /no data/,
    );
    assert.equal(isGradEnabled(), true);
    assert.throws(
      () =>
        noGrad(() => {
          throw new Error("at once");
        }),
      /at once/,
    );
    assert.equal(isGradEnabled(), true);
  });

  it("are on again in what an ended noGrad has left behind", async () => {
    const late: boolean[] = [];
    let left: Promise<void> | undefined;
    noGrad(() => void (left = sleep(1).then(() => void late.push(isGradEnabled()))));
    await left;
    const other = noGrad(() => sleep(10));
    await noGrad(async () => {
      left = sleep(3).then(() => void late.push(isGradEnabled()));
      await Promise.resolve();
    });
    await left;
    await other;
    assert.deepEqual(late, [true, true]);
  });

  it("follow the call of a generator's next", () => {
    function* looks(): Generator<boolean> {
      for (;;) yield isGradEnabled();
    }
    const seen = looks();
    assert.deepEqual(
      [seen.next().value, noGrad(() => seen.next().value as boolean), seen.next().value],
      [true, false, true],
    );
  });

  it("record nothing in an asynchronous noGrad while a training beside it learns", async () => {
    const w = torch.ones(2, { requiresGrad: true });
    const learn = async (): Promise<void> => {
      for (let i = 0; i < 5; i++) {
        w.mul(2).sum().backward();
        await sleep(1);
      }
    };
    const [, y] = await Promise.all([
      learn(),
      noGrad(async () => {
        await sleep(2);
        return w.mul(3);
      }),
    ]);
    assert.equal(y.requiresGrad, false);
    assert.deepEqual(w.grad.toArray(), [10, 10]);
  });

  it("never stay off where the program has no asynchronous context, as in a browser", async () => {
    const before = useAsyncScopes(null);
    try {
      const first = noGrad(() => sleep(1));
      const second = noGrad(async () => {
        await sleep(5);
        return isGradEnabled();
      });
      await first;
      assert.equal(await second, false);
      assert.equal(isGradEnabled(), true);
    } finally {
      useAsyncScopes(before);
    }
  });
});

/** Says, for each call, whether it was made while training. */
class Witness extends nn.Module {
  readonly seen: boolean[] = [];
  layer = new nn.Linear(1, 1);
  drop = new nn.Dropout(0.5);
  forward(x: Tensor): Tensor {
    this.seen.push(this.training);
    assert.equal(this.drop.training, this.training);
    return this.drop(this.layer(x));
  }
}

describe("training and predicting at once", () => {
  const x = torch.rand(6000, 1);
  const data = [x, x.mul(2)] as const;

  it("does not disturb two evaluations of one model", async () => {
    const net = new Witness();
    /** Takes so long that each batch gives others a turn. */
    const slow = (): number => {
      for (const end = performance.now() + 35; performance.now() < end;);
      return 1;
    };
    const results = await Promise.all(
      [2000, 3000, 4000].map((batchSize) =>
        evaluate(net, [x, x], { loss: "mse", batchSize, metrics: [slow] }),
      ),
    );
    assert.ok(net.seen.every((training) => !training));
    assert.equal(net.training, true);
    assert.equal(net.drop.training, true);
    for (const { loss } of results) assert.ok(Math.abs(loss - results[0].loss) < 1e-5);
  });

  it("trains in training mode while the same model is evaluated beside", async () => {
    const net = new Witness();
    const trained: boolean[] = [];
    const watch = { onBatchEnd: () => void trained.push(net.training) };
    const training = fit(net, data, { ...quiet, epochs: 3, batchSize: 8, callbacks: [watch] });
    for (let i = 0; i < 3; i++) {
      await sleep(1);
      await evaluate(net, data, { loss: "mse", batchSize: 4 });
      torch.predict(net, x);
    }
    await training;
    assert.ok(trained.every(Boolean), `${trained.filter((mode) => !mode).length} batches in prediction mode`);
    assert.equal(net.training, false);
  });

  it("keeps modes that are set during an evaluation to that evaluation", async () => {
    const net = new Witness();
    net.drop.eval();
    const again = (prediction: Tensor): Tensor => {
      net.train();
      assert.equal(net.drop.training, true);
      return prediction.sum();
    };
    await evaluate(net, [torch.ones(4, 1), torch.ones(4, 1)], { loss: again });
    assert.equal(net.training, true);
    assert.equal(net.drop.training, false);
  });

  it("refuses what is at work in another training", async () => {
    const [a, b] = [new nn.Sequential(new nn.Linear(1, 1)), new nn.Sequential(new nn.Linear(1, 1))];
    const stopping = new EarlyStopping({ monitor: "loss" });
    const optimizer = new optim.SGD(a.parameters(), { lr: 0.1 });
    const options = { ...quiet, epochs: 2, optimizer, callbacks: [stopping] };
    const first = fit(a, data, options);
    await assert.rejects(fit(a, data, quiet), /model .*another fit/);
    await assert.rejects(fit(b, data, { ...quiet, callbacks: [stopping] }), /EarlyStopping .*another fit/);
    await assert.rejects(fit(b, data, { ...quiet, optimizer }), /SGD .*another fit/);
    await first;
    // One after the other is fine, and a training that fails lets go of all.
    await fit(a, data, options);
    const failing = { onEpochEnd: () => Promise.reject(new Error("full")) };
    await assert.rejects(fit(a, data, { ...options, callbacks: [stopping, failing] }), /full/);
    await fit(a, data, options);
  });
});
