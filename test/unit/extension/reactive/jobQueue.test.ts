import { strict as assert } from "node:assert";
import { JobQueue } from "../../../../extension/reactive/jobQueue.ts";

describe("JobQueue", () => {
  const started: string[] = [];
  const cancelled: string[] = [];
  let finish: (ok: boolean) => void;
  let queue: JobQueue<string>;
  /** Ends the running item and lets the next one start. */
  const end = async (ok: boolean): Promise<void> => {
    finish(ok);
    await new Promise(setImmediate);
  };

  beforeEach(() => {
    started.length = cancelled.length = 0;
    queue = new JobQueue(
      (item) => {
        started.push(item);
        return new Promise((resolve) => (finish = resolve));
      },
      (item) => cancelled.push(item),
    );
  });

  it("starts an item when the one before has ended", async () => {
    const drained = queue.add(["a", "b"]);
    assert.deepEqual(started, ["a"]);
    await end(true);
    assert.deepEqual(started, ["a", "b"]);
    await end(true);
    await drained;
    assert.equal(queue.running, null);
  });

  it("runs items that are added while another runs behind it", async () => {
    const drained = queue.add(["a"]);
    void queue.add(["b"]);
    assert.deepEqual(queue.waiting, ["b"]);
    await end(true);
    assert.equal(queue.running, "b");
    await end(true);
    await drained;
  });

  it("cancels everything that waits when an item fails, and then takes new ones", async () => {
    const drained = queue.add(["a", "b", "c"]);
    await end(false);
    await drained;
    assert.deepEqual([started, cancelled], [["a"], ["b", "c"]]);
    void queue.add(["d"]);
    assert.equal(queue.running, "d");
    await end(true);
  });

  it("counts a rejection as failure", async () => {
    const failing = new JobQueue<string>(
      () => Promise.reject(new Error("no")),
      (item) => cancelled.push(item),
    );
    await failing.add(["a", "b"]);
    assert.deepEqual(cancelled, ["b"]);
  });

  it("lets the running item end when the waiting ones are cancelled", async () => {
    const drained = queue.add(["a", "b"]);
    queue.cancelWaiting();
    assert.equal(queue.running, "a");
    await end(true);
    await drained;
    assert.deepEqual([started, cancelled], [["a"], ["b"]]);
  });
});
