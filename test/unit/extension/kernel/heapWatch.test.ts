import assert from "node:assert/strict";
import { hardHeapLimit, HeapWatch } from "../../../../extension/kernel/node/heapWatch.ts";

describe("The watch over the heap", () => {
  const mebibyte = 2 ** 20;
  let used = 0;
  let collected = 0;
  /** A heap with so much in use; the rest is garbage. */
  const watch = (alive: number, limit = 1e12) =>
    new HeapWatch(
      100,
      () => ({ used: used * mebibyte, limit }),
      () => {
        collected++;
        used = alive;
      },
    );
  beforeEach(() => (collected = 0));

  it("does nothing below the limit", () => {
    used = 99;
    assert.equal(watch(99).exceeded(), false);
    assert.equal(collected, 0);
  });

  it("lets garbage pass", () => {
    used = 150;
    assert.equal(watch(40).exceeded(), false);
    assert.equal(collected, 1);
  });

  it("tells of what is in use, also a little below the limit, so that it need not collect again and again", () => {
    used = 150;
    assert.equal(watch(120).exceeded(), true);
    used = 101;
    assert.equal(watch(96).exceeded(), true);
  });

  it("goes by V8's own limit where that is lower", () => {
    used = 90;
    assert.equal(watch(90, 100 * mebibyte).exceeded(), true);
  });

  it("leaves V8 room in which a cell can be stopped", () => {
    assert.deepEqual([hardHeapLimit(64), hardHeapLimit(4096)], [1088, 6144]);
  });
});
