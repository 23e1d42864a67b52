/**
 * The engine's memory: storages in one linear memory, which nobody has to free.
 *
 * JavaScript's garbage collector decides what has ended. It does so inside a synchronous loop only when asked, so the
 * allocator asks it (see {@link Reclaimer}) whenever it has handed out a budget's worth of memory anew, and then gives
 * back every page and every large block that nothing refers to any more. Of what was handed out lately it asks more
 * often, because that costs little (see {@link Nursery}). What the engine itself knows to be unseen is
 * released and reused at once, and costs no collection.
 */
import { bytesPerElement, type DType, type MemoryKind, type Storage } from "../../core/ndarray.ts";
import { say } from "../../payload/say.ts";
import type { MemoryUse } from "../backend.ts";
import { Block, LargeBlocks } from "./largeBlocks.ts";
import type { LinearMemory } from "./linearMemory.ts";
import { noMemory } from "../memoryUse.ts";
import { type Holder, Nursery } from "./nursery.ts";
import { RecentSpans } from "./recentSpans.ts";
import type { Reclaimer } from "./reclaimer.ts";
import { classOf, Page, SMALL_MOST, SmallBlocks } from "./smallBlocks.ts";
import { GRANULE, Spans } from "./spans.ts";
import { uncloneable } from "../uncloneable.ts";
import { type StorageHome, WasmStorage } from "./wasmStorage.ts";

export interface AllocatorOptions {
  /** First byte that storages may use. */
  base: number;
  /** The linear memory never grows beyond this many bytes. Default: all that 32 bits can address. */
  limit?: number;
  /**
   * Bytes handed out anew before the first collection; up to four times as many later, where they come
   * fast. Default 128 MB.
   */
  budget?: number;
  reclaimer: Reclaimer;
  /**
   * Whether somebody calls {@link Allocator.sweep} when there is time for it. Then the allocator sweeps of itself
   * only when that has not come about for long. Default false.
   */
  patient?: boolean;
}

const MB = 1024 * 1024;

export class Allocator implements StorageHome {
  readonly uncloneable = uncloneable;
  readonly linear: LinearMemory;
  /** Full collections so far, for tests and benchmarks. */
  collections = 0;
  /** Sweeps of the nursery so far. */
  sweeps = 0;
  readonly #reclaimer: Reclaimer;
  readonly #nursery: Nursery | null;
  readonly #limit: number;
  /** How much later than due it sweeps of itself. */
  readonly #delay: number;
  #leastBudget: number;
  readonly #mostBudget: number;
  #budget: number;
  #fresh = 0;
  /** When the last collection ended, in milliseconds. */
  #collected = Date.now();
  #place = 0;
  readonly #spans = new Spans();
  readonly #recent = new RecentSpans();
  readonly #small: SmallBlocks;
  readonly #large: LargeBlocks;

  constructor(linear: LinearMemory, options: AllocatorOptions) {
    this.linear = linear;
    this.#reclaimer = options.reclaimer;
    this.#limit = options.limit ?? 2 ** 32;
    this.#delay = options.patient ? 1.5 : 1;
    this.#leastBudget = options.budget ?? 128 * MB;
    this.#mostBudget = 4 * this.#leastBudget;
    this.#budget = this.#leastBudget;
    const granules = (n: number): number => this.#granules(n);
    const young = options.reclaimer.watchYoung();
    this.#nursery = young ? new Nursery(young, (holder) => this.#tenure(holder)) : null;
    this.#small = new SmallBlocks(granules, this.#nursery);
    this.#large = new LargeBlocks(granules, this.#nursery);
    this.#extend(Math.ceil(options.base / GRANULE));
  }

  /** Bytes that the linear memory may have. */
  get limit(): number {
    return Math.min(this.#limit, 2 ** 32);
  }

  /** Bytes of the linear memory, used or not. */
  get reserved(): number {
    return this.linear.bytes;
  }

  /** @throws {RangeError} when it does not fit below the limit, after collecting what can be. */
  allocate(dtype: DType, length: number, kind: MemoryKind): WasmStorage {
    const bytes = length * bytesPerElement[dtype];
    // What can never fit needs no collection, and spans count in 32 bits.
    if (!(bytes >= 0 && bytes <= this.limit))
      throw new RangeError(say`${bytes} bytes never fit into ${this.limit}.`);
    const holding = this.#take(bytes, kind);
    return new WasmStorage(this, dtype, length, kind, this.#place, holding);
  }

  /** A block for `bytes`, whose address is in `#place`. */
  #take(bytes: number, kind: MemoryKind): Page | Block {
    if (bytes <= SMALL_MOST) {
      const c = classOf(bytes);
      const page = this.#small.take(c);
      page.use[kind] += bytes;
      this.#place = this.#small.address;
      return page;
    }
    const block = this.#large.take(bytes);
    block.kind = kind;
    block.bytes = bytes;
    this.#place = block.span.start * GRANULE;
    return block;
  }

  /** The caller promises that nobody asks for the elements again; who does so all the same gets an error. */
  release(storage: Storage): void {
    if (!(storage instanceof WasmStorage) || storage.home !== this) return;
    const holding = storage.holding;
    if (holding instanceof Block) this.#large.release(holding);
    else if (holding) {
      const c = classOf(storage.bytes);
      holding.use[storage.kind] -= storage.bytes;
      this.#small.release(c, storage.place, holding);
    }
    storage.vacate();
  }

  /** Moves the storage's bytes to another account. */
  retag(storage: Storage, kind: MemoryKind): void {
    if (!(storage instanceof WasmStorage) || storage.home !== this) return;
    const holding = storage.holding;
    if (holding instanceof Block) holding.kind = kind;
    else if (holding) {
      holding.use[storage.kind] -= storage.bytes;
      holding.use[kind] += storage.bytes;
    }
    storage.kind = kind;
  }

  /**
   * Bytes of the storages in use. A page counts with all that was cut from it and not released as long as one of
   * its blocks is referred to.
   */
  memory(): MemoryUse {
    this.collect();
    const total = noMemory();
    this.#small.addUse(total);
    this.#large.addUse(total);
    return total;
  }

  /** Gives back what nothing refers to. */
  collect(): void {
    const free = (granule: number, n: number): void => this.#spans.release(granule, n);
    this.#recent.forget(free);
    this.#large.forget(free);
    this.collections++;
    this.#small.forget();
    this.#small.close();
    this.#reclaimer.reclaim();
    this.#nursery?.sweep(free, true);
    this.#small.sweep(free);
    this.#large.sweep(free);
    this.#fresh = 0;
    // With much alive, collect when it may have grown by half: the collector's work stays in proportion.
    const live = (this.#spans.end - this.#spans.free) * GRANULE;
    this.#budget = Math.max(this.#leastBudget, live / 2);
  }

  /**
   * Collects, and doubles the least budget when collecting takes more than a twentieth of the time: a program that
   * hands out much gets more memory before the next collection.
   */
  #collectInTime(): void {
    const began = Date.now();
    const worked = began - this.#collected;
    this.collect();
    this.#collected = Date.now();
    const took = this.#collected - began;
    if (took * 20 > worked) this.#leastBudget = Math.min(2 * this.#leastBudget, this.#mostBudget);
  }

  /** Gives back what was handed out lately and has ended, when it is time for that. */
  sweep(): void {
    if (this.#nursery?.due()) this.#sweep(this.#nursery);
  }

  #sweep(nursery: Nursery): void {
    this.sweeps++;
    this.#recent.forget((granule, n) => this.#spans.release(granule, n));
    const freed = nursery.sweep((granule, n) => this.#recent.add(granule, n));
    this.#fresh = Math.max(0, this.#fresh - freed * GRANULE);
  }

  #tenure(holder: Holder): void {
    if (holder instanceof Page) this.#small.tenure(holder);
    else if (holder instanceof Block) this.#large.tenure(holder);
  }

  /** Start of a span of n granules, taken from what is free, from what can be collected, or by growing. */
  #granules(n: number): number {
    this.#fresh += n * GRANULE;
    if (this.#nursery?.due(this.#delay)) this.#sweep(this.#nursery);
    if (this.#fresh > this.#budget) this.#collectInTime();
    let start = this.#recent.take(n);
    if (start >= 0) return start;
    start = this.#spans.take(n);
    if (start < 0 && this.#forget()) start = this.#spans.take(n);
    if (start < 0 && this.#grow(n)) start = this.#spans.take(n);
    if (start < 0) {
      this.collect();
      start = this.#spans.take(n);
    }
    if (start >= 0) return start;
    throw new RangeError(
      say`${n * GRANULE} bytes do not fit: ${(this.#spans.end - this.#spans.free) * GRANULE} of ${this.limit}
        are in use.`,
    );
  }

  /** Gives back what waits for another request of its size. @returns whether there was any */
  #forget(): boolean {
    const free = (granule: number, n: number): void => this.#spans.release(granule, n);
    const recent = this.#recent.forget(free);
    return this.#large.forget(free) || recent;
  }

  #grow(n: number): boolean {
    const end = this.#spans.end;
    // One granule stays unused at the end: kernels may read, not write, up to 64 bytes past an array.
    const need = (end - this.#spans.tail + n + 1) * GRANULE;
    if (!this.linear.grow(need, this.#limit)) return false;
    this.#extend(end);
    return true;
  }

  #extend(from: number): void {
    this.#spans.extend(from, Math.floor(Math.min(this.linear.bytes, this.#limit) / GRANULE) - 1);
  }
}
