/** Where early stopping stands, and where it would have stopped with other settings: the engine's own rule. */
import { freshPatience, observe, type PatienceState } from "../../../engine/curves/patience.ts";
import { Extent } from "../scale/axes.ts";
import type { CurveSeries, CurvesPayload, StoppingRule } from "../../../engine/payload/curves.ts";
import type { Sample } from "../../../engine/payload/sample.ts";

/** A rule applied to what was recorded. Epochs count from 1, as on the axis. */
export interface Stopping {
  rule: StoppingRule;
  series: CurveSeries;
  /** Best value so far that counts, and its epoch; null before the first. */
  best: number | null;
  bestEpoch: number | null;
  /** Epochs (rather: measurements) without improvement. */
  wait: number;
  /** Null when the rule lets the training go on. */
  stoppedEpoch: number | null;
  /** The last epoch measured. */
  lastEpoch: number;
}

/** What the sliders of “What if…” set. */
export type WhatIf = Pick<StoppingRule, "patience" | "minDelta">;

/** Null without a rule, or while the series that it watches has no points. */
export function stoppingOf(payload: CurvesPayload, whatIf: WhatIf | null = null): Stopping | null {
  const own = payload.stopping ?? (whatIf ? ruleFor(payload) : null);
  const rule = own && { ...own, ...whatIf };
  const series = payload.series.find(({ name }) => name === rule?.monitor);
  if (!rule || !series || series.x.length === 0) return null;
  return { rule, series, ...countedFromOne(replayed(series, rule)), lastEpoch: series.x.at(-1) ?? 0 };
}

interface Replayed {
  rule: StoppingRule;
  /** How many points it has been applied to. */
  count: number;
  state: PatienceState;
}

/** Of curves that grow: a training may have tens of thousands of epochs, and is drawn five times a second. */
const lastReplays = new WeakMap<CurveSeries, Replayed>();

/** The rule applied to the curve until it stops; goes on from where it was when last asked with the same rule. */
function replayed(series: CurveSeries, rule: StoppingRule): PatienceState {
  const { x, y } = series;
  const last = lastReplays.get(series);
  const goesOn = last && last.count <= x.length && isSameRule(last.rule, rule);
  let { count, state } = goesOn ? last : { count: 0, state: freshPatience };
  for (; count < x.length && state.stoppedEpoch === null; count++) {
    ({ state } = observe(state, (x[count] ?? NaN) - 1, y[count] ?? NaN, rule));
  }
  lastReplays.set(series, { rule, count, state });
  return state;
}

function isSameRule(a: StoppingRule, b: StoppingRule): boolean {
  return (
    a.direction === b.direction &&
    a.minDelta === b.minDelta &&
    a.patience === b.patience &&
    a.baseline === b.baseline &&
    a.startFromEpoch === b.startFromEpoch
  );
}

/** The run's own rule; else one for its validation loss, as if it had been watched. Null without such a loss. */
export function ruleFor({ stopping, series }: CurvesPayload): StoppingRule | null {
  if (stopping) return stopping;
  if (!series.some(({ name, x }) => name === "valLoss" && x.length > 0)) return null;
  return {
    monitor: "valLoss",
    direction: "min",
    minDelta: 0,
    patience: 5,
    baseline: null,
    startFromEpoch: 0,
  };
}

/**
 * What the slider for minDelta offers: 0, then 1, 2, 5 × 10^k from a thousandth of the curve's span up to the
 * span, and `own`, the run's own setting, wherever it belongs. Increasing.
 */
export function minDeltaChoices(values: readonly Sample[], own: number): number[] {
  const extent = new Extent();
  for (const value of values) extent.add(value);
  const span = extent.high - extent.low;
  const top = span > 0 ? span : 1;
  const choices = new Set([0, Math.abs(own)]);
  const low = Math.floor(Math.log10(top / 1000));
  for (let k = low; k <= low + 4; k++) {
    for (const lead of [1, 2, 5]) {
      const choice = Number(`${lead}e${k}`);
      if (choice >= top / 1000 && choice <= top) choices.add(choice);
    }
  }
  return [...choices].sort((a, b) => a - b);
}

/** Epoch at which patience runs out if nothing improves; null before there is a best. */
export function patienceEnd({
  rule,
  series,
  bestEpoch,
  wait,
  stoppedEpoch,
  lastEpoch,
}: Stopping): number | null {
  if (stoppedEpoch !== null || bestEpoch === null) return stoppedEpoch;
  const step = lastEpoch - (series.x.at(-2) ?? lastEpoch - 1);
  return lastEpoch + Math.max(0, Math.max(1, rule.patience) - wait) * step;
}

function countedFromOne({ best, bestEpoch, wait, stoppedEpoch }: PatienceState) {
  const one = (epoch: number | null) => (epoch === null ? null : epoch + 1);
  return { best, bestEpoch: one(bestEpoch), wait, stoppedEpoch: one(stoppedEpoch) };
}
