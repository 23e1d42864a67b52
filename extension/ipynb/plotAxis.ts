/** The scale of one axis of a still plot: its range, its ticks, and where a value lies. Pure. */
import type { Scale } from "../../engine/payload/figure.ts";
import type { Sample } from "../../engine/payload/sample.ts";

export interface PlotAxis {
  /** 0 at the lower end, 1 at the upper; null for what the axis cannot show. */
  place(value: Sample | undefined): number | null;
  ticks: { place: number; label: string }[];
}

/** @param limits the range; else that of the values, with a margin of 5 % */
export function plotAxis(
  values: Iterable<Sample>,
  scale: Scale,
  limits: readonly [number, number] | null,
  wantedTicks: number,
): PlotAxis {
  const log = scale === "log";
  const map = (value: number): number => (log ? Math.log10(value) : value);
  const [low, high] =
    limits && (!log || Math.min(...limits) > 0) ? [map(limits[0]), map(limits[1])] : extent(values, map);
  const span = high - low || 1;
  const place = (value: Sample | undefined): number | null => {
    if (value === null || value === undefined || (log && value <= 0)) return null;
    return (map(value) - low) / span;
  };
  const step = log
    ? Math.max(1, Math.ceil(Math.abs(span) / wantedTicks))
    : niceStep(Math.abs(span) / wantedTicks);
  const ticks: PlotAxis["ticks"] = [];
  const [from, to] = [Math.min(low, high), Math.max(low, high)];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9 && ticks.length < 100; n++) {
    const at = n * step;
    ticks.push({ place: (at - low) / span, label: log ? `1e${at}` : String(Number(at.toPrecision(6))) });
  }
  return { place, ticks };
}

function extent(values: Iterable<Sample>, map: (value: number) => number): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    const at = value === null ? NaN : map(value);
    if (!Number.isFinite(at)) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  if (low > high) return [0, 1];
  const margin = (high - low) * 0.05 || Math.abs(high) * 0.05 || 0.5;
  return [low - margin, high + margin];
}

/** The next of 1, 2, 5 × 10ⁿ. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10;
  return step * power;
}
