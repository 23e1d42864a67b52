/** The fast backend from each build of the kernels that this JavaScript engine can run. */
import { inspect } from "node:util";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import type { Backend } from "../../../../engine/backend/backend.ts";
import { openWasmBackend } from "../../../../engine/backend/wasm/openWasmBackend.ts";
import { v8Reclaimer } from "../../../../engine/backend/memory/reclaimer.ts";
import { canLoad } from "../../../../engine/backend/wasm/wasmKernels.ts";
import { kernelBytes } from "./kernelFiles.ts";

export interface Build {
  name: string;
  backend: Backend;
  /** Methods that failed the self-check. */
  replaced: readonly string[];
}

/** Wide tiles give the right numbers on every engine; they are only slow where V8 does not pair vectors. */
const variants = [
  { name: "wasm", file: "kernels.wasm", options: {} },
  { name: "wasm, unshared memory", file: "kernels.wasm", options: { shared: false } },
  { name: "wasm-relaxed", file: "kernels.relaxed.wasm", options: {} },
  { name: "wasm-relaxed, wide tiles", file: "kernels.relaxed.wasm", options: { paired: true } },
] as const;

export const builds: Build[] = variants
  .filter(({ file }) => canLoad(kernelBytes(file)))
  .map(({ name, file, options }) => {
    const reclaimer = v8Reclaimer(v8, vm, inspect);
    const { backend, replaced, prepare } = openWasmBackend(kernelBytes(file), {
      name,
      reclaimer,
      ...options,
    });
    prepare();
    return { name, backend, replaced };
  });
