/** A contestant's process, spoken to in lines; see protocol.ts. One question at a time. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import type { FromContestant, Hello, ToContestant } from "./protocol.ts";
import type { TaskData } from "./taskData.ts";
import type { Task } from "./tasks.ts";

export interface Command {
  program: string;
  args: string[];
  env?: Record<string, string>;
}

type Answer<T extends FromContestant["type"]> = Extract<FromContestant, { type: T }>;

/** How long a contestant may think about one question, in milliseconds. */
const patience = 60_000;
const wordsKept = 2000;

export class ContestantProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string, undefined>;
  #said = "";

  constructor({ program, args, env }: Command) {
    this.#child = spawn(program, args, { env: { ...process.env, ...env }, stdio: "pipe" });
    this.#child.stderr
      .setEncoding("utf8")
      .on("data", (text: string) => (this.#said = (this.#said + text).slice(-wordsKept)));
    // A process that cannot be started, or is gone, shows as the end of its lines.
    this.#child.on("error", (error) => (this.#said += error.message));
    this.#child.stdin.on("error", () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  hello(): Promise<Hello> {
    return this.#ask({ do: "hello" }, "hello");
  }

  async prepare(task: Task, data: TaskData): Promise<void> {
    await this.#ask({ do: "prepare", task, data }, "prepared");
  }

  /** Seconds that `count` steps took. */
  async run(count: number): Promise<number> {
    return (await this.#ask({ do: "run", count }, "ran")).seconds;
  }

  async result(): Promise<number[]> {
    return (await this.#ask({ do: "result" }, "result")).values;
  }

  stop(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  /** @throws with the contestant's words when it fails, ends, or takes too long */
  async #ask<T extends FromContestant["type"]>(question: ToContestant, type: T): Promise<Answer<T>> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), patience);
    const line: IteratorResult<string, undefined> = await this.#lines.next();
    clearTimeout(timer);
    if (line.done === true) throw new Error(`ended: ${lastLine(this.#said)}`);
    const answer = JSON.parse(line.value) as FromContestant;
    if (answer.type === "error") throw new Error(answer.message);
    if (answer.type !== type) throw new Error(`said "${answer.type}" when asked to ${question.do}`);
    return answer as Answer<T>;
  }
}

function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => /\w*Error\b/.test(line)) ?? lines.at(-1) ?? "without a word";
}
