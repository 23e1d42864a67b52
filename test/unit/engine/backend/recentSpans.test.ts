import assert from "node:assert/strict";
import { RecentSpans } from "../../../../engine/backend/memory/recentSpans.ts";

describe("spans that were freed last", () => {
  it("are handed out again in the opposite order, each to a request of its size", () => {
    const recent = new RecentSpans();
    for (const start of [0, 10, 20]) recent.add(start, 10);
    recent.add(30, 5);
    assert.deepEqual([recent.take(10), recent.take(10)], [20, 10]);
    assert.deepEqual([recent.take(7), recent.take(5), recent.take(5)], [-1, 30, -1]);
    assert.deepEqual([recent.take(10), recent.take(10)], [0, -1]);
  });

  it("are given back when they are not wanted", () => {
    const recent = new RecentSpans();
    const freed: number[][] = [];
    const free = (start: number, n: number): void => void freed.push([start, n]);
    assert.equal(recent.forget(free), false);
    recent.add(0, 10);
    recent.add(40, 3);
    recent.add(20, 10);
    assert.equal(recent.take(10), 20);
    assert.equal(recent.forget(free), true);
    assert.deepEqual(freed, [
      [0, 10],
      [40, 3],
    ]);
    assert.deepEqual([recent.take(10), recent.take(3), recent.forget(free)], [-1, -1, false]);
  });
});
