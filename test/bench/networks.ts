/** Training steps of convolutional, recurrent and attention networks: Gradbook and the peers. */
import { type Entry, gradbookEntries, peerEntries } from "./harness/contestants.ts";
import { engineTables, remarks } from "./harness/engineTables.ts";
import { fullPlan, type Measured, quickPlan, RoundRobin } from "./harness/roundRobin.ts";
import type { BenchOptions, BenchResult } from "./main.ts";
import { networkTasks } from "./networks/networkTasks.ts";

export async function run({ quick, rows, against }: BenchOptions): Promise<BenchResult> {
  const isTorch = ({ who }: Entry): boolean => who === "PyTorch";
  const peers = peerEntries();
  // PyTorch first: what it computes is what the others must. Of Gradbook what users get.
  const ours = gradbookEntries().filter(({ variant }) => variant === "paired SIMD");
  const all = [...peers.filter(isTorch), ...ours, ...peers.filter((entry) => !isTorch(entry))].map(timed);
  const turns = new RoundRobin();
  const measured: Measured[] = [];
  try {
    await turns.open(all.filter(({ id }) => against.test(id)));
    for (const task of networkTasks.filter(({ name }) => rows.test(name))) {
      console.error(`  ${task.name}`);
      measured.push(await turns.measure(task, quick ? quickPlan : fullPlan));
    }
  } finally {
    turns.close();
  }
  const results = { present: turns.present, absent: turns.absent, measured };
  return { tables: engineTables(results), remarks: remarks(results), data: results };
}

/** Steps on one thread are timed by the processor's clock: other programs hardly count. */
function timed(entry: Entry): Entry {
  if (entry.threads > 1) return entry;
  const { command } = entry;
  return { ...entry, command: { ...command, env: { ...command.env, BENCH_CLOCK: "cpu" } } };
}
