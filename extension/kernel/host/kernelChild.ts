/** One kernel process from its start to its end: what it is asked, and what it answers. */
import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import {
  causeOfDeath,
  childEnvironment,
  describeDeath,
  exitOf,
  killOrphans,
  stopProcess,
  nodeOptions,
  type Death,
  type Exit,
  type Say,
} from "./childProcess.ts";
import { sayIn } from "../protocol/hostMessages.ts";
import type {
  CellError,
  CellSource,
  FromKernel,
  KernelOptions,
  NotebookLocation,
  ToKernel,
  VariableSummary,
} from "../protocol/protocol.ts";
import type { KernelDeath, KernelFacts, KernelState, OutputListener, RunResult } from "./reports.ts";

export interface KernelLaunch {
  /** The kernel's main module: `dist/kernel.js`. */
  entry: string;
  options: KernelOptions;
  /** Program that runs it. Default: the one that runs us. */
  execPath?: string;
  /** All that the process knows of our environment. Default: ours, but for what belongs to the host. */
  env?: NodeJS.ProcessEnv;
  /** Options for Node and V8. */
  nodeFlags?: readonly string[];
  /** After how many milliseconds an interrupt that nothing obeyed is reported. Default 3000. */
  interruptPatience?: number;
}

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
}

/** What the process tells of itself until its end. */
export interface KernelChildEvents {
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
}

const stderrKept = 4000;

/** What Node itself writes for those who attach a debugger by hand. */
const debuggerNotes =
  /^(?:Debugger (?:listening|ending) on ws:.*|Debugger attached\.|For help, see: https:\/\/nodejs\.org\/.*|Waiting for the debugger to disconnect\.\.\.)\r?\n/gm;

export class KernelChild {
  readonly #child: ChildProcess;
  readonly #events: KernelChildEvents;
  readonly #interruptPatience: number;
  #say: Say;
  readonly #startedAt = performance.now();
  readonly #ended: Promise<Exit>;
  readonly #runs = new Map<number, Run>();
  /** Runs that are not done, in order. */
  #waiting: number[] = [];
  /** Questions for the variables that are not answered yet. */
  readonly #questions = new Map<number, (variables: VariableSummary[] | null) => void>();
  #nextRequest = 1;
  /** Those who wait to be told where a debugger can attach. */
  readonly #debuggers: ((url: string | null) => void)[] = [];
  #patience: NodeJS.Timeout | null = null;
  #lastWords: Death | null = null;
  #stderr = "";
  #isReady = false;
  #isOver = false;

  /** Starts the process. */
  constructor(launch: KernelLaunch, events: KernelChildEvents) {
    this.#events = events;
    this.#interruptPatience = launch.interruptPatience ?? 3000;
    this.#say = sayIn(launch.options.language);
    const child = start(launch);
    this.#child = child;
    this.#ended = exitOf(child);
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#native("stdout", text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#native("stderr", text));
    child.on("message", (message) => this.#receive(message as FromKernel));
    child.once("error", (error) => {
      // Node says the same for a program and for a folder that are not there.
      const { cwd } = launch.options;
      const say = this.#say;
      const why = existsSync(cwd) ? error.message : say("there is no folder {0}", cwd);
      this.#lastWords ??= { cause: "start", detail: why };
      // A process that could not be spawned has no "exit".
      if (child.pid === undefined) this.#died(null, null);
    });
    void this.#ended.then(({ code, signal }) => {
      if (child.pid !== undefined) killOrphans(child.pid);
      this.#died(code, signal);
    });
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  get state(): Exclude<KernelState, "off"> {
    if (!this.#isReady) return "starting";
    return this.#waiting.length > 0 ? "busy" : "idle";
  }

  /** @param run a number that no other run of the notebook has */
  run(
    run: number,
    { cell, execution, above, below = [], only }: RunRequest,
    listener: OutputListener,
  ): Promise<RunResult> {
    return new Promise((resolve) => {
      this.#runs.set(run, { listener, resolve });
      this.#waiting.push(run);
      this.#send({
        type: "run",
        run,
        cell,
        execution,
        above: [...above],
        below: [...below],
        ...(only && { only }),
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

  openDebugger(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#debuggers.push(resolve);
      this.#send({ type: "debug", open: true });
    });
  }

  closeDebugger(): void {
    this.#send({ type: "debug", open: false });
  }

  interrupt(): void {
    const running = this.#waiting[0];
    if (running === undefined) return;
    this.#send({ type: "interrupt" });
    this.#patience ??= setTimeout(() => {
      this.#patience = null;
      if (this.#waiting[0] === running) this.#events.stuck();
    }, this.#interruptPatience);
  }

  /** Speaks another language from the next run on. */
  setLanguage(language: string): void {
    this.#say = sayIn(language);
    this.#send({ type: "language", language });
  }

  moveTo(place: NotebookLocation): void {
    this.#send({ type: "moved", ...place });
  }

  /** Ends the process and waits until it is gone; what it still owes an answer ends as interrupted, or with null. */
  async stop(): Promise<void> {
    const say = this.#say;
    this.#settle("Interrupted", say("The kernel was stopped."), true);
    await stopProcess(this.#child, this.#ended);
  }

  #send(message: ToKernel): void {
    // A failure to send means that the process is gone, and "exit" tells that better.
    if (this.#child.connected) this.#child.send(message, () => undefined);
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
      case "done":
        this.#done(message.run, {
          ok: message.ok,
          error: message.error,
          interrupted: message.error?.name === "Interrupted",
          ms: message.ms,
          flow: message.flow,
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

  /** What native code, or a program that a cell started, wrote past the kernel. */
  #native(name: "stdout" | "stderr", written: string): void {
    const text = name === "stderr" ? written.replaceAll(debuggerNotes, "") : written;
    if (text === "") return;
    if (name === "stderr") this.#stderr = (this.#stderr + text).slice(-stderrKept);
    const run = this.#waiting[0] ?? Math.max(0, ...this.#runs.keys());
    this.#runs.get(run)?.listener({ type: "stream", name, text });
  }

  #died(exitCode: number | null, signal: NodeJS.Signals | null): void {
    if (this.#isOver) return;
    const known = this.#lastWords ?? causeOfDeath(this.#say, exitCode, signal, this.#stderr, !this.#isReady);
    const death: KernelDeath = { ...known, message: describeDeath(this.#say, known), exitCode, signal };
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
      run.resolve?.({ ok: false, error, interrupted, ms: null, flow: null });
      run.resolve = null;
    }
    this.#waiting = [];
    for (const resolve of this.#questions.values()) resolve(null);
    this.#questions.clear();
    for (const resolve of this.#debuggers.splice(0)) resolve(null);
  }

  #calm(): void {
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = null;
  }
}

function start({ entry, options, execPath, nodeFlags, env }: KernelLaunch): ChildProcess {
  return fork(entry, [JSON.stringify(options)], {
    cwd: options.cwd,
    env: {
      ...(env ?? childEnvironment()),
      ...(options.threads !== undefined && { GRADBOOK_THREADS: String(options.threads) }),
      ...(options.memoryMb !== undefined && { GRADBOOK_MEMORY: String(tensorMb(options.memoryMb)) }),
    },
    ...(execPath === undefined ? {} : { execPath }),
    execArgv: [...(nodeFlags ?? []), ...nodeOptions()],
    serialization: "advanced",
    // A group of its own, which ends as one: see endOrphans.
    detached: process.platform !== "win32",
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

/** MiB for tensors of the MiB that the kernel may use in all: the rest is what a kernel takes that has just started. */
function tensorMb(memoryMb: number): number {
  return Math.max(64, Math.min(4096, memoryMb - 192));
}
