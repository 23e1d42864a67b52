/**
 * The engine in Node: reads the kernels that lie beside it, installs the fastest backend that this machine runs
 * correctly, and is otherwise the same door as ./index.ts. The only engine file that knows Node.
 *
 * `GRADBOOK_BACKEND` chooses a backend for tests and benchmarks: `js` (plain loops), `wasm` (SIMD), `wasm-relaxed`
 * (with fused multiply-add) or `wasm-paired` (that, with 256-bit operations made by V8). Default: the last of these
 * that works. `GRADBOOK_THREADS` says how many threads large kernels may use; default: as many as there are cores,
 * at most 16.
 * `GRADBOOK_MEMORY` limits the engine's memory, in MB; default: half of the machine's, at most 4 GB.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { inspect } from "node:util";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { isMainThread, Worker } from "node:worker_threads";
import { jsBackend } from "./backend/js/jsBackend.ts";
import { openWasmBackend, type ThreadData } from "./backend/wasm/openWasmBackend.ts";
import { type Reclaimer, v8Reclaimer } from "./backend/memory/reclaimer.ts";
import { canLoad } from "./backend/wasm/wasmKernels.ts";
import { context, useBackend } from "./core/context.ts";
import { setFiles } from "./data/files.ts";
import { useAsyncScopes } from "./core/gradMode.ts";
import * as exports from "./index.ts";
import { nameExports } from "./nameExports.ts";
import { nodeFiles } from "./nodeFiles.ts";

export * from "./index.ts";

nameExports(exports);
setFiles(nodeFiles(import.meta.url));
useAsyncScopes(new AsyncLocalStorage());

const MB = 1024 * 1024;

/** The first of the files that exists: beside a bundle, or in the build folder when run from sources or tests. */
function readKernels(name: string): Uint8Array | null {
  for (const folder of ["./", "../dist/", "../../dist/"]) {
    const url = new URL(folder + name, import.meta.url);
    if (existsSync(url)) return readFileSync(url);
  }
  return null;
}

/** Whether V8 can make one 256-bit operation of two: V8 13 and later have the flag; older ones would complain of it. */
const canPair = process.arch === "x64" && Number.parseInt(process.versions.v8, 10) >= 13;

/** What `GRADBOOK_THREADS` says; by default all cores: the helping threads give way to VS Code by themselves. */
function wantedThreads(): number {
  const wanted = process.env["GRADBOOK_THREADS"] ?? "";
  if (/^[1-9]\d*$/.test(wanted)) return Number(wanted);
  if (wanted !== "") {
    warn(
      `GRADBOOK_THREADS is "${wanted}", but must be a whole number of at least 1: it is left out of account.`,
    );
  }
  return Math.min(16, availableParallelism());
}

function startThread(data: ThreadData): void {
  // Sources run as they are in tests; what is built is JavaScript.
  const file = import.meta.url.endsWith(".ts") ? "./computeWorker.ts" : "./computeWorker.js";
  const thread = new Worker(new URL(file, import.meta.url), { workerData: data, execArgv: [] });
  // A thread that cannot start is missed only for its speed.
  thread.on("error", () => undefined);
  thread.unref();
}

/** While {@link paired} works: what it has compiled may have others compiled. */
let pairing = false;

/**
 * Has V8 compile the kernels that `work` runs with its optimising compiler at once and with 256-bit operations, so that
 * what is examined is what will be used. Other modules, a cell's own imports for one, are compiled as ever.
 */
function paired<T>(work: () => T): T {
  if (pairing) return work();
  pairing = true;
  v8.setFlagsFromString("--experimental-wasm-revectorize");
  v8.setFlagsFromString("--no-liftoff");
  try {
    return work();
  } finally {
    v8.setFlagsFromString("--liftoff");
    v8.setFlagsFromString("--no-experimental-wasm-revectorize");
    pairing = false;
  }
}

/** How long after the engine was loaded kernels are examined, unless they are used before. In milliseconds. */
const prepareAfter = 100;

/** Null, with a warning, where garbage cannot be asked for: then the memory of kernels would never be given back. */
function reclaimerOrNull(): Reclaimer | null {
  try {
    return v8Reclaimer(v8, vm, inspect);
  } catch (error) {
    warn(`${(error as Error).message} Computing goes on in JavaScript, many times slower.`);
    return null;
  }
}

/** Returns how many threads large kernels may use. */
function install(): number {
  const wanted = process.env["GRADBOOK_BACKEND"] ?? "";
  if (wanted === "js") {
    useBackend(jsBackend());
    return 1;
  }
  const limit = Number(process.env["GRADBOOK_MEMORY"] ?? 0) * MB || Math.min(totalmem() / 2, 4096 * MB);
  if (!("WebAssembly" in globalThis)) {
    warn(
      "There is no WebAssembly in this JavaScript engine: computing goes on in JavaScript, many times slower.",
    );
    return 1;
  }
  const relaxed = wanted === "wasm" ? null : readKernels("kernels.relaxed.wasm");
  const plain = readKernels("kernels.wasm");
  const bytes = relaxed && canLoad(relaxed) ? relaxed : plain;
  if (!bytes) {
    warn("kernels.wasm is missing beside the engine: computing goes on in JavaScript, many times slower.");
    return 1;
  }
  const pairs = canPair && wanted !== "wasm" && wanted !== "wasm-relaxed";
  const name = bytes === plain ? "wasm" : pairs ? "wasm-paired" : "wasm-relaxed";
  const threads = wantedThreads();
  const reclaimer = reclaimerOrNull();
  if (!reclaimer) return 1;
  const onReplaced = (methods: readonly string[]): void => {
    warn(
      `These kernels give wrong results on this JavaScript engine, slow ones do instead: ${methods.join()}.`,
    );
  };
  const compiled = pairs ? paired : <T>(work: () => T): T => work();
  const options = { name, paired: pairs, limit, threads, startThread, reclaimer, compiled, onReplaced };
  const { backend, prepare } = compiled(() => openWasmBackend(bytes, options));
  useBackend(backend);
  // Meanwhile whoever has waited for the engine goes on.
  setTimeout(prepare, prepareAfter).unref();
  // A notebook's kernel, which runs cells in another thread, shows its backend elsewhere.
  if (isMainThread && wanted === "" && process.arch === "x64" && name !== "wasm-paired") {
    const what = name === "wasm" ? "neither 256-bit vectors nor fused multiply-add" : "no 256-bit vectors";
    warn(
      `Node.js ${process.versions.node} has ${what} in WebAssembly: computing goes on with ${name}, ` +
        "up to 3 times slower. Node.js 24 has them.",
    );
  }
  return threads;
}

/** One line on standard error. */
function warn(message: string): void {
  process.stderr.write(`Gradbook: ${message}\n`);
}

/** Threads that large kernels may use in this process; 1 on the JavaScript backend. */
export const threadCount: number = install();

/** The backend that works in this process: `js`, `wasm`, `wasm-relaxed` or `wasm-paired`. */
export const backendName: string = context.backend.name;
