import type { AxesMark, AxesPicture } from "../../../engine/payload/axesPicture.ts";
import { plural } from "../../../engine/payload/language.ts";
import { short } from "./graphText.ts";

/** A plot in words: what lies in each panel, and how far it reaches. */
export function axesText({ title, panels }: AxesPicture): string {
  const lines = panels.flatMap((panel) => {
    const axes = [panel.yLabel, panel.xLabel].filter((name) => name !== "").join(" against ");
    const head = [panel.title, axes].filter((text) => text !== "").join(": ");
    const notes = panel.notes.map(({ text, xy }) => `note at (${short(xy[0])}, ${short(xy[1])}): ${text}`);
    return [
      ...(head === "" ? [] : [head]),
      ...panel.marks.map((mark) => markText(mark, panel.xTicks)),
      ...notes,
    ];
  });
  return [title === "" ? "Plot" : `Plot: ${title}`, ...lines].join("\n");
}

function markText(mark: AxesMark, names: readonly string[]): string {
  switch (mark.kind) {
    case "line":
      return `${mark.name || "line"}: ${plural(mark.x.length, "point")}, y ${rangeText(mark.y)}`;
    case "points":
      return `${mark.name || "points"}: ${plural(mark.count, "point")}, x ${rangeText(mark.x)}, y ${rangeText(mark.y)}`;
    case "bars": {
      const heights = mark.to.map((to, i) => (to === null ? null : to - (mark.from[i] ?? 0)));
      const few = names.length > 0 && heights.length <= 12;
      return few
        ? `${mark.name || "bars"}: ${heights.map((height, i) => `${names[Math.round(mark.at[i] ?? 0)] ?? ""} ${short(height)}`).join(", ")}`
        : `${mark.name || "bars"}: ${plural(heights.length, "bar")}, ${rangeText(heights)}`;
    }
    case "boxes":
      return mark.boxes
        .map(
          ({ at, count, q1, median, q3 }) =>
            `${names[at] ?? String(at + 1)}: median ${short(median)}, quartiles ${short(q1)} and ${short(q3)}, ${plural(count, "value")}`,
        )
        .join("\n");
    case "cells":
      return `matrix ${mark.rows} × ${mark.columns}, from ${short(mark.low)} to ${short(mark.high)}`;
    case "image":
      return `image ${mark.width} × ${mark.height}`;
  }
}

function rangeText(values: readonly (number | null)[]): string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? "without numbers" : `from ${short(low)} to ${short(high)}`;
}
