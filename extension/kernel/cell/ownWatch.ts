/**
 * A cell thread that shares no memory with the control thread looks after itself, as in a browser whose page is not
 * isolated: nobody can raise its flag while it is busy. While a cell runs, the flag stays up ({@link
 * InterruptRequest.look}), so that guards call, and now and then one of them comes here. It sends what was printed;
 * it looks outside whether the person wants the cell to stop, which costs milliseconds, and so only when the thread
 * has read no message for long, and rarely. Loops of a cell itself can wait, and let it read them. And once the cell is to stop, it takes the steps that the control thread
 * takes elsewhere (see control/interruption.ts).
 */
import { cleanupTime, obeyTime } from "../control/interruption.ts";
import { InterruptRequest, SharedSlot } from "../protocol/threadProtocol.ts";
import { now, nextMessage, setTimeout, clearTimeout, type Timer } from "./clock.ts";
import type { Watch } from "./interruptFlag.ts";

/** How often a thread that reads its messages looks after itself, in milliseconds. */
const turnTime = 50;
/** For how long a thread has read no message before loops that can wait let it, in milliseconds. */
const patientTime = 100;
/** For how long a thread has read no message before it looks outside, in milliseconds. */
const busyTime = 300;
/** The share of time that looks outside may take. */
const share = 1 / 60;
/** Looks outside are never farther apart, in milliseconds. */
const mostApart = 2000;
/** Guards that may go by between two looks at the clock, which takes as long as some of them do. */
const mostGuards = 64;

const stopping = InterruptRequest.stop | InterruptRequest.cleaning | InterruptRequest.insisting;

export class OwnWatch implements Watch {
  readonly #ints: Int32Array;
  readonly #stopAsked: () => boolean;
  #runs = 0;
  /** The person's wish that the running cell should stop is known. */
  #known = false;
  #timer: Timer | null = null;
  /** When the thread came to its messages last. */
  #turn = 0;
  #looked = 0;
  #flushed = 0;
  /** When to look outside next. */
  #next = 0;
  #span = 1;
  /** Also for those who know more: to be set. */
  wantsTurn = false;
  #left = 0;
  #stage = 0;
  #since = 0;

  /** @param stopAsked looks outside */
  constructor(ints: Int32Array, stopAsked: () => boolean) {
    this.#ints = ints;
    this.#stopAsked = stopAsked;
  }

  /** A run is to begin. */
  begin(): void {
    if (this.#runs++ > 0) return;
    this.#known = false;
    Atomics.and(this.#ints, SharedSlot.interrupts, ~stopping);
    Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.look);
    this.#turned();
  }

  /** It has ended. */
  end(): void {
    if (--this.#runs > 0) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    Atomics.and(this.#ints, SharedSlot.interrupts, ~(stopping | InterruptRequest.look));
  }

  /** A message says that the person wants the running cell to stop. */
  asked(again: boolean): void {
    if (this.#runs === 0) return;
    if (again)
      Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.stop | InterruptRequest.insisting);
    else this.#stop();
  }

  due(): boolean {
    return --this.#left <= 0;
  }

  look(): void {
    const time = now();
    const since = time - this.#looked;
    this.#looked = time;
    if (since < 0.2) this.#span = Math.min(2 * this.#span, mostGuards);
    else if (since > 2) this.#span = Math.max(1, this.#span >> 2);
    this.#left = this.#span;
    this.#step(time);
    if (this.#runs > 0 && time - this.#turn >= patientTime) this.wantsTurn = true;
    if (this.#runs === 0 || this.#known || time < this.#next || time - this.#turn < busyTime) return;
    if (this.#stopAsked()) this.#stop();
    const took = now() - time;
    this.#next = time + Math.min(Math.max(took / share, busyTime), mostApart);
  }

  turn(): Promise<void> {
    return nextMessage().then(() => {
      this.#turn = now();
      this.wantsTurn = false;
    });
  }

  #turned(): void {
    this.#turn = now();
    this.wantsTurn = false;
    this.#step(this.#turn);
    this.#timer = setTimeout(() => this.#turned(), turnTime);
  }

  #stop(): void {
    if (this.#known) return;
    this.#known = true;
    Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.stop);
    this.#stage = InterruptRequest.stop;
    this.#since = now();
  }

  #step(time: number): void {
    if (time - this.#flushed >= turnTime && Atomics.load(this.#ints, SharedSlot.waiting) > 0) {
      this.#flushed = time;
      Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.flush);
    }
    const raised = Atomics.load(this.#ints, SharedSlot.interrupts) & stopping;
    if (raised === 0) return;
    const stage = raised & (InterruptRequest.insisting | InterruptRequest.stop) || raised;
    if (stage !== this.#stage) {
      this.#stage = stage;
      this.#since = time;
    }
    const patience = stage === InterruptRequest.stop ? obeyTime : cleanupTime;
    if ((stage & InterruptRequest.insisting) === 0 && time - this.#since > patience)
      Atomics.or(this.#ints, SharedSlot.interrupts, InterruptRequest.stop | InterruptRequest.insisting);
  }
}
