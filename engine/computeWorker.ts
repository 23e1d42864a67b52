/** A helping thread of the engine's thread pool, started by node.ts; see backend/wasm/threadPool.ts. */
import { constants, getPriority, setPriority } from "node:os";
import { workerData } from "node:worker_threads";
import { helpForever } from "./backend/wasm/threadPool.ts";
import type { ThreadData } from "./backend/wasm/openWasmBackend.ts";
import { instantiate } from "./backend/wasm/wasmKernels.ts";

const { module, memory, control, scratch, thread, tileWidth } = workerData as ThreadData;
giveWay();
const kernels = instantiate(module, memory);
kernels.setTileWidth(tileWidth);
helpForever(memory.buffer, control, kernels, scratch, thread);

/**
 * Cores that others want, an editor above all, are theirs first. Elsewhere than in Linux, a thread cannot say so for
 * itself: there, the calling thread goes on alone as long as the others are kept from their work.
 */
function giveWay(): void {
  const low = constants.priority.PRIORITY_BELOW_NORMAL;
  try {
    if (process.platform === "linux" && getPriority() < low) setPriority(low);
  } catch {
    // A container may forbid it.
  }
}
