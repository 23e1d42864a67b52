/** The extension's end of the worker: started on first use, started again after it failed. */
import type { FromWorker, Method, Requests, Setup, ToWorker } from "./protocol.ts";

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** What a cancelled question ends with. */
export class Cancelled extends Error {
  override name = "Cancelled";
}

/** Stops trying after this many failures: something is wrong that another start does not mend. */
const mostFailures = 5;

/** A worker that was started. */
export interface WorkerThread {
  post(message: ToWorker): void;
  end(): Promise<void>;
}

export interface WorkerEvents {
  message(message: FromWorker): void;
  /** The worker has ended, or could not be started. */
  failed(error: Error): void;
}

/** Starts a worker on this platform. */
export type StartWorker = (setup: Setup, events: WorkerEvents) => WorkerThread;

export class LanguageWorker {
  readonly #begin: StartWorker;
  readonly #setup: Setup;
  /** Messages that tell a new worker what is open. */
  readonly #state: () => ToWorker[];
  readonly #waiting = new Map<number, Waiting>();
  #worker: WorkerThread | null = null;
  #failures = 0;
  #ids = 0;

  /** @param state asked when a worker starts */
  constructor(begin: StartWorker, setup: Setup, state: () => ToWorker[]) {
    this.#begin = begin;
    this.#setup = setup;
    this.#state = state;
  }

  get started(): boolean {
    return this.#worker !== null;
  }

  /** Tells a worker that has been started; the next to start asks for the whole state. */
  tell(message: ToWorker): void {
    this.#worker?.post(message);
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
      // The protocol pairs each method with its parameters.
      worker.post({ type: "request", id, method, params } as ToWorker);
    });
  }

  async dispose(): Promise<void> {
    this.#failures = mostFailures;
    const worker = this.#worker;
    this.#end(new Cancelled());
    await worker?.end();
  }

  #start(): WorkerThread | null {
    if (this.#worker || this.#failures >= mostFailures) return this.#worker;
    const worker: WorkerThread = this.#begin(this.#setup, {
      message: (message) => this.#receive(message),
      failed: (error) => this.#fail(worker, error),
    });
    this.#worker = worker;
    for (const message of this.#state()) worker.post(message);
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

  #fail(worker: WorkerThread, error: Error): void {
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
