/** What memory costs the engine: handing out, releasing, and asking the collector what has ended. */
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { Allocator } from "../../engine/backend/memory/allocator.ts";
import { LinearMemory } from "../../engine/backend/memory/linearMemory.ts";
import { v8Reclaimer } from "../../engine/backend/memory/reclaimer.ts";
import type { BenchTable } from "./main.ts";

const MB = 1024 * 1024;

/** Mean over the best of five rounds, in nanoseconds a call. */
function nanoseconds(calls: number, f: () => void): number {
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    for (let i = 0; i < calls; i++) f();
    least = Math.min(least, (performance.now() - began) / calls);
  }
  return least * 1e6;
}

function costs(allocator: Allocator): Record<string, number> {
  const take = (bytes: number) => allocator.allocate("float32", bytes / 4, "temporary");
  const row = (bytes: number, calls: number): number => nanoseconds(calls, () => void take(bytes));
  const reused = (bytes: number): number => nanoseconds(200_000, () => allocator.release(take(bytes)));
  return {
    "40 bytes, left to the collector": row(40, 1_000_000),
    "40 bytes, released": reused(40),
    "1 KB, left to the collector": row(1024, 500_000),
    "1 KB, released": reused(1024),
    "256 KB, left to the collector": row(256 * 1024, 20_000),
    "256 KB, released": reused(256 * 1024),
  };
}

export function run(): Promise<BenchTable> {
  const reclaimer = v8Reclaimer(v8, vm);
  const rows = [64, 128, 256].map((budget) => {
    const allocator = new Allocator(new LinearMemory(16 * MB), {
      base: 1024,
      reclaimer,
      budget: budget * MB,
    });
    const figures = Object.entries(costs(allocator)).map(([name, ns]) => [name, Math.round(ns)]);
    const cells = Object.fromEntries(figures) as Record<string, number>;
    return {
      "budget, MB": budget,
      ...cells,
      "collection, ms": (nanoseconds(1, () => reclaimer.reclaim()) / 1e6).toFixed(1),
    };
  });
  return Promise.resolve({ title: "An allocation, nanoseconds, collections included", rows });
}
