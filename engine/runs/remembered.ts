/** The trainings of this program, in their order. */
import { host } from "../core/host.ts";
import type { History } from "../training/history.ts";
import type { TrainingRecord } from "../training/record.ts";
import type { RunSummary } from "../payload/runs/runs.ts";
import { say } from "../payload/say.ts";
import { runSummary } from "./runSummary.ts";

/** A program that trains for days must not keep everything. */
const MOST = 1000;

interface Remembered {
  summary: RunSummary;
  history: WeakRef<History>;
}

const runs: Remembered[] = [];
let count = 0;

/** Remembers a training that has ended, and tells the host. Nothing of it may stop the training's caller. */
export function rememberRun(history: History, record: TrainingRecord): void {
  count++;
  const name = record.name || record.title || say`run ${count}`;
  const id = `${record.began.toString(36)}-${count}-${Math.floor(Math.random() * 1e9).toString(36)}`;
  const summary = runSummary(history, record, id, name);
  runs.push({ summary, history: new WeakRef(history) });
  if (runs.length > MOST) runs.shift();
  host().remembersRun?.(summary);
}

/** All runs that are remembered, the oldest first. */
export function rememberedRuns(): RunSummary[] {
  return runs.map(({ summary }) => summary);
}

/** The last run that `history` was made by; null where it was made by no `fit`. */
export function runOf(history: History): RunSummary | null {
  return runs.findLast((run) => run.history.deref() === history)?.summary ?? null;
}

/** Forgets all runs of this program; what a notebook's view keeps stays. For tests.
 * @internal */
export function forgetRuns(): void {
  runs.length = 0;
  count = 0;
}
