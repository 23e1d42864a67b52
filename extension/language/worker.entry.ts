/** The worker with TypeScript, in Node: the entry of `dist/languageWorker.js`. What it answers is in core/. */
import { parentPort, workerData } from "node:worker_threads";
import "../kernel/node/checkScript.ts";
import { Notebooks } from "./core/notebooks.ts";
import type { FromWorker, Setup, ToWorker } from "./protocol.ts";

const notebooks = new Notebooks(workerData as Setup);
const waiting = new Set<number>();

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function receive(message: ToWorker): void {
  switch (message.type) {
    case "notebook":
      return notebooks.update(message);
    case "text":
      return notebooks.setText(message.cell, message.text);
    case "close":
      return notebooks.close(message.notebook);
    case "files":
      return notebooks.filesChanged();
    case "cancel":
      waiting.delete(message.id);
      return;
    case "request":
      waiting.add(message.id);
      // Behind what has arrived already, so that it may be cancelled.
      setImmediate(() => answer(message));
  }
}

function answer({ id, method, params }: Extract<ToWorker, { type: "request" }>): void {
  if (!waiting.delete(id)) return;
  try {
    send({ type: "response", id, result: notebooks.answer(method, params) });
  } catch (error) {
    send({
      type: "failure",
      id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

parentPort?.on("message", receive);
