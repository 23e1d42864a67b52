/** What early stopping has to say, drawn: the best epoch, where training stopped, what was restored. */
import { fontOf } from "../scale/axes.ts";
import type { ChartAnnotation, ChartShape, YAxisId } from "../chart/chart.ts";
import { withAlpha } from "../theme/colour.ts";
import { type Panel, styleOf } from "./curvePanels.ts";
import type { Frame } from "../chart/frame.ts";
import type { CurveMarks, CurvesPayload } from "../../../engine/payload/curves.ts";
import { plainText } from "../text/plainText.ts";
import { patienceEnd, type Stopping } from "./stopping.ts";
import { textWidth } from "../../../engine/payload/letters.ts";
import type { Theme } from "../theme/theme.ts";

export interface Mark {
  epoch: number;
  text: string;
  color: string;
  dash: string;
}

interface Placed extends Mark {
  left: number;
  right: number;
  row: number;
  side: "left" | "right";
}

const padding = 5;

/**
 * Vertical lines with a label each, as shapes and annotations. `range` is the part of the epoch axis in view
 * and `pixels` its width; labels turn to the side with room and move down where two would overlap.
 */
export function drawMarks(
  marks: readonly Mark[],
  range: readonly [number, number],
  pixels: number,
  frame: Frame,
): { shapes: ChartShape[]; annotations: ChartAnnotation[] } {
  const placed: Placed[] = [];
  for (const mark of marks) {
    if (mark.epoch < range[0] || mark.epoch > range[1]) continue;
    placed.push(place(mark, placed, range, pixels, frame));
  }
  return { shapes: placed.map(lineOf), annotations: placed.map((mark) => labelOf(mark, frame)) };
}

/** What happened. */
export function marksOf(
  { bestEpoch, stoppedEpoch, restoredEpoch }: CurveMarks,
  { strings, theme }: Frame,
): Mark[] {
  const marks: Mark[] = [];
  const quiet = withAlpha(theme.foreground, theme.highContrast ? 1 : 0.75);
  const add = (epoch: number | undefined, label: string, color: string, dash: string) => {
    if (epoch !== undefined) marks.push({ epoch, text: `${label} ${epoch}`, color, dash });
  };
  const same = bestEpoch !== undefined && bestEpoch === restoredEpoch;
  add(bestEpoch, same ? strings.bestAndRestored : strings.best, quiet, "4px,3px");
  if (!same) add(restoredEpoch, strings.restored, quiet, "1px,3px");
  add(stoppedEpoch, strings.stopped, theme.palette.letters.r, "solid");
  return marks;
}

/** While training: when patience will have run out, and how much of it is used up. */
export function countdownMark(
  stopping: Stopping,
  range: readonly [number, number],
  { strings, theme }: Frame,
): Mark[] {
  const end = patienceEnd(stopping);
  if (end === null || stopping.wait === 0) return [];
  const { rule, wait } = stopping;
  const text = strings.patience(wait, Math.max(1, rule.patience));
  return [{ epoch: Math.min(end, range[1]), text, color: theme.palette.letters.r, dash: "1px,3px" }];
}

/** What other settings would have done. */
export function whatIfMarks({ bestEpoch, stoppedEpoch }: Stopping, { strings, theme }: Frame): Mark[] {
  const color = theme.palette.letters.m;
  const marks: Mark[] = [];
  if (bestEpoch !== null) {
    marks.push({ epoch: bestEpoch, text: `${strings.whatIfBest} ${bestEpoch}`, color, dash: "4px,3px" });
  }
  if (stoppedEpoch !== null) {
    marks.push({ epoch: stoppedEpoch, text: `${strings.whatIfStop} ${stoppedEpoch}`, color, dash: "solid" });
  }
  return marks;
}

function place(
  mark: Mark,
  before: readonly Placed[],
  range: readonly [number, number],
  pixels: number,
  frame: Frame,
): Placed {
  const at = ((mark.epoch - range[0]) / (range[1] - range[0])) * pixels;
  const width = textWidth(mark.text, frame.theme.fontSize) + 2 * padding;
  const candidates = (["right", "left"] as const).map((side) => {
    const [left, right] = side === "right" ? [at, at + width] : [at - width, at];
    const inside = left >= 0 && right <= pixels;
    const clear = (row: number) => before.every((p) => p.row !== row || right < p.left || left > p.right);
    const row = [0, 1, 2].find(clear) ?? 3;
    return { left, right, side, row, cost: row + (inside ? 0 : 10) };
  });
  const [first, second] = candidates as [(typeof candidates)[0], (typeof candidates)[0]];
  return { ...mark, ...(second.cost < first.cost ? second : first) };
}

function lineOf({ epoch, color, dash }: Placed): ChartShape {
  return {
    type: "line",
    xref: "x",
    yref: "paper",
    x0: epoch,
    x1: epoch,
    y0: 0,
    y1: 1,
    line: { color, width: 1.2, dash },
    layer: "below",
  };
}

function labelOf({ epoch, text, color, side, row }: Placed, { theme }: Frame): ChartAnnotation {
  return {
    text: plainText(text),
    x: epoch,
    y: 1,
    xref: "x",
    yref: "paper",
    xanchor: side === "right" ? "left" : "right",
    yanchor: "top",
    xshift: side === "right" ? 2 : -2,
    yshift: -3 - row * theme.fontSize * 1.5,
    showarrow: false,
    font: fontOf(theme, color, "small"),
    bgcolor: withAlpha(theme.background, 0.78),
    borderpad: 1,
  };
}

/** A circle of radius 5 as curves: Plotly takes logarithms of a circle shape's pixels on a log axis. */
const ringPath = "M5,0C5,2.76 2.76,5 0,5C-2.76,5 -5,2.76 -5,0C-5,-2.76 -2.76,-5 0,-5C2.76,-5 5,-2.76 5,0Z";

/** A ring about each validation curve's point at the best epoch. */
export function bestRings(
  panel: Panel,
  yref: YAxisId,
  payload: CurvesPayload,
  view: readonly [number, number],
  theme: Theme,
): ChartShape[] {
  const { bestEpoch } = payload.marks;
  if (bestEpoch === undefined || bestEpoch < view[0] || bestEpoch > view[1]) return [];
  return panel.series.flatMap((series) => {
    const y = series.role === "validation" ? series.y[series.x.lastIndexOf(bestEpoch)] : undefined;
    if (y === null || y === undefined) return [];
    const { color } = styleOf(series, payload.series, theme);
    const sizes = { xsizemode: "pixel", ysizemode: "pixel", path: ringPath } as const;
    const line = { color, width: 1.8 };
    return [
      {
        type: "path",
        xref: "x",
        yref,
        xanchor: bestEpoch,
        yanchor: y,
        ...sizes,
        line,
        layer: "above",
      } as const,
    ];
  });
}
