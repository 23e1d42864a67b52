import { expect } from "../core/expect.ts";
import {
  diagnose as diagnoseCurves,
  type Evidence,
  type RecordedCurve,
  type Verdict,
} from "../curves/diagnose.ts";
import { diagnosisWords, type DiagnosisWords } from "../curves/diagnosisWords.ts";
import { host } from "../core/host.ts";
import type { History } from "./history.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * What the curves of a training say; prints as verdict, evidence and remedy in the person's language.
 * @example diagnose(history)?.verdict // "overfitting"
 */
export class Diagnosis {
  /** In one word: see {@link Verdict}. */
  readonly verdict: Verdict;
  /** The numbers that it rests on. */
  readonly evidence: Readonly<Evidence>;

  constructor(verdict: Verdict, evidence: Readonly<Evidence>) {
    this.verdict = verdict;
    this.evidence = evidence;
  }

  /**
   * The same in words. Default language: the person's.
   * @example diagnose(history)?.words("zh-cn").remedy
   */
  words(language: string = host().language ?? "en"): DiagnosisWords {
    return diagnosisWords(this, language);
  }

  /**
   * Verdict, evidence and remedy, a line each.
   * @example console.log(String(diagnose(history)))
   */
  toString(): string {
    const { verdict, evidence, remedy } = this.words();
    return [verdict, evidence, remedy].join("\n");
  }

  /**
   * What a cell shows: the same as Markdown, which wraps where it is narrow and has the page's colours.
   * @example diagnose(history)?.toMimeBundle()
   */
  toMimeBundle(): Record<string, unknown> {
    const { verdict, evidence, remedy } = this.words();
    const markdown = [`**${verdict}**`, evidence, remedy].join("\n\n");
    return { "text/markdown": markdown, "text/plain": this.toString() };
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * Reads the curves of a training: underfitting, overfitting, a good fit, not enough epochs to tell, or
 * diverging, with its evidence and what to try. It is cautious: what lies within the noise is no rise.
 *
 * @returns null for a training without validation: the training loss alone cannot tell, unless it is broken
 * @example diagnose(await fit(model, train, { …, validation }))
 */
export function diagnose(history: History): Diagnosis | null {
  expect("diagnose", "a history, as fit gives it", history, "series" in Object(history));
  const series = Object.entries(history.series).map(([name, y]) => measured(name, history.epochs, y));
  const { naiveLoss, sampling, marks } = history;
  const found = diagnoseCurves({ series, naiveLoss, sampling, marks });
  return found && new Diagnosis(found.verdict, found.evidence);
}

/** A series without the epochs in which it was not measured; one that was never a number stays as it is. */
function measured(name: string, epochs: readonly number[], values: readonly number[]): RecordedCurve {
  const at = values.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]));
  if (name === "loss" || at.length === 0) return { name, x: epochs, y: values };
  return { name, x: at.map((i) => epochs[i]), y: at.map((i) => values[i]) };
}
