/** Normalisation by kernels: examples, or channels of a batch, shared out among threads. */
import { bytesPerElement, type NDArray } from "../../core/ndarray.ts";
import type { Norm } from "../backend.ts";
import type { Allocator } from "../memory/allocator.ts";
import { addressOf } from "../memory/wasmStorage.ts";
import type { ThreadPool } from "./threadPool.ts";
import type { KernelTable, Tabulate } from "./typedKernels.ts";

/** Elements from which on a call is worth several threads. */
const WORTH_CUTTING = 2 ** 16;
/** Into how many parts examples are cut whose slopes are summed: the same for any number of threads. */
const PARTS = 8;
/** Channels that are columns are cut at multiples of the widest loop. */
const COLUMNS = 16;
/** Numbers, float64, that a kernel keeps for each channel, or for each feature. */
const KEPT_BY_BATCH = 6;
const KEPT_BY_GROUPS = 4;

type Call = (...args: number[]) => void;

const addressOrNone = (x: NDArray | null): number => (x === null ? 0 : addressOf(x));

export class NormKernels {
  readonly #allocator: Allocator;
  readonly #pool: ThreadPool | null;
  readonly #groups: KernelTable;
  readonly #batch: KernelTable;
  readonly #groupsGrad: KernelTable;
  readonly #batchGrad: KernelTable;
  readonly #join: KernelTable;

  constructor(tabulate: Tabulate, allocator: Allocator, pool: ThreadPool | null) {
    this.#allocator = allocator;
    this.#pool = pool;
    this.#groups = tabulate("normaliseGroups");
    this.#batch = tabulate("normaliseBatch");
    this.#groupsGrad = tabulate("groupsGrad");
    this.#batchGrad = tabulate("batchGrad");
    this.#join = tabulate("joinParts");
  }

  /** Calls `body` with the address of so many float64 that nobody else uses. */
  #withScratch(length: number, body: (scratch: number) => void): void {
    const storage = this.#allocator.allocate("float64", length, "temporary");
    body(storage.address);
    this.#allocator.release(storage);
  }

  /** Runs a kernel, whose first argument is a number of things, of which `steps` are one from the next. */
  #run(kernel: Call, args: number[], steps: readonly number[], length: number): void {
    if (this.#pool === null || args[0] <= length) return kernel(...args);
    // What is not there does not begin to be.
    const moved = steps.map((step, i) => (args[i] === 0 ? 0 : step * length));
    this.#pool.run({ kernel, args, steps: moved, lengthAt: 0, length, scratchAt: -1 });
  }

  /** Of so many things that are `size` elements, a part for each thread to do twice. */
  #share(total: number, size: number, multiple: number): number {
    if (this.#pool === null || size < WORTH_CUTTING) return total;
    return Math.ceil(total / (2 * this.#pool.threads) / multiple) * multiple;
  }

  /** @returns whether there are kernels for it */
  normalise(
    x: NDArray,
    weight: NDArray | null,
    bias: NDArray | null,
    mean: NDArray,
    variance: NDArray,
    out: NDArray,
    norm: Norm,
  ): boolean {
    const { outer, groups, depth, inner, eps } = norm;
    const bytes = bytesPerElement[x.dtype];
    const [to, from, w, b] = [addressOf(out), addressOf(x), addressOrNone(weight), addressOrNone(bias)];
    const [center, spread] = [addressOf(mean), addressOf(variance)];
    const kernel = (norm.batch ? this.#batch : this.#groups).of(x.dtype);
    if (!kernel) return false;
    if (!norm.batch) {
      const args = [outer, to, from, w, b, center, spread, groups, depth, inner, eps];
      const [all, each] = [groups * depth * inner * bytes, groups * bytes];
      const steps = [0, all, all, 0, 0, each, each, 0, 0, 0, 0];
      this.#run(kernel, args, steps, this.#share(outer, x.size, 1));
      return true;
    }
    this.#withScratch(KEPT_BY_BATCH * groups, (scratch) => {
      const places = [to, from, w, b, center, spread];
      const args = [groups, ...places, Number(norm.given), outer, inner, groups * inner, eps, scratch];
      const run = inner * bytes;
      const steps = [
        0,
        run,
        run,
        ...[w, b, center, spread].map(() => bytes),
        0,
        0,
        0,
        0,
        0,
        8 * KEPT_BY_BATCH,
      ];
      this.#run(kernel, args, steps, this.#share(groups, x.size, inner === 1 ? COLUMNS : 1));
    });
    return true;
  }

  /** @returns whether there are kernels for it */
  backward(
    g: NDArray,
    x: NDArray,
    weight: NDArray | null,
    mean: NDArray,
    variance: NDArray,
    gx: NDArray | null,
    gw: NDArray | null,
    gb: NDArray | null,
    norm: Norm,
  ): boolean {
    const { outer, groups, depth, inner, eps } = norm;
    const bytes = bytesPerElement[x.dtype];
    const read = [addressOf(g), addressOf(x), addressOrNone(weight), addressOf(mean), addressOf(variance)];
    const [toX, toW, toB] = [addressOrNone(gx), addressOrNone(gw), addressOrNone(gb)];
    const kernel = (norm.batch ? this.#batchGrad : this.#groupsGrad).of(x.dtype);
    const join = this.#join.of(x.dtype);
    if (!kernel || !join) return false;
    if (norm.batch) {
      this.#withScratch(KEPT_BY_BATCH * groups, (scratch) => {
        const made = [groups, toX, toW, toB];
        const args = [...made, ...read, Number(norm.given), outer, inner, groups * inner, eps, scratch];
        const run = inner * bytes;
        const steps = [0, run, bytes, bytes, run, run, bytes, bytes, bytes, 0, 0, 0, 0, 0, 8 * KEPT_BY_BATCH];
        this.#run(kernel, args, steps, this.#share(groups, x.size, inner === 1 ? COLUMNS : 1));
      });
      return true;
    }
    const length = x.size < WORTH_CUTTING ? outer : Math.ceil(outer / PARTS);
    const parts = Math.ceil(outer / length);
    const features = groups * depth;
    const summed = gw !== null || gb !== null;
    const kept = KEPT_BY_GROUPS * features;
    this.#withScratch(summed ? parts * kept : 1, (scratch) => {
      const sums = summed ? scratch : 0;
      const args = [outer, toX, sums, ...read, length, groups, depth, inner, eps];
      const [all, each] = [features * inner * bytes, groups * bytes];
      const steps = [0, all, (8 * kept) / length, all, all, 0, each, each, 0, 0, 0, 0, 0];
      this.#run(kernel, args, steps, length);
      if (summed) join(toW, toB, sums, parts, features);
    });
    return true;
  }
}
