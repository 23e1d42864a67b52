/**
 * Control thread: has TypeScript made into JavaScript by a thread of its own. A long text keeps nobody waiting there,
 * it can be given up, and its depth and size end neither this process nor what cells have made.
 */
import { describeSyntaxError } from "../cell/errors.ts";
import { Interrupted } from "../cell/interrupted.ts";
import { say } from "../protocol/messages.ts";
import type { CellError } from "../protocol/protocol.ts";
import type { ModuleRequest, ModuleResponse } from "../protocol/threadProtocol.ts";
import type {
  CellTransformRequest,
  TransformMessage,
  TransformRequest,
  TransformResponse,
} from "../protocol/transformProtocol.ts";
import { CellSyntaxError } from "../transform/syntax/syntaxError.ts";
import type { TransformedCell } from "../transform/transformCell.ts";
import type { TransformedModule } from "../transform/transformModule.ts";

interface Pending {
  question: TransformRequest;
  resolve: (made: TransformedCell | TransformedModule) => void;
  reject: (error: Error) => void;
}

/** A thread with TypeScript. */
export interface TransformThread {
  post(message: TransformMessage): void;
  end(): void;
}

export interface TransformThreadEvents {
  message(answer: TransformResponse): void;
  /** @param full it has used up the memory that it may use */
  failed(error: Error, full: boolean): void;
}

export type StartTransformThread = (events: TransformThreadEvents) => TransformThread;

/** How long the thread may go on with what was given up, in milliseconds: starting another takes longer. */
const grace = 200;

export class TransformClient {
  /** In which texts are found fault with. */
  language: string;
  readonly #start: StartTransformThread;
  readonly #pending = new Map<number, Pending>();
  /** Asked of the thread and given up. */
  readonly #abandoned = new Set<number>();
  #thread: TransformThread | null = null;
  #loaded = false;
  #last = 0;

  /** @param language the person's */
  constructor(language: string, start: StartTransformThread) {
    this.language = language;
    this.#start = start;
    this.#begin();
  }

  /** @throws {CellSyntaxError}, {@link Interrupted} when it was given up */
  cell(question: Omit<CellTransformRequest, "type">): Promise<TransformedCell> {
    return this.#ask({ type: "cell", ...question }) as Promise<TransformedCell>;
  }

  /** A relative module as JavaScript. Never rejects. */
  async module({ id, url, text, references = false }: ModuleRequest): Promise<ModuleResponse> {
    try {
      const made = await this.#ask({ type: "module", text, url, references });
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

  #ask(question: TransformRequest): Promise<TransformedCell | TransformedModule> {
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#pending.set(id, { question, resolve, reject });
      if (this.#thread) this.#thread.post({ id, question, language: this.language });
      else this.#begin();
    });
  }

  /** Starts a thread, in place of the one there is, and asks it what nobody has answered. */
  #begin(): void {
    this.#thread?.end();
    this.#abandoned.clear();
    this.#loaded = false;
    const thread: TransformThread = this.#start({
      message: (answer) => {
        if (thread === this.#thread) this.#receive(answer);
      },
      failed: (error, full) => {
        if (thread === this.#thread) this.#failed(error, full);
      },
    });
    this.#thread = thread;
    for (const [id, { question }] of this.#pending) thread.post({ id, question, language: this.language });
  }

  #receive(answer: TransformResponse): void {
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
  #failed(error: Error, full: boolean): void {
    this.#thread = null;
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
