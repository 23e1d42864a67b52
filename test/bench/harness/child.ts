/**
 * The process of a contestant that is a JavaScript module: `node child.js MODULE [JSON]`. The module exports
 * `open`, which gets the options and returns a {@link Contestant}.
 */
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import type { FromContestant, Hello, ToContestant } from "./protocol.ts";
import type { TaskData } from "./taskData.ts";
import type { Task } from "./tasks.ts";

/** A task that is set up. */
export interface Prepared {
  /** Does steps; ends when their results are there. */
  run(count: number): void | Promise<void>;
  /** In place of the clock of this process: seconds that the last steps took, where they are done elsewhere. */
  seconds?(): number;
  /** What the last step came to, see `result` in protocol.ts. */
  result(): number[] | Promise<number[]>;
  /** Frees what the collector does not. */
  dispose?(): void;
}

export interface Contestant {
  hello: Hello;
  /** @throws when it cannot do the task */
  prepare(task: Task, data: TaskData): Prepared | Promise<Prepared>;
}

export interface ContestantModule {
  open: (options: Record<string, string>) => Contestant | Promise<Contestant>;
}

/** Seconds: of the processor's time where `BENCH_CLOCK` is `cpu`, so that others' work does not count. */
const clock = (): number => {
  if (process.env["BENCH_CLOCK"] !== "cpu") return performance.now() / 1e3;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const answer = (message: FromContestant): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

async function serve(file: string, options: Record<string, string>): Promise<void> {
  const { open } = (await import(pathToFileURL(path.resolve(file)).href)) as ContestantModule;
  const contestant = await open(options);
  let prepared: Prepared | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as ToContestant;
    try {
      if (message.do === "hello") answer({ type: "hello", ...contestant.hello });
      if (message.do === "prepare") {
        prepared?.dispose?.();
        prepared = null;
        prepared = await contestant.prepare(message.task, message.data);
        answer({ type: "prepared" });
      }
      if (message.do === "run") {
        const began = clock();
        await prepared?.run(message.count);
        answer({ type: "ran", seconds: prepared?.seconds?.() ?? clock() - began });
      }
      if (message.do === "result") answer({ type: "result", values: (await prepared?.result()) ?? [] });
    } catch (error) {
      answer({ type: "error", message: error instanceof Error ? error.message : String(error) });
    }
  }
}

const [, , file, options] = process.argv;
if (file === undefined) throw new Error("Usage: node child.js MODULE [JSON]");
// Libraries print warnings where the answers go.
console.log = console.info = console.error;
await serve(file, JSON.parse(options ?? "{}") as Record<string, string>);
