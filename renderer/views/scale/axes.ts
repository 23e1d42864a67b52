/** How axes look, and the arithmetic of their ranges. */
import { letters, type LetterSize } from "../../../engine/payload/letters.ts";
import type { ChartAxis, Font } from "../chart/chart.ts";
import type { Scale } from "../../../engine/payload/figure.ts";
import type { Ticks } from "./ticks.ts";
import type { Theme } from "../theme/theme.ts";

export function fontOf(theme: Theme, color: string, size: LetterSize = "text"): Font {
  return { family: theme.fontFamily, size: letters(size, theme.fontSize), color };
}

/** An axis with our grid, frame and fonts; figures overlay what is theirs. `title` is escaped already. */
export function axisOf(
  theme: Theme,
  scale: Scale,
  title: string,
  range: [number, number],
  ticks: Ticks,
): ChartAxis {
  return {
    type: scale,
    range,
    autorange: false,
    ...ticks,
    title: { text: title, font: fontOf(theme, theme.foreground), standoff: 8 },
    tickfont: fontOf(theme, theme.muted, "small"),
    showgrid: true,
    gridcolor: theme.grid,
    gridwidth: 1,
    zeroline: scale === "linear",
    zerolinecolor: theme.axis,
    zerolinewidth: 1,
    showline: true,
    mirror: true,
    linecolor: theme.axis,
    linewidth: 1,
    ticks: "outside",
    ticklen: 4,
    tickcolor: theme.axis,
  };
}

/** A thin vertical line through the points that a hover label speaks of. */
export function spikesOf(theme: Theme) {
  return {
    showspikes: true,
    spikemode: "across",
    spikesnap: "hovered data",
    spikethickness: 1,
    spikedash: "solid",
    spikecolor: theme.muted,
  } as const;
}

/** The smallest of 1, 2, 5 × 10^k that is not below `value`; 1 for what is not positive. */
export function niceCeil(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  const nice = [1, 2, 5, 10].find((step) => lead <= step * (1 + 1e-9)) ?? 10;
  return nice * power;
}

/** Data limits → Plotly's range: logarithms on a log axis; null when a log axis cannot show them. */
export function toRange(limits: readonly [number, number], scale: Scale): [number, number] | null {
  if (!limits.every(Number.isFinite)) return null;
  if (scale === "linear") return [limits[0], limits[1]];
  return limits[0] > 0 && limits[1] > 0 ? [Math.log10(limits[0]), Math.log10(limits[1])] : null;
}

/** Grows as values are fed to it. */
export class Extent {
  low = Infinity;
  high = -Infinity;

  /** Takes a value in; null and values that the scale cannot show are left out. */
  add(value: number | null | undefined, scale: Scale = "linear"): void {
    if (value === null || value === undefined || !Number.isFinite(value)) return;
    if (scale === "log" && value <= 0) return;
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
  }

  get empty(): boolean {
    return this.low > this.high;
  }

  /** Plotly's range with `margin` (a fraction of the span) on either side; null when nothing was added. */
  range(scale: Scale, margin: number): [number, number] | null {
    if (this.empty) return null;
    const position = (value: number) => (scale === "log" ? Math.log10(value) : value);
    const low = position(this.low);
    const high = position(this.high);
    const span = high - low;
    const room = span > 0 ? span * margin : Math.max(Math.abs(low) * 0.1, scale === "log" ? 0.3 : 0.5);
    return [low - room, high + room];
  }
}
