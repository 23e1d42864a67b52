/**
 * The rule of early stopping as a pure state machine: one call per epoch, nothing but numbers. Keras's
 * semantics, with one difference: NaN is never an improvement. Epochs are counted from 0 in here.
 */
import type { StoppingRule } from "../payload/curves.ts";

/** What decides, whatever it watches. */
export type PatienceRule = Omit<StoppingRule, "monitor">;

export interface PatienceState {
  /** Best value so far, null before the first. */
  best: number | null;
  /** Epoch whose weights are the ones to restore, null before the first. */
  bestEpoch: number | null;
  /** Epochs since the last improvement that counted. */
  wait: number;
  /** Epoch that ended the training, null while it may go on. */
  stoppedEpoch: number | null;
}

export interface PatienceStep {
  state: PatienceState;
  /** The weights at the end of this epoch are the ones to keep. */
  keep: boolean;
  stop: boolean;
}

/** Before the first epoch. */
export const freshPatience: Readonly<PatienceState> = {
  best: null,
  bestEpoch: null,
  wait: 0,
  stoppedEpoch: null,
};

/** True when `value` beats `reference` by more than |minDelta|; equal values never do, NaN never does. */
export function improves(value: number, reference: number | null, rule: PatienceRule): boolean {
  if (Number.isNaN(value)) return false;
  if (reference === null) return true;
  const delta = Math.abs(rule.minDelta);
  return rule.direction === "min" ? value + delta < reference : value - delta > reference;
}

/** What the end of `epoch` means; `value` is undefined when the monitored quantity was not measured. */
export function observe(
  state: PatienceState,
  epoch: number,
  value: number | undefined,
  rule: PatienceRule,
): PatienceStep {
  if (value === undefined || epoch < rule.startFromEpoch) return { state, keep: false, stop: false };
  const waited = state.wait + 1;
  if (improves(value, state.best, rule)) {
    const counts = rule.baseline === null || improves(value, rule.baseline, rule);
    const wait = counts ? 0 : waited;
    return { state: { ...state, best: value, bestEpoch: epoch, wait }, keep: true, stop: false };
  }
  const stop = waited >= rule.patience && epoch > 0;
  return { state: { ...state, wait: waited, stoppedEpoch: stop ? epoch : null }, keep: false, stop };
}
