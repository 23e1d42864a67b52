/**
 * Measures tasks with all contestants in turns: a short sample of each, round after round, so that whatever else
 * the machine does hits all alike. Before that, all must agree on what they compute.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { disagreement, type Tolerance } from "./agreement.ts";
import type { Entry } from "./contestants.ts";
import { ContestantProcess } from "./contestantProcess.ts";
import type { Hello } from "./protocol.ts";
import { writeTaskData } from "./taskData.ts";
import type { StepTask } from "./tasks.ts";

export interface Plan {
  /** Samples of every contestant on every task. */
  rounds: number;
  /** Seconds of one sample; at least one step is done. */
  sample: number;
  /** Seconds of work before the first sample, for compilers that learn. */
  warmUp: number;
  /** Seconds that a contestant may take for a task; after that it is asked no more. */
  budget: number;
}

export const fullPlan: Plan = { rounds: 11, sample: 0.04, warmUp: 0.4, budget: 4 };
export const quickPlan: Plan = { rounds: 5, sample: 0.02, warmUp: 0.15, budget: 3 };

export interface Present {
  entry: Entry;
  hello: Hello;
}

export interface Absent {
  entry: Entry;
  reason: string;
}

/** Seconds a step of each sample, in order of time; or why there is none. */
export type Samples = { seconds: number[] } | { invalid: string };

export interface Measured {
  task: StepTask;
  /** By the id of the entry. */
  samples: Record<string, Samples>;
  /** Operations and bytes of a step of the ceilings. */
  ceilings: Record<string, number[]>;
}

/** Losses of so many steps must agree. */
const stepsCompared = 20;
const tolerances: Record<StepTask["kind"], Tolerance> = {
  train: { relative: 1e-3, absolute: 1e-5 },
  network: { relative: 1e-3, absolute: 1e-5 },
  elementwise: { relative: 1e-4, absolute: 1e-5 },
  matmul: { relative: 1e-4, absolute: 1e-4 },
  call: { relative: 1e-4, absolute: 1e-5 },
};

/** Seconds: who takes longer for a step is not waited for. */
const slowest = 0.8;

/** Native thread pools go on spinning for a while after their work, and would take a core from the next. */
const pauseAfterThreads = 40;

interface Running {
  entry: Entry;
  process: ContestantProcess;
}

export class RoundRobin {
  readonly present: Present[] = [];
  readonly absent: Absent[] = [];
  readonly #running: Running[] = [];
  readonly #folder = mkdtempSync(path.join(tmpdir(), "gradbook-bench-"));

  /** Starts every contestant and hears who it is. */
  async open(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      const contestant = new ContestantProcess(entry.command);
      try {
        this.present.push({ entry, hello: await contestant.hello() });
        this.#running.push({ entry, process: contestant });
      } catch (error) {
        contestant.stop();
        this.absent.push({ entry, reason: messageOf(error) });
      }
    }
  }

  async measure(task: StepTask, plan: Plan): Promise<Measured> {
    const file = path.join(this.#folder, "task.bin");
    const data = writeTaskData(task, file);
    const measured: Measured = { task, samples: {}, ceilings: {} };
    const ready: (Running & { seconds: number[]; count: number; spent: number; failed: string | null })[] =
      [];
    let expected: number[] | null = null;
    for (const running of this.#running) {
      const { entry, process } = running;
      try {
        await process.prepare(task, data);
        const isCeiling = entry.who === "fma" || entry.who === "stream";
        if (isCeiling) measured.ceilings[entry.id] = await process.result();
        else {
          const values = await witness(process, task);
          const differs = expected && disagreement(values, expected, tolerances[task.kind]);
          if (differs) throw new Error(`computes something else: ${differs}`);
          expected ??= values;
        }
        const { count, spent } = await calibrate(process, plan);
        ready.push({ ...running, seconds: [], count, spent, failed: null });
      } catch (error) {
        measured.samples[entry.id] = { invalid: messageOf(error) };
      }
    }
    for (let round = 0; round < plan.rounds; round++) {
      for (const turn of ready) {
        if (turn.failed !== null || (turn.spent > plan.budget && turn.seconds.length >= 3)) continue;
        try {
          const seconds = await turn.process.run(turn.count);
          turn.seconds.push(seconds / turn.count);
          turn.spent += seconds;
        } catch (error) {
          // The others go on.
          turn.failed = messageOf(error);
          turn.spent = Infinity;
          continue;
        }
        if (turn.entry.threads > 1) await pause(pauseAfterThreads);
      }
    }
    for (const { entry, seconds, failed } of ready) {
      measured.samples[entry.id] = failed === null ? { seconds } : { invalid: failed };
    }
    return measured;
  }

  close(): void {
    for (const { process } of this.#running) process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What a contestant computes: losses of the first steps, or a digest of the arrays. */
async function witness(contestant: ContestantProcess, task: StepTask): Promise<number[]> {
  const values: number[] = [];
  for (let i = 0; i < (task.kind === "train" || task.kind === "network" ? stepsCompared : 1); i++) {
    const seconds = await contestant.run(1);
    // The first step compiles.
    if (i > 0 && seconds > slowest) throw new Error(`more than ${slowest} s a step`);
    values.push(...(await contestant.result()));
  }
  return values;
}

/** Warms up, and finds out how many steps make a sample. */
async function calibrate(
  contestant: ContestantProcess,
  { sample, warmUp, budget }: Plan,
): Promise<{ count: number; spent: number }> {
  let count = 1;
  let spent = 0;
  for (;;) {
    const seconds = await contestant.run(count);
    spent += seconds;
    if (spent >= warmUp && (seconds >= sample / 2 || spent > budget)) {
      return { count: Math.max(1, Math.round((sample * count) / seconds)), spent: 0 };
    }
    if (seconds < sample / 2) count *= 2;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
