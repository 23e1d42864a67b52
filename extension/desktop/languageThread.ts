/** The language service's worker as a thread of Node.js. */
import { Worker } from "node:worker_threads";
import type { StartWorker } from "../language/languageWorker.ts";
import type { FromWorker } from "../language/protocol.ts";

/**
 * Room for young objects, in megabytes. With what Node.js gives by itself, the process grows by over 100 MB more in a
 * notebook of 1,000 cells, for no faster key.
 */
const youngGeneration = 24;

/** @param entry `dist/languageWorker.cjs` */
export function languageThread(entry: URL): StartWorker {
  return (setup, events) => {
    const worker = new Worker(entry, {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
    });
    worker.on("message", (message: FromWorker) => events.message(message));
    worker.on("error", (error: Error) => events.failed(error));
    worker.on("exit", () => events.failed(new Error("The language service ended.")));
    worker.unref();
    return {
      post: (message) => worker.postMessage(message),
      end: async () => {
        await worker.terminate();
      },
    };
  };
}
