/** One kernel from its start to its end, wherever it runs: what it is asked, and what it answers. */
import type { ControlValue, KeptValue } from "../../../engine/payload/control.ts";
import { describeDeath, type Death, type Say } from "./death.ts";
import type { GridAsk, GridPart } from "../../../engine/payload/variables.ts";
import { sayIn } from "../protocol/hostMessages.ts";
import type {
  CellError,
  CellFlow,
  CellSource,
  FromKernel,
  KernelOptions,
  KernelOutput,
  NotebookLocation,
  ToKernel,
  VariableSummary,
} from "../protocol/protocol.ts";
import type { KernelDeath, KernelFacts, KernelState, OutputListener, RunResult } from "./reports.ts";

/** How a kernel is reached, in the way of the platform that it runs on. */
export interface KernelConnection {
  send(message: ToKernel): void;
  /** Ends the kernel and waits until it is gone. */
  end(): Promise<void>;
}

/** What a connection tells. */
export interface ConnectionEvents {
  message(message: FromKernel): void;
  /** What code that is no kernel's, such as a program that a cell started, wrote past it. */
  written(name: "stdout" | "stderr", text: string): void;
  /** Why it will be gone soon; the first such word holds. */
  failing(death: Death): void;
  /**
   * It is gone.
   * @param cause what it seems to have died of, where it has said nothing itself; `starting` while it had not started
   */
  gone(exit: Pick<KernelDeath, "exitCode" | "signal">, cause: (say: Say, starting: boolean) => Death): void;
}

export interface KernelLaunch {
  options: KernelOptions;
  /** After how many milliseconds an interrupt that nothing obeyed is reported. Default 3000. */
  interruptPatience?: number;
}

/** Starts a kernel. */
export type Connect = (options: KernelOptions, events: ConnectionEvents) => KernelConnection;

export interface RunRequest {
  cell: CellSource;
  /** Number shown beside the cell, and in `Cell In[n]`. */
  execution: number;
  /** Ids of the code cells above, in the notebook's order. */
  above: readonly string[];
  /** Ids of the code cells below. None by default: as where none of them has run. */
  below?: readonly string[];
  /** Of cells above that are in it, only these names are seen. */
  only?: Readonly<Record<string, readonly string[]>>;
  /** What the person has chosen of its controls, by their keys. */
  kept?: Readonly<Record<string, KeptValue>>;
  /** Told what the cell takes from others, when it begins. */
  begins?: (flow: CellFlow) => void;
}

/** What a kernel tells of itself until its end. */
export interface KernelLinkEvents {
  /** It can run cells now, has begun to, or has come to rest. */
  stateChanged(): void;
  ready(facts: KernelFacts): void;
  usage(bytes: number): void;
  interrupting(): void;
  stuck(): void;
  /** It ended unasked. */
  died(death: KernelDeath): void;
}

interface Run {
  listener: OutputListener;
  resolve: ((result: RunResult) => void) | null;
  begins: RunRequest["begins"];
}

export class KernelLink {
  readonly #connection: KernelConnection;
  readonly #events: KernelLinkEvents;
  readonly #interruptPatience: number;
  #say: Say;
  readonly #startedAt = performance.now();
  readonly #runs = new Map<number, Run>();
  /** Runs that are not done, in order. */
  #waiting: number[] = [];
  /** Questions for the variables that are not answered yet, and for their numbers. */
  readonly #questions = new Map<number, (variables: VariableSummary[] | null) => void>();
  readonly #gridQuestions = new Map<number, (part: GridPart | null) => void>();
  #nextRequest = 1;
  /** Those who wait to be told where a debugger can attach. */
  readonly #debuggers: ((url: string | null) => void)[] = [];
  #patience: ReturnType<typeof setTimeout> | null = null;
  #lastWords: Death | null = null;
  #isReady = false;
  #isOver = false;

  /** Starts the kernel. */
  constructor({ options, interruptPatience }: KernelLaunch, connect: Connect, events: KernelLinkEvents) {
    this.#events = events;
    this.#interruptPatience = interruptPatience ?? 3000;
    this.#say = sayIn(options.language);
    this.#connection = connect(options, {
      message: (message) => this.#receive(message),
      written: (name, text) => this.#show({ type: "stream", name, text }),
      failing: (death) => (this.#lastWords ??= death),
      gone: (exit, cause) => this.#died(exit, cause),
    });
  }

  get state(): Exclude<KernelState, "off"> {
    if (!this.#isReady) return "starting";
    return this.#waiting.length > 0 ? "busy" : "idle";
  }

  /** @param run a number that no other run of the notebook has */
  run(
    run: number,
    { cell, execution, above, below = [], only, kept, begins }: RunRequest,
    listener: OutputListener,
  ): Promise<RunResult> {
    return new Promise((resolve) => {
      this.#runs.set(run, { listener, resolve, begins });
      this.#waiting.push(run);
      this.#send({
        type: "run",
        run,
        cell,
        execution,
        above: [...above],
        below: [...below],
        ...(only && { only }),
        ...(kept && { kept }),
      });
      this.#events.stateChanged();
    });
  }

  variables(cells: readonly string[]): Promise<VariableSummary[] | null> {
    const request = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#questions.set(request, resolve);
      this.#send({ type: "variables", request, cells: [...cells] });
    });
  }

  grid(cells: readonly string[], ask: GridAsk): Promise<GridPart | null> {
    const request = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#gridQuestions.set(request, resolve);
      this.#send({ type: "grid", request, cells: [...cells], ask });
    });
  }

  openDebugger(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#debuggers.push(resolve);
      this.#send({ type: "debug", open: true });
    });
  }

  closeDebugger(): void {
    this.#send({ type: "debug", open: false });
  }

  /**
   * @param replaced it is run again with other values
   * @returns whether a cell runs
   */
  interrupt(replaced: boolean): boolean {
    const running = this.#waiting[0];
    if (running === undefined) return false;
    this.#send({ type: "interrupt", ...(replaced && { replaced: running }) });
    this.#patience ??= setTimeout(() => {
      this.#patience = null;
      if (this.#waiting[0] === running) this.#events.stuck();
    }, this.#interruptPatience);
    return true;
  }

  /** Gives the names that stand for a control alone another value. */
  moveControl(cell: string, key: string, value: ControlValue): void {
    this.#send({ type: "control", cell, key, value });
  }

  /** Speaks another language from the next run on. */
  setLanguage(language: string): void {
    this.#say = sayIn(language);
    this.#send({ type: "language", language });
  }

  moveTo(place: NotebookLocation): void {
    this.#send({ type: "moved", ...place });
  }

  /** Ends the kernel and waits until it is gone; what it still owes an answer ends as interrupted, or with null. */
  async stop(): Promise<void> {
    const say = this.#say;
    this.#settle("Interrupted", say("The kernel was stopped."), true);
    await this.#connection.end();
  }

  #send(message: ToKernel): void {
    this.#connection.send(message);
  }

  #receive(message: FromKernel): void {
    // Only what a run still prints matters of one that has been told to leave.
    if (this.#isOver && message.type !== "output") return;
    switch (message.type) {
      case "ready": {
        const { node, backend, threads } = message;
        this.#isReady = true;
        this.#events.ready({ node, backend, threads, ms: performance.now() - this.#startedAt });
        this.#events.stateChanged();
        return;
      }
      case "usage":
        this.#events.usage(message.bytes);
        return;
      case "output":
        this.#runs.get(message.run)?.listener(message.output);
        return;
      case "begins":
        this.#runs.get(message.run)?.begins?.(message.flow);
        return;
      case "interrupting":
        this.#events.interrupting();
        return;
      case "inspector":
        for (const resolve of this.#debuggers.splice(0)) resolve(message.url);
        return;
      case "variables":
        this.#questions.get(message.request)?.(message.variables);
        this.#questions.delete(message.request);
        return;
      case "grid":
        this.#gridQuestions.get(message.request)?.(message.part);
        this.#gridQuestions.delete(message.request);
        return;
      case "done":
        this.#done(message.run, {
          ok: message.ok,
          error: message.error,
          interrupted: message.error?.name === "Interrupted",
          ms: message.ms,
          flow: message.flow,
          bound: message.bound,
        });
        return;
      case "died":
        this.#lastWords = { cause: message.cause, detail: message.detail };
        return;
    }
  }

  #done(id: number, result: RunResult): void {
    const run = this.#runs.get(id);
    this.#waiting = this.#waiting.filter((other) => other !== id);
    this.#calm();
    this.#events.stateChanged();
    run?.resolve?.(result);
    if (run) run.resolve = null;
  }

  /** As an output of the run that is going on, or else of the last one. */
  #show(output: KernelOutput): void {
    const run = this.#waiting[0] ?? Math.max(0, ...this.#runs.keys());
    this.#runs.get(run)?.listener(output);
  }

  #died(exit: Pick<KernelDeath, "exitCode" | "signal">, cause: (say: Say, starting: boolean) => Death): void {
    if (this.#isOver) return;
    const known = this.#lastWords ?? cause(this.#say, !this.#isReady);
    const death: KernelDeath = { ...known, message: describeDeath(this.#say, known), ...exit };
    this.#settle("KernelDied", death.message, false);
    this.#events.died(death);
  }

  /** It will answer nothing any more. */
  #settle(name: string, message: string, interrupted: boolean): void {
    this.#isOver = true;
    this.#calm();
    const stack = `${name}: ${message}`;
    const error: CellError = { name, message, execution: null, cell: null, line: null, column: null, stack };
    for (const run of this.#runs.values()) {
      run.resolve?.({ ok: false, error, interrupted, ms: null, flow: null, bound: {} });
      run.resolve = null;
    }
    this.#waiting = [];
    for (const resolve of [...this.#questions.values(), ...this.#gridQuestions.values()]) resolve(null);
    this.#questions.clear();
    this.#gridQuestions.clear();
    for (const resolve of this.#debuggers.splice(0)) resolve(null);
  }

  #calm(): void {
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = null;
  }
}
