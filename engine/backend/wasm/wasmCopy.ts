/** Copies between any strides, by kernels that walk four axes. */
import type { Shape } from "../../core/shape.ts";
import type { CopyStrided } from "./wasmKernels.ts";

/** An axis that is walked on both sides. */
interface Axis {
  extent: number;
  readonly to: number;
  readonly from: number;
}

/** What a kernel walks in place of an axis that there is not. */
const none: Axis = { extent: 1, to: 0, from: 0 };

/**
 * The axes that are longer than 1, in the order in which the elements of what is written lie; those that lie one in
 * the other on both sides are one axis. Null when there is nothing to copy.
 */
function axesOf(shape: Shape, to: Shape, from: Shape): Axis[] | null {
  const axes: Axis[] = [];
  for (let i = 0; i < shape.length; i++) {
    if (shape[i] === 0) return null;
    if (shape[i] > 1) axes.push({ extent: shape[i], to: to[i], from: from[i] });
  }
  axes.sort((a, b) => Math.abs(b.to) - Math.abs(a.to));
  const joined: Axis[] = [];
  for (const axis of axes) {
    const last = joined.at(-1);
    if (last?.to === axis.to * axis.extent && last.from === axis.from * axis.extent) {
      joined[joined.length - 1] = { ...axis, extent: axis.extent * last.extent };
    } else joined.push(axis);
  }
  return joined;
}

/** Writes elements of `bytes` bytes from address `x` on to address `dst` on; strides are in elements. */
export function copyStrided(
  copy: CopyStrided,
  bytes: number,
  dst: number,
  to: Shape,
  x: number,
  from: Shape,
  shape: Shape,
): void {
  const axes = axesOf(shape, to, from);
  if (axes === null) return;
  const column = axes.pop() ?? none;
  // Rows that lie along the columns of what is read are turned in squares.
  const along = column.from === 1 ? -1 : axes.findIndex((axis) => axis.from === 1);
  const row = axes.splice(along, 1)[0] ?? none;
  const second = axes.pop() ?? none;
  const first = axes.pop() ?? none;
  let blocks = 1;
  for (const axis of axes) blocks *= axis.extent;
  for (let block = 0; block < blocks; block++) {
    let there = 0;
    let here = 0;
    for (let i = axes.length - 1, rest = block; i >= 0; i--) {
      const index = rest % axes[i].extent;
      rest = (rest - index) / axes[i].extent;
      there += index * axes[i].to;
      here += index * axes[i].from;
    }
    copy(
      dst + there * bytes,
      x + here * bytes,
      first.extent,
      second.extent,
      row.extent,
      column.extent,
      first.to,
      second.to,
      row.to,
      column.to,
      first.from,
      second.from,
      row.from,
      column.from,
    );
  }
}
