import type { AsyncLocalStorage } from "node:async_hooks";
import type { HeapWatch } from "./heapWatch.ts";
import type { Run } from "./runContext.ts";
import { say } from "../protocol/messages.ts";
import { Interrupted } from "./interrupted.ts";
import { Attention, SharedSlot } from "../protocol/threadProtocol.ts";

const stopping = Attention.interrupt | Attention.cleaning | Attention.insisting;

/** The cell thread's side of the attention flag: what guards in cells call. */
export class AttentionFlag {
  /** The flag itself: its first element is what guards look at. */
  readonly flag: Int32Array;
  readonly #runs: AsyncLocalStorage<Run>;
  readonly #flush: () => void;
  readonly #heap: HeapWatch | null;
  readonly #closeDoor: () => void;

  /**
   * @param runs the run that the calling code belongs to
   * @param flush sends the output that has been collected
   * @param heap looks after the heap; null where nobody needs to
   * @param closeDoor lets no debugger in any more
   */
  constructor(
    shared: SharedArrayBuffer,
    runs: AsyncLocalStorage<Run>,
    flush: () => void,
    heap: HeapWatch | null = null,
    closeDoor: () => void = () => undefined,
  ) {
    this.#closeDoor = closeDoor;
    this.#heap = heap;
    this.flag = new Int32Array(shared);
    this.#runs = runs;
    this.#flush = flush;
  }

  /** Asked to stop, and nothing has begun to. */
  get interruptPending(): boolean {
    return (Atomics.load(this.flag, SharedSlot.attention) & Attention.interrupt) !== 0;
  }

  /** The interrupt has been obeyed in good order, or the cell has ended: nothing else is to stop. */
  acknowledge(): void {
    Atomics.and(this.flag, SharedSlot.attention, ~stopping);
  }

  /** For the engine, and cheap enough for every backward pass: tends to what is waiting and tells whether to stop. */
  readonly stopWanted = (): boolean => {
    if (Atomics.load(this.flag, SharedSlot.attention) === 0) return false;
    return (this.#attend() & stopping) !== 0;
  };

  /**
   * What guards in cells call.
   * @throws {Interrupted} when the person stopped the cell, or the run that calls was given up before
   * @throws {RangeError} when the cell has used up the memory
   */
  readonly check = (): void => {
    const raised = Atomics.and(this.flag, SharedSlot.attention, ~(Attention.memory | Attention.heap));
    if (raised & Attention.memory || (raised & Attention.heap && this.#heap?.exceeded())) {
      throw new RangeError(
        say(
          "The cell was stopped before the machine ran out of memory. Let go of what you no longer need; variables are kept.",
        ),
      );
    }
    if (this.#attend() & Attention.interrupt || this.#runs.getStore()?.abandoned) throw new Interrupted();
  };

  /** Tends to what is waiting. @returns what is raised for the code that calls */
  #attend(): number {
    const raised = Atomics.and(this.flag, SharedSlot.attention, ~(Attention.flush | Attention.door));
    if (raised & Attention.flush) this.#flush();
    if (raised & Attention.door) this.#closeDoor();
    if (!(raised & Attention.interrupt) || raised & Attention.insisting) return raised;
    // What an earlier cell left behind, such as a timer, is not what is to stop.
    if (this.#runs.getStore()?.over) return raised & ~stopping;
    // From here on the cell unwinds. The control thread sees to it that this has an end.
    if (Atomics.and(this.flag, SharedSlot.attention, ~Attention.interrupt) & Attention.interrupt)
      Atomics.or(this.flag, SharedSlot.attention, Attention.cleaning);
    return raised;
  }

  /** What a top-level `await` hands through what it is about to wait for. Line and column are 1-based. */
  readonly waits = (line: number, column: number, value: unknown): unknown => {
    const run = this.#runs.getStore();
    if (run) run.waitsAt = { line, column };
    return value;
  };

  /** What a top-level `await` hands its value through. */
  readonly awaited = (value: unknown): unknown => {
    if (this.#runs.getStore()?.abandoned) throw new Interrupted();
    return value;
  };
}
