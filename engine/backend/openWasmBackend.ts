/** Puts the fast backend together from the bytes of a kernels module. */
import { Allocator, type AllocatorOptions } from "./allocator.ts";
import type { Backend } from "./backend.ts";
import { JsBackend } from "./jsBackend.ts";
import { LinearMemory } from "./linearMemory.ts";
import { selfCheck } from "./selfCheck.ts";
import { WasmBackend } from "./wasmBackend.ts";
import { loadKernels } from "./wasmKernels.ts";

export interface WasmOptions extends Omit<AllocatorOptions, "base"> {
  /** For messages and benchmarks. */
  name: string;
  /** Whether the JavaScript engine turns pairs of 128-bit operations into 256-bit ones. Default false. */
  paired?: boolean;
  /** Bytes of linear memory to begin with. Default 16 MB. */
  initial?: number;
  /** Default true where there is SharedArrayBuffer. */
  shared?: boolean;
}

export interface OpenedBackend {
  backend: Backend;
  allocator: Allocator;
  /** Methods whose kernels did not agree with the JS backend, which does their work instead. */
  replaced: string[];
}

/** @throws when the JavaScript engine does not know an instruction in the kernels */
export function openWasmBackend(bytes: Uint8Array, options: WasmOptions): OpenedBackend {
  const linear = new LinearMemory(options.initial ?? 16 * 1024 * 1024, options.shared);
  const kernels = loadKernels(bytes, linear);
  if (options.paired) kernels.setTileWidth(16);
  const allocator = new Allocator(linear, { ...options, base: kernels.heapBase() });
  const backend = new WasmBackend(options.name, kernels, allocator);
  const failed = [...selfCheck(backend)];
  for (const method of failed) {
    const slow = Object.getOwnPropertyDescriptor(JsBackend.prototype, method);
    if (slow) Object.defineProperty(backend, method, slow);
  }
  return { backend, allocator, replaced: failed };
}
