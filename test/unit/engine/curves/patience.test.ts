import assert from "node:assert/strict";
import { directionOf, metricOf, validationName } from "../../../../engine/training/metrics/direction.ts";
import {
  freshPatience,
  improves,
  observe,
  type PatienceRule,
  type PatienceState,
} from "../../../../engine/curves/patience.ts";

const rule = (change: Partial<PatienceRule> = {}): PatienceRule => ({
  direction: "min",
  minDelta: 0,
  patience: 0,
  baseline: null,
  startFromEpoch: 0,
  ...change,
});

/** What the rule makes of these values, one per epoch, until it stops. */
function replay(values: readonly (number | undefined)[], rule: PatienceRule): PatienceState {
  let state: PatienceState = freshPatience;
  for (const [epoch, value] of values.entries()) {
    const step = observe(state, epoch, value, rule);
    state = step.state;
    if (step.stop) break;
  }
  return state;
}

describe("the rule of early stopping", () => {
  it("counts only a strict improvement; a tie keeps the earlier epoch", () => {
    assert.equal(improves(0.5, 0.5, rule()), false);
    assert.equal(replay([1, 0.5, 0.5], rule({ patience: 9 })).bestEpoch, 1);
  });

  it("subtracts |minDelta| whatever its sign", () => {
    assert.equal(improves(0.9, 1, rule({ minDelta: 0.1 })), false);
    assert.equal(improves(0.89, 1, rule({ minDelta: -0.1 })), true);
    assert.equal(improves(1.11, 1, rule({ direction: "max", minDelta: 0.1 })), true);
    assert.equal(improves(1.05, 1, rule({ direction: "max", minDelta: 0.1 })), false);
  });

  it("takes the first monitored value as the best so far, however bad", () => {
    assert.equal(replay([1e9], rule()).bestEpoch, 0);
    assert.equal(replay([Infinity], rule()).bestEpoch, 0);
  });

  it("treats patience 0 as patience 1", () => {
    for (const values of [
      [1, 2, 3],
      [3, 2, 1, 1, 0],
      [1, 1],
    ]) {
      assert.deepEqual(replay(values, rule({ patience: 0 })), replay(values, rule({ patience: 1 })));
    }
  });

  it("with patience 2 stops 1, .9, .95, .96 at epoch index 3 and restores index 1", () => {
    const state = replay([1, 0.9, 0.95, 0.96, 0.1], rule({ patience: 2 }));
    assert.deepEqual(state, { best: 0.9, bestEpoch: 1, wait: 2, stoppedEpoch: 3 });
  });

  it("never stops in the first epoch", () => {
    assert.equal(observe(freshPatience, 0, NaN, rule()).stop, false);
    assert.equal(observe(freshPatience, 1, NaN, rule()).stop, true);
  });

  it("never stops while every epoch improves, even if the baseline is never beaten", () => {
    const values = Array.from({ length: 50 }, (_, i) => 10 - i / 10);
    assert.equal(replay(values, rule({ patience: 2, baseline: 1 })).stoppedEpoch, null);
  });

  it("does not reset the waiting by an improvement that leaves the baseline unbeaten", () => {
    // 5, 4 improve without beating 1: the waiting is at 2, so the first epoch without improvement stops.
    assert.deepEqual(replay([5, 4, 4.5], rule({ patience: 2, baseline: 1 })), {
      best: 4,
      bestEpoch: 1,
      wait: 3,
      stoppedEpoch: 2,
    });
    assert.equal(replay([5, 0.5, 4.5], rule({ patience: 2, baseline: 1 })).stoppedEpoch, null);
  });

  it("restores an epoch that is not the smallest value when minDelta is large", () => {
    const state = replay([1, 0.95, 0.93, 0.92], rule({ minDelta: 0.1, patience: 3 }));
    assert.deepEqual([state.bestEpoch, state.stoppedEpoch], [0, 3]);
  });

  it("never considers warm-up epochs", () => {
    const state = replay([0.1, 0.2, 1, 0.9], rule({ startFromEpoch: 2, patience: 5 }));
    assert.deepEqual([state.best, state.bestEpoch], [0.9, 3]);
    assert.deepEqual(replay([0.1, 0.2], rule({ startFromEpoch: 2 })), freshPatience);
  });

  it("counts validations, not epochs, when the value is missing in between", () => {
    const state = replay([1, undefined, 1.1, undefined, 1.2, undefined, 0], rule({ patience: 2 }));
    assert.deepEqual([state.wait, state.stoppedEpoch], [2, 4]);
  });

  it("never takes NaN for an improvement, not even first", () => {
    const state = replay([NaN, 0.5, NaN, NaN], rule({ patience: 2 }));
    assert.deepEqual([state.bestEpoch, state.stoppedEpoch], [1, 3]);
    assert.equal(replay([NaN, NaN], rule({ patience: 5 })).bestEpoch, null);
  });
});

describe("the direction of a metric", () => {
  it("is that of the name without its prefix", () => {
    assert.equal(metricOf("valLoss"), "loss");
    assert.equal(metricOf("valR2"), "r2");
    assert.equal(metricOf("value"), "value");
    assert.equal(validationName("accuracy"), "valAccuracy");
    assert.equal(directionOf("valLoss"), "min");
    assert.equal(directionOf("trainLoss"), "min");
    assert.equal(directionOf("valAccuracy"), "max");
    assert.equal(directionOf("valKappa", { kappa: "max" }), "max");
  });

  it("is an error when nobody knows it, with the remedy", () => {
    assert.throws(
      () => directionOf("valKappa"),
      /"valKappa": is larger or smaller better\? Say so with mode: "max"/,
    );
  });
});
