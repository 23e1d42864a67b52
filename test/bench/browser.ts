/**
 * The browser beside Node.js: training steps, how long a person waits for a kernel, what it costs that a running cell
 * can be stopped, and how large what is loaded is.
 */
import { bundleSizes } from "./browser/bundleSizes.ts";
import { interruptCost } from "./browser/interruptCost.ts";
import { browserWaits } from "./browser/waits.ts";
import { browserEntries, type Entry, gradbookEntries, peerEntries } from "./harness/contestants.ts";
import { ratio, remarks, show } from "./harness/engineTables.ts";
import type { Row } from "./harness/markdownTable.ts";
import { type Measured, type Plan, quickPlan, RoundRobin, type Samples } from "./harness/roundRobin.ts";
import { tasks } from "./harness/tasks.ts";
import type { BenchOptions, BenchResult, BenchTable } from "./main.ts";

/**
 * Many short samples, of which the least is shown: browsers have no clock of the processor's time, and other programs
 * only ever make a step longer.
 */
const plan: Plan = { rounds: 41, sample: 0.015, warmUp: 0.4, budget: 4 };

/** Trainings, and one product. */
const isMeasured = (name: string): boolean => /^(?:linear|MLP|matmul 512)/.test(name);

export async function run(options: BenchOptions): Promise<BenchResult> {
  const steps = await trainingSteps(options);
  const waits = await browserWaits(options.quick);
  const cost = await interruptCost(options.quick);
  return {
    tables: [...steps.tables, waits, cost, bundleSizes()],
    ...(steps.remarks && { remarks: steps.remarks }),
    data: steps.data,
  };
}

async function trainingSteps({ quick, rows, against }: BenchOptions): Promise<BenchResult> {
  const isOurs = ({ variant }: Entry): boolean => variant === "relaxed SIMD";
  const isJax = ({ who }: Entry): boolean => who === "jax-js";
  const entries = [...gradbookEntries().filter(isOurs), ...browserEntries(), ...peerEntries().filter(isJax)];
  const turns = new RoundRobin();
  const measured: Measured[] = [];
  try {
    await turns.open(entries.filter(({ id }) => against.test(id)));
    for (const task of tasks.filter(({ name }) => isMeasured(name) && rows.test(name))) {
      console.error(`  ${task.name}`);
      measured.push(atBest(await turns.measure(task, quick ? quickPlan : plan)));
    }
  } finally {
    turns.close();
  }
  const { present, absent } = turns;
  const counts = [...new Set(present.map(({ entry }) => entry.threads))].sort((a, b) => a - b);
  const tables = counts.map((threads): BenchTable => {
    const those = present.map(({ entry }) => entry).filter((entry) => entry.threads === threads);
    return {
      title:
        threads === 1
          ? "A step in Chromium, in a page that is not isolated: one thread, the least of the samples"
          : `A step in Chromium, in a page that is isolated: all ${threads} threads, the least of the samples`,
      rows: measured.map((one) => row(one, those)),
    };
  });
  const said = remarks({ present, absent, measured }).filter((line) => !line.startsWith("Noise"));
  return { tables, remarks: said, data: { present, absent, measured } };
}

function atBest(measured: Measured): Measured {
  const samples = Object.entries(measured.samples).map(([id, one]): [string, Samples] => [
    id,
    "seconds" in one && one.seconds.length > 0 ? { seconds: [Math.min(...one.seconds)] } : one,
  ]);
  return { ...measured, samples: Object.fromEntries(samples) };
}

function row(measured: Measured, entries: readonly Entry[]): Row {
  const cells: Row = { step: measured.task.name };
  for (const { id, who, variant } of entries) {
    const place = variant === "in a browser" ? "in a browser" : "in Node.js";
    const column =
      who === "Gradbook" && place === "in Node.js" ? "Gradbook in Node.js, relaxed SIMD" : `${who} ${place}`;
    cells[column] = show(measured, measured.samples[id]);
  }
  const samples = (who: string, inBrowser: boolean) => {
    const entry = entries.find((one) => one.who === who && (one.variant === "in a browser") === inBrowser);
    return entry && measured.samples[entry.id];
  };
  const ours = samples("Gradbook", true);
  cells["browser ÷ Node.js"] = ratio(ours, samples("Gradbook", false));
  cells["jax-js ÷ Gradbook, both in a browser"] = ratio(samples("jax-js", true), ours);
  return cells;
}
