import { diagnose } from "../../engine/curves/diagnose.ts";
import { diagnosisWords } from "../../engine/curves/diagnosisWords.ts";
import type { CurvesPayload, Sample } from "../../renderer/payload.ts";

/** A chart in words, for readers that cannot draw it: last values and, once it has ended, what they say. */
export function describeChart(chart: CurvesPayload, language: string): string {
  const { title, series, message, state } = chart;
  const last = series.map(({ name, x, y }) => `${name} ${shown(y.at(-1))} at epoch ${shown(x.at(-1))}`);
  const head = title === "" ? "Training curves" : title;
  const lines = [`${head} (${state})`, ...last, ...(message === "" ? [] : [message])];
  const diagnosis = state === "running" ? null : diagnose(chart);
  if (diagnosis) {
    const { verdict, evidence, remedy } = diagnosisWords(diagnosis, language);
    lines.push(`${verdict}: ${evidence} ${remedy}`);
  }
  return lines.join("\n");
}

/** Five significant digits. */
function shown(value: Sample | undefined): string {
  if (value === undefined) return "–";
  return value === null ? "NaN" : String(Number(value.toPrecision(5)));
}
