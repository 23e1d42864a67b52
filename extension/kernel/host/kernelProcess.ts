/** A notebook's kernel as a process of its own, which never outlives the program that started it. */
import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { KernelHandle } from "../handle/kernelHandle.ts";
import type { Connect, ConnectionEvents, KernelConnection } from "../handle/kernelLink.ts";
import type { KernelEvents } from "../handle/reports.ts";
import { sayIn } from "../protocol/hostMessages.ts";
import type { FromKernel, KernelOptions } from "../protocol/protocol.ts";
import { compiledFolder } from "./compiledFolder.ts";
import {
  causeOfDeath,
  childEnvironment,
  exitOf,
  killOrphans,
  nodeOptions,
  stopProcess,
} from "./childProcess.ts";

export interface ProcessLaunch {
  /** The kernel's main module: `dist/kernel.js`. */
  entry: string;
  options: KernelOptions;
  /** Folder that is the person's alone, in which Node.js may keep what it compiled. Default: one of temporary files. */
  storage?: string;
  /** Program that runs it. Default: the one that runs us. */
  execPath?: string;
  /** All that the process knows of our environment. Default: ours, but for what belongs to the host. */
  env?: NodeJS.ProcessEnv;
  /** Options for Node and V8. */
  nodeFlags?: readonly string[];
  /** After how many milliseconds an interrupt that nothing obeyed is reported. Default 3000. */
  interruptPatience?: number;
}

export class KernelProcess extends KernelHandle {
  readonly #started: { child: ChildProcess | null };

  constructor(launch: ProcessLaunch, events: KernelEvents = {}) {
    const started: { child: ChildProcess | null } = { child: null };
    const connect: Connect = (options, told) =>
      connected((started.child = start({ ...launch, options })), options, told);
    super(launch, connect, events);
    this.#started = started;
  }

  /** Process id, or null while there is no process. */
  get pid(): number | null {
    return this.state === "off" ? null : (this.#started.child?.pid ?? null);
  }
}

const stderrKept = 4000;

/** What Node itself writes for those who attach a debugger by hand. */
const debuggerNotes =
  /^(?:Debugger (?:listening|ending) on ws:.*|Debugger attached\.|For help, see: https:\/\/nodejs\.org\/.*|Waiting for the debugger to disconnect\.\.\.)\r?\n/gm;

function connected(child: ChildProcess, options: KernelOptions, events: ConnectionEvents): KernelConnection {
  let stderr = "";
  const written = (name: "stdout" | "stderr", all: string): void => {
    const text = name === "stderr" ? all.replaceAll(debuggerNotes, "") : all;
    if (text === "") return;
    if (name === "stderr") stderr = (stderr + text).slice(-stderrKept);
    events.written(name, text);
  };
  const gone = (exitCode: number | null, signal: NodeJS.Signals | null): void =>
    events.gone({ exitCode, signal }, (say, starting) =>
      causeOfDeath(say, exitCode, signal, stderr, starting),
    );
  const ended = exitOf(child);
  child.stdout?.setEncoding("utf8").on("data", (text: string) => written("stdout", text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => written("stderr", text));
  child.on("message", (message) => events.message(message as FromKernel));
  child.once("error", (error) => {
    // Node says the same for a program and for a folder that are not there.
    const { cwd, language } = options;
    const say = sayIn(language);
    const why = existsSync(cwd) ? error.message : say("there is no folder {0}", cwd);
    events.failing({ cause: "start", detail: why });
    // A process that could not be spawned has no "exit".
    if (child.pid === undefined) gone(null, null);
  });
  void ended.then(({ code, signal }) => {
    if (child.pid !== undefined) killOrphans(child.pid);
    gone(code, signal);
  });
  return {
    send: (message) => {
      // A failure to send means that the process is gone, and "exit" tells that better.
      if (child.connected) child.send(message, () => undefined);
    },
    end: () => stopProcess(child, ended),
  };
}

function start({ entry, options, storage, execPath, nodeFlags, env }: ProcessLaunch): ChildProcess {
  const compiled = storage === undefined ? {} : { compiled: compiledFolder(storage, entry) };
  return fork(entry, [JSON.stringify({ ...options, ...compiled })], {
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
