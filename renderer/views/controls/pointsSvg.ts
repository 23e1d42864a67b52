/** Points that are placed on a plane, drawn. Pure. */
import type { PointsControl } from "../../../engine/payload/control.ts";
import { mark, markColour } from "../svg/marks.ts";
import { atX, atY, planeGrid, type Plane } from "../svg/plane.ts";
import { svg, type SvgNode } from "../svg/svg.ts";
import type { Theme } from "../theme/theme.ts";

export const pointsSize = { width: 340, height: 320 } as const;

const radius = 5;
/** Pixels that a pointer may be off. */
const reach = 9;

export function planeOf({ x, y }: PointsControl): Plane {
  const { width, height } = pointsSize;
  return { left: 40, top: 8, width: width - 52, height: height - 36, x, y };
}

/** @param cross where the keyboard is; null while it is elsewhere */
export function pointsNodes(
  control: PointsControl,
  theme: Theme,
  cross: readonly [x: number, y: number] | null,
): SvgNode[] {
  const plane = planeOf(control);
  const points = control.value.map(([x, y, label]) =>
    mark(label, atX(plane, x), atY(plane, y), radius, {
      "fill": markColour(theme, label),
      "stroke": theme.background,
      "stroke-width": 1,
    }),
  );
  const at = cross && { x: atX(plane, cross[0]), y: atY(plane, cross[1]) };
  const line = { "stroke": theme.foreground, "stroke-width": 1.5 };
  const lines = at
    ? [
        svg("line", { ...line, x1: at.x - 9, y1: at.y, x2: at.x + 9, y2: at.y }),
        svg("line", { ...line, x1: at.x, y1: at.y - 9, x2: at.x, y2: at.y + 9 }),
      ]
    : [];
  return [...planeGrid(plane, theme, { x: true, y: true }), ...points, ...lines];
}

/** The place on the plane under pixels of the picture; null outside of it. */
export function placeUnder(control: PointsControl, x: number, y: number): [number, number] | null {
  const plane = planeOf(control);
  const [across, up] = [(x - plane.left) / plane.width, 1 - (y - plane.top) / plane.height];
  if (across < 0 || across > 1 || up < 0 || up > 1) return null;
  const [wide, high] = [control.x[1] - control.x[0], control.y[1] - control.y[0]];
  return [neat(control.x[0] + across * wide, wide), neat(control.y[0] + up * high, high)];
}

/** Which of the points is near a place; −1 where none is. The last one placed lies on top. */
export function pointNear(control: PointsControl, [x, y]: readonly [number, number]): number {
  const plane = planeOf(control);
  return control.value.findLastIndex(
    (point) =>
      Math.hypot(atX(plane, point[0]) - atX(plane, x), atY(plane, point[1]) - atY(plane, y)) <= reach,
  );
}

/** A thousandth of the side is nearer than a pointer can be. */
function neat(value: number, side: number): number {
  const unit = 10 ** Math.floor(Math.log10(side / 1000));
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}
