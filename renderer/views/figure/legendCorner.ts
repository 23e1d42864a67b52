/** Where a legend hides the least, as matplotlib's `loc="best"`. */
import type { Scale } from "../../../engine/payload/figure.ts";
import type { Sample } from "../../../engine/payload/sample.ts";

export interface LegendPlace {
  x: number;
  y: number;
  xanchor: "left" | "center" | "right";
  yanchor: "top" | "middle" | "bottom";
}

interface Curve {
  x: readonly Sample[];
  y: readonly Sample[];
}

/** What the panel shows, in Plotly's range units (logarithms on log axes). */
export interface Window {
  x: readonly [number, number];
  y: readonly [number, number];
  xScale: Scale;
  yScale: Scale;
}

/** matplotlib's order of preference. */
const anchors: [x: number, y: number][] = [
  [1, 1],
  [0, 1],
  [0, 0],
  [1, 0],
  [1, 0.5],
  [0, 0.5],
  [0.5, 0],
  [0.5, 1],
];

const samplesPerCurve = 400;

/**
 * Chooses among the corners and edges the place where a legend of `width` × `height` (fractions of the
 * panel) covers the fewest points of the curves, `inset` away from the frame. `covered` says how many.
 */
export function bestLegendPlace(
  curves: readonly Curve[],
  window: Window,
  width: number,
  height: number,
  inset: { x: number; y: number },
): { place: LegendPlace; covered: number } {
  const points = curves.flatMap((curve) => samplesOf(curve, window));
  let best: { place: LegendPlace; covered: number } | null = null;
  for (const [ax, ay] of anchors) {
    const left = inset.x + ax * (1 - 2 * inset.x - width);
    const bottom = inset.y + ay * (1 - 2 * inset.y - height);
    const covered = points.filter(
      ([x, y]) =>
        x > left - inset.x &&
        x < left + width + inset.x &&
        y > bottom - inset.y &&
        y < bottom + height + inset.y,
    ).length;
    if (best && best.covered <= covered) continue;
    best = {
      covered,
      place: {
        x: inset.x + ax * (1 - 2 * inset.x),
        y: inset.y + ay * (1 - 2 * inset.y),
        xanchor: ax === 1 ? "right" : ax === 0 ? "left" : "center",
        yanchor: ay === 1 ? "top" : ay === 0 ? "bottom" : "middle",
      },
    };
    if (covered === 0) break;
  }
  return best ?? { place: { x: 1 - inset.x, y: 1 - inset.y, xanchor: "right", yanchor: "top" }, covered: 0 };
}

/** Points along the line, in fractions of the panel: a long straight segment counts along its length. */
function samplesOf({ x, y }: Curve, window: Window): [number, number][] {
  const place = (value: Sample | undefined, range: readonly [number, number], scale: Scale) => {
    if (value === null || value === undefined || (scale === "log" && value <= 0)) return NaN;
    return ((scale === "log" ? Math.log10(value) : value) - range[0]) / (range[1] - range[0]);
  };
  const at = (i: number): [number, number] => [
    place(x[i], window.x, window.xScale),
    place(y[i], window.y, window.yScale),
  ];
  const count = Math.min(x.length, y.length);
  const stride = Math.max(1, Math.floor(count / samplesPerCurve));
  const between = Math.max(1, Math.floor(samplesPerCurve / Math.max(1, count - 1)));
  const samples: [number, number][] = [];
  for (let i = 0; i < count; i += stride) {
    const [x0, y0] = at(i);
    if (Number.isNaN(x0) || Number.isNaN(y0)) continue;
    samples.push([x0, y0]);
    const [x1, y1] = at(i + 1);
    // Before a gap and at the end there is no segment.
    if (Number.isNaN(x1) || Number.isNaN(y1)) continue;
    for (let k = 1; k < between; k++) {
      samples.push([x0 + ((x1 - x0) * k) / between, y0 + ((y1 - y0) * k) / between]);
    }
  }
  return samples;
}
