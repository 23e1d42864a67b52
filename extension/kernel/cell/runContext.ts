import { AsyncLocalStorage } from "node:async_hooks";
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
  /** The cell has ended: pictures that it showed are followed no more. */
  over: boolean;
  /** What the cell's code can name now, nearer declarations later. */
  variables: () => Iterable<readonly [name: string, value: unknown]>;
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
  /** It was interrupted while it waited: it is over, and what is left of it must stop. */
  abandoned: boolean;
}

/** The run that the calling code belongs to, over awaits, timers and events. */
export const runs = new AsyncLocalStorage<Run>();

let latest: Run | null = null;

/** Tells which run to blame for what cannot be traced to any. */
export function setLatestRun(run: Run): void {
  latest = run;
}

/** Null before the first run. */
export function callingRun(): Run | null {
  return runs.getStore() ?? latest;
}
