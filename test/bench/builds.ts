/**
 * Builds of the engine against each other: `npm run bench -- builds --engines=dist/engine.js,../before/dist/engine.js`.
 * Each has two processes, since one compiles a little better than another by luck; all take turns, sample by sample.
 * Times are of the processor, all threads of the process together.
 */
import path from "node:path";
import { engineEntry, type Entry } from "./harness/contestants.ts";
import { RoundRobin, type Measured, type Plan } from "./harness/roundRobin.ts";
import { median } from "./harness/statistics.ts";
import { callTasks, tasks } from "./harness/tasks.ts";
import type { BenchOptions, BenchResult, BenchTable } from "./main.ts";

const PROCESSES = 2;
const plan: Plan = { rounds: 51, sample: 0.01, warmUp: 0.4, budget: 4 };

export async function run({ quick, rows, engines }: BenchOptions): Promise<BenchResult> {
  const turns = new RoundRobin();
  const measured: Measured[] = [];
  try {
    const all = Array.from({ length: PROCESSES }, (_, i) => engines.map((file) => entryOf(file, i))).flat();
    await turns.open(all);
    for (const task of [...callTasks, ...tasks].filter(({ name }) => rows.test(name))) {
      console.error(`  ${task.name}`);
      measured.push(await turns.measure(task, quick ? { ...plan, rounds: 7 } : plan));
    }
  } finally {
    turns.close();
  }
  const remarks = [
    "Microseconds a step of the first build: median, and least. The others against it: ratio of the medians, and of the least; above 1 they are slower.",
    ...turns.absent.map(({ entry, reason }) => `${entry.id}: ${reason}`),
  ];
  return { tables: [tableOf(engines, measured)], remarks, data: measured };
}

const idOf = (file: string, process: number): string => `${file} (${process})`;

function entryOf(file: string, process: number): Entry {
  return engineEntry(idOf(file, process), path.resolve(file), { BENCH_CLOCK: "cpu" });
}

function tableOf(engines: readonly string[], measured: readonly Measured[]): BenchTable {
  const rows = measured.map(({ task, samples }) => {
    const [first, ...others] = engines.map((file) => {
      const all = Array.from({ length: PROCESSES }, (_, i) => samples[idOf(file, i)]);
      const seconds = all.flatMap((one) => (one && "seconds" in one ? one.seconds : []));
      return { file, middle: median(seconds), least: Math.min(...seconds) };
    });
    if (!first) throw new Error("There is no build to measure.");
    const against = others.map(({ file, middle, least }) => [
      file,
      `${(middle / first.middle).toFixed(2)}, ${(least / first.least).toFixed(2)}`,
    ]);
    const own = [first.middle, first.least].map((s) => (s * 1e6).toPrecision(3)).join(", ");
    return { step: task.name, [first.file]: own, ...(Object.fromEntries(against) as Record<string, string>) };
  });
  return { title: "Builds of the engine, one thread, processor time", rows };
}
