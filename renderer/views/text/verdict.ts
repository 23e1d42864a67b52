/** The line under a chart of curves: how early stopping stands while training, what the curves say afterwards. */
import { diagnose } from "../../../engine/curves/diagnose.ts";
import { diagnosisWords } from "../../../engine/curves/diagnosisWords.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import { type Stopping, stoppingOf } from "../curves/stopping.ts";
import type { Strings } from "./strings.ts";

export interface VerdictLine {
  /** Names the style of the chip. */
  kind: "underfitting" | "overfitting" | "goodFit" | "tooFewEpochs" | "diverging" | "patience";
  chip: string;
  text: string;
}

/** Null where there is nothing to say: no validation curve, or too early. */
export function verdictLine(payload: CurvesPayload, strings: Strings): VerdictLine | null {
  const running = payload.state === "running";
  const stopping = running ? stoppingOf(payload) : null;
  if (stopping) return patienceLine(stopping, strings);
  const diagnosis = diagnose(payload);
  if (!diagnosis) return null;
  const { verdict, evidence, remedy } = diagnosisWords(diagnosis, strings.language);
  if (!running) return { kind: diagnosis.verdict, chip: verdict, text: `${evidence} ${remedy}` };
  // Only what is bad is worth saying early: the person may stop and change something.
  if (diagnosis.verdict !== "overfitting" && diagnosis.verdict !== "diverging") return null;
  return { kind: diagnosis.verdict, chip: `${verdict} (${strings.soFar})`, text: evidence };
}

function patienceLine({ rule, best, bestEpoch, wait }: Stopping, strings: Strings): VerdictLine | null {
  if (best === null || bestEpoch === null) return null;
  const parts = [strings.bestSoFar({ monitor: rule.monitor, value: numberText(best), epoch: bestEpoch })];
  if (rule.minDelta !== 0) {
    const delta = Math.abs(rule.minDelta);
    parts.push(strings.mustBeat(numberText(rule.direction === "min" ? best - delta : best + delta)));
  }
  const chip = strings.patience(wait, Math.max(1, rule.patience));
  return { kind: "patience", chip, text: parts.join(" · ") };
}
