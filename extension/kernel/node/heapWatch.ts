/**
 * Looks after the JavaScript heap of the cell thread. V8 ends a thread whose heap is full, and every variable
 * with it; so its real limit lies above the one that was asked for, and a cell that comes to the latter is
 * stopped from inside while there is still room to do that.
 */
import v8 from "node:v8";
import vm from "node:vm";

const mebibyte = 2 ** 20;

/** What V8 is given for a heap that should stay below `heapMb`: room for a cell to be stopped in. In MiB. */
export function hardHeapLimit(heapMb: number): number {
  return heapMb + Math.max(1024, Math.floor(heapMb / 2));
}

/** In bytes. */
interface HeapReading {
  used: number;
  /** What V8 would end the thread at. */
  limit: number;
}

const read = (): HeapReading => {
  const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics();
  return { used, limit };
};

export class HeapWatch {
  readonly #limit: number;
  readonly #read: () => HeapReading;
  readonly #collect: () => void;

  /** @param heapMb what the heap should stay below, in MiB */
  constructor(heapMb: number, reading = read, collect = collectGarbage) {
    this.#limit = heapMb * mebibyte;
    this.#read = reading;
    this.#collect = collect;
  }

  /** Whether what is still in use comes to the limit; garbage does not count. */
  exceeded(): boolean {
    const { used, limit } = this.#read();
    // V8 may give less than it was asked for.
    const most = Math.min(this.#limit, 0.8 * limit);
    if (used < most) return false;
    this.#collect();
    // So near below it, every look would collect again.
    return this.#read().used > 0.95 * most;
  }
}

/** A full collection. V8 has the function only while its flag is set, and keeps those that were made then. */
let collector: (() => void) | null = null;
function collectGarbage(): void {
  if (!collector) {
    v8.setFlagsFromString("--expose-gc");
    collector = vm.runInNewContext("gc") as () => void;
    v8.setFlagsFromString("--no-expose-gc");
  }
  collector();
}
