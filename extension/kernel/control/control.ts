/** The control thread: takes runs from the host one after the other and has the cell thread run them. */
import { outputTaken } from "./backPressure.ts";
import { cellFlow } from "./cellFlow.ts";
import { withChartText } from "./chartText.ts";
import { askingOnly, Interruption, type Stopping } from "./interruption.ts";
import { MemoryWatch } from "./memoryWatch.ts";
import { say, setLanguage } from "../protocol/messages.ts";
import { outputSize } from "../display/outputSize.ts";
import type {
  BoundControls,
  CellError,
  DeathCause,
  FromKernel,
  KernelOptions,
  ToKernel,
} from "../protocol/protocol.ts";
import {
  InterruptRequest,
  sharedInts,
  SharedSlot,
  type FromThread,
  type ModuleRequest,
  type ModuleResponse,
  type ThreadData,
  type ToThread,
} from "../protocol/threadProtocol.ts";
import type { TransformedCell } from "../transform/transformCell.ts";
import { stackText, type MakeTerminator } from "./terminator.ts";
import { describeFault, TransformClient, type StartTransformThread } from "./transformClient.ts";

type RunMessage = Extract<ToKernel, { type: "run" }>;

/** What a cell thread has to say. */
export interface CellThreadEvents {
  message(message: FromThread): void;
  /** A module that it imports, as JavaScript. */
  module: (request: ModuleRequest) => Promise<ModuleResponse>;
  /** @param full it has used up the memory that it may use */
  failed(error: Error, full: boolean): void;
  ended(): void;
}

/** The way to a cell thread. */
export interface CellThreadPort {
  post(message: ToThread): void;
  /** Where no memory is shared: lets a thread that reads no messages know that it is to stop, once it looks. */
  signal?(): void;
  /** The cell that runs takes long: others who want the processor go before it. Or it has ended. */
  giveWay?(long: boolean): void;
}

/** What the control thread needs of the platform that it runs on. */
export interface ControlPlatform {
  startCellThread(data: ThreadData, events: CellThreadEvents): CellThreadPort;
  startTransformThread: StartTransformThread;
  makeTerminator: MakeTerminator;
  /** Beginnings of URLs of code that is never cut off: the kernel's and the engine's own. */
  own: readonly string[];
  /** Bytes that this kernel uses; that it may use at most; and that the machine has. */
  memory: Readonly<Record<"used" | "available" | "total", () => number>>;
  /** Makes `folder` the working directory. @returns whether it could be */
  changeFolder(folder: string): boolean;
  /** Ends the kernel. */
  exit(): void;
}

/** How often to look after the running cell: its memory, and console text that waits. In milliseconds. */
const watchInterval = 100;

const mebibyte = 2 ** 20;
/** Share of the memory there is that the kernel may use, where nobody says how much. */
const mostOfMemory = 0.75;

/** How often to tell what memory the process uses while a cell runs, in milliseconds. */
const usageInterval = 1000;

export class Control {
  readonly #send: (message: FromKernel, sent?: () => void) => void;
  /** The person's, for charts in words. */
  #language: string;
  readonly #ints: Int32Array;
  /** Whether the cell thread sees {@link #ints}. */
  readonly #shared: boolean;
  readonly #platform: ControlPlatform;
  readonly #thread: CellThreadPort;
  readonly #interruption: Stopping;
  readonly #transformer: TransformClient;
  readonly #names = new Map<string, string[]>();
  readonly #queue: RunMessage[] = [];
  readonly #memory: MemoryWatch;
  #usageTold = 0;
  #running: {
    run: number;
    cell: string;
    startedAt: number;
    watch: ReturnType<typeof setInterval>;
    /** How often it was looked after since the thread could run it. */
    looks: number;
    transformed: TransformedCell | null;
  } | null = null;
  #debugged = false;
  /** The thread has loaded all that it runs cells with. */
  #ready = false;
  #ended = false;

  constructor(
    options: KernelOptions,
    send: (message: FromKernel, sent?: () => void) => void,
    platform: ControlPlatform,
  ) {
    const { memory } = platform;
    this.#send = send;
    this.#platform = platform;
    this.#language = options.language;
    setLanguage(options.language);
    this.#memory = new MemoryWatch(
      options.memoryMb ?? (mostOfMemory * memory.available()) / mebibyte,
      memory.used,
    );
    const shared = typeof SharedArrayBuffer === "function" ? new SharedArrayBuffer(4 * sharedInts) : null;
    this.#shared = shared !== null;
    this.#ints = shared ? new Int32Array(shared) : new Int32Array(sharedInts);
    this.#interruption = shared
      ? new Interruption({
          ints: this.#ints,
          makeTerminator: platform.makeTerminator,
          own: platform.own,
          ask: () => this.#post({ type: "interrupt" }),
          terminated: (frames) => this.#post({ type: "terminated", stack: stackText(frames) }),
          mayPause: () =>
            this.#ready && !this.#debugged && this.#running !== null && this.#running.transformed !== null,
        })
      : askingOnly((again) => {
          this.#thread.signal?.();
          this.#post({ type: "interrupt", again });
        });
    const heapMb = options.heapMb ?? defaultHeapMb(memory.total(), options.memoryMb);
    this.#thread = platform.startCellThread(
      { options, heapMb, shared },
      {
        message: (message) => this.#receive(message),
        module: (request) => this.#transformer.module(request),
        failed: (error, full) => this.#threadFailed(error, full),
        ended: () => this.#end("crash", say("The thread that runs cells has ended.")),
      },
    );
    this.#transformer = new TransformClient(options.language, platform.startTransformThread);
  }

  receive(message: ToKernel): void {
    if (message.type === "interrupt") {
      this.#interrupt(message.replaced);
    } else if (message.type === "moved") {
      // A folder may be gone again: an import will say so.
      this.#platform.changeFolder(message.cwd);
      this.#post(message);
    } else if (message.type === "language") {
      this.#language = this.#transformer.language = message.language;
      setLanguage(message.language);
      this.#post(message);
    } else if (message.type === "debug") {
      this.#debugged = message.open;
      // A cell that never yields is told by its guards.
      if (message.open) Atomics.and(this.#ints, SharedSlot.interrupts, ~InterruptRequest.closeInspector);
      else Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.closeInspector);
      this.#post(message);
    } else if (message.type === "variables" || message.type === "grid" || message.type === "control") {
      this.#post(message);
    } else {
      this.#queue.push(message);
      if (!this.#running) void this.#next();
    }
  }

  async #next(): Promise<void> {
    const message = this.#queue.shift();
    if (!message) return;
    const { run, cell, execution, above, below, only = {}, kept = {} } = message;
    this.#running = {
      run,
      cell: cell.id,
      startedAt: performance.now(),
      watch: setInterval(() => this.#watch(), watchInterval),
      looks: 0,
      transformed: null,
    };
    this.#memory.begin();
    Atomics.and(this.#ints, SharedSlot.interrupts, ~InterruptRequest.memory);
    const url = `gradbook-cell:${run}`;
    try {
      const transformed = await this.#transformer.cell({
        text: cell.text,
        url,
        above: above.map((id) => ({ cell: id, names: this.#namesOf(id, only[id]) })),
        debugged: this.#debugged,
        yields: !this.#shared,
      });
      this.#running.transformed = transformed;
      this.#send({ type: "begins", run, flow: cellFlow(transformed, []) });
      this.#post({
        type: "run",
        run,
        cell: cell.id,
        execution,
        url,
        text: cell.text,
        path: cell.path ?? null,
        points: cell.points ?? 1,
        transformed,
        above,
        below,
        only,
        kept,
      });
    } catch (error) {
      const at = { cell: cell.id, execution, text: cell.text };
      this.#done(run, false, describeFault(error, at));
    }
  }

  #namesOf(cell: string, only: readonly string[] | undefined): string[] {
    const names = this.#names.get(cell) ?? [];
    return only ? names.filter((name) => only.includes(name)) : names;
  }

  #interrupt(replaced?: number): void {
    if (!this.#running) return;
    if (replaced !== undefined) {
      if (this.#running.run !== replaced) return;
      // Once is enough: to be told again means to the others that cleanup takes too long.
      const before = Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.replaced);
      if (before & InterruptRequest.replaced) return;
    }
    this.#send({ type: "interrupting" });
    if (this.#running.transformed) this.#interruption.begin();
    else this.#transformer.abandonCells();
  }

  /** What a cell that never yields cannot do for itself. */
  #watch(): void {
    const running = this.#running;
    // The first look at a cell may come as soon as it has begun.
    if (this.#ready && running?.transformed && running.looks++ > 0) this.#thread.giveWay?.(true);
    if (performance.now() - this.#usageTold >= usageInterval) this.#tellUsage();
    Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.heap);
    if (this.#memory.exceeded()) Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.memory);
    if (Atomics.load(this.#ints, SharedSlot.waiting) > 0) {
      Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.flush);
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
      case "grid":
      case "inspector":
        this.#send(message);
        return;
      case "failed":
        this.#end("start", message.message);
        return;
      case "chdir":
        Atomics.store(this.#ints, SharedSlot.moved, this.#platform.changeFolder(message.folder) ? 1 : 2);
        Atomics.notify(this.#ints, SharedSlot.moved);
        return;
      case "output":
        this.#sendOutput(message);
        return;
      case "done":
        if (this.#running) this.#names.set(this.#running.cell, message.names);
        this.#done(message.run, message.ok, message.error, message.bound);
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

  #done(run: number, ok: boolean, error: CellError | null, bound: BoundControls = {}): void {
    if (!this.#running) return;
    clearInterval(this.#running.watch);
    this.#thread.giveWay?.(false);
    this.#interruption.end();
    Atomics.and(this.#ints, SharedSlot.interrupts, ~InterruptRequest.replaced);
    const { cell, transformed } = this.#running;
    const flow = transformed && cellFlow(transformed, this.#names.get(cell) ?? []);
    const ms = performance.now() - this.#running.startedAt;
    this.#running = null;
    this.#tellUsage();
    this.#send({ type: "done", run, ok, error, ms, flow, bound });
    void this.#next();
  }

  #tellUsage(): void {
    this.#usageTold = performance.now();
    this.#send({ type: "usage", bytes: this.#platform.memory.used() });
  }

  #post(message: ToThread): void {
    this.#thread.post(message);
  }

  #threadFailed(error: Error, full: boolean): void {
    if (full) this.#end("memory", "");
    else this.#end("crash", say("The thread that runs cells has failed: {0}", error.message));
  }

  #end(cause: DeathCause, detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#send({ type: "died", cause, detail }, () => this.#platform.exit());
  }
}

/** In MiB: half of what the machine has, within what 64-bit V8 gives itself and what the kernel may use in all. */
function defaultHeapMb(total: number, memoryMb = Infinity): number {
  return Math.min(4096, Math.floor(total / 2 / mebibyte), memoryMb);
}
