/** Matrix products by the gemm kernel: strides, batches and activations. */
import type { NDArray } from "../ndarray.ts";
import { broadcastStrides } from "../shape.ts";
import type { Crew } from "./crew.ts";
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

/** Multiplications from which on a product is worth several threads: some tens of microseconds of work. */
const WORTH_CUTTING = 2 ** 20;

/** Computes one product. */
type Gemm = (...args: Parameters<Kernels["gemm"]>) => void;

/** The kernel, on all threads of `crew` when the product is large. */
export function gemmOf(kernels: Kernels, crew: Crew | null): Gemm {
  const { gemm } = kernels;
  if (crew === null) return gemm;
  const { threads } = crew;
  return (m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch) => {
    if (m * n * k < WORTH_CUTTING) {
      gemm(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
      return;
    }
    const args = [m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch];
    const steps = new Array<number>(args.length).fill(0);
    // What is not cut is packed by every thread anew: rather cut what has to be packed.
    const byColumns = n >= 32 * threads && (csA === 1 || n >= m);
    const length = byColumns ? wholeTiles(n, threads, 16) : wholeTiles(m, threads, 6);
    if (byColumns) {
      steps[6] = length * csB * 4;
      steps[9] = length * 4;
      if (bias) steps[11] = length * 4;
    } else {
      steps[3] = length * rsA * 4;
      steps[9] = length * ldc * 4;
    }
    crew.run({ kernel: gemm, args, steps, lengthAt: byColumns ? 1 : 0, length, scratchAt: 14 });
  };
}

/** Length of two parts a thread, in whole tiles. */
function wholeTiles(total: number, threads: number, tile: number): number {
  return Math.ceil(total / (2 * threads) / tile) * tile;
}

/** The contract of Backend.matmul, with relu for the only activation. `scratch`: gemmScratchBytes() bytes. */
export function multiply(
  gemm: Gemm,
  scratch: number,
  a: NDArray,
  b: NDArray,
  out: NDArray,
  bias: NDArray | null,
  relu: boolean,
  accumulate: boolean,
): void {
  const rank = out.shape.length;
  const m = out.shape[rank - 2];
  const n = out.shape[rank - 1];
  const k = a.shape[a.shape.length - 1];
  if (out.size === 0) return;
  const sa = matrixStrides(a);
  const sb = matrixStrides(b);
  const floor = relu ? 0 : -Infinity;
  const from = addressOf(a);
  const by = addressOf(b);
  const to = addressOf(out);
  const added = bias ? addressOf(bias) : 0;
  const add = Number(accumulate);
  if (rank === 2) {
    gemm(m, n, k, from, sa.row, sa.column, by, sb.row, sb.column, to, n, added, floor, add, scratch);
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
      gemm(m, n, k, x, sa.row, sa.column, y, sb.row, sb.column, z, n, added, floor, add, scratch);
    }
  }
}
