import { diagnose } from "../../../engine/curves/diagnose.ts";
import { diagnosisWords } from "../../../engine/curves/diagnosisWords.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../engine/payload/mime.ts";
import type { Sample } from "../../../engine/payload/sample.ts";
import type { KernelOutput } from "../protocol/protocol.ts";

/**
 * `output`, with its chart in words beside the picture if it shows one. Judging the curves of tens of thousands of
 * epochs takes as long as hundreds of them, which the thread that trains is spared.
 */
export function withChartText(output: KernelOutput, language: string): KernelOutput {
  if (output.type !== "display" || !(CURVES_MIME in output.data)) return output;
  const chart = output.data[CURVES_MIME] as CurvesPayload;
  let text = chart.title;
  try {
    text = describeChart(chart, language);
  } catch {
    // A cell may have given the chart what is no number, which must not end the kernel.
  }
  return { ...output, data: { ...output.data, "text/plain": text } };
}

/** A chart in words, for readers that cannot draw it: last values and, once it has ended, what they say. */
function describeChart(chart: CurvesPayload, language: string): string {
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
