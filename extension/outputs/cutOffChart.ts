/** A chart whose training ended with its kernel or its window: as far as it came. Pure. */
import type { CurvesPayload } from "../../engine/payload/curves.ts";

/**
 * `chart` as an ended one, to be judged as such; null for one that had no point yet.
 *
 * @param message why it ended, after the last whole epoch
 */
export function cutOffChart(chart: CurvesPayload, message: (epoch: number) => string): CurvesPayload | null {
  const last = Math.max(0, ...chart.series.map(({ x }) => x.at(-1) ?? 0));
  if (last === 0) return null;
  return {
    ...structuredClone(chart),
    state: "interrupted",
    message: message(Math.floor(last)),
    sequence: chart.sequence + 1,
  };
}

/** The same for readers that draw nothing. */
export function chartWords({ title, message }: CurvesPayload): string {
  return title === "" ? message : `${title}\n${message}`;
}
