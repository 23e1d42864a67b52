/** Puts the fast backend together from the bytes of a kernels module. */
import { Allocator, type AllocatorOptions } from "../memory/allocator.ts";
import type { Backend } from "../backend.ts";
import { checkedBackend } from "../checkedBackend.ts";
import { CONTROL_BYTES, MOST_THREADS, ThreadPool } from "./threadPool.ts";
import { UncheckedJs } from "../js/jsBackend.ts";
import { LinearMemory } from "../memory/linearMemory.ts";
import type { Check } from "../checks/samples.ts";
import { failing, selfCheck } from "../checks/selfCheck.ts";
import { UncheckedWasm } from "./wasmBackend.ts";
import { compileKernels, instantiate, type Kernels } from "./wasmKernels.ts";
import type { WasmMemory } from "./webAssembly.ts";

/** What a helping thread needs in order to begin: see `helpForever`. */
export interface ThreadData {
  module: object;
  memory: WasmMemory;
  control: number;
  scratch: number;
  /** Its number, from 1. */
  thread: number;
  tileWidth: number;
}

export interface WasmOptions extends Omit<AllocatorOptions, "base"> {
  /** For messages and benchmarks. */
  name: string;
  /**
   * Whether the JavaScript engine may turn pairs of 128-bit operations into 256-bit ones. Default false. Whether it
   * really does is found out by measuring: there are processors, and builds of V8, where it does not.
   */
  paired?: boolean;
  /** Bytes of linear memory to begin with. Default 16 MB. */
  initial?: number;
  /** Default true where there is SharedArrayBuffer. */
  shared?: boolean;
  /** Threads for large kernels, the calling one included. Default 1; more need shared memory. */
  threads?: number;
  /** Has the JavaScript engine compile kernels as they are to be used while `work` runs them for the first time. */
  compiled?: <T>(work: () => T) => T;
  /** Is told of methods whose kernels did not agree with the JS backend. */
  onReplaced?: (methods: readonly string[]) => void;
  /** Starts a helping thread. It may take its time, and must not keep the program alive. */
  startThread?: (data: ThreadData) => void;
}

export interface OpenedBackend {
  backend: Backend;
  allocator: Allocator;
  /** The threads for large kernels; null when there is only this one. */
  pool: ThreadPool | null;
  /** Methods with kernels that did not agree with the JS backend, which does their work instead; it may become longer. */
  readonly replaced: readonly string[];
  /** Examines what is examined before the first kernel is used, and chooses by measuring: now, unless that is done. */
  readonly prepare: () => void;
}

/** @throws when the JavaScript engine does not know an instruction in the kernels */
export function openWasmBackend(bytes: Uint8Array, options: WasmOptions): OpenedBackend {
  const linear = new LinearMemory(options.initial ?? 16 * 1024 * 1024, options.shared);
  const module = compileKernels(bytes, linear);
  const kernels = instantiate(module, linear.memory);
  // Each thread has kernels of its own over the same memory, and with them the width of its tiles.
  const scratchBytes = Math.ceil(kernels.convolutionScratchBytes() / 64) * 64;
  const threads = linear.shared && options.startThread ? Math.min(options.threads ?? 1, MOST_THREADS) : 1;
  const control = Math.ceil(kernels.heapBase() / 64) * 64;
  const scratch = Math.ceil((control + CONTROL_BYTES) / 64) * 64;
  const tiles = scratch + threads * scratchBytes;
  const base = tiles + Math.ceil((3 * measured * measured * 4) / 64) * 64;
  linear.grow(base + 1024 * 1024, 2 ** 32);
  let tileWidth = 8;
  const allocator = new Allocator(linear, { ...options, base, patient: threads > 1 });
  const pool =
    threads > 1
      ? new ThreadPool(
          linear,
          control,
          kernels,
          scratch,
          threads,
          () => {
            for (let i = 1; i < threads; i++) {
              options.startThread?.({
                module,
                memory: linear.memory,
                control,
                scratch: scratch + i * scratchBytes,
                thread: i,
                tileWidth,
              });
            }
          },
          () => allocator.sweep(),
        )
      : null;
  const replaced: string[] = [];
  const { onReplaced } = options;
  const compiled: NonNullable<WasmOptions["compiled"]> = options.compiled ?? ((work) => work());
  const examine = (checks: readonly Check[]): boolean => {
    const failed = [...compiled(() => failing(unchecked, checks))];
    replaced.push(...failed);
    if (failed.length > 0) onReplaced?.(failed);
    return failed.length === 0;
  };
  const unchecked = new UncheckedWasm(options.name, kernels, allocator, scratch, pool, examine);
  const prepare = beforeFirstUse(unchecked, () => {
    if (options.paired) tileWidth = compiled(() => fasterTile(kernels, scratch, tiles));
    kernels.setTileWidth(tileWidth);
    const failed = [...compiled(() => selfCheck(unchecked))];
    for (const method of failed) {
      const slow = Object.getOwnPropertyDescriptor(UncheckedJs.prototype, method);
      if (slow) Object.defineProperty(unchecked, method, slow);
    }
    replaced.push(...failed);
    if (failed.length > 0) onReplaced?.(failed);
  });
  const backend = checkedBackend(unchecked, allocator);
  return { backend, allocator, pool, replaced, prepare };
}

/** What does without kernels. */
const withoutKernels: ReadonlySet<string> = new Set<keyof Backend>([
  "allocate",
  "release",
  "retag",
  "memory",
  "collect",
]);

/**
 * Has `prepare` called before the first kernel of `backend` is: it takes as long as all else at the start, and a cell
 * that only prints need not wait for it. Meanwhile the methods are those of a prototype put in between.
 *
 * @returns does it now, unless it is done
 */
function beforeFirstUse(backend: UncheckedWasm, prepare: () => void): () => void {
  const methods = Object.getPrototypeOf(backend) as object;
  const waiting = Object.create(methods) as Record<string, unknown>;
  const prepareOnce = (): void => {
    if (Object.getPrototypeOf(backend) !== waiting) return;
    Object.setPrototypeOf(backend, methods);
    prepare();
  };
  for (let from = methods; from !== Object.prototype; from = Object.getPrototypeOf(from) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(from))) {
      if (typeof value !== "function" || name === "constructor" || withoutKernels.has(name)) continue;
      waiting[name] = (...args: unknown[]): unknown => {
        prepareOnce();
        const method = (backend as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
        return method.apply(backend, args);
      };
    }
  }
  Object.setPrototypeOf(backend, waiting);
  return prepareOnce;
}

/** Rows and columns of the product that is measured. */
const measured = 48;

/**
 * Width of the tile with which a small product takes less time; takes a millisecond. Both give the same bits.
 * @param free address of three matrices that nobody else uses
 */
function fasterTile(kernels: Kernels, scratch: number, free: number): 8 | 16 {
  const { performance } = globalThis as unknown as { performance: { now(): number } };
  const n = measured;
  const [a, b, c] = [0, 1, 2].map((i) => free + i * n * n * 4);
  kernels.fill(a, 2 * n * n, 1);
  const times = ([8, 16] as const).map((width) => {
    kernels.setTileWidth(width);
    let least = Infinity;
    for (let round = 0; round < 10; round++) {
      const began = performance.now();
      for (let i = 0; i < 5; i++) kernels.gemmF32(n, n, n, a, n, 1, b, n, 1, c, n, 0, -Infinity, 0, scratch);
      least = Math.min(least, performance.now() - began);
    }
    return least;
  });
  return times[1] < times[0] ? 16 : 8;
}
