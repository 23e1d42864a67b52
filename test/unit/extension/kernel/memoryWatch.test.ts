import assert from "node:assert/strict";
import { MemoryWatch } from "../../../../extension/kernel/control/memoryWatch.ts";

const MB = 2 ** 20;

describe("The memory watch", () => {
  let used = 0;
  const watch = () => new MemoryWatch(1000, () => used * MB);

  it("tells once when a run outgrows the limit, and again in the next run that does", () => {
    const memory = watch();
    used = 100;
    memory.begin();
    used = 999;
    assert.equal(memory.exceeded(), false);
    used = 1001;
    assert.deepEqual([memory.exceeded(), memory.exceeded()], [true, false]);
    memory.begin();
    assert.equal(memory.exceeded(), false);
    used = 1100;
    assert.equal(memory.exceeded(), true);
  });

  it("does not blame a run for what was there before it", () => {
    const memory = watch();
    used = 2000;
    memory.begin();
    used = 2050;
    assert.equal(memory.exceeded(), false);
  });
});
