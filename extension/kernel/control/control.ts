/** The control thread: takes runs from the host one after the other and has the cell thread run them. */
import { totalmem } from "node:os";
import { MessageChannel, SHARE_ENV, Worker } from "node:worker_threads";
import { outputTaken } from "./backPressure.ts";
import { cellFlow } from "./cellFlow.ts";
import { withChartText } from "./chartText.ts";
import { stackText } from "./cutter.ts";
import { Interruption } from "./interruption.ts";
import { MemoryWatch } from "./memoryWatch.ts";
import { hardHeapLimit } from "../cell/heapWatch.ts";
import { say, setLanguage } from "../protocol/messages.ts";
import { outputSize } from "../display/outputSize.ts";
import type { CellError, DeathCause, FromKernel, KernelOptions, ToKernel } from "../protocol/protocol.ts";
import { residentMemory } from "./residentMemory.ts";
import { engineModule, ownFolders, siblingModule } from "../siblingModule.ts";
import {
  Attention,
  sharedInts,
  SharedSlot,
  type FromThread,
  type ThreadData,
  type ToThread,
} from "../protocol/threadProtocol.ts";
import type { TransformedCell } from "../transform/transformCell.ts";
import { describeFault, Transforms } from "./transforms.ts";

type RunMessage = Extract<ToKernel, { type: "run" }>;

/** How often to look after the running cell: its memory, and console text that waits. In milliseconds. */
const watchInterval = 100;

/** How often to tell what memory the process uses while a cell runs, in milliseconds. */
const usageInterval = 1000;

export class Control {
  readonly #send: (message: FromKernel, sent?: () => void) => void;
  /** The person's, for charts in words. */
  readonly #language: string;
  readonly #ints: Int32Array;
  readonly #worker: Worker;
  readonly #interruption: Interruption;
  readonly #transforms: Transforms;
  readonly #names = new Map<string, string[]>();
  readonly #queue: RunMessage[] = [];
  readonly #memory: MemoryWatch;
  #usageTold = 0;
  #running: {
    run: number;
    cell: string;
    startedAt: number;
    watch: NodeJS.Timeout;
    transformed: TransformedCell | null;
  } | null = null;
  #debugged = false;
  /** The thread has loaded all that it runs cells with. */
  #ready = false;
  #ended = false;

  constructor(options: KernelOptions, send: (message: FromKernel, sent?: () => void) => void) {
    this.#send = send;
    this.#language = options.language;
    setLanguage(options.language);
    this.#memory = new MemoryWatch(options.memoryMb);
    const shared = new SharedArrayBuffer(4 * sharedInts);
    this.#ints = new Int32Array(shared);
    const modules = new MessageChannel();
    const loader = new MessageChannel();
    const heapMb = options.heapMb ?? defaultHeapMb(options.memoryMb);
    const data: ThreadData = { options, heapMb, shared, modules: modules.port1, loader: loader.port1 };
    const threadModule = siblingModule("cellThread");
    const engine = options.engine ?? engineModule().href;
    this.#interruption = new Interruption({
      ints: this.#ints,
      threadUrl: threadModule.href,
      own: ownFolders(engine),
      ask: () => this.#post({ type: "interrupt" }),
      cut: (frames) => this.#post({ type: "cut", stack: stackText(frames) }),
      mayPause: () =>
        this.#ready && !this.#debugged && this.#running !== null && this.#running.transformed !== null,
    });
    this.#worker = new Worker(threadModule, {
      workerData: data,
      transferList: [modules.port1, loader.port1],
      // Its own copy would have no effect on what belongs to the process, such as the time zone.
      env: SHARE_ENV,
      resourceLimits: { maxOldGenerationSizeMb: hardHeapLimit(heapMb) },
    });
    this.#worker.on("message", (message: FromThread) => this.#receive(message));
    this.#worker.on("error", (error) => this.#threadFailed(error));
    this.#worker.on("exit", () => this.#end("crash", say("The thread that runs cells has ended.")));
    this.#transforms = new Transforms(options.language);
    this.#transforms.answer(modules.port2, this.#ints, () => undefined);
    // That loader is in a thread of its own: the cell thread is to know what it has loaded, too.
    this.#transforms.answer(loader.port2, this.#ints, (source, answer) =>
      this.#post({ type: "source", url: source, answer }),
    );
  }

  receive(message: ToKernel): void {
    if (message.type === "interrupt") {
      this.#interrupt();
    } else if (message.type === "moved") {
      // A folder may be gone again: an import will say so.
      changeFolder(message.cwd);
      this.#post(message);
    } else if (message.type === "debug") {
      this.#debugged = message.open;
      // A cell that never yields is told by its guards.
      if (message.open) Atomics.and(this.#ints, SharedSlot.attention, ~Attention.door);
      else Atomics.or(this.#ints, SharedSlot.attention, Attention.door);
      this.#post(message);
    } else if (message.type === "variables") {
      this.#post(message);
    } else {
      this.#queue.push(message);
      if (!this.#running) void this.#next();
    }
  }

  async #next(): Promise<void> {
    const message = this.#queue.shift();
    if (!message) return;
    const { run, cell, execution, above, below } = message;
    this.#running = {
      run,
      cell: cell.id,
      startedAt: performance.now(),
      watch: setInterval(() => this.#watch(), watchInterval),
      transformed: null,
    };
    this.#memory.begin();
    Atomics.and(this.#ints, SharedSlot.attention, ~Attention.memory);
    const url = `gradbook-cell:${run}`;
    try {
      const transformed = await this.#transforms.cell({
        text: cell.text,
        url,
        above: above.map((id) => ({ cell: id, names: this.#names.get(id) ?? [] })),
        debugged: this.#debugged,
      });
      this.#running.transformed = transformed;
      this.#post({
        type: "run",
        run,
        cell: cell.id,
        execution,
        url,
        text: cell.text,
        path: cell.path ?? null,
        transformed,
        above,
        below,
      });
    } catch (error) {
      const at = { cell: cell.id, execution, text: cell.text };
      this.#done(run, false, describeFault(error, at));
    }
  }

  #interrupt(): void {
    if (!this.#running) return;
    this.#send({ type: "interrupting" });
    if (this.#running.transformed) this.#interruption.begin();
    else this.#transforms.abandonCells();
  }

  /** What a cell that never yields cannot do for itself. */
  #watch(): void {
    if (performance.now() - this.#usageTold >= usageInterval) this.#tellUsage();
    Atomics.or(this.#ints, SharedSlot.attention, Attention.heap);
    if (this.#memory.exceeded()) Atomics.or(this.#ints, SharedSlot.attention, Attention.memory);
    if (Atomics.load(this.#ints, SharedSlot.waiting) > 0) {
      Atomics.or(this.#ints, SharedSlot.attention, Attention.flush);
    }
  }

  #receive(message: FromThread): void {
    switch (message.type) {
      case "ready":
        this.#ready = true;
        this.#send(message);
        this.#tellUsage();
        return;
      case "variables":
      case "inspector":
        this.#send(message);
        return;
      case "failed":
        this.#end("start", message.message);
        return;
      case "chdir":
        Atomics.store(this.#ints, SharedSlot.moved, changeFolder(message.folder) ? 1 : 2);
        Atomics.notify(this.#ints, SharedSlot.moved);
        return;
      case "output":
        this.#sendOutput(message);
        return;
      case "done":
        if (this.#running) this.#names.set(this.#running.cell, message.names);
        this.#done(message.run, message.ok, message.error);
    }
  }

  #sendOutput({ run, output }: Extract<FromThread, { type: "output" }>): void {
    const size = outputSize(output);
    const taken = (): void => outputTaken(this.#ints, size);
    try {
      this.#send({ type: "output", run, output: withChartText(output, this.#language) }, taken);
    } catch (error) {
      // Threads share what processes cannot, such as a SharedArrayBuffer.
      taken();
      const text = `${say("This output cannot be shown: {0}", (error as Error).message)}\n`;
      this.#send({ type: "output", run, output: { type: "stream", name: "stderr", text } });
    }
  }

  #done(run: number, ok: boolean, error: CellError | null): void {
    if (!this.#running) return;
    clearInterval(this.#running.watch);
    this.#interruption.end();
    const { cell, transformed } = this.#running;
    const flow = transformed && cellFlow(transformed, this.#names.get(cell) ?? []);
    const ms = performance.now() - this.#running.startedAt;
    this.#running = null;
    this.#tellUsage();
    this.#send({ type: "done", run, ok, error, ms, flow });
    void this.#next();
  }

  #tellUsage(): void {
    this.#usageTold = performance.now();
    this.#send({ type: "usage", bytes: residentMemory() });
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #threadFailed(error: Error): void {
    if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") {
      this.#end("memory", "");
    } else {
      this.#end("crash", say("The thread that runs cells has failed: {0}", error.message));
    }
  }

  #end(cause: DeathCause, detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#send({ type: "died", cause, detail }, () => process.exit(1));
  }
}

/** In MiB: half of what the machine has, within what 64-bit V8 gives itself and what the kernel may use in all. */
function defaultHeapMb(memoryMb = Infinity): number {
  return Math.min(4096, Math.floor(totalmem() / 2 / 2 ** 20), memoryMb);
}

/** The process's working directory, which the cell thread's follows. @returns whether it could be changed */
function changeFolder(folder: string): boolean {
  try {
    process.chdir(folder);
    return true;
  } catch {
    return false;
  }
}
