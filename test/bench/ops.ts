/**
 * Every call of the engine that computes, against PyTorch: `npm run bench -- ops [--rows=PATTERN] [--sizes=PATTERN]
 * [--dtypes=PATTERN] [--layout=PATTERN] [--quick] [--engines=FILE,FILE…] [--write]`. One thread on both sides, vectors
 * of equal width, by turns; times are of the processor.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { engineEntry, equalTorch } from "./harness/contestants.ts";
import type { BenchOptions, BenchResult } from "./main.ts";
import { opTasks, writePool } from "./ops/opTask.ts";
import { opTables } from "./ops/opTables.ts";
import { type OpMeasured, OpTurns } from "./ops/opTurns.ts";

/** As many calls of a size are measured once before the measuring of that size begins. */
const WARM_UP = 12;

export async function run(options: BenchOptions): Promise<BenchResult> {
  const { quick, engines } = options;
  const tasks = opTasks(options);
  if (tasks.length === 0) {
    throw new Error(
      "ops: no call is asked for. The filters are patterns: --sizes='^(1000|100000)$' for two sizes.",
    );
  }
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-ops-"));
  const file = path.join(folder, "pool.bin");
  const entries = engines.map((engine) => engineEntry(engine, path.resolve(engine), { BENCH_CLOCK: "cpu" }));
  const turns = new OpTurns(equalTorch(), entries);
  const measured: OpMeasured[] = [];
  try {
    writePool(file);
    const warm = new Set<number>();
    for (const [i, task] of tasks.entries()) {
      if (i % 100 === 0) console.error(`  ${i} of ${tasks.length}`);
      // The first calls of a process pay for compiling, and for memory that nobody has touched yet.
      if (!warm.has(task.scale.n)) {
        warm.add(task.scale.n);
        const first = tasks.filter(({ scale }) => scale.n === task.scale.n).slice(0, WARM_UP);
        for (const one of first) await turns.measure(one, file, quick);
      }
      measured.push(await turns.measure(task, file, quick));
    }
  } finally {
    turns.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const { tables, remarks } = opTables(measured, engines);
  return { tables, remarks: [...part(options), ...remarks], data: measured };
}

/** What was asked for, where that is not all. */
function part({ rows, sizes, dtypes, layout, quick }: BenchOptions): string[] {
  const filters = Object.entries({ rows, sizes, dtypes, layout })
    .filter(([, { source }]) => source !== "(?:)")
    .map(([name, { source }]) => `--${name}='${source}'`);
  const asked = [...(quick ? ["--quick"] : []), ...filters];
  return asked.length === 0 ? [] : [`Not all of it: ${asked.join(" ")}.`];
}
