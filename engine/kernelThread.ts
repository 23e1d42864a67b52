/** A helping thread of the engine's kernels: see backend/crew.ts. Started by node.ts. */
import { workerData } from "node:worker_threads";
import { helpForEver } from "./backend/crew.ts";
import type { ThreadData } from "./backend/openWasmBackend.ts";
import { instantiate } from "./backend/wasmKernels.ts";

const { module, memory, control, scratch, thread, tileWidth } = workerData as ThreadData;
const kernels = instantiate(module, memory);
kernels.setTileWidth(tileWidth);
helpForEver(memory.buffer, control, kernels, scratch, thread);
