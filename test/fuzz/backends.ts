/** The backends that programs are run on. */
import { inspect } from "node:util";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { Worker } from "node:worker_threads";
import type { Backend } from "../../engine/backend/backend.ts";
import { openWasmBackend, type ThreadData } from "../../engine/backend/wasm/openWasmBackend.ts";
import { v8Reclaimer } from "../../engine/backend/memory/reclaimer.ts";
import { canLoad } from "../../engine/backend/wasm/wasmKernels.ts";
import { kernelBytes } from "../unit/engine/backend/kernelFiles.ts";

const MB = 1024 * 1024;

function startThread(data: ThreadData): void {
  const file = import.meta.url.endsWith(".ts") ? "computeWorker.ts" : "computeWorker.js";
  const thread = new Worker(new URL(`../../engine/${file}`, import.meta.url), {
    workerData: data,
    execArgv: [],
  });
  thread.unref();
}

const variants = [
  { name: "wasm", file: "kernels.wasm", options: { shared: false } },
  { name: "relaxed", file: "kernels.relaxed.wasm", options: { shared: false } },
  { name: "wasm-threads", file: "kernels.wasm", options: { threads: 3, startThread } },
  {
    name: "relaxed-threads",
    file: "kernels.relaxed.wasm",
    options: { threads: 3, startThread, paired: true },
  },
] as const;

export interface NamedBackend {
  readonly name: string;
  readonly backend: Backend;
}

export const backendNames: readonly string[] = variants.map(({ name }) => name);

/** Those of `names` whose instructions this JavaScript engine knows. */
export function openBackends(names: readonly string[]): NamedBackend[] {
  return variants
    .filter(({ name, file }) => names.includes(name) && canLoad(kernelBytes(file)))
    .map(({ name, file, options }) => {
      const reclaimer = v8Reclaimer(v8, vm, inspect);
      const { backend } = openWasmBackend(kernelBytes(file), {
        name,
        reclaimer,
        limit: 512 * MB,
        ...options,
      });
      return { name, backend };
    });
}
