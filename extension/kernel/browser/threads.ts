/** Starts a kernel's threads as workers, for the control thread, which is the page or the extension's own. */
import type { CellThreadEvents, CellThreadPort } from "../control/control.ts";
import type { TransformThread, TransformThreadEvents } from "../control/transformClient.ts";
import type { ThreadData } from "../protocol/threadProtocol.ts";
import type { TransformMessage, TransformResponse } from "../protocol/transformProtocol.ts";
import type { Surroundings } from "./surroundings.ts";
import type { FromCells, Question, StartCells, ToCells } from "./workerProtocol.ts";

/** Shipped files that code may want without waiting. */
const wantedAtOnce = ["timemachine.txt.gz", "eng-fra.txt.gz", "airfoil_self_noise.dat.gz"];

/** All that a kernel has started, so that nothing is left of it. */
export class Threads {
  readonly #surroundings: Surroundings;
  readonly #workers = new Set<Worker>();
  readonly #urls = new Set<string>();
  /** Ends the waiting for the locks of workers. */
  readonly #watching = new AbortController();
  /** Bytes that the engine has taken. */
  used = 0;
  #over = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  end(): void {
    this.#over = true;
    this.#watching.abort();
    for (const worker of this.#workers) worker.terminate();
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#workers.clear();
    this.#urls.clear();
  }

  startCells(data: ThreadData, events: CellThreadEvents): CellThreadPort {
    const { port1: port, port2: theirs } = new MessageChannel();
    const post = (message: ToCells): void => port.postMessage(message);
    const life = globalThis.isSecureContext ? `gradbook kernel ${crypto.randomUUID()}` : null;
    port.onmessage = ({ data: message }: MessageEvent<FromCells>) => {
      if (this.#over) return;
      if (message.type === "thread") events.message(message.message);
      else if (message.type === "lives") this.#watch(life, events);
      else if (message.type === "usage") this.used = message.bytes;
      else if (message.type === "ask") void this.#answer(message.id, message.question, post);
      else void events.module(message.request).then((answer) => post({ type: "module", answer }));
    };
    this.#begin(data, { port: theirs, life }, events).catch((error: unknown) => {
      if (!this.#over) events.failed(error instanceof Error ? error : new Error(String(error)), false);
    });
    if (data.shared) return { post: (message) => post({ type: "thread", message }) };
    let url = this.#signal();
    post({ type: "signal", url });
    return {
      post: (message) => post({ type: "thread", message }),
      signal: () => {
        this.#drop(url);
        url = this.#signal();
        post({ type: "signal", url });
      },
    };
  }

  /** Tells when the browser has ended a worker by itself, as it may when memory runs out. */
  #watch(life: string | null, events: CellThreadEvents): void {
    if (life === null) return;
    const { signal } = this.#watching;
    const free = (): void => {
      if (!this.#over) events.ended();
    };
    // Whoever ends the kernel gives up waiting.
    navigator.locks.request(life, { signal }, free).catch(() => undefined);
  }

  async #begin(
    { options, shared }: ThreadData,
    { port, life }: { port: MessagePort; life: string | null },
    events: CellThreadEvents,
  ): Promise<void> {
    const surroundings = this.#surroundings;
    const { files, moduleServer = "", closed = false } = surroundings;
    const [text, wasm, ...found] = await Promise.all([
      surroundings.script("browserKernel.js"),
      surroundings.kernels(),
      ...wantedAtOnce.map((name) =>
        files
          .bundled(name)
          .then(gunzipped)
          .catch(() => null),
      ),
    ]);
    const atOnce: Record<string, Uint8Array> = {};
    for (const [i, bytes] of found.entries()) if (bytes) atOnce[wantedAtOnce[i] ?? ""] = bytes;
    const worker = this.#worker([text], "gradbook cells");
    worker.onerror = (event) => {
      event.preventDefault();
      events.failed(new Error(event.message), /memory/i.test(event.message));
    };
    const start: StartCells = {
      ...{ role: "cells", port, options, shared, kernels: wasm, atOnce, moduleServer, life, closed },
      script: shared ? this.#url([text]) : null,
    };
    worker.postMessage(start, [port]);
  }

  startTransform(events: TransformThreadEvents): TransformThread {
    const waiting: TransformMessage[] = [];
    let worker: Worker | null = null;
    let ended = false;
    const begin = async (): Promise<void> => {
      const surroundings = this.#surroundings;
      const [typescript, transform] = await Promise.all([
        surroundings.script("typescript.cjs"),
        surroundings.script("browserTransform.js"),
      ]);
      if (ended) return;
      // TypeScript is a CommonJS module; what asks it is written to find it under this name. None of it is global:
      // what is, is there in every cell.
      const head = "(()=>{var module={exports:{}};";
      const between = "\n;var gradbookTypeScript=module.exports;";
      const started = this.#worker([head, typescript, between, transform, "\n})();"], "gradbook transform");
      worker = started;
      started.onmessage = ({ data }: MessageEvent<TransformResponse>) => events.message(data);
      started.onerror = (event) => {
        event.preventDefault();
        events.failed(new Error(event.message), /memory/i.test(event.message));
      };
      for (const message of waiting.splice(0)) started.postMessage(message);
    };
    begin().catch((error: unknown) => {
      if (!this.#over) events.failed(error instanceof Error ? error : new Error(String(error)), false);
    });
    return {
      post: (message) => {
        if (worker) worker.postMessage(message);
        else waiting.push(message);
      },
      end: () => {
        ended = true;
        worker?.terminate();
        if (worker) this.#workers.delete(worker);
      },
    };
  }

  async #answer(id: number, question: Question, post: (message: ToCells) => void): Promise<void> {
    const { files } = this.#surroundings;
    try {
      if (question.what === "write") {
        await files.write(question.url, question.bytes);
        post({ type: "answer", id, bytes: null });
      } else {
        const bytes =
          question.what === "read" ? await files.read(question.url) : await files.bundled(question.name);
        post({ type: "answer", id, bytes });
      }
    } catch (error) {
      post({ type: "refused", id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #worker(parts: readonly string[], name: string): Worker {
    if (this.#over) throw new Error("The kernel has been ended.");
    const worker = new Worker(this.#url(parts), { name });
    this.#workers.add(worker);
    return worker;
  }

  #url(parts: readonly string[]): string {
    const url = URL.createObjectURL(new Blob([...parts], { type: "text/javascript" }));
    this.#urls.add(url);
    return url;
  }

  #signal(): string {
    return this.#url([";"]);
  }

  #drop(url: string): void {
    URL.revokeObjectURL(url);
    this.#urls.delete(url);
  }
}

async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
