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
  const base = scratch + threads * scratchBytes;
  linear.grow(base + 1024 * 1024, 2 ** 32);
  const tileWidth = options.paired ? fasterTile(kernels, scratch, base) : 8;
  kernels.setTileWidth(tileWidth);
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
  for (const method of compiled(() => selfCheck(unchecked))) {
    const slow = Object.getOwnPropertyDescriptor(UncheckedJs.prototype, method);
    if (slow) Object.defineProperty(unchecked, method, slow);
    replaced.push(method);
  }
  if (replaced.length > 0) onReplaced?.(replaced);
  const backend = checkedBackend(unchecked, allocator);
  return { backend, allocator, pool, replaced };
}

/** Width of the tile with which a small product takes less time; takes a millisecond. Both give the same bits. */
function fasterTile(kernels: Kernels, scratch: number, free: number): 8 | 16 {
  const { performance } = globalThis as unknown as { performance: { now(): number } };
  const n = 48;
  const [a, b, c] = [0, 1, 2].map((i) => Math.ceil(free / 64) * 64 + i * n * n * 4);
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
