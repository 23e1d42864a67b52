import assert from "node:assert/strict";
import { Spans } from "../../../../engine/backend/memory/spans.ts";

/** A small generator, so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("spans", () => {
  it("hands out every granule once, and only granules of the range", () => {
    for (const seed of [1, 2, 3]) {
      const random = numbers(seed);
      const spans = new Spans();
      spans.extend(10, 2000);
      const owner = new Array<number>(2000).fill(0);
      const taken: [start: number, n: number][] = [];
      for (let step = 1; step < 20000; step++) {
        if (random(2) === 0 && taken.length > 0) {
          const [[start, n]] = taken.splice(random(taken.length), 1);
          owner.fill(0, start, start + n);
          spans.release(start, n);
          continue;
        }
        const n = 1 + random(random(10) === 0 ? 300 : 20);
        const start = spans.take(n);
        if (start < 0) continue;
        assert.ok(start >= 10 && start + n <= 2000);
        assert.ok(
          owner.slice(start, start + n).every((o) => o === 0),
          `step ${step}: granule taken twice`,
        );
        owner.fill(step, start, start + n);
        taken.push([start, n]);
      }
      assert.equal(spans.free, owner.filter((o, i) => i >= 10 && o === 0).length);
    }
  });

  it("joins neighbours, so that the whole range can be taken again", () => {
    const spans = new Spans();
    spans.extend(0, 100);
    const starts = Array.from({ length: 100 }, () => spans.take(1));
    assert.equal(spans.take(1), -1);
    for (const start of [...starts.filter((s) => s % 2 === 0), ...starts.filter((s) => s % 2 === 1)]) {
      spans.release(start, 1);
    }
    assert.equal(spans.take(100), 0);
  });

  it("continues its last free span when the range grows", () => {
    const spans = new Spans();
    spans.extend(0, 10);
    spans.take(4);
    assert.equal(spans.tail, 6);
    spans.extend(10, 20);
    assert.equal(spans.take(16), 4);
  });

  it("finds a long enough span among shorter ones of the same bin", () => {
    const spans = new Spans();
    spans.extend(0, 400);
    const [a, , c] = [spans.take(130), spans.take(1), spans.take(128), spans.take(141)];
    spans.release(a, 130);
    spans.release(c, 128);
    assert.equal(spans.take(130), a);
  });
});
