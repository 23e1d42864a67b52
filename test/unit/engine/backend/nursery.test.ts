import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { Allocator } from "../../../../engine/backend/memory/allocator.ts";
import { LinearMemory } from "../../../../engine/backend/memory/linearMemory.ts";
import { v8Reclaimer } from "../../../../engine/backend/memory/reclaimer.ts";
import type { WasmStorage } from "../../../../engine/backend/memory/wasmStorage.ts";
import { Findable, type YoungObjects } from "../../../../engine/backend/memory/youngObjects.ts";

const MB = 1024 * 1024;
const reclaimer = v8Reclaimer(v8, vm, inspect);

class Named extends Findable {
  readonly name: number;
  constructor(name: number) {
    super();
    this.name = name;
  }
}

/** Watches objects named 0 … n − 1 and returns every tenth of them. */
function watchMany(young: YoungObjects, n: number): Named[] {
  const all = Array.from({ length: n }, (_, i) => new Named(i));
  for (const object of all) young.watch(object);
  return all.filter(({ name }) => name % 10 === 0);
}

/** Whether all that live were found. Of those that have ended some may be found too. */
function assertFound(found: readonly Findable[] | null, kept: readonly Named[]): void {
  for (const object of kept) assert.ok(found?.includes(object), `${object.name} lives`);
}

describe("young objects", () => {
  it("are told from ended ones after a young collection", () => {
    const young = reclaimer.watchYoung();
    assert.ok(young);
    // While V8 is in the middle of marking for a full collection, a young one lets more live than it must.
    reclaimer.reclaim();
    const kept = watchMany(young, 300);
    const survivors = young.survivors(true);
    assertFound(survivors, kept);
    assert.ok((survivors?.length ?? 300) < 300, `${survivors?.length} of 300 found, ${kept.length} alive`);
    assertFound(young.survivors(false), kept);
    for (const object of kept) young.forget(object);
    const found = young.survivors(true);
    for (const object of kept) assert.ok(!found?.includes(object), `${object.name} is watched no longer`);
  });

  it("are all found, however Node.js was told to print things", () => {
    const young = reclaimer.watchYoung();
    assert.ok(young);
    const before = { ...inspect.defaultOptions };
    const odd = { customInspect: false, maxArrayLength: 2, depth: 0, showProxy: true };
    Object.assign(inspect.defaultOptions, odd);
    try {
      const kept = watchMany(young, 300);
      assertFound(young.survivors(true), kept);
    } finally {
      Object.assign(inspect.defaultOptions, before);
    }
  });
});

function marked(allocator: Allocator, length: number, seed: number): WasmStorage {
  const storage = allocator.allocate("float32", length, "temporary");
  storage.data.fill(seed);
  return storage;
}

const isMarked = (storage: WasmStorage, seed: number): boolean =>
  storage.data.every((value) => value === Math.fround(seed));

describe("nursery", function () {
  this.timeout(60_000);

  it("hands out again what has just ended, with hardly a full collection", () => {
    reclaimer.reclaim();
    const allocator = new Allocator(new LinearMemory(1 * MB), { base: 1024, reclaimer });
    for (let i = 0; i < 2000; i++) marked(allocator, i % 2 === 0 ? 100_000 : 1000, i);
    // They ask for 400 MB, for which there are three full collections without a nursery.
    assert.ok(allocator.sweeps > 5);
    assert.ok(allocator.collections < 2, `${allocator.collections} collections`);
  });

  it("waits a while for others to sweep it, if they will, and for nobody else", () => {
    const untilSwept = (patient: boolean, help: (allocator: Allocator) => void): number => {
      const allocator = new Allocator(new LinearMemory(1 * MB), { base: 1024, reclaimer, patient });
      let megabytes = 0;
      for (; allocator.sweeps === 0; megabytes++) {
        marked(allocator, MB / 4, 1);
        help(allocator);
      }
      return megabytes;
    };
    const nobody = (): void => undefined;
    const alone = untilSwept(false, nobody);
    assert.ok(untilSwept(true, nobody) > alone);
    assert.ok(untilSwept(true, (allocator) => allocator.sweep()) <= alone);
  });

  it("leaves alone what is referred to, for however long", () => {
    const allocator = new Allocator(new LinearMemory(1 * MB), { base: 1024, reclaimer, budget: 16 * MB });
    const slots: [WasmStorage, number][] = [];
    let state = 1;
    const random = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    for (let i = 0; i < 8000; i++) {
      const length = [3, 100, 1000, 3000, 6000, 20_000][random(6)] ?? 1;
      // Some live for a step, some for a few, some for thousands.
      const slot = random(10) === 0 ? 10 + random(90) : random(10);
      const before = slots[slot];
      if (before) assert.ok(isMarked(...before), `step ${i}`);
      if (before && random(3) === 0) allocator.release(before[0]);
      slots[slot] = [marked(allocator, length, i), i];
    }
    for (const slot of slots) if (slot) assert.ok(isMarked(...slot));
    assert.ok(allocator.sweeps > 10);
  });

  it("knows every byte after a full collection", () => {
    const allocator = new Allocator(new LinearMemory(1 * MB), { base: 1024, reclaimer });
    const before = allocator.memory();
    const kept = [10, 1000, 100_000].map((length) => marked(allocator, length, length));
    for (let i = 0; i < 500; i++) marked(allocator, 20_000, i);
    assert.deepEqual(allocator.memory(), { ...before, temporary: 4 * 101_010 });
    assert.ok(kept.every((storage) => isMarked(storage, storage.length)));
  });

  it("gives nothing back when the living cannot be found", () => {
    const young: YoungObjects = { watch: () => undefined, forget: () => undefined, survivors: () => null };
    const allocator = new Allocator(new LinearMemory(1 * MB), {
      base: 1024,
      reclaimer: { reclaim: () => reclaimer.reclaim(), watchYoung: () => young },
    });
    const kept = Array.from({ length: 200 }, (_, i): [WasmStorage, number] => [
      marked(allocator, i % 2 === 0 ? 30_000 : 3000, i),
      i,
    ]);
    for (let i = 0; i < 500; i++) marked(allocator, 30_000, -1);
    assert.ok(allocator.sweeps > 0);
    for (const [storage, seed] of kept) assert.ok(isMarked(storage, seed));
  });
});
