/**
 * The host's handle on a notebook's kernel: a process that is started when a cell first runs, replaced after
 * it died, and never outlives {@link KernelProcess.dispose} or the host.
 */
import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import {
  causeOfDeath,
  childEnvironment,
  deathInWords,
  end,
  endOrphans,
  leave,
  type Death,
  type End,
} from "./childProcess.ts";
import { say, setLanguage } from "./messages.ts";
import type {
  CellError,
  CellFlow,
  CellSource,
  FromKernel,
  KernelOptions,
  KernelOutput,
  Place,
  ToKernel,
  VariableSummary,
} from "./protocol.ts";

export interface KernelLaunch {
  /** The kernel's main module: `dist/kernel.js`. */
  entry: string;
  options: KernelOptions;
  /** Program that runs it. Default: the one that runs us. */
  execPath?: string;
  /** Options for Node and V8. */
  nodeFlags?: readonly string[];
  /** After how many milliseconds an interrupt that nothing obeyed is reported. Default 3000. */
  interruptPatience?: number;
}

/** `off` before the first run and after a death; `starting` until it can run cells. */
export type KernelState = "off" | "starting" | "idle" | "busy";

export interface KernelDeath extends Death {
  /** One line that says what happened. */
  message: string;
  exitCode: number | null;
  signal: string | null;
}

/** What a kernel that has started says of itself. */
export interface KernelFacts {
  /** Node's version, such as `v24.1.0`. */
  node: string;
  /** The engine's backend: `js`, `wasm`, `wasm-relaxed` or `wasm-paired`. */
  backend: string;
  /** Threads that large kernels may use. */
  threads: number;
  /** How long it took to start, in milliseconds. */
  ms: number;
}

export interface KernelEvents {
  stateChanged?(state: KernelState): void;
  ready?(info: KernelFacts): void;
  /** Resident memory of the whole process, in bytes: about each second while a cell runs, and at its end. */
  usage?(bytes: number): void;
  /** The process ended unasked: its variables are gone. The next run starts another. */
  died?(death: KernelDeath): void;
  /** The running cell has been told to stop, which it will see when it goes on. */
  interrupting?(): void;
  /** An interrupt was not obeyed in time: native code is running, and only a restart will stop it. */
  stuck?(): void;
}

export interface RunRequest {
  cell: CellSource;
  /** Number shown beside the cell, and in `Cell In[n]`. */
  execution: number;
  /** Ids of the code cells above, in the notebook's order. */
  above: readonly string[];
}

export interface RunResult {
  ok: boolean;
  error: CellError | null;
  /** The person stopped it. */
  interrupted: boolean;
  /** Wall time in the kernel; null when the kernel died meanwhile. */
  ms: number | null;
  /** What it gave to other cells and took from them; null when it could not be read, or the kernel died. */
  flow: CellFlow | null;
}

/** Called in order, also after the run is done: a timer that a cell left behind still prints into its cell. */
export type OutputListener = (output: KernelOutput) => void;

interface Run {
  listener: OutputListener;
  resolve: ((result: RunResult) => void) | null;
}

/** One process while it lives. */
interface Life {
  child: ChildProcess;
  startedAt: number;
  runs: Map<number, Run>;
  /** Runs that are not done, in order. */
  waiting: number[];
  lastWords: Death | null;
  stderr: string;
  ended: Promise<End>;
  patience: NodeJS.Timeout | null;
  /** Questions for the variables that are not answered yet. */
  questions: Map<number, (variables: VariableSummary[] | null) => void>;
  /** Those who wait to be told where a debugger can attach. */
  debuggers: ((url: string | null) => void)[];
}

const stderrKept = 4000;

/** What Node itself writes for those who attach a debugger by hand. */
const debuggerNotes =
  /^(?:Debugger (?:listening|ending) on ws:.*|Debugger attached\.|For help, see: https:\/\/nodejs\.org\/.*|Waiting for the debugger to disconnect\.\.\.)\r?\n/gm;

export class KernelProcess {
  readonly #launch: KernelLaunch;
  readonly #options: KernelOptions;
  readonly #events: KernelEvents;
  #life: Life | null = null;
  #state: KernelState = "off";
  #nextRun = 1;
  #nextRequest = 1;
  #disposed = false;

  constructor(launch: KernelLaunch, events: KernelEvents = {}) {
    this.#launch = launch;
    this.#options = { ...launch.options };
    setLanguage(launch.options.language);
    this.#events = events;
  }

  get state(): KernelState {
    return this.#state;
  }

  /** Process id, or null while there is no process. */
  get pid(): number | null {
    return this.#life?.child.pid ?? null;
  }

  /** Starts the process ahead of the first run. */
  start(): void {
    if (this.#disposed) throw new Error("The kernel was disposed; make a new KernelProcess.");
    this.#life ??= this.#begin();
  }

  /**
   * Runs a cell after those that were handed in before it. Never rejects: whatever happens to the cell or to
   * the process is in the result.
   */
  run(request: RunRequest, listener: OutputListener): Promise<RunResult> {
    this.start();
    const life = this.#life;
    if (!life) throw new Error("unreachable: start() made a life");
    const run = this.#nextRun++;
    return new Promise((resolve) => {
      life.runs.set(run, { listener, resolve });
      life.waiting.push(run);
      this.#send(life, {
        type: "run",
        run,
        cell: request.cell,
        execution: request.execution,
        above: [...request.above],
      });
      if (this.#state === "idle") this.#setState("busy");
    });
  }

  /**
   * The variables that a cell below all of `cells` would see, once no cell keeps the kernel from answering. Null
   * while there is no process, or when it ends meanwhile.
   */
  variables(cells: readonly string[]): Promise<VariableSummary[] | null> {
    const life = this.#life;
    if (!life) return Promise.resolve(null);
    const request = this.#nextRequest++;
    return new Promise((resolve) => {
      life.questions.set(request, resolve);
      this.#send(life, { type: "variables", request, cells: [...cells] });
    });
  }

  /**
   * Starts the process if there is none, and opens it for a debugger on this machine. Resolves to the web socket to
   * attach to; null when this Node has none, or the process ends meanwhile.
   */
  openDebugger(): Promise<string | null> {
    this.start();
    const life = this.#life;
    if (!life) return Promise.resolve(null);
    return new Promise((resolve) => {
      life.debuggers.push(resolve);
      this.#send(life, { type: "debug", open: true });
    });
  }

  /** Lets no debugger in any more. */
  closeDebugger(): void {
    if (this.#life) this.#send(this.#life, { type: "debug", open: false });
  }

  /** Stops the running cell and keeps the variables. Does nothing while no cell runs. */
  interrupt(): void {
    const life = this.#life;
    if (!life || life.waiting.length === 0) return;
    const running = life.waiting[0];
    this.#send(life, { type: "interrupt" });
    life.patience ??= setTimeout(() => {
      life.patience = null;
      if (life === this.#life && life.waiting[0] === running) this.#events.stuck?.();
    }, this.#launch.interruptPatience ?? 3000);
  }

  /** The notebook has got another file: cells import from beside it from now on. */
  moveTo(place: Place): void {
    Object.assign(this.#options, place);
    if (this.#life) this.#send(this.#life, { type: "moved", ...place });
  }

  /** Ends the process, its variables with it, and starts a fresh one. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  /** Ends the process and waits until it is gone; runs in progress end as interrupted. The next run starts another. */
  async stop(): Promise<void> {
    const life = this.#life;
    if (!life) return;
    this.#life = null;
    this.#setState("off");
    this.#settle(life, "Interrupted", say("The kernel was stopped."), true);
    await leave(life.child, life.ended);
  }

  /** Ends the process for good. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.stop();
  }

  #begin(): Life {
    const { entry, execPath, nodeFlags } = this.#launch;
    const options = this.#options;
    const child = fork(entry, [JSON.stringify(options)], {
      cwd: options.cwd,
      env: {
        ...childEnvironment(),
        ...(options.threads !== undefined && { GRADBOOK_THREADS: String(options.threads) }),
        ...(options.memoryMb !== undefined && { GRADBOOK_MEMORY: String(tensorMb(options.memoryMb)) }),
      },
      ...(execPath === undefined ? {} : { execPath }),
      execArgv: [...(nodeFlags ?? [])],
      serialization: "advanced",
      // A group of its own, which ends as one: see endOrphans.
      detached: process.platform !== "win32",
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const life: Life = {
      child,
      startedAt: performance.now(),
      runs: new Map(),
      waiting: [],
      lastWords: null,
      stderr: "",
      ended: end(child),
      patience: null,
      questions: new Map(),
      debuggers: [],
    };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#native(life, "stdout", text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#native(life, "stderr", text));
    child.on("message", (message) => this.#receive(life, message as FromKernel));
    child.once("error", (error) => {
      // Node says the same for a program and for a folder that are not there.
      const why = existsSync(options.cwd) ? error.message : say("there is no folder {0}", options.cwd);
      life.lastWords ??= { cause: "start", detail: why };
      // A process that could not be spawned has no "exit".
      if (child.pid === undefined) this.#died(life, null, null);
    });
    void life.ended.then(({ code, signal }) => {
      if (child.pid !== undefined) endOrphans(child.pid);
      this.#died(life, code, signal);
    });
    this.#setState("starting");
    return life;
  }

  #send(life: Life, message: ToKernel): void {
    // A failure to send means that the process is gone, and "exit" tells that better.
    if (life.child.connected) life.child.send(message, () => undefined);
  }

  #receive(life: Life, message: FromKernel): void {
    switch (message.type) {
      case "ready":
        this.#events.ready?.({
          node: message.node,
          backend: message.backend,
          threads: message.threads,
          ms: performance.now() - life.startedAt,
        });
        if (life === this.#life) this.#setState(life.waiting.length > 0 ? "busy" : "idle");
        return;
      case "usage":
        if (life === this.#life) this.#events.usage?.(message.bytes);
        return;
      case "output":
        life.runs.get(message.run)?.listener(message.output);
        return;
      case "interrupting":
        if (life === this.#life) this.#events.interrupting?.();
        return;
      case "inspector":
        for (const resolve of life.debuggers.splice(0)) resolve(message.url);
        return;
      case "variables":
        life.questions.get(message.request)?.(message.variables);
        life.questions.delete(message.request);
        return;
      case "done":
        this.#done(life, message.run, {
          ok: message.ok,
          error: message.error,
          interrupted: message.error?.name === "Interrupted",
          ms: message.ms,
          flow: message.flow,
        });
        return;
      case "died":
        life.lastWords = { cause: message.cause, detail: message.detail };
        return;
    }
  }

  #done(life: Life, id: number, result: RunResult): void {
    const run = life.runs.get(id);
    life.waiting = life.waiting.filter((other) => other !== id);
    if (life.patience) clearTimeout(life.patience);
    life.patience = null;
    if (life === this.#life && life.waiting.length === 0) this.#setState("idle");
    run?.resolve?.(result);
    if (run) run.resolve = null;
  }

  /** What native code, or a program that a cell started, wrote past the kernel. */
  #native(life: Life, name: "stdout" | "stderr", written: string): void {
    const text = name === "stderr" ? written.replaceAll(debuggerNotes, "") : written;
    if (text === "") return;
    if (name === "stderr") life.stderr = (life.stderr + text).slice(-stderrKept);
    const run = life.waiting[0] ?? Math.max(0, ...life.runs.keys());
    life.runs.get(run)?.listener({ type: "stream", name, text });
  }

  #died(life: Life, exitCode: number | null, signal: NodeJS.Signals | null): void {
    if (life !== this.#life) return;
    this.#life = null;
    const known = life.lastWords ?? causeOfDeath(exitCode, signal, life.stderr, this.#state === "starting");
    const death: KernelDeath = {
      ...known,
      message: deathInWords(known),
      exitCode,
      signal,
    };
    this.#setState("off");
    this.#settle(life, "KernelDied", death.message, false);
    this.#events.died?.(death);
  }

  #settle(life: Life, name: string, message: string, interrupted: boolean): void {
    if (life.patience) clearTimeout(life.patience);
    life.patience = null;
    const error: CellError = {
      name,
      message,
      execution: null,
      cell: null,
      line: null,
      column: null,
      stack: `${name}: ${message}`,
    };
    for (const run of life.runs.values()) {
      run.resolve?.({ ok: false, error, interrupted, ms: null, flow: null });
      run.resolve = null;
    }
    life.waiting = [];
    for (const resolve of life.questions.values()) resolve(null);
    life.questions.clear();
    for (const resolve of life.debuggers.splice(0)) resolve(null);
  }

  #setState(state: KernelState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.stateChanged?.(state);
  }
}

/** MiB for tensors of the MiB that the kernel may use in all: the rest is what a kernel takes that has just started. */
function tensorMb(memoryMb: number): number {
  return Math.max(64, Math.min(4096, memoryMb - 192));
}
