/** Training steps, functions of a million numbers and matrix products: Gradbook, the peers, and the machine. */
import { ceilingEntries, type Entry, gradbookEntries, peerEntries } from "./harness/contestants.ts";
import { engineTables, remarks } from "./harness/engineTables.ts";
import { fullPlan, type Measured, quickPlan, RoundRobin } from "./harness/roundRobin.ts";
import { tasks } from "./harness/tasks.ts";
import type { BenchOptions, BenchResult } from "./main.ts";

/** Milliseconds after which the rest gets fewer samples: nobody waits longer than some minutes. */
const enough = 200_000;

export async function run({ quick, rows, against }: BenchOptions): Promise<BenchResult> {
  const entries = [...contestants(), ...ceilings()].filter(({ id }) => against.test(id));
  const turns = new RoundRobin();
  const measured: Measured[] = [];
  try {
    await turns.open(entries);
    const began = performance.now();
    for (const task of tasks.filter(({ name }) => rows.test(name))) {
      console.error(`  ${task.name}`);
      const late = performance.now() - began > enough;
      measured.push(await turns.measure(task, quick || late ? quickPlan : fullPlan));
    }
  } finally {
    turns.close();
  }
  const results = { present: turns.present, absent: turns.absent, measured };
  return { tables: engineTables(results), remarks: remarks(results), data: results };
}

/** PyTorch first: what it computes is what the others must. */
function contestants(): Entry[] {
  const peers = peerEntries();
  const isTorch = ({ who }: Entry): boolean => who === "PyTorch";
  return [...peers.filter(isTorch), ...gradbookEntries(), ...peers.filter((entry) => !isTorch(entry))];
}

function ceilings(): Entry[] {
  try {
    return ceilingEntries();
  } catch (error) {
    console.error(`  The machine's ceiling is not measured: ${error instanceof Error ? error.message : ""}`);
    return [];
  }
}
