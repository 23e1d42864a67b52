/** Matrix products by the gemm kernels, and by those of a matrix and a vector: strides, batches and relu. */
import { bytesPerElement, type DType, type NDArray } from "../../core/ndarray.ts";
import { broadcastStrides } from "../../core/shape.ts";
import type { ThreadPool } from "./threadPool.ts";
import type { KernelTable, Tabulate } from "./typedKernels.ts";
import type { Gemm } from "./wasmKernels.ts";
import { addressOf } from "../memory/wasmStorage.ts";

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
  return row === 1 || column === 1;
}

/** Whether a kernel can read both as they lie. */
export function canMultiply(a: NDArray, b: NDArray): boolean {
  return isReadable(a) && isReadable(b);
}

/** A matrix times a vector, whose rows, or whose columns, lie in one piece; steps are in bytes. */
type Dots = (
  c: number,
  a: number,
  aRow: number,
  m: number,
  b: number,
  k: number,
  init: number,
  initStep: number,
  floor: number,
) => void;
type Mixed = (
  c: number,
  a: number,
  aColumn: number,
  m: number,
  b: number,
  bStep: number,
  k: number,
  init: number,
  initStep: number,
  floor: number,
) => void;

/** Multiplications from which on a product is worth several threads: some tens of microseconds of work. */
const WORTH_CUTTING = 2 ** 20;

/** Gives the kernel of a dtype, or null. */
export type Gemms = (dtype: DType) => Gemm | null;

/** The kernels of all dtypes, on all threads of `pool` when a product is large. */
export function gemms(tabulate: Tabulate, pool: ThreadPool | null): Gemms {
  const kernels = tabulate<Gemm>("gemm");
  const vectors = { dots: tabulate<Dots>("dots"), mixed: tabulate<Mixed>("mixed") };
  const known: { [D in DType]?: Gemm | null } = {};
  const find = (dtype: DType): Gemm | null => {
    const gemm = kernels.of(dtype);
    return (known[dtype] = gemm && gemmOf(gemm, vectors, dtype, pool));
  };
  return (dtype) => {
    const found = known[dtype];
    return found === undefined ? find(dtype) : found;
  };
}

interface VectorKernels {
  readonly dots: KernelTable<Dots>;
  readonly mixed: KernelTable<Mixed>;
}

/** Chooses the kernel by the shapes of a product. */
function gemmOf(gemm: Gemm, vectors: VectorKernels, dtype: DType, pool: ThreadPool | null): Gemm {
  const bytes = bytesPerElement[dtype];
  const large = pool === null ? gemm : onThreads(gemm, bytes, pool);
  return (m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch) => {
    if (m > 1 && n > 1) {
      if (m * n * k < WORTH_CUTTING) {
        gemm(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
      } else large(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
      return;
    }
    const init = accumulate ? c : bias;
    // C lies in one piece, whether it is a row or a column. From nothing, there is nothing to step over.
    const step = init === 0 || (n === 1 && !accumulate) ? 0 : bytes;
    const upright = n === 1;
    const matrix = upright ? a : b;
    const row = upright ? rsA : csB;
    const column = upright ? csA : rsB;
    const count = upright ? m : n;
    const vector = upright ? b : a;
    const next = upright ? rsB : csA;
    if (column === 1 && (next === 1 || k === 1)) {
      const dots = vectors.dots.of(dtype);
      if (dots) return dots(c, matrix, row * bytes, count, vector, k, init, step, floor);
    } else if (row === 1) {
      const mixed = vectors.mixed.of(dtype);
      if (mixed) {
        return mixed(c, matrix, column * bytes, count, vector, next * bytes, k, init, step, floor);
      }
    }
    gemm(m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch);
  };
}

function onThreads(gemm: Gemm, bytes: number, pool: ThreadPool): Gemm {
  const { threads } = pool;
  return (m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch) => {
    const args = [m, n, k, a, rsA, csA, b, rsB, csB, c, ldc, bias, floor, accumulate, scratch];
    const steps = new Array<number>(args.length).fill(0);
    // What is not cut is packed by every thread anew: rather cut what has to be packed.
    const byColumns = n >= 32 * threads && (csA === 1 || n >= m);
    const length = byColumns ? wholeTiles(n, threads, 16) : wholeTiles(m, threads, 6);
    if (byColumns) {
      steps[6] = length * csB * bytes;
      steps[9] = length * bytes;
      if (bias) steps[11] = length * bytes;
    } else {
      steps[3] = length * rsA * bytes;
      steps[9] = length * ldc * bytes;
    }
    pool.run({ kernel: gemm, args, steps, lengthAt: byColumns ? 1 : 0, length, scratchAt: 14 });
  };
}

/** Length of two parts a thread, in whole tiles. */
function wholeTiles(total: number, threads: number, tile: number): number {
  return Math.ceil(total / (2 * threads) / tile) * tile;
}

/** The contract of Backend.matmul, with relu, of numbers with fractions, for the only activation. `scratch`: gemmScratchBytes() bytes. */
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
  const bytes = bytesPerElement[out.dtype];
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
        x += index * ba[axis] * bytes;
        y += index * bb[axis] * bytes;
      }
      const z = to + i * m * n * bytes;
      gemm(m, n, k, x, sa.row, sa.column, y, sb.row, sb.column, z, n, added, floor, add, scratch);
    }
  }
}
