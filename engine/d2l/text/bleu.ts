import { expect } from "../../core/expect.ts";
import { aText, expectWhole } from "../checks.ts";

/**
 * How near a translation comes to another, from 0 to 1: the share of its sequences of 1 to `k` tokens that the other
 * has, longer ones counting more; translations that are too short lose.
 * @param predSeq tokens with spaces between them, as is `labelSeq`
 * @example d2l.bleu("il est calme .", "il est calme .", 2) // 1
 */
export function bleu(predSeq: string, labelSeq: string, k: number): number {
  for (const text of [predSeq, labelSeq]) expect("bleu", aText, text, typeof text === "string");
  expectWhole("bleu", k);
  const [pred, label] = [predSeq.split(" "), labelSeq.split(" ")];
  let score = Math.exp(Math.min(0, 1 - label.length / pred.length));
  for (let n = 1; n <= k; n++) {
    const left = new Map<string, number>();
    for (const part of parts(label, n)) left.set(part, (left.get(part) ?? 0) + 1);
    let matches = 0;
    for (const part of parts(pred, n)) {
      const count = left.get(part) ?? 0;
      if (count > 0) matches++;
      left.set(part, count - 1);
    }
    // A translation with fewer than n tokens has no such sequence, and none that is right.
    score *= pred.length < n ? 0 : Math.pow(matches / (pred.length - n + 1), Math.pow(0.5, n));
  }
  return score;
}

function parts(tokens: readonly string[], n: number): string[] {
  return tokens.slice(n - 1).map((_, i) => tokens.slice(i, i + n).join(" "));
}
