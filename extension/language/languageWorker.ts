/** The extension's end of the worker: started on first use, started again after it failed. */
import { Worker } from "node:worker_threads";
import type { FromWorker, Method, Requests, Setup, ToWorker } from "./protocol.ts";

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** What a cancelled question ends with. */
export class Cancelled extends Error {
  override name = "Cancelled";
}

/**
 * Room for young objects, in megabytes. With what Node.js gives by itself, the process grows by over 100 MB more in a
 * notebook of 1,000 cells, for no faster key.
 */
const youngGeneration = 24;

/** Stops trying after this many failures: something is wrong that another start does not mend. */
const mostFailures = 5;

export class LanguageWorker {
  readonly #entry: URL;
  readonly #setup: Setup;
  /** Messages that tell a new worker what is open. */
  readonly #state: () => ToWorker[];
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #failures = 0;
  #ids = 0;

  /** @param state asked when a worker starts */
  constructor(entry: URL, setup: Setup, state: () => ToWorker[]) {
    this.#entry = entry;
    this.#setup = setup;
    this.#state = state;
  }

  get started(): boolean {
    return this.#worker !== null;
  }

  /** Tells a worker that has been started; the next to start asks for the whole state. */
  tell(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  /** @throws {Cancelled} when `signal` is aborted; an Error when the worker could not answer */
  ask<M extends Method>(
    method: M,
    params: Requests[M]["params"],
    onCancel?: (cancel: () => void) => void,
  ): Promise<Requests[M]["result"]> {
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      const worker = this.#start();
      if (!worker) return reject(new Error("TypeScript's language service could not be started."));
      // The protocol pairs each method with its result.
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      onCancel?.(() => this.#cancel(id));
      worker.postMessage({ type: "request", id, method, params });
    });
  }

  async dispose(): Promise<void> {
    this.#failures = mostFailures;
    const worker = this.#worker;
    this.#end(new Cancelled());
    await worker?.terminate();
  }

  #start(): Worker | null {
    if (this.#worker || this.#failures >= mostFailures) return this.#worker;
    const worker = new Worker(this.#entry, {
      workerData: this.#setup,
      resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
    });
    worker.on("message", (message: FromWorker) => this.#receive(message));
    worker.on("error", (error: Error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("The language service ended.")));
    worker.unref();
    this.#worker = worker;
    for (const message of this.#state()) worker.postMessage(message);
    return worker;
  }

  #receive(message: FromWorker): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === "response") waiting?.resolve(message.result);
    else waiting?.reject(new Error(message.message));
  }

  #cancel(id: number): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    this.tell({ type: "cancel", id });
    waiting.reject(new Cancelled());
  }

  #fail(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return;
    this.#failures++;
    this.#end(error);
  }

  #end(error: Error): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
