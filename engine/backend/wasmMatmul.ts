/** Matrix products by the gemm kernel: strides, batches and activations. */
import type { NDArray } from "../ndarray.ts";
import { broadcastStrides } from "../shape.ts";
import { Activation, type ActivationCode } from "./backend.ts";
import type { Kernels } from "./wasmKernels.ts";
import { addressOf } from "./wasmStorage.ts";

interface Strides {
  row: number;
  column: number;
}

/** Strides of the matrices in `x`; along an axis of one element any will do, and 1 is the best. */
function matrixStrides(x: NDArray): Strides {
  const rank = x.shape.length;
  let row = x.strides[rank - 2];
  let column = x.strides[rank - 1];
  if (x.shape[rank - 1] === 1) column = 1;
  else if (x.shape[rank - 2] === 1 && column !== 1) row = 1;
  return { row, column };
}

function isReadable(x: NDArray): boolean {
  const { row, column } = matrixStrides(x);
  return x.dtype === "float32" && (row === 1 || column === 1);
}

/** Whether the kernel can read both as they lie. */
export function canMultiply(a: NDArray, b: NDArray): boolean {
  return isReadable(a) && isReadable(b);
}

/** The contract of Backend.matmul. `scratch`: gemmScratchBytes() bytes. */
export function multiply(
  kernels: Kernels,
  scratch: number,
  a: NDArray,
  b: NDArray,
  out: NDArray,
  bias: NDArray | null,
  activation: ActivationCode,
  accumulate: boolean,
): void {
  const rank = out.shape.length;
  const m = out.shape[rank - 2];
  const n = out.shape[rank - 1];
  const k = a.shape[a.shape.length - 1];
  if (out.size === 0) return;
  const sa = matrixStrides(a);
  const sb = matrixStrides(b);
  const floor = activation === Activation.relu ? 0 : -Infinity;
  const [from, by, to] = [addressOf(a), addressOf(b), addressOf(out)];
  const added = bias ? addressOf(bias) : 0;
  const add = Number(accumulate);
  if (rank === 2) {
    kernels.gemm(m, n, k, from, sa.row, sa.column, by, sb.row, sb.column, to, n, added, floor, add, scratch);
  } else {
    const batch = out.shape.slice(0, rank - 2);
    const ba = broadcastStrides(a.shape.slice(0, -2), a.strides, batch);
    const bb = broadcastStrides(b.shape.slice(0, -2), b.strides, batch);
    const count = out.size / (m * n);
    for (let i = 0; i < count; i++) {
      let x = from;
      let y = by;
      for (let axis = rank - 3, rest = i; axis >= 0; axis--) {
        const index = rest % batch[axis];
        rest = (rest - index) / batch[axis];
        x += index * ba[axis] * 4;
        y += index * bb[axis] * 4;
      }
      const z = to + i * m * n * 4;
      kernels.gemm(m, n, k, x, sa.row, sa.column, y, sb.row, sb.column, z, n, added, floor, add, scratch);
    }
  }
  if (activation === Activation.sigmoid) kernels.sigmoid(to, to, out.size, 0, 0);
  else if (activation === Activation.tanh) kernels.tanh(to, to, out.size, 0, 0);
}
