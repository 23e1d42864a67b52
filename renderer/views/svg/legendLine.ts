/** A legend above a picture: signs with their words, in as many lines as they need. */
import { round } from "./plane.ts";
import { svg, type SvgNode } from "./svg.ts";
import { textWidth } from "../../../engine/payload/letters.ts";
import type { Theme } from "../theme/theme.ts";

export interface LegendEntry {
  words: string;
  /** Draws the sign, 24 pixels wide, about its middle. */
  sign: (x: number, y: number) => SvgNode[];
}

/** Pixels from one line to the next. */
export const LEGEND_LINE = 20;
/** Pixels of words while their theme is not known: those of a report, where they are largest as a rule. */
export const RECKONED = 13;
const SIGN = 24;
const GAP = 18;

/** How the entries are spread over lines of `width` pixels. */
export function legendLines(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
  const lines: LegendEntry[][] = [[]];
  let left = width;
  for (const entry of entries) {
    const needed = SIGN + 6 + textWidth(entry.words, RECKONED) + GAP;
    if (needed > left && lines.at(-1)?.length) {
      lines.push([]);
      left = width;
    }
    lines.at(-1)?.push(entry);
    left -= needed;
  }
  return lines;
}

export function legendNodes(
  lines: readonly (readonly LegendEntry[])[],
  left: number,
  top: number,
  theme: Theme,
): SvgNode[] {
  return lines.flatMap((entries, row) => {
    const y = top + (row + 0.5) * LEGEND_LINE;
    let x = left;
    return entries.flatMap(({ words, sign }) => {
      const at = x;
      x += SIGN + 6 + textWidth(words, theme.fontSize) + GAP;
      const text = {
        "x": round(at + SIGN + 6),
        y,
        "dy": "0.35em",
        "fill": theme.foreground,
        "font-size": theme.fontSize,
      };
      return [...sign(at + SIGN / 2, y), svg("text", text, words)];
    });
  });
}
