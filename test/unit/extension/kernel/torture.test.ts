/**
 * What a cell can do to its kernel, one fault after the other: whether the variables are kept wherever that can
 * be, what the person is told, and how long it takes until a cell runs again. Prints a table at the end.
 */
import assert from "node:assert/strict";
import type { KernelOptions } from "../../../../extension/kernel/protocol/protocol.ts";
import { until } from "../../until.ts";
import { isAlive, StartedKernel, type CellRun } from "./startedKernel.ts";

interface Fault {
  title: string;
  cell: string;
  /** Press stop when the cell prints. */
  interrupt?: boolean;
  /** Whether the variables are still there afterwards. Default true. */
  keeps?: boolean;
  /** What is told in one line: as the cell's error, or in its output. Null where there is nothing to tell. */
  told: RegExp | null;
  /** The words are ours, and said in the editor's language. */
  ours?: boolean;
  options?: Partial<KernelOptions>;
  engine?: "real";
}

const stopped = /^Interrupted: The cell was stopped/;
const looping = { interrupt: true, told: stopped, ours: true } as const;
const memory = /^RangeError: The cell was stopped before the machine ran out of memory/;
const restored = /The cell replaced built-ins that the kernel needs; they were put back: /;

const faults: Fault[] = [
  { title: "a synchronous endless loop", cell: "say(); for (;;);", ...looping },
  { title: "an asynchronous endless loop", cell: "say(); for (;;) await null;", ...looping },
  {
    title: "a flood of microtasks",
    cell: "async function flood(): Promise<void> { await null; return flood() }\nsay(); await flood()",
    ...looping,
  },
  {
    title: "a flood of promise callbacks",
    cell: "function flood(): void { Promise.resolve().then(flood) }\nsay(); flood(); await new Promise(() => undefined)",
    ...looping,
  },
  {
    title: "a flood of nextTick",
    cell: "function flood(): void { process.nextTick(flood) }\nsay(); flood(); await new Promise(() => undefined)",
    ...looping,
  },
  { title: "a hanging await", cell: "say(); await new Promise(() => undefined)", ...looping },
  {
    title: "a loop that catches its interrupt",
    cell: "say(); for (;;) { try { for (;;); } catch { } finally { } }",
    ...looping,
  },
  {
    title: "an endless loop in a timer",
    cell: "say(); await new Promise(() => setTimeout(() => { for (;;); }))",
    ...looping,
  },
  {
    title: "a memory bomb of objects",
    cell: "const pile: unknown[] = []; for (let i = 0; ; i++) pile.push({ i, text: `number ${i}` })",
    told: memory,
    ours: true,
    options: { heapMb: 64 },
  },
  {
    title: "a memory bomb of strings",
    cell: "let text = ''; const pile: string[] = []; for (let i = 0; ; i++) { pile.push(String(i).padStart(1000, 'x')) }",
    told: memory,
    ours: true,
    options: { heapMb: 64 },
  },
  {
    title: "a memory bomb of typed arrays",
    cell: "const pile = []; for (;;) pile.push(new Float64Array(1e5).fill(1))",
    told: memory,
    ours: true,
    options: { memoryMb: 500 },
  },
  {
    title: "a memory bomb of tensors",
    cell: 'import { ones } from "gradbook"; const pile = []; for (;;) pile.push(ones(300, 300))',
    // The engine's own limit or the kernel's, whichever is reached first.
    told: /^(?:RangeError: The cell was stopped before|OutOfMemoryError: ones: no memory for)/,
    options: { memoryMb: 700 },
    engine: "real",
  },
  {
    title: "a memory bomb where nothing can stop it",
    cell: "Array.from({ length: 1e9 }, () => new Array(3e7).fill(1))",
    keeps: false,
    told: /^KernelDied: The kernel ran out of memory\. Its variables are gone/,
    ours: true,
    options: { heapMb: 32 },
  },
  { title: "process.exit", cell: "process.exit(3)", told: /process\.exit\(\) would end/, ours: true },
  {
    title: "exit by its name",
    cell: "import { exit } from 'node:process'; exit(3)",
    told: /process\.exit\(\) would end/,
    ours: true,
  },
  { title: "process.abort", cell: "process.abort()", told: /process\.abort\(\) would end/, ours: true },
  {
    title: "process.kill",
    cell: "process.kill(process.pid)",
    told: /process\.kill\(\) would end/,
    ours: true,
  },
  {
    title: "process.reallyExit",
    cell: "(process as any).reallyExit(1)",
    told: /process\.reallyExit\(\) would end/,
    ours: true,
  },
  {
    title: "SIGKILL from outside",
    cell: "import { execSync } from 'node:child_process'; execSync(`kill -9 ${process.pid}`); for (;;);",
    keeps: false,
    told: /^KernelDied: The kernel was ended from outside \(SIGKILL\)\. Its variables are gone; the next run starts a new kernel\.$/,
    ours: true,
  },
  {
    title: "a crash in native code",
    cell: "import { execSync } from 'node:child_process'; execSync(`kill -SEGV ${process.pid}`); for (;;);",
    keeps: false,
    told: /^KernelDied: The kernel crashed \(SIGSEGV\)\. Its variables are gone/,
    ours: true,
  },
  {
    title: "an uncaught exception after the cell ended",
    cell: "setTimeout(() => { throw new Error('too late') }); undefined",
    told: /Uncaught Error: too late/,
  },
  {
    title: "a rejection that nobody handles",
    cell: "void Promise.reject(new Error('nobody')); undefined",
    told: /Uncaught Error: nobody/,
  },
  {
    title: "an exception after all listeners were removed",
    cell: "process.removeAllListeners(); process.removeAllListeners('uncaughtException'); setTimeout(() => { throw new Error('unheard') }); undefined",
    told: /Uncaught Error: unheard/,
  },
  {
    title: "a million console lines",
    cell: "for (let i = 0; i < 1e6; i++) console.log(i)",
    told: /Output is cut after 100000 characters; the cell goes on\./,
    ours: true,
    options: { outputLimit: 100_000 },
  },
  {
    title: "a million lines on both streams in turns",
    cell: "for (let i = 0; i < 5e5; i++) { console.log(i); console.error(i) }",
    told: /Output is cut after 100000 characters/,
    ours: true,
    options: { outputLimit: 100_000 },
  },
  {
    title: "a string of 100 MB printed",
    cell: "console.log('x'.repeat(1e8))",
    told: /Output is cut after 100000 characters/,
    ours: true,
    options: { outputLimit: 100_000 },
  },
  { title: "a string of 100 MB as value", cell: "'x'.repeat(1e8)", told: /more characters/ },
  {
    title: "a string that is too long",
    cell: "'x'.repeat(2 ** 30)",
    told: /^RangeError: Invalid (?:string length|count value: 1073741824)/,
  },
  {
    title: "ten thousand displays",
    cell: "for (let i = 0; i < 10000; i++) display(i)",
    told: /9500 more outputs are not shown/,
    ours: true,
  },
  {
    title: "deep recursion",
    cell: "function deep(): number { return 1 + deep() }\ndeep()",
    told: /^RangeError: Maximum call stack size exceeded\. The functions call each other too deeply, or without end\.$/,
    ours: true,
  },
  {
    title: "a buffer larger than the machine",
    cell: "new Uint8Array(2 ** 46)",
    told: /^RangeError: (?:Array buffer allocation failed|Invalid typed array length)/,
  },
  {
    title: "a worker thread left behind in a loop",
    cell: "import { Worker } from 'node:worker_threads'; new Worker('for (;;);', { eval: true }); undefined",
    told: null,
  },
  {
    title: "a worker thread that throws",
    cell: "import { Worker as W2 } from 'node:worker_threads'; new W2('throw new Error(`in a worker`)', { eval: true }); undefined",
    told: /Uncaught Error: in a worker/,
  },
  {
    title: "timers left behind",
    cell: "for (let i = 0; i < 1000; i++) setInterval(() => undefined, 1); undefined",
    told: null,
  },
  {
    title: "a library that talks to its parent thread",
    cell: "import { isMainThread, parentPort } from 'node:worker_threads'; if (!isMainThread || parentPort) parentPort?.postMessage({ type: 'done' }); undefined",
    told: null,
  },
  {
    title: "prototype pollution",
    cell: "Object.assign(Object.prototype, { polluted: 1, get: 1, value: 2, type: 'x' }); undefined",
    told: restored,
    ours: true,
  },
  {
    title: "methods of prototypes taken away",
    cell: "Array.prototype.map = null as any; Array.prototype.push = () => { throw 1 }; (Array.prototype as any)[Symbol.iterator] = null; String.prototype.split = null as any; Promise.prototype.then = null as any; Map.prototype.get = null as any; RegExp.prototype.exec = null as any; undefined",
    told: restored,
    ours: true,
  },
  {
    title: "overwritten globals",
    cell: "for (const name of ['Promise', 'Map', 'JSON', 'Object', 'Error', 'Symbol', 'Array', 'performance', 'setTimeout', 'clearTimeout', 'console', 'process', 'display', 'Buffer', 'structuredClone']) (globalThis as any)[name] = null; undefined",
    told: restored,
    ours: true,
  },
  {
    title: "a value that throws when it is looked at",
    cell: "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('shy') } })",
    told: /^Error: shy$/,
  },
  {
    title: "an error that is a proxy which refuses everything",
    cell: "throw new Proxy(new Error('p'), { get() { throw new Error('no') }, getPrototypeOf() { throw new Error('no') } })",
    told: /The cell threw a value that cannot be shown\./,
    ours: true,
  },
];

interface Figure {
  title: string;
  kept: string;
  /** From the stop button, or from the end of the fault, to the end of the next cell, in milliseconds. */
  recovery: number;
}

/** What the person reads: the cell's error, else what it printed or showed. */
function told(run: CellRun): string {
  return run.error ? `${run.error.name}: ${run.error.message}` : `${run.printed()}\n${run.shown() ?? ""}`;
}

async function commit(fault: Fault, language: string): Promise<{ run: CellRun; figure: Figure }> {
  const notebook = new StartedKernel({ language, ...fault.options }, undefined, fault.engine ?? "stub");
  try {
    await notebook.run("const kept = 42; const say = () => console.log('started')");
    let since = 0;
    const run = await notebook.run(fault.cell, (output) => {
      if (!fault.interrupt || output.type !== "stream" || since > 0) return;
      since = performance.now();
      notebook.kernel.interrupt();
    });
    since ||= performance.now();
    const after = await notebook.run("typeof kept === 'undefined' ? 'gone' : kept");
    const recovery = performance.now() - since;
    assert.equal(after.shown(), fault.keeps === false ? "'gone'" : "42", fault.title);
    assert.equal(notebook.deaths.length, fault.keeps === false ? 1 : 0);
    if (fault.told !== null) {
      const { told: wanted } = fault;
      const matches = language === "en" ? wanted : /\p{Script=Han}/u;
      await until(() => matches.test(told(run)), `${fault.title} is told: ${told(run).slice(0, 300)}`);
      if (run.error) assert.doesNotMatch(run.error.message, /\n/);
    }
    const pid = notebook.kernel.pid;
    await notebook.kernel.dispose();
    assert.ok(pid !== null && !isAlive(pid));
    return { run, figure: { title: fault.title, kept: fault.keeps === false ? "–" : "yes", recovery } };
  } finally {
    await notebook.dispose();
  }
}

describe("The torture of a kernel:", function () {
  this.timeout(120_000);
  const figures: Figure[] = [];

  for (const fault of faults) {
    it(fault.title, async () => {
      figures.push((await commit(fault, "en")).figure);
    });
  }

  it("each of our words is said in Chinese where the editor is", async () => {
    const distinct = new Map(faults.filter(({ ours }) => ours).map((fault) => [String(fault.told), fault]));
    const notebook = new StartedKernel({ language: "zh-cn" });
    try {
      await notebook.run("const say = () => console.log('started')");
      for (const fault of distinct.values()) {
        if (fault.options || fault.keeps === false) {
          await commit(fault, "zh-cn");
        } else {
          const run = await (fault.interrupt ? notebook.interrupted(fault.cell) : notebook.run(fault.cell));
          assert.match(told(run), /\p{Script=Han}/u, fault.title);
        }
      }
    } finally {
      await notebook.dispose();
    }
  });

  after(() => {
    const kept = figures.filter((figure) => figure.kept === "yes").length;
    const times = figures.map(({ recovery }) => recovery).sort((a, b) => a - b);
    const [median, worst] = [times[times.length >> 1] ?? 0, times.at(-1) ?? 0];
    for (const { title, kept: keeps, recovery } of figures)
      console.log(`      ${title.padEnd(52)} ${keeps.padEnd(4)} ${recovery.toFixed(0).padStart(6)} ms`);
    console.log(
      `      ${faults.length} faults tried, ${figures.length} survived, variables kept in ${kept}; ` +
        `a cell ran again after ${median.toFixed(0)} ms (median), ${worst.toFixed(0)} ms (longest)`,
    );
  });
});
