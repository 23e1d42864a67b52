/**
 * The storages in the linear memory by age, where nobody can tell which are still referred to. When they are too
 * many, the oldest are copied out to arrays of their own and forgotten, so that from then on JavaScript's collector
 * looks after them.
 */
import type { WasmStorage } from "./wasmStorage.ts";

/** Storages asked for during the last so many allocations stay: their addresses may be in use. */
const YOUNG = 1024;

/** What a storage costs beside its elements. */
const OVERHEAD = 256;

export class WorkingSet {
  readonly #capacity: number;
  readonly #vacate: (storage: WasmStorage) => void;
  /** By age, from `#head` on; storages that were released meanwhile are still among them. */
  #queue: WasmStorage[] = [];
  #head = 0;
  #storages = 0;
  #bytes = 0;
  /**
   * @param capacity bytes that may stay
   * @param vacate takes a storage's place away
   */
  constructor(capacity: number, vacate: (storage: WasmStorage) => void) {
    this.#capacity = capacity;
    this.#vacate = vacate;
  }

  /** The storage has been given a place. May take others' places away. */
  add(storage: WasmStorage): void {
    this.#queue.push(storage);
    this.#storages++;
    this.#bytes += storage.bytes + OVERHEAD;
    if (this.#bytes > this.#capacity) this.evict(0.75 * this.#capacity);
    if (this.#queue.length > 2 * this.#storages + YOUNG) this.#compact();
  }

  /** The storage is going to lose its place. */
  remove(storage: WasmStorage): void {
    this.#storages--;
    this.#bytes -= storage.bytes + OVERHEAD;
  }

  /** Copies storages out, the oldest first, until at most `target` bytes stay; young ones stay in any case. */
  evict(target: number): void {
    for (let left = this.#queue.length - this.#head; left > 0 && this.#bytes > target; left--) {
      const storage = this.#queue[this.#head++];
      if (storage.place === 0) continue;
      if (storage.home.clock - storage.used < YOUNG) this.#queue.push(storage);
      else this.#spill(storage);
    }
    this.#compact();
  }

  #spill(storage: WasmStorage): void {
    const bytes = new Uint8Array(storage.bytes);
    bytes.set(new Uint8Array(storage.home.linear.buffer, storage.place, storage.bytes));
    storage.spilled = bytes;
    this.remove(storage);
    this.#vacate(storage);
  }

  #compact(): void {
    this.#queue = this.#queue.filter((storage, i) => i >= this.#head && storage.place !== 0);
    this.#head = 0;
  }
}
