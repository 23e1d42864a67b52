/** The thread that runs cells, in a browser's worker. */
import "./valueInspection.ts";
import * as engine from "../../../engine/browser.ts";
import { openEngine, reservedBytes } from "../../../engine/browser/open.ts";
import { CellThread } from "../cell/cellThread.ts";
import type { Namespace } from "../cell/imports.ts";
import { say } from "../protocol/messages.ts";
import { sharedInts, type ModuleResponse } from "../protocol/threadProtocol.ts";
import { BrowserModules } from "./browserModules.ts";
import { browserConsole } from "./console.ts";
import { closeScope } from "./closedScope.ts";
import { followTimers } from "./timers.ts";
import { Answers, workerFiles } from "./workerFiles.ts";
import type { FromCells, StartCells, ToCells } from "./workerProtocol.ts";

// As they are before any cell runs.
const worker = globalThis as unknown as WorkerGlobalScope;
const { navigator } = worker;
const importScripts = worker.importScripts.bind(worker);
const later = globalThis.setTimeout.bind(globalThis);
const indirectEval = globalThis.eval;
const { Worker: Thread } = globalThis;

/** How often to tell what memory the engine has, in milliseconds. */
const usageInterval = 1000;

export function startCells({
  port,
  options,
  shared,
  kernels,
  atOnce,
  script,
  moduleServer,
  life,
  closed,
}: StartCells): void {
  const post = (message: FromCells): void => port.postMessage(message);
  if (life !== null) hold(life, () => post({ type: "lives" }));
  const answers = new Answers(post);
  const signal = new Signal();
  const modules = new Map<number, (answer: ModuleResponse) => void>();
  let cwd = options.cwd;
  let lastModule = 0;
  const own = selfUrl();
  const warnings: string[] = [];
  const thread = new CellThread({
    options,
    ints: shared ? new Int32Array(shared) : new Int32Array(sharedInts),
    post: (message) => {
      if (message.type === "done" || message.type === "ready") tellUsage();
      post({ type: "thread", message });
    },
    version: browserName(navigator.userAgent),
    loadEngine: () => {
      openEngine({
        kernels,
        files: workerFiles(answers, () => cwd, atOnce),
        ...(options.memoryMb !== undefined && { memoryMb: Math.min(4096, options.memoryMb) }),
        threads:
          shared && script !== null ? Math.min(16, options.threads ?? navigator.hardwareConcurrency) : 1,
        ...(script !== null && {
          startThread: (data) =>
            new Thread(script, { name: "gradbook compute" }).postMessage({ role: "compute", data }),
        }),
        pressed: () => thread.giveWay(),
        warn: (message) => warnings.push(message),
      });
      return Promise.resolve(engine as unknown as Namespace);
    },
    hidden: own === "" ? [] : [own],
    modules: (loaded) =>
      new BrowserModules(options, engine, {
        read: (url) => answers.ask({ what: "read", url }),
        transform: (url, text) =>
          new Promise((resolve) => {
            const id = ++lastModule;
            modules.set(id, resolve);
            post({ type: "module", request: { id, url, text, references: true } });
          }),
        loaded,
        server: moduleServer,
      }),
    runStorage: null,
    ...(!shared && { stopAsked: () => signal.raised() }),
    heap: null,
    console: browserConsole,
    inspector: null,
    compile: (code, url) => indirectEval(`${code}\n//# sourceURL=${url}`) as unknown,
    fileUrl: (path) => path,
    pathOf: (url) => decodeURI(url.replace(/[?#].*$/, "").replace(/^[a-z][\w+.-]*:\/\/[^/]*/, "")),
    storeText: null,
    overflowFile: () => null,
  });

  port.onmessage = ({ data }: MessageEvent<ToCells>) => {
    switch (data.type) {
      case "thread":
        if (data.message.type === "moved") cwd = data.message.cwd;
        thread.receive(data.message);
        return;
      case "signal":
        signal.use(data.url);
        return;
      case "module":
        modules.get(data.answer.id)?.(data.answer);
        modules.delete(data.answer.id);
        return;
      default:
        answers.take(data);
    }
  };
  listen(thread.report);
  followTimers();
  if (closed) closeScope();

  function tellUsage(): void {
    post({ type: "usage", bytes: reservedBytes() });
  }
  const tell = (): void => {
    tellUsage();
    later(tell, usageInterval);
  };
  later(tell, usageInterval);
}

/** Holds a lock for good: it becomes free when the browser has ended this worker, which tells nobody. */
function hold(lock: string, held: () => void): void {
  const forGood = (): Promise<never> => {
    held();
    return new Promise(() => undefined);
  };
  // A page of a file has no locks.
  navigator.locks.request(lock, forGood).catch(() => undefined);
}

/**
 * A URL that somebody else has made, and takes back when this thread is to stop: a thread that reads no messages can
 * still tell whether it works, for scripts are fetched while everything waits.
 */
class Signal {
  #url: string | null = null;
  /** Null while nobody has tried: pages without an origin, as those of `file:`, cannot fetch each other's URLs. */
  #works: boolean | null = null;

  use(url: string): void {
    this.#url = url;
    this.#works ??= this.#fetched();
  }

  raised(): boolean {
    if (this.#works !== true || this.#url === null || this.#fetched()) return false;
    this.#url = null;
    return true;
  }

  #fetched(): boolean {
    try {
      importScripts(String(this.#url));
      return true;
    } catch {
      return false;
    }
  }
}

/** What nobody catches is told, and ends nothing; and no cell ends the thread. */
function listen(report: (thrown: unknown) => void): void {
  const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
  scope.addEventListener("error", (event) => {
    event.preventDefault();
    report(event.error ?? event.message);
  });
  scope.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    report(event.reason);
  });
  Object.defineProperty(scope, "close", {
    value: () => {
      throw new Error(
        say(
          "{0} would end the kernel with all its variables. To stop a cell, throw an error; to start afresh, restart the kernel.",
          "close()",
        ),
      );
    },
    writable: true,
    configurable: true,
  });
}

/** Where this script is, as stacks name it. */
function selfUrl(): string {
  const [, url = ""] = /\(?((?:blob|https?|file):[^\s)]*?):\d+:\d+\)?$/m.exec(new Error().stack ?? "") ?? [];
  return url;
}

function browserName(agent: string): string {
  const [, name, version] =
    /(Firefox|Edg|OPR|Chrome)\/(\d+)/.exec(agent) ?? /(Safari)\/(\d+)/.exec(agent) ?? [];
  return name === undefined
    ? "a browser"
    : `${name === "Edg" ? "Edge" : name === "OPR" ? "Opera" : name} ${version ?? ""}`;
}
