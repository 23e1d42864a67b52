import { InterruptRequest, SharedSlot } from "../protocol/threadProtocol.ts";

/** Characters that may be on their way to the host before the cell thread waits for it. */
const high = 8_000_000;
const low = 2_000_000;
/** How long to sleep before looking for an interrupt, in milliseconds. */
const nap = 50;

/**
 * Cell thread: counts output that has been posted, and waits while the host does not keep up. Never call it before
 * the output is posted: nobody could take it over, and one that is larger than all room would wait for ever.
 */
export function outputSent(ints: Int32Array, size: number): void {
  // Who shares no memory cannot be told that there is room again.
  if (typeof SharedArrayBuffer !== "function" || !(ints.buffer instanceof SharedArrayBuffer)) return;
  if (Atomics.add(ints, SharedSlot.inFlight, size) + size < high) return;
  for (;;) {
    const inFlight = Atomics.load(ints, SharedSlot.inFlight);
    const stop = Atomics.load(ints, SharedSlot.interrupts) & InterruptRequest.stop;
    if (inFlight < low || stop) return;
    Atomics.wait(ints, SharedSlot.inFlight, inFlight, nap);
  }
}

/** Control thread: the host has taken output over. It may be told before the cell thread has counted it. */
export function outputTaken(ints: Int32Array, size: number): void {
  Atomics.sub(ints, SharedSlot.inFlight, size);
  Atomics.notify(ints, SharedSlot.inFlight);
}
