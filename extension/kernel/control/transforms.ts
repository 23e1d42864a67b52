/**
 * Control thread: has TypeScript made into JavaScript by a thread of its own. A long text keeps nobody waiting there,
 * it can be given up, and its depth and size end neither this process nor what cells have made.
 */
import { Worker, type MessagePort } from "node:worker_threads";
import { describeSyntaxError } from "../cell/errors.ts";
import { Interrupted } from "../cell/interrupted.ts";
import { say } from "../protocol/messages.ts";
import type { CellError } from "../protocol/protocol.ts";
import { SharedSlot, type ModuleAnswer, type ModuleQuestion } from "../protocol/threadProtocol.ts";
import { siblingModule } from "../siblingModule.ts";
import { CellSyntaxError } from "../transform/syntax/syntaxError.ts";
import type { NamesAbove, TransformedCell } from "../transform/transformCell.ts";
import type { TransformedModule } from "../transform/transformModule.ts";

export interface CellQuestion {
  type: "cell";
  text: string;
  url: string;
  above: NamesAbove[];
  debugged: boolean;
}

export interface ModuleTextQuestion {
  type: "module";
  text: string;
  url: string;
}

export type TransformQuestion = CellQuestion | ModuleTextQuestion;

export type TransformAnswer =
  | { type: "loaded" }
  | { type: "done"; id: number; made: TransformedCell | TransformedModule }
  /** `at` when it is the text that is at fault. */
  | { type: "fault"; id: number; message: string; at: { line: number; column: number } | null };

interface Pending {
  question: TransformQuestion;
  resolve: (made: TransformedCell | TransformedModule) => void;
  reject: (error: Error) => void;
}

/** In MiB. TypeScript takes up to seven times the stack that V8 takes for the same text, and cells have 4. */
const stackMb = 32;

/** How long the thread may go on with what was given up, in milliseconds: starting another takes longer. */
const grace = 200;

export class Transforms {
  readonly #language: string;
  readonly #pending = new Map<number, Pending>();
  /** Asked of the thread and given up. */
  readonly #abandoned = new Set<number>();
  #worker: Worker | null = null;
  #loaded = false;
  #last = 0;

  /** @param language the person's */
  constructor(language: string) {
    this.#language = language;
    this.#begin();
  }

  /** @throws {CellSyntaxError}, {@link Interrupted} when it was given up */
  cell(question: Omit<CellQuestion, "type">): Promise<TransformedCell> {
    return this.#ask({ type: "cell", ...question }) as Promise<TransformedCell>;
  }

  /**
   * Gives the JavaScript of relative modules to whoever asks on `port`, who may be blocked until they have it.
   * @param tell told what was answered, before it is
   */
  answer(port: MessagePort, ints: Int32Array, tell: (url: string, answer: ModuleAnswer) => void): void {
    port.on("message", ({ id, url, text }: ModuleQuestion) => {
      void this.#module(id, url, text).then((answer) => {
        tell(url, answer);
        port.postMessage(answer);
        Atomics.store(ints, SharedSlot.answered, 1);
        Atomics.notify(ints, SharedSlot.answered);
      });
    });
  }

  /** Never rejects. */
  async #module(id: number, url: string, text: string): Promise<ModuleAnswer> {
    try {
      const made = await this.#ask({ type: "module", text, url });
      return { id, ...made, fault: null };
    } catch (error) {
      const { line, column } = error instanceof CellSyntaxError ? error : { line: 1, column: 1 };
      const fault = { message: (error as Error).message, line, column };
      return { id, code: "", map: null, functions: null, fault };
    }
  }

  /** Waits for no cell any more. */
  abandonCells(): void {
    for (const [id, { question, reject }] of this.#pending) {
      if (question.type !== "cell") continue;
      this.#pending.delete(id);
      this.#abandoned.add(id);
      reject(new Interrupted());
    }
    this.#endAbandoned();
  }

  #endAbandoned(): void {
    setTimeout(() => {
      if (this.#abandoned.size === 0) return;
      if (this.#loaded) this.#begin();
      else this.#endAbandoned();
    }, grace);
  }

  #ask(question: TransformQuestion): Promise<TransformedCell | TransformedModule> {
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#pending.set(id, { question, resolve, reject });
      if (this.#worker) this.#worker.postMessage({ id, question });
      else this.#begin();
    });
  }

  /** Starts a thread, in place of the one there is, and asks it what nobody has answered. */
  #begin(): void {
    void this.#worker?.terminate();
    this.#abandoned.clear();
    this.#loaded = false;
    const worker = new Worker(siblingModule("transformThread"), {
      workerData: { language: this.#language },
      resourceLimits: { stackSizeMb: stackMb },
    });
    this.#worker = worker;
    worker.on("message", (answer: TransformAnswer) => {
      if (worker === this.#worker) this.#receive(answer);
    });
    worker.on("error", (error) => {
      if (worker === this.#worker) this.#failed(error);
    });
    for (const [id, { question }] of this.#pending) worker.postMessage({ id, question });
  }

  #receive(answer: TransformAnswer): void {
    if (answer.type === "loaded") {
      this.#loaded = true;
      return;
    }
    this.#abandoned.delete(answer.id);
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.type === "done") pending?.resolve(answer.made);
    else
      pending?.reject(answer.at ? new CellSyntaxError(answer.message, answer.at) : new Error(answer.message));
  }

  /** Whoever asks next starts another, as after a failure for want of file descriptors. */
  #failed(error: Error): void {
    this.#worker = null;
    const full = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
    const waiting = [...this.#pending];
    for (const [id, { reject }] of full ? waiting.slice(0, 1) : waiting) {
      this.#pending.delete(id);
      reject(full ? new Error(say("It is too large.")) : error);
    }
    if (this.#pending.size > 0) this.#begin();
  }
}

/** Why a cell was not run. */
export function describeFault(
  error: unknown,
  at: { cell: string; execution: number; text: string },
): CellError {
  if (error instanceof CellSyntaxError) return describeSyntaxError(error, at);
  const { cell, execution } = at;
  if (error instanceof Interrupted) {
    const { name, message } = error;
    const nowhere = { execution: null, cell: null, line: null, column: null };
    return { name, message, ...nowhere, stack: `${name}: ${message}` };
  }
  const message = say("The kernel could not turn this cell into JavaScript: {0}", String(error));
  return { name: "KernelError", message, execution, cell, line: 1, column: 1, stack: message };
}
