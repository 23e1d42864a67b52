/**
 * The engine in a browser's worker: gets the kernels as bytes, and is otherwise the same door as ../index.ts. What it
 * cannot read by itself, files, comes through a port.
 */
import { jsBackend } from "../backend/js/jsBackend.ts";
import { openWasmBackend, type ThreadData } from "../backend/wasm/openWasmBackend.ts";
import { canLoad } from "../backend/wasm/wasmKernels.ts";
import { useBackend } from "../core/context.ts";
import { type Files, setFiles } from "../data/files.ts";
import { pressingReclaimer } from "./reclaimer.ts";

const MB = 1024 * 1024;

export interface BrowserEngine {
  /** `kernels.relaxed.wasm` and `kernels.wasm`, the best first; those that the browser does not know are left out. */
  kernels: readonly Uint8Array[];
  files: Files;
  /** Most memory that tensors may take, in MB. Default 2048. */
  memoryMb?: number;
  /** Threads that large kernels may use, the calling one included, where pages are isolated. Default 1. */
  threads?: number;
  /** Starts a helping thread, which is to call {@link helpForever} with these data. */
  startThread?: (data: ThreadData) => void;
  /** Told that the job that runs has been handed much memory, which it gives back only once it waits for another. */
  pressed?: () => void;
  /** Told in a sentence what makes computing slower than it could be. */
  warn?: (message: string) => void;
}

/** Threads that large kernels may use; 1 on the JavaScript backend. */
export let threadCount = 1;

/** The backend that works here: `js`, `wasm` or `wasm-relaxed`. */
export let backendName = "js";

let reserved = (): number => 0;

/** Bytes that tensors have or had: linear memory never shrinks. */
export function reservedBytes(): number {
  return reserved();
}

/** Installs the fastest backend that this browser runs correctly. To be called once, before the first tensor is made. */
export function openEngine(options: BrowserEngine): void {
  const {
    kernels,
    files,
    memoryMb = 2048,
    threads = 1,
    startThread,
    warn = () => undefined,
    pressed = () => undefined,
  } = options;
  setFiles(files);
  const bytes = "WebAssembly" in globalThis ? kernels.find(canLoad) : undefined;
  if (!bytes) {
    useBackend(jsBackend());
    warn("This browser does not know the kernels: computing goes on in JavaScript, many times slower.");
    return;
  }
  backendName = isRelaxed(bytes) ? "wasm-relaxed" : "wasm";
  const { backend, pool, allocator } = openWasmBackend(bytes, {
    name: backendName,
    limit: memoryMb * MB,
    reclaimer: pressingReclaimer(pressed),
    threads,
    ...(startThread && { startThread }),
    onReplaced: (methods) =>
      warn(`These kernels give wrong results in this browser, slow ones do instead: ${methods.join()}.`),
  });
  useBackend(backend);
  reserved = () => allocator.reserved;
  threadCount = pool?.threads ?? 1;
}

/** Relaxed SIMD's instructions are there or not in a whole module: the name is not among the bytes. */
function isRelaxed(bytes: Uint8Array): boolean {
  // 0xfd 0x85 0x02: f32x4.relaxed_madd, which no kernel for plain SIMD has.
  for (let i = bytes.indexOf(0xfd); i >= 0 && i < bytes.length - 2; i = bytes.indexOf(0xfd, i + 1))
    if (bytes[i + 1] === 0x85 && bytes[i + 2] === 0x02) return true;
  return false;
}
