import assert from "node:assert/strict";
import { Sharing, type SharedJob } from "../../../../engine/backend/wasm/sharing.ts";

/** A job of two equal parts, one of them the calling thread's, and 1 ms each. */
const job = (took: number): SharedJob => ({ parts: 2, own: 1, besides: 0.25, worked: 1, took });
/** With the other thread at work. */
const helped = job(1.3);
/** The other thread was kept from its part until somebody else had had his turn. */
const delayed = job(4);

/** Whether jobs are shared at `now`, after `jobs` that ended then. */
function after(sharing: Sharing, now: number, ...jobs: SharedJob[]): boolean {
  for (const one of jobs) sharing.ended(one, now);
  return sharing.worthIt(now);
}

describe("Sharing jobs among threads", () => {
  it("goes on as long as jobs take less time than one thread would need", () => {
    const sharing = new Sharing();
    assert.ok(sharing.worthIt(0));
    for (let now = 0; now < 100; now++) assert.ok(after(sharing, now, helped));
  });

  it("does not end for one late part among many jobs", () => {
    const sharing = new Sharing();
    assert.ok(after(sharing, 0, ...Array<SharedJob>(6).fill(helped), delayed));
  });

  it("ends for a while where they take longer, and longer each time in a row", () => {
    const sharing = new Sharing();
    const rests: number[] = [];
    for (let [now, round] = [0, 0]; round < 8; round++) {
      assert.equal(after(sharing, now, delayed, delayed, delayed), false);
      const stopped = now;
      while (!sharing.worthIt(now)) now++;
      rests.push(now - stopped);
    }
    assert.deepEqual(rests, [50, 100, 200, 400, 800, 1600, 1600, 1600]);
  });

  it("rests shortly again once sharing was worth it in between", () => {
    const sharing = new Sharing();
    assert.equal(after(sharing, 0, delayed, delayed, delayed), false);
    assert.ok(after(sharing, 60, ...Array<SharedJob>(10).fill(helped)));
    assert.equal(after(sharing, 60, delayed, delayed, delayed), false);
    assert.equal(sharing.worthIt(109), false);
    assert.ok(sharing.worthIt(110));
  });

  it("counts jobs that other threads did alone as worth it", () => {
    const sharing = new Sharing();
    assert.ok(after(sharing, 0, { ...job(20), own: 0, worked: 0 }));
  });
});
