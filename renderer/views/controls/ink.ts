/** Drawing on a small image: ink by pixel, 0 to 255. Pure. */

export interface Spot {
  /** In pixels of the image, from its left and upper edges. */
  x: number;
  y: number;
}

/** Half the width of a pen, in pixels of the image: about a digit's stroke in a frame of this size. */
export function penRadius(width: number, height: number): number {
  return Math.max(0.6, Math.min(width, height) / 24);
}

/** `ink` after a stroke from one spot to another; `erase` takes ink away. */
export function strokeInk(
  ink: readonly number[],
  width: number,
  { from, to, erase }: { from: Spot; to: Spot; erase: boolean },
): number[] {
  const height = ink.length / width;
  const radius = penRadius(width, height) * (erase ? 1.5 : 1);
  const next = [...ink];
  const reach = radius + 1;
  const [left, right] = [Math.min(from.x, to.x) - reach, Math.max(from.x, to.x) + reach];
  const [top, bottom] = [Math.min(from.y, to.y) - reach, Math.max(from.y, to.y) + reach];
  for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, bottom); row++) {
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
      const away = distance({ x: column + 0.5, y: row + 0.5 }, from, to);
      // A pixel that the edge goes through is covered in part.
      const covered = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - away)));
      const at = row * width + column;
      const before = next[at] ?? 0;
      next[at] = erase ? Math.min(before, 255 - covered) : Math.max(before, covered);
    }
  }
  return next;
}

/** Of a point from the line between two others. */
function distance(point: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - at * dx, point.y - from.y - at * dy);
}
