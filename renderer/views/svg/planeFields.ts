/** A plane cut into fields, so that any place of it can be pointed at. */
import { round, type Plane } from "./plane.ts";
import { svg, type SvgNode } from "./svg.ts";

/** Fields along each axis. */
const FIELDS = 16;

export const fieldKeys: readonly string[] = Array.from({ length: FIELDS * FIELDS }, (_, i) => keyOf(i));

function keyOf(i: number): string {
  return `f${i % FIELDS}.${Math.floor(i / FIELDS)}`;
}

/** Where the middle of the field with this key is, as shares of both axes. */
export function fieldOf(key: string): readonly [number, number] | null {
  const [, column, row] = /^f(\d+)\.(\d+)$/.exec(key) ?? [];
  if (column === undefined || row === undefined) return null;
  return [(Number(column) + 0.5) / FIELDS, (Number(row) + 0.5) / FIELDS];
}

/** Targets for the pointer; they show nothing. */
export function fieldNodes({ left, top, width, height }: Plane): SvgNode[] {
  return fieldKeys.map((key, i) =>
    svg("rect", {
      "data-key": key,
      "x": round(left + ((i % FIELDS) / FIELDS) * width),
      "y": round(top + height - ((Math.floor(i / FIELDS) + 1) / FIELDS) * height),
      "width": round(width / FIELDS),
      "height": round(height / FIELDS),
      "fill": "transparent",
    }),
  );
}

/** A cross in the middle of the field that is pointed at, if one is. */
export function fieldCross(plane: Plane, focus: string | null, stroke: string): SvgNode[] {
  const at = fieldOf(focus ?? "");
  if (!at) return [];
  const { left, top, width, height } = plane;
  const [x, y] = [round(left + at[0] * width), round(top + (1 - at[1]) * height)];
  return [
    svg("path", { "d": `M${x - 5} ${y}h10M${x} ${y - 5}v10`, "fill": "none", stroke, "stroke-width": 1.5 }),
  ];
}
