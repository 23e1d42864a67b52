/** Recurrent networks and attention by kernels of float32: examples, or heads, shared out among threads. */
import { fromStorage, type NDArray, type Storage, viewOf } from "../../core/ndarray.ts";
import { broadcastStrides } from "../../core/shape.ts";
import type { Allocator } from "../memory/allocator.ts";
import { addressOf } from "../memory/wasmStorage.ts";
import type { ThreadPool } from "./threadPool.ts";
import { KernelTable } from "./typedKernels.ts";
import type { Kernels } from "./wasmKernels.ts";

/** Multiplications from which on a call is worth several threads. */
const WORTH_CUTTING = 2 ** 20;
/** Words about a call of attention: five extents, and four of each of nine arrays. */
const WORDS = 5 + 4 * 9;

type Call = (...args: number[]) => void;
const names = {
  gru: "gruForward",
  gruBackward: "gruBackward",
  lstm: "lstmForward",
  lstmBackward: "lstmBackward",
  attention: "attentionForward",
  attentionBackward: "attentionBackward",
} as const;

/** A matrix [k, n] for many products, and what they are added to. */
interface Packed {
  readonly k: number;
  readonly n: number;
  /** Elements from row to row, and from column to column. */
  readonly row: number;
  readonly column: number;
  readonly matrix: number;
  readonly bias: number;
}

/** Each method tells whether there are kernels for its arguments; if not, it has done nothing. */
export class SequenceKernels {
  readonly #kernels: Kernels;
  readonly #table: KernelTable<Call, keyof typeof names>;
  readonly #allocator: Allocator;
  readonly #scratch: number;
  readonly #pool: ThreadPool | null;

  constructor(
    kernels: Kernels,
    examine: (kernel: string) => boolean,
    allocator: Allocator,
    scratch: number,
    pool: ThreadPool | null,
  ) {
    this.#kernels = kernels;
    this.#table = new KernelTable(kernels, examine, names);
    this.#allocator = allocator;
    this.#scratch = scratch;
    this.#pool = pool;
  }

  #of(entry: keyof typeof names, x: NDArray): Call | null {
    return x.dtype === "float32" ? this.#table.of(entry) : null;
  }

  /** Calls `body` with memory of so many floats. */
  #with(floats: number, body: (address: number) => void): void {
    const storage: Storage = this.#allocator.allocate("float32", Math.ceil(floats), "temporary");
    body(addressOf(fromStorage(storage, [storage.length])));
    this.#allocator.release(storage);
  }

  /**
   * Runs a kernel for all examples: `pointers` to arrays in whose steps those lie beside each other, so many bytes an
   * example, and the packed matrix among them with 0. Behind them comes room for the products of a part, and `last`.
   */
  #run(
    kernel: Call,
    [steps, batch, size]: readonly number[],
    pointers: readonly (readonly [address: number, bytes: number])[],
    packed: Packed,
    width: number,
    last: number,
  ): void {
    const { k, n } = packed;
    const pool = steps * batch * k * n < WORTH_CUTTING ? null : this.#pool;
    const length = pool ? Math.ceil(batch / pool.threads) : batch;
    // Whole tiles of six rows, and of sixteen columns.
    const room = Math.ceil(length / 6) * 6 * Math.ceil(width / 16) * 16;
    const parts = Math.ceil(batch / length);
    this.#with(this.#kernels.packedBytes(k, n) / 4 + parts * room, (memory) => {
      const area = memory + this.#kernels.packedBytes(k, n);
      this.#kernels.packMatrix(memory, packed.matrix, packed.row, packed.column, k, n, packed.bias);
      const args = [
        ...[batch, steps, batch, size],
        ...pointers.map(([address, bytes]) => (bytes === 0 ? memory : address)),
        ...[area, last],
      ];
      if (!pool || parts === 1) return kernel(...args);
      const advances = pointers.map(([, bytes]) => bytes * length);
      const all = [0, 0, 0, 0, ...advances, 4 * room, 0];
      pool.run({ kernel, args, steps: all, lengthAt: 0, length, scratchAt: -1 });
    });
  }

  gru(
    x: NDArray,
    start: NDArray,
    w: NDArray,
    bias: NDArray | null,
    out: NDArray,
    gates: NDArray,
    backwards: boolean,
  ): boolean {
    const kernel = this.#of("gru", x);
    if (!kernel) return false;
    const size = w.shape[1];
    const state = 4 * size;
    const [from, first, to, kept] = [x, start, out, gates].map(addressOf);
    this.#run(
      kernel,
      [x.shape[0], x.shape[1], size],
      [
        [from, 3 * state],
        [first, state],
        [0, 0],
        [to, state],
        [kept, 4 * state],
      ],
      { k: size, n: 3 * size, row: 1, column: size, matrix: addressOf(w), bias: bias ? addressOf(bias) : 0 },
      3 * size,
      Number(backwards),
    );
    return true;
  }

  gruBackward(
    g: NDArray,
    start: NDArray,
    w: NDArray,
    out: NDArray,
    gates: NDArray,
    dx: NDArray,
    du: NDArray,
    dstart: NDArray,
    backwards: boolean,
  ): boolean {
    const kernel = this.#of("gruBackward", g);
    if (!kernel) return false;
    const size = w.shape[1];
    const state = 4 * size;
    const [upper, first, made, kept, toX, toU, toStart] = [g, start, out, gates, dx, du, dstart].map(
      addressOf,
    );
    this.#run(
      kernel,
      g.shape,
      [
        ...([
          [upper, state],
          [first, state],
          [0, 0],
          [made, state],
          [kept, 4 * state],
        ] as const),
        ...([
          [toX, 3 * state],
          [toU, 3 * state],
          [toStart, state],
        ] as const),
      ],
      { k: 3 * size, n: size, row: size, column: 1, matrix: addressOf(w), bias: 0 },
      size,
      Number(backwards),
    );
    return true;
  }

  lstm(
    x: NDArray,
    start: NDArray,
    startCell: NDArray,
    w: NDArray,
    bias: NDArray | null,
    out: NDArray,
    cells: NDArray,
    gates: NDArray,
    backwards: boolean,
  ): boolean {
    const kernel = this.#of("lstm", x);
    if (!kernel) return false;
    const size = w.shape[1];
    const state = 4 * size;
    const [from, first, firstCell, to, memory, kept] = [x, start, startCell, out, cells, gates].map(
      addressOf,
    );
    this.#run(
      kernel,
      [x.shape[0], x.shape[1], size],
      [
        ...([
          [from, 4 * state],
          [first, state],
          [firstCell, state],
          [0, 0],
        ] as const),
        ...([
          [to, state],
          [memory, state],
          [kept, 4 * state],
        ] as const),
      ],
      { k: size, n: 4 * size, row: 1, column: size, matrix: addressOf(w), bias: bias ? addressOf(bias) : 0 },
      4 * size,
      Number(backwards),
    );
    return true;
  }

  lstmBackward(
    g: NDArray,
    gcell: NDArray,
    startCell: NDArray,
    w: NDArray,
    cells: NDArray,
    gates: NDArray,
    dx: NDArray,
    dstart: NDArray,
    dcell: NDArray,
    backwards: boolean,
  ): boolean {
    const kernel = this.#of("lstmBackward", g);
    if (!kernel) return false;
    const size = w.shape[1];
    const state = 4 * size;
    const [upper, firstCell, memory, kept, matrix] = [g, startCell, cells, gates, w].map(addressOf);
    const [last, toX, toStart, toCell] = [gcell, dx, dstart, dcell].map(addressOf);
    // It begins with the slopes by the last cells, and ends with those by the first.
    this.#kernels.copyBytes(toCell, last, gcell.size * 4);
    this.#run(
      kernel,
      g.shape,
      [
        ...([
          [upper, state],
          [firstCell, state],
          [0, 0],
          [memory, state],
          [kept, 4 * state],
        ] as const),
        ...([
          [toX, 4 * state],
          [toStart, state],
          [toCell, state],
        ] as const),
      ],
      { k: 4 * size, n: size, row: size, column: 1, matrix, bias: 0 },
      size,
      Number(backwards),
    );
    return true;
  }

  /** Runs a kernel for all heads, with `arrays` in their places; each part has room for the scores of a head. */
  #heads(
    kernel: Call,
    weights: NDArray,
    [width, given]: readonly [number, number],
    arrays: readonly (NDArray | null)[],
    args: (room: number) => number[],
    room: number,
    advance: number[],
  ): void {
    const [count, heads, rows, columns] = weights.shape;
    const words = arrays.flatMap((x) => (x ? placeOf(x) : [0, 0, 0, 0]));
    const about = this.#allocator.allocate("int32", WORDS, "temporary");
    about.data.set([heads, rows, columns, width, given, ...words]);
    const total = count * heads;
    const pool = weights.size * (width + given) < WORTH_CUTTING ? null : this.#pool;
    const length = pool ? Math.max(1, Math.ceil(total / (2 * pool.threads))) : total;
    this.#with(Math.max(1, room * Math.ceil(total / length)), (memory) => {
      const all = [total, 0, addressOf(fromStorage(about, [WORDS])), ...args(memory), this.#scratch];
      if (!pool || total <= length) return kernel(...all);
      const steps = [0, length, 0, ...advance, 0];
      pool.run({ kernel, args: all, steps, lengthAt: 0, length, scratchAt: all.length - 1 });
    });
    this.#allocator.release(about);
  }

  attention(
    q: NDArray,
    k: NDArray,
    v: NDArray,
    mask: NDArray | null,
    out: NDArray,
    weights: NDArray,
    scale: number,
  ): boolean {
    // A mask of one number for all keys is not worth a kernel.
    const plain = !mask || weights.shape[3] === 1 || mask.shape.at(-1) === weights.shape[3];
    const kernel = plain ? this.#of("attention", q) : null;
    if (!kernel) return false;
    const seen = mask && stretched(mask, weights);
    const arrays = [q, k, v, seen, out, weights, null, null, null];
    this.#heads(kernel, weights, [q.shape[3], v.shape[3]], arrays, () => [scale], 0, [0]);
    return true;
  }

  attentionBackward(
    q: NDArray,
    k: NDArray,
    v: NDArray,
    weights: NDArray,
    g: NDArray,
    dq: NDArray,
    dk: NDArray,
    dv: NDArray,
    scale: number,
  ): boolean {
    const kernel = this.#of("attentionBackward", q);
    if (!kernel) return false;
    const arrays = [q, k, v, null, g, weights, dq, dk, dv];
    const room = weights.shape[2] * weights.shape[3];
    const args = (memory: number): number[] => [scale, memory];
    this.#heads(kernel, weights, [q.shape[3], v.shape[3]], arrays, args, room, [0, 4 * room]);
    return true;
  }
}

/** The mask with the axes of the weights, and no step along those that it stretches over. */
function stretched(mask: NDArray, weights: NDArray): NDArray {
  return viewOf(mask, weights.shape, broadcastStrides(mask.shape, mask.strides, weights.shape), mask.offset);
}

/** Address and strides from example to example, head to head, row to row. */
function placeOf(x: NDArray): number[] {
  return [addressOf(x), ...x.strides.slice(0, 3)];
}
