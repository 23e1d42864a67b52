/** Strided copies by the two-dimensional kernel. */
import type { Shape } from "../shape.ts";
import type { Kernels } from "./wasmKernels.ts";

/**
 * Writes the elements (4 bytes each) that `strides` visit from `x` on, in row-major order of `shape`, to `dst`.
 * The two innermost axes that are longer than 1 go to the kernel; the others are walked here.
 */
export function copyStrided(k: Kernels, dst: number, x: number, shape: Shape, strides: Shape): void {
  const axes: { extent: number; stride: number }[] = [];
  for (let i = 0; i < shape.length; i++) {
    if (shape[i] === 0) return;
    if (shape[i] === 1) continue;
    const last = axes.at(-1);
    // Axes that lie one in the other in memory are one axis.
    if (last?.stride === strides[i] * shape[i]) {
      last.extent *= shape[i];
      last.stride = strides[i];
    } else axes.push({ extent: shape[i], stride: strides[i] });
  }
  const column = axes.pop() ?? { extent: 1, stride: 1 };
  const row = axes.pop() ?? { extent: 1, stride: 0 };
  const size = row.extent * column.extent;
  let blocks = 1;
  for (const axis of axes) blocks *= axis.extent;
  for (let block = 0; block < blocks; block++) {
    let from = 0;
    let rest = block;
    for (let i = axes.length - 1; i >= 0; i--) {
      const index = rest % axes[i].extent;
      rest = (rest - index) / axes[i].extent;
      from += index * axes[i].stride;
    }
    const to = dst + block * size * 4;
    k.copy2d(to, column.extent, x + from * 4, row.stride, column.stride, row.extent, column.extent);
  }
}
