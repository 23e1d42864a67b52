/** What a layer gives, drawn small: images as sheets one behind the other, sequences as a row, vectors as a bar. */
import type { DiagramBlock } from "../../../../engine/payload/networkPictures.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import type { Theme } from "../../theme/theme.ts";

/** Of sheets and steps that are drawn; more are not told apart. */
const MOST = 9;

export function blockIcon(
  { shape }: DiagramBlock,
  left: number,
  top: number,
  width: number,
  height: number,
  theme: Theme,
): SvgNode[] {
  const [blue = "", orange = "", green = ""] = theme.palette.cycle;
  const box = (x: number, y: number, w: number, h: number, fill: string): SvgNode =>
    svg("rect", {
      "x": round(x),
      "y": round(y),
      "width": round(w),
      "height": round(h),
      "rx": 1,
      "fill": theme.background,
      "stroke": fill,
      "stroke-width": 1.2,
    });
  const tint = (x: number, y: number, w: number, h: number, fill: string): SvgNode =>
    svg("rect", {
      "x": round(x),
      "y": round(y),
      "width": round(w),
      "height": round(h),
      fill,
      "fill-opacity": 0.28,
    });
  const middle = left + width / 2;
  const [first = 1, second = 1, third = second] = shape;
  if (shape.length >= 3) {
    const sheets = Math.min(MOST, first);
    const step = 4;
    const room = height - (sheets - 1) * 1.5;
    const tall = sized(second, room);
    const wide = Math.min(width - (sheets - 1) * step, tall * Math.min(2, Math.max(0.5, third / second)));
    const start = middle - (wide + (sheets - 1) * step) / 2;
    return Array.from({ length: sheets }, (_, k) => {
      const [x, y] = [start + k * step, top + (height - tall - (sheets - 1) * 1.5) / 2 + k * 1.5];
      return [box(x, y, wide, tall, blue), tint(x, y, wide, tall, blue)];
    }).flat();
  }
  if (shape.length === 2) {
    const steps = Math.min(MOST, first);
    const [wide, tall] = [7, sized(second, height)];
    const start = middle - (steps * (wide + 2) - 2) / 2;
    return Array.from({ length: steps }, (_, k) => {
      const x = start + k * (wide + 2);
      const y = top + (height - tall) / 2;
      return [box(x, y, wide, tall, green), tint(x, y, wide, tall, green)];
    }).flat();
  }
  const tall = sized(first, height);
  const y = top + (height - tall) / 2;
  return [box(middle - 4, y, 8, tall, orange), tint(middle - 4, y, 8, tall, orange)];
}

/** Pixels for `count` entries: four times as many are not four times as long. */
function sized(count: number, most: number): number {
  return Math.max(7, Math.min(most, 7 + 6 * Math.log2(Math.max(1, count))));
}
