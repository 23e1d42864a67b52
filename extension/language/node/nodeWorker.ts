/** The language service in a worker of Node.js. */
import { parentPort, workerData } from "node:worker_threads";
import "../../kernel/node/checkScript.ts";
import type { Server } from "../core/server.ts";
import type { Setup, ToWorker } from "../protocol.ts";
import { nodeMachine } from "./nodeMachine.ts";

export function serveNode(Service: typeof Server): void {
  const server = new Service(workerData as Setup, nodeMachine, {
    send: (message) => parentPort?.postMessage(message),
    later: (task) => void setImmediate(task),
  });
  parentPort?.on("message", (message: ToWorker) => server.receive(message));
}
