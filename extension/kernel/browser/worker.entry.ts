/** A worker of a kernel in a browser: the entry of `dist/browserKernel.js`. Its first message says what it is to be. */
import { helpForever } from "../../../engine/backend/wasm/threadPool.ts";
import type { ThreadData } from "../../../engine/backend/wasm/openWasmBackend.ts";
import { instantiate } from "../../../engine/backend/wasm/wasmKernels.ts";
import { startCells } from "./cellWorker.ts";
import type { StartCells } from "./workerProtocol.ts";

interface StartCompute {
  role: "compute";
  data: ThreadData;
}

globalThis.addEventListener(
  "message",
  (event) => {
    event.stopImmediatePropagation();
    const start = (event as MessageEvent<StartCells | StartCompute>).data;
    if (start.role === "cells") startCells(start);
    else help(start.data);
  },
  { once: true },
);

/** A helping thread of the engine's thread pool. */
function help({ module, memory, control, scratch, thread, tileWidth }: ThreadData): void {
  const kernels = instantiate(module, memory);
  kernels.setTileWidth(tileWidth);
  helpForever(memory.buffer, control, kernels, scratch, thread);
}
