import { goOnInLatest, tracedRun } from "./runContext.ts";
import { say } from "../protocol/messages.ts";
import { Interrupted } from "./interrupted.ts";
import { InterruptRequest, SharedSlot } from "../protocol/threadProtocol.ts";

const stopping = InterruptRequest.stop | InterruptRequest.cleaning | InterruptRequest.insisting;

/** Looks how full the heap is, where the platform lets it. */
export interface HeapLimit {
  /** Whether what is still in use comes to the limit; garbage does not count. */
  exceeded(): boolean;
}

/** Where threads share no memory: what a busy cell thread looks outside by. See `OwnWatch`. */
export interface Watch {
  /** Whether it is time to {@link look}; asked by every guard. */
  due(): boolean;
  /** Raises in the flag what is to be raised. */
  look(): void;
  /** The thread should come to its messages, if the code that is asked can wait. */
  readonly wantsTurn: boolean;
  /** Lets it. */
  turn(): Promise<void>;
}

/** What guards call: `turn` is for those who are told true. */
export type Check = (() => boolean) & { turn(): Promise<void> };

/** The cell thread's side of the interrupt flag: what guards in cells call. */
export class InterruptFlag {
  /** The flag itself: its first element is what guards look at. */
  readonly flag: Int32Array;
  readonly #flush: () => void;
  readonly #heap: HeapLimit | null;
  readonly #closeInspector: () => void;
  readonly #watch: Watch | null;

  /**
   * @param flush sends the output that has been collected
   * @param heap looks after the heap; null where nobody needs to
   * @param closeInspector lets no debugger in any more
   * @param watch null where the flag is raised from outside
   */
  constructor(
    flag: Int32Array,
    flush: () => void,
    heap: HeapLimit | null = null,
    closeInspector: () => void = () => undefined,
    watch: Watch | null = null,
  ) {
    this.#watch = watch;
    this.#closeInspector = closeInspector;
    this.#heap = heap;
    this.flag = flag;
    this.#flush = flush;
  }

  /** Asked to stop, and nothing has begun to. */
  get interruptPending(): boolean {
    return (Atomics.load(this.flag, SharedSlot.interrupts) & InterruptRequest.stop) !== 0;
  }

  /** The running cell was asked to stop because it is run again with other values. */
  get isReplaced(): boolean {
    return (Atomics.load(this.flag, SharedSlot.interrupts) & InterruptRequest.replaced) !== 0;
  }

  /** The interrupt has been obeyed in good order, or the cell has ended: nothing else is to stop. */
  acknowledge(): void {
    Atomics.and(this.flag, SharedSlot.interrupts, ~stopping);
  }

  /** For the engine, and cheap enough for every backward pass: tends to what is waiting and tells whether to stop. */
  readonly stopWanted = (): boolean => {
    if (Atomics.load(this.flag, SharedSlot.interrupts) === 0) return false;
    if (this.#watch?.due()) this.#watch.look();
    return (this.#attend() & stopping) !== 0;
  };

  /**
   * What guards in cells call. @returns whether to wait for `turn`, for code that can
   * @throws {Interrupted} when the person stopped the cell, or the run that calls was given up before
   * @throws {RangeError} when the cell has used up the memory
   */
  readonly check: Check = Object.assign(() => this.#check(), { turn: () => this.#turn() });

  async #turn(): Promise<void> {
    await this.#watch?.turn();
    this.#check();
  }

  #check(): boolean {
    const watch = this.#watch;
    if (watch) {
      const due = watch.due();
      if (!due && this.flag[0] === InterruptRequest.look && tracedRun()?.abandoned !== true)
        return watch.wantsTurn;
      if (due) watch.look();
    }
    const raised = Atomics.and(
      this.flag,
      SharedSlot.interrupts,
      ~(InterruptRequest.memory | InterruptRequest.heap),
    );
    if (raised & InterruptRequest.memory || (raised & InterruptRequest.heap && this.#heap?.exceeded())) {
      throw new RangeError(
        say(
          "The cell was stopped before the machine ran out of memory. Let go of what you no longer need; variables are kept.",
        ),
      );
    }
    if (this.#attend() & InterruptRequest.stop || tracedRun()?.abandoned) throw new Interrupted();
    return watch?.wantsTurn ?? false;
  }

  /** Tends to what is waiting. @returns what is raised for the code that calls */
  #attend(): number {
    const raised = Atomics.and(
      this.flag,
      SharedSlot.interrupts,
      ~(InterruptRequest.flush | InterruptRequest.closeInspector),
    );
    if (raised & InterruptRequest.flush) this.#flush();
    if (raised & InterruptRequest.closeInspector) this.#closeInspector();
    if (!(raised & InterruptRequest.stop) || raised & InterruptRequest.insisting) return raised;
    // What an earlier cell left behind, such as a timer, is not what is to stop.
    if (tracedRun()?.over) return raised & ~stopping;
    // From here on the cell unwinds. The control thread sees to it that this has an end.
    if (Atomics.and(this.flag, SharedSlot.interrupts, ~InterruptRequest.stop) & InterruptRequest.stop)
      Atomics.or(this.flag, SharedSlot.interrupts, InterruptRequest.cleaning);
    return raised;
  }

  /** What a top-level `await` hands through what it is about to wait for. Line and column are 1-based. */
  readonly waits = (line: number, column: number, value: unknown): unknown => {
    const run = tracedRun();
    if (run) run.waitsAt = { line, column };
    return value;
  };

  /** What a top-level `await` hands its value through. */
  readonly awaited = (value: unknown): unknown => {
    goOnInLatest();
    if (tracedRun()?.abandoned) throw new Interrupted();
    return value;
  };
}
