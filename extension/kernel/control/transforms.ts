/** Control thread: what turns cells and modules into JavaScript, and its answers to threads that ask for a module's. */
import type { MessagePort } from "node:worker_threads";
import { say } from "../protocol/messages.ts";
import type { CellError } from "../protocol/protocol.ts";
import { SharedSlot, type ModuleAnswer, type ModuleQuestion } from "../protocol/threadProtocol.ts";
import type { TransformedCell } from "../transform/transformCell.ts";
import type { CellSyntaxError } from "../transform/syntax/syntaxError.ts";
import type * as transformEntry from "../transform.entry.ts";

type Door = typeof transformEntry;

export class Transforms {
  readonly #load: () => Promise<Door>;
  readonly #language: string;
  #door: Promise<Door> | null = null;

  /** @param load loads TypeScript, which takes about as long as starting the cell thread */
  constructor(load: () => Promise<Door>, language: string) {
    this.#load = load;
    this.#language = language;
    // Whoever needs it tries again.
    this.#loaded().catch(() => undefined);
  }

  /** @throws {CellSyntaxError} */
  async cell(...cell: Parameters<Door["transformCell"]>): Promise<TransformedCell> {
    const { transformCell } = await this.#loaded();
    return transformCell(...cell);
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
      const { transformModule } = await this.#loaded();
      return { id, ...transformModule(text, url), fault: null };
    } catch (error) {
      const { line, column } = isSyntaxFault(error) ? error : { line: 1, column: 1 };
      const fault = { message: (error as Error).message, line, column };
      return { id, code: "", map: null, functions: null, fault };
    }
  }

  /** Loaded once; again after a failure, such as for want of file descriptors. */
  #loaded(): Promise<Door> {
    this.#door ??= this.#load().then(
      (door) => {
        door.setLanguage(this.#language);
        return door;
      },
      (error: unknown) => {
        this.#door = null;
        throw error;
      },
    );
    return this.#door;
  }
}

/** `instanceof` would not know the class, of which the bundle that transforms has its own. */
export function isSyntaxFault(error: unknown): error is CellSyntaxError {
  return error instanceof SyntaxError && "line" in error && "column" in error;
}

export function internalFault(error: unknown, at: { cell: string; execution: number }): CellError {
  const message = say("The kernel could not turn this cell into JavaScript: {0}", String(error));
  return {
    name: "KernelError",
    message,
    execution: at.execution,
    cell: at.cell,
    line: 1,
    column: 1,
    stack: message,
  };
}
