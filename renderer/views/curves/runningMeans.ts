/**
 * The training loss that `fit` shows at an epoch is a mean over the epoch's batches, taken while the weights moved;
 * the validation loss is measured with the weights at the epoch's end. So the one belongs half an epoch earlier, and
 * a training curve above the validation curve may come from nothing else.
 */
import type { LineTrace } from "../chart/chart.ts";
import type { CurveSeries } from "../../../engine/payload/curves.ts";

/** A curve of such means; those of `trainLoss` and its kin are measured at the epoch's end like the validation's. */
export function isRunningMean({ name, role, x }: CurveSeries): boolean {
  // Between whole epochs there are batches, not means over an epoch.
  return role === "train" && !/^train[A-Z]/.test(name) && x.every(Number.isInteger);
}

/** Of a line that hovering passes over. With a template Plotly does not look at `hoverinfo`. */
export const notHovered = { hoverinfo: "skip", hovertemplate: "" } as const;

/** The curve moved to the middle of its epochs, and one that is not seen, where hovering finds the epoch's value. */
export function halfAnEpochEarlier(trace: LineTrace): [LineTrace, LineTrace] {
  const x = trace.x.map((epoch) => (epoch === null ? null : epoch - 0.5));
  return [
    { ...trace, x, name: `${trace.name} −½`, ...notHovered },
    { ...trace, mode: "lines", showlegend: false, opacity: 0 },
  ];
}
