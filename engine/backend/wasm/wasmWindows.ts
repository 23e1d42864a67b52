/** Convolutions and pools by kernels: images, or planes of them, shared out among threads. */
import { bytesPerElement, fromStorage, type NDArray } from "../../core/ndarray.ts";
import type { Pair, Window } from "../backend.ts";
import type { Allocator } from "../memory/allocator.ts";
import { addressOf } from "../memory/wasmStorage.ts";
import type { ThreadPool } from "./threadPool.ts";
import { type ByDType, byDType, type KernelTable, type Tabulate } from "./typedKernels.ts";
import type { Kernels } from "./wasmKernels.ts";

/** Into how many parts the images are cut whose slopes by the weights are summed: the same for any number of threads. */
const PARTS = 8;
/** Multiplications, or elements, from which on a call is worth several threads. */
const WORTH_CUTTING = 2 ** 20;
const WORTH_CUTTING_MOVES = 2 ** 16;
/** Words that the kernels read about a window. */
const WORDS = 16;

type Call = (...args: number[]) => void;
/** The kernels of an entry, and of steps that belong to it. */
const families = {
  convolve: "convolve",
  convolveInput: "convolveInput",
  convolveWeight: "convolveWeight",
  unfold: "unfold",
  fold: "fold",
  maxPool: "maxPool",
  avgPool: "avgPool",
  avgPoolBackward: "avgPoolGrad",
} as const;
type Family = keyof typeof families;

/** How the first argument, a number of images or planes, is cut. */
interface Cut {
  /** Bytes from one to the next, of each argument. */
  steps: readonly number[];
  length: number;
  /** Which argument is scratch memory; −1 for none. */
  scratchAt: number;
}

/** Each method tells whether there are kernels for its arguments; if not, it has done nothing. */
export class WindowKernels {
  readonly #allocator: Allocator;
  readonly #scratch: number;
  readonly #pool: ThreadPool | null;
  readonly #mostTaps: number;
  readonly #tables: Readonly<Record<Family, KernelTable>>;
  /** Parts of the entries, which are examined with them. */
  readonly #sumSlopes: ByDType<Call>;
  readonly #turnWeights: ByDType<Call>;

  constructor(
    kernels: Kernels,
    tabulate: Tabulate,
    allocator: Allocator,
    scratch: number,
    pool: ThreadPool | null,
  ) {
    this.#allocator = allocator;
    this.#scratch = scratch;
    this.#pool = pool;
    this.#mostTaps = kernels.mostTaps();
    const tables = Object.entries(families).map(([entry, family]) => [entry, tabulate(family)]);
    this.#tables = Object.fromEntries(tables) as Record<Family, KernelTable>;
    this.#sumSlopes = byDType(kernels, "sumSlopes");
    this.#turnWeights = byDType(kernels, "turnWeights");
  }

  #of(family: Family, image: NDArray, { kernel }: Window): Call | null {
    const most = (this.#mostTaps * 4) / bytesPerElement[image.dtype];
    return image.size > 0 && kernel[0] * kernel[1] <= most ? this.#tables[family].of(image.dtype) : null;
  }

  /**
   * Calls `body` with the address of what kernels read about a window. The addresses of all arrays are to be asked for
   * before that: of memory that was given back there is none, and then nothing shall have been written.
   */
  #described(
    image: NDArray,
    outputs: number,
    groups: number,
    places: readonly number[],
    window: Window,
    padded: boolean,
    body: (geometry: number) => void,
  ): void {
    const { kernel, stride, padding, dilation } = window;
    const [, channels, height, width] = image.shape;
    const storage = this.#allocator.allocate("int32", WORDS, "temporary");
    const words = [channels, height, width, outputs, groups, ...kernel, ...places];
    storage.data.set([...words, ...stride, ...padding, ...dilation, Number(padded)]);
    body(addressOf(fromStorage(storage, [WORDS])));
    this.#allocator.release(storage);
  }

  /** Runs a kernel on all threads when it is worth it. */
  #run(kernel: Call, args: readonly number[], { steps, length, scratchAt }: Cut, large: boolean): void {
    const pool = this.#pool;
    if (pool === null || !large || args[0] <= length) kernel(...args);
    else
      pool.run({ kernel, args, steps: steps.map((step) => step * length), lengthAt: 0, length, scratchAt });
  }

  /** Of so many, a part for each thread to do twice. */
  #share(total: number): number {
    return Math.max(1, Math.ceil(total / (2 * (this.#pool?.threads ?? 1))));
  }

  convolve(x: NDArray, w: NDArray, bias: NDArray | null, out: NDArray, window: Window): boolean {
    const kernel = this.#of("convolve", x, window);
    if (!kernel) return false;
    const [images, outputs, ...places] = out.shape;
    const groups = x.shape[1] / w.shape[1];
    const added = bias ? addressOf(bias) : 0;
    const pointers = [addressOf(x), addressOf(w), added, addressOf(out)];
    this.#described(x, outputs, groups, places, window, false, (geometry) => {
      const args = [images, ...pointers, geometry, this.#scratch];
      const steps = [0, bytesOf(x) / images, 0, 0, bytesOf(out) / images, 0, 0];
      const cut = { steps, length: this.#share(images), scratchAt: 6 };
      this.#run(kernel, args, cut, workOf(w, out) > WORTH_CUTTING);
    });
    return true;
  }

  convolveInput(g: NDArray, w: NDArray, out: NDArray, window: Window): boolean {
    const kernel = this.#of("convolveInput", out, window);
    if (!kernel) return false;
    const [images, outputs, ...places] = g.shape;
    const groups = out.shape[1] / w.shape[1];
    const pointers = [addressOf(g), addressOf(w), addressOf(out)];
    const turn = this.#turnWeights[w.dtype];
    const back = w.shape[1] > 1 ? backwards(window) : null;
    if (back && turn) {
      // A convolution itself: of the slopes, with kernels that are turned around.
      const [made, inputs, ...taps] = w.shape;
      const turned = this.#allocator.allocate(w.dtype, w.size, "temporary");
      const weights = fromStorage(turned, [out.shape[1], made / groups, ...taps]);
      turn(addressOf(weights), pointers[1], groups, made / groups, inputs, taps[0] * taps[1]);
      const done = this.convolve(g, weights, null, out, back);
      this.#allocator.release(turned);
      if (done) return true;
    }
    this.#described(out, outputs, groups, places, window, false, (geometry) => {
      const args = [images, ...pointers, geometry, this.#scratch];
      const steps = [0, bytesOf(g) / images, 0, bytesOf(out) / images, 0, 0];
      const cut = { steps, length: this.#share(images), scratchAt: 5 };
      this.#run(kernel, args, cut, workOf(w, g) > WORTH_CUTTING);
    });
    return true;
  }

  convolveWeight(x: NDArray, g: NDArray, out: NDArray, window: Window): boolean {
    const kernel = this.#of("convolveWeight", x, window);
    const sum = this.#sumSlopes[x.dtype];
    if (!kernel || !sum) return false;
    const [images, outputs, ...places] = g.shape;
    const inputs = out.shape[1];
    const groups = x.shape[1] / inputs;
    const [fromX, fromG, to] = [addressOf(x), addressOf(g), addressOf(out)];
    const length = Math.ceil(images / PARTS);
    const parts = Math.ceil(images / length);
    const slopes = this.#allocator.allocate(out.dtype, parts * out.size, "temporary");
    const first = addressOf(fromStorage(slopes, [slopes.length]));
    this.#described(x, outputs, groups, places, window, false, (geometry) => {
      const args = [images, fromX, fromG, first, length, geometry, this.#scratch];
      const steps = [0, bytesOf(x) / images, bytesOf(g) / images, bytesOf(out) / length, 0, 0, 0];
      const cut = { steps, length, scratchAt: 6 };
      this.#run(kernel, args, cut, workOf(out, g) > WORTH_CUTTING);
    });
    const depth = inputs * window.kernel[0] * window.kernel[1];
    sum(to, first, parts, groups, depth, outputs / groups);
    this.#allocator.release(slopes);
    return true;
  }

  unfold(x: NDArray, out: NDArray, window: Window): boolean {
    const kernel = this.#of("unfold", x, window);
    if (!kernel) return false;
    const images = x.shape[0];
    const pointers = [addressOf(x), addressOf(out)];
    this.#described(x, 0, 1, out.shape.slice(4), window, false, (geometry) => {
      const args = [images, ...pointers, geometry];
      const steps = [0, bytesOf(x) / images, bytesOf(out) / images, 0];
      const cut = { steps, length: this.#share(images), scratchAt: -1 };
      this.#run(kernel, args, cut, out.size > WORTH_CUTTING_MOVES);
    });
    return true;
  }

  fold(columns: NDArray, out: NDArray, window: Window): boolean {
    const kernel = this.#of("fold", out, window);
    if (!kernel) return false;
    const images = out.shape[0];
    const pointers = [addressOf(columns), addressOf(out)];
    this.#described(out, 0, 1, columns.shape.slice(4), window, false, (geometry) => {
      const args = [images, ...pointers, geometry];
      const steps = [0, bytesOf(columns) / images, bytesOf(out) / images, 0];
      const cut = { steps, length: this.#share(images), scratchAt: -1 };
      this.#run(kernel, args, cut, columns.size > WORTH_CUTTING_MOVES);
    });
    return true;
  }

  maxPool(x: NDArray, out: NDArray, positions: NDArray, window: Window): boolean {
    const kernel = this.#of("maxPool", x, window);
    if (!kernel) return false;
    const planes = x.shape[0] * x.shape[1];
    const pointers = [addressOf(x), addressOf(out), addressOf(positions)];
    this.#described(x, 0, 1, out.shape.slice(2), window, false, (geometry) => {
      const args = [planes, ...pointers, 0, geometry];
      const [from, to, places] = [bytesOf(x) / planes, bytesOf(out) / planes, bytesOf(positions) / planes];
      const steps = [0, from, to, places, from / bytesPerElement[x.dtype], 0];
      const cut = { steps, length: this.#share(planes), scratchAt: -1 };
      this.#run(kernel, args, cut, x.size > WORTH_CUTTING_MOVES);
    });
    return true;
  }

  avgPool(x: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): boolean {
    const kernel = this.#of("avgPool", x, window);
    if (!kernel) return false;
    const planes = x.shape[0] * x.shape[1];
    const pointers = [addressOf(x), addressOf(out)];
    this.#described(x, 0, 1, out.shape.slice(2), window, padded, (geometry) => {
      const args = [planes, ...pointers, divisor, geometry];
      const steps = [0, bytesOf(x) / planes, bytesOf(out) / planes, 0, 0];
      const cut = { steps, length: this.#share(planes), scratchAt: -1 };
      this.#run(kernel, args, cut, x.size > WORTH_CUTTING_MOVES);
    });
    return true;
  }

  avgPoolBackward(g: NDArray, out: NDArray, window: Window, padded: boolean, divisor: number): boolean {
    const kernel = this.#of("avgPoolBackward", out, window);
    if (!kernel) return false;
    const planes = out.shape[0] * out.shape[1];
    const pointers = [addressOf(g), addressOf(out)];
    this.#described(out, 0, 1, g.shape.slice(2), window, padded, (geometry) => {
      const args = [planes, ...pointers, divisor, geometry];
      const steps = [0, bytesOf(g) / planes, bytesOf(out) / planes, 0, 0];
      const cut = { steps, length: this.#share(planes), scratchAt: -1 };
      this.#run(kernel, args, cut, out.size > WORTH_CUTTING_MOVES);
    });
    return true;
  }
}

/** The window that moves over the slopes by what a window made, where that is one: it moves by one, and not over nothing. */
function backwards({ kernel, stride, padding, dilation }: Window): Window | null {
  const around = (axis: 0 | 1): number => (kernel[axis] - 1) * dilation[axis] - padding[axis];
  const margins: Pair = [around(0), around(1)];
  const moves = stride.every((step) => step === 1) && kernel.some((taps) => taps > 1);
  return moves && margins.every((margin) => margin >= 0)
    ? { kernel, stride, padding: margins, dilation }
    : null;
}

function bytesOf(x: NDArray): number {
  return x.size * bytesPerElement[x.dtype];
}

/** Multiplications of a convolution that makes `out` with the weights `w`. */
function workOf(w: NDArray, out: NDArray): number {
  return (w.size / w.shape[0]) * out.size;
}
