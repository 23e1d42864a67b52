import type { Mistake } from "../../../engine/core/host.ts";
import type { KeptValue } from "../../../engine/payload/control.ts";
import type { ShownControl } from "../controls/cellControls.ts";
import type { LiveChart } from "../display/liveChart.ts";
import type { RunOutputs } from "../display/runOutputs.ts";

/** One run of one cell, for as long as anything it started may still be at work. */
export interface Run {
  id: number;
  cell: string;
  execution: number;
  url: string;
  outputs: RunOutputs;
  charts: Set<LiveChart>;
  /** Trainings that it began and that have not ended. */
  trainings: number;
  /** Mistakes of which the person has been told. */
  noticed: Set<Mistake>;
  /** The cell has ended: pictures that it showed are followed no more. */
  over: boolean;
  /** What the cell's code can name now, nearer declarations later. */
  variables: () => Iterable<readonly [name: string, value: unknown]>;
  /** Points that an exercise's check in it is worth. */
  points: number;
  /** Exercises that it has checked. */
  checked: Set<string>;
  /** Calls of `console.group` that are still open. */
  groups: number;
  /** Errors of it that nobody caught. */
  uncaught: number;
  /** Texts of large values that were kept of it. */
  longTexts: number;
  /** The place of the top-level `await` that it came to last; 1-based. */
  waitsAt: { line: number; column: number } | null;
  /** It was interrupted, and a training ended in good order because of that; what follows may still run. */
  interrupted: boolean;
  /** What the person has chosen of its controls, by their keys. */
  kept: Readonly<Record<string, KeptValue>>;
  /** The controls that it has shown, in order. */
  controls: ShownControl[];
  /** It was interrupted while it waited: it is over, and what is left of it must stop. */
  abandoned: boolean;
}

/** Knows the run that the calling code belongs to: as far as the platform can, over awaits, timers and events. */
export interface RunStorage {
  /** Calls `begin` as part of `run`. */
  run<Result>(run: Run, begin: () => Result): Result;
  getStore(): Run | undefined;
}

let runs: RunStorage | null = null;

/** @param storage null where the platform has none: then all code belongs to the latest run, but for its timers */
export function setRunStorage(storage: RunStorage | null): void {
  runs = storage;
}

/** Calls `begin` as part of `run`, and with it what it starts. */
export function startRun<Result>(run: Run, begin: () => Result): Result {
  return runs ? runs.run(run, begin) : begin();
}

let latest: Run | null = null;

/** Tells which run to blame for what cannot be traced to any. */
export function setLatestRun(run: Run): void {
  latest = run;
}

/** The run whose timer calls, or what that has begun, where the platform has no storage. */
let followed: Run | null = null;

/** Promises that may settle one behind the other, in the task of a timer, and still be taken for its run's. */
const followedSteps = 20;

/** Calls what a timer of `run` is to call: it, and what waits for it, belong to that run as long as this task lasts. */
export function followRun<Result>(run: Run, call: () => Result): Result {
  followed = run;
  try {
    return call();
  } finally {
    void leave(run);
  }
}

async function leave(run: Run): Promise<void> {
  // Only syntax, no methods of promises: a cell may have replaced them.
  for (let i = 0; i < followedSteps; i++) {
    // eslint-disable-next-line @typescript-eslint/await-thenable -- lets others of this task go first
    await null;
  }
  if (followed === run) followed = null;
}

/** The latest run goes on, whoever let it. */
export function goOnInLatest(): void {
  followed = null;
}

/** Null before the first run. */
export function callingRun(): Run | null {
  return runs?.getStore() ?? followed ?? latest;
}

/** The run that is known to have called, or null. */
export function tracedRun(): Run | null {
  return runs ? (runs.getStore() ?? null) : latest;
}
