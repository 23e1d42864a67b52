import assert from "node:assert/strict";
import { OwnWatch } from "../../../../extension/kernel/cell/ownWatch.ts";
import { InterruptFlag } from "../../../../extension/kernel/cell/interruptFlag.ts";
import { Interrupted } from "../../../../extension/kernel/cell/interrupted.ts";
import {
  InterruptRequest,
  sharedInts,
  SharedSlot,
} from "../../../../extension/kernel/protocol/threadProtocol.ts";

/** Of a look outside, in milliseconds. */
const cost = 4;

function busy(ms: number): void {
  const began = performance.now();
  while (performance.now() - began < ms);
}

describe("A thread that shares no memory", () => {
  let looks = 0;
  let stop = false;
  let watch: OwnWatch;
  let flag: InterruptFlag;
  const ints = new Int32Array(sharedInts);

  beforeEach(() => {
    looks = 0;
    stop = false;
    ints.fill(0);
    watch = new OwnWatch(ints, () => {
      looks++;
      busy(cost);
      return stop;
    });
    flag = new InterruptFlag(
      ints,
      () => undefined,
      null,
      () => undefined,
      watch,
    );
    watch.begin();
  });
  afterEach(() => watch.end());

  it("looks outside only when it has been busy for long, and for less than a fiftieth of the time", () => {
    const began = performance.now();
    while (performance.now() - began < 200) flag.check();
    assert.equal(looks, 0);
    while (performance.now() - began < 3000) flag.check();
    assert.ok(looks >= 1);
    // By what a look takes, not by the clock: another program may have the processor meanwhile.
    const share = (looks * cost) / (performance.now() - began);
    assert.ok(share < 0.02, `${share} of the time for ${looks} looks`);
  });

  it("is stopped by what it sees there, cleans up, and is stopped again when that takes too long", () => {
    stop = true;
    assert.throws(() => {
      for (;;) flag.check();
    }, Interrupted);
    // Its cleanup is let be at first.
    const began = performance.now();
    assert.throws(() => {
      for (;;) flag.check();
    }, Interrupted);
    assert.ok(performance.now() - began > 900, `${performance.now() - began} ms`);
    assert.equal(looks, 1);
  });

  it("is stopped by a message, and looks outside no more", () => {
    watch.asked(false);
    assert.throws(() => flag.check(), Interrupted);
    flag.acknowledge();
    watch.asked(false);
    assert.equal(flag.check(), false);
  });

  it("wants to come to its messages when it has been busy, and not after it has", async () => {
    const began = performance.now();
    while (!flag.check()) assert.ok(performance.now() - began < 30_000);
    assert.ok(performance.now() - began >= 90);
    await flag.check.turn();
    assert.equal(flag.check(), false);
  });

  it("costs nothing between runs: its flag is down", () => {
    watch.end();
    assert.equal(ints[SharedSlot.interrupts], 0);
    watch.begin();
    assert.equal(ints[SharedSlot.interrupts], InterruptRequest.look);
  });
});
