/** The runs of runs.json: what they are made of, what is recorded of them, and what is true of them. */
import type { Sampling } from "../../engine/payload/curves.ts";

export type Verdict = "underfitting" | "overfitting" | "goodFit" | "tooFewEpochs" | "diverging";

/** What happened, as only the one who made the data can know it. Losses are those on 2,000 fresh examples. */
export interface Truth {
  /** Best loss of the recorded epochs. */
  best: number;
  /** Loss at the end: the median of the last tenth of the epochs. */
  end: number;
  /** Best loss when the same training goes on for three times as many epochs again. */
  later: number;
  /** Loss of the rule that made the data: nothing can be better. */
  floor: number;
  /** Loss of the best constant. */
  naive: number;
  /** Training loss at the end, measured without dropout and with the weights of the end. */
  trainEnd: number;
  /** Best loss of the same training, four times as long, with a thirtieth of the learning rate. */
  gentle: number;
}

export interface RecordedRun {
  name: string;
  label: Verdict;
  truth: Truth;
  /** What the learner's chart holds; null stands for NaN and ±Infinity. */
  loss: (number | null)[];
  valLoss: (number | null)[];
  naiveLoss: number;
  sampling: Sampling;
}

/**
 * The label of a run, from what is true of it and not from its recorded curves:
 * - diverging: the loss is no number, or worse than the best constant's even on the training data, or a quarter
 *   of what there is to learn was missed only because the steps were too large;
 * - overfitting: on fresh data the loss at the end is a tenth above its best and above the training loss, or the
 *   model knows by heart what it cannot know: its loss on the training data is less than half of that on fresh data,
 *   and the difference is more than a twentieth of what there is to learn;
 * - too few epochs: going on would take away a tenth or more of what there is to learn;
 * - underfitting: a quarter or more of what there is to learn was not learned;
 * - good fit: everything else.
 */
export function labelOf({ best, end, later, floor, naive, trainEnd, gentle }: Truth): Verdict {
  const learnable = naive - floor;
  const missed = best - floor >= 0.25 * learnable;
  if (!Number.isFinite(end) || trainEnd > 1.2 * naive) return "diverging";
  if (missed && best - gentle > 0.25 * learnable) return "diverging";
  const risen = end - best;
  if (risen > best / 10 && risen > 0.03 * learnable && trainEnd < 0.9 * end) return "overfitting";
  if (end - trainEnd > 0.05 * learnable && trainEnd < end / 2) return "overfitting";
  if (best - later > 0.1 * learnable) return "tooFewEpochs";
  return missed ? "underfitting" : "goodFit";
}
