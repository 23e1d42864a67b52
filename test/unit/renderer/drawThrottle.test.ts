import assert from "node:assert/strict";
import { DrawThrottle } from "../../../renderer/page/chart/drawThrottle.ts";
import { FakeClock } from "./fakeClock.ts";

describe("the pace of drawing", () => {
  let clock: FakeClock;
  let drawn: number[];
  let takes: number;
  let pace: DrawThrottle;

  beforeEach(() => {
    clock = new FakeClock();
    drawn = [];
    takes = 20;
    pace = new DrawThrottle(clock, () => {
      drawn.push(clock.now());
      clock.pass(takes);
      pace.took(takes);
      return Promise.resolve();
    });
  });

  /** The chart grows every `every` milliseconds, and frames come 10 ms apart. */
  const grow = async (ms: number, every: number) => {
    for (const end = clock.now() + ms; clock.now() < end; clock.pass(10)) {
      if (clock.now() % every < 10) pace.inTime();
      await clock.frame();
    }
  };

  it("is one drawing a frame, however often one is asked for", async () => {
    for (let i = 0; i < 5; i++) pace.soon();
    assert.deepEqual(drawn, []);
    await clock.frame();
    await clock.frame();
    assert.equal(drawn.length, 1);
  });

  it("leaves a chart that grows alone for twelve times as long as a drawing takes", async () => {
    await grow(2600, 10);
    assert.equal(drawn.length, 10);
    assert.ok(
      drawn.every((at, i) => i === 0 || at - (drawn[i - 1] ?? NaN) >= 13 * takes),
      drawn.join(),
    );
  });

  it("draws what has come meanwhile when the rest is over, though nothing more comes", async () => {
    pace.inTime();
    await clock.frame();
    pace.inTime();
    await clock.frame();
    clock.pass(239);
    await clock.frame();
    assert.equal(drawn.length, 1);
    clock.pass(1);
    await clock.frame();
    assert.equal(drawn.length, 2);
    clock.pass(5000);
    await clock.frame();
    assert.equal(drawn.length, 2);
  });

  it("draws a growing chart once a second on a machine that is slow at it", async () => {
    takes = 300;
    pace.inTime();
    await clock.frame();
    pace.inTime();
    clock.pass(999);
    await clock.frame();
    assert.equal(drawn.length, 1);
    clock.pass(1);
    await clock.frame();
    assert.equal(drawn.length, 2);
  });

  it("draws what the person did, and the end of a training, in the next frame", async () => {
    pace.inTime();
    await clock.frame();
    pace.inTime();
    pace.soon();
    await clock.frame();
    assert.equal(drawn.length, 2);
    // The drawing has shown what had come, so nothing is left to be drawn after the rest.
    clock.pass(5000);
    await clock.frame();
    assert.equal(drawn.length, 2);
  });

  it("draws again after a drawing that was under way when it was asked for", async () => {
    let finish = () => {};
    const slow = new DrawThrottle(clock, () => {
      drawn.push(clock.now());
      return new Promise((resolve) => (finish = resolve));
    });
    slow.soon();
    await clock.frame();
    slow.soon();
    await clock.frame();
    assert.equal(drawn.length, 1);
    finish();
    await clock.frame();
    await clock.frame();
    assert.equal(drawn.length, 2);
  });

  it("draws nothing once it is stopped", async () => {
    pace.soon();
    await clock.frame();
    pace.inTime();
    pace.stop();
    pace.soon();
    clock.pass(5000);
    await clock.frame();
    assert.equal(drawn.length, 1);
  });
});
