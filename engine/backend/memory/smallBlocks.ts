/**
 * Small blocks, cut one after the other from pages of 64 KB. A page is given back as a whole, when nothing refers
 * to any of its blocks; only one WeakRef a page is needed to learn of it. Blocks that are released before are
 * handed out again at once.
 *
 * Blocks of at most 64 bytes have pages of their own: a loss kept for every step of a long training must not keep
 * the steps' other blocks.
 */
import type { MemoryUse } from "../backend.ts";
import { addUse, noMemory } from "../memoryUse.ts";
import { Holder, type Nursery } from "./nursery.ts";
import { GRANULE } from "./spans.ts";

const PAGE_GRANULES = 16;
const PAGE_BYTES = PAGE_GRANULES * GRANULE;
/** The largest small block, in bytes. */
export const SMALL_MOST = 16384;
const TINY_CLASSES = 5;
const CLASSES = 44;

/** Sizes by 16 to 64 bytes, by 64 to 1 KB, by 256 to 4 KB, by 1 KB to 16 KB. */
export function classOf(bytes: number): number {
  if (bytes <= 64) return bytes === 0 ? 1 : (bytes + 15) >> 4;
  if (bytes <= 1024) return 4 + ((bytes - 1) >> 6);
  if (bytes <= 4096) return 20 + ((bytes - 1025) >> 8);
  return 32 + ((bytes - 4097) >> 10);
}

export function bytesOfClass(c: number): number {
  if (c < TINY_CLASSES) return c << 4;
  if (c < 20) return (c - 3) << 6;
  if (c < 32) return 1024 + ((c - 19) << 8);
  return 4096 + ((c - 31) << 10);
}

/** What a page counts in the nursery: pages should come round while they are in the second cache. */
const POINTS = 2;

/** What the storages in a page keep alive. */
export class Page extends Holder {
  readonly use = noMemory();

  /** @param granule where it starts */
  constructor(granule: number) {
    super(granule, PAGE_GRANULES);
  }
}

/** A page that is being filled. */
interface Open {
  page: Page;
  next: number;
  end: number;
}

/** A page that is full, and no longer young. */
interface Full {
  /** In granules. */
  start: number;
  page: WeakRef<Page>;
}

export class SmallBlocks {
  /** Where the block that `take` gave begins. */
  address = 0;
  readonly #granules: (n: number) => number;
  readonly #nursery: Nursery | null;
  /** The page that tiny blocks are being cut from, and that of the others. */
  readonly #open: [Open | null, Open | null] = [null, null];
  #full: Full[] = [];
  /** Released blocks by class: addresses, and the pages they are in. */
  readonly #addresses: number[][] = Array.from({ length: CLASSES }, () => []);
  readonly #pages: Page[][] = Array.from({ length: CLASSES }, () => []);

  /**
   * @param granules takes a span, and throws when there is none
   * @param nursery where full pages go first; null where there is none
   */
  constructor(granules: (n: number) => number, nursery: Nursery | null) {
    this.#granules = granules;
    this.#nursery = nursery;
  }

  /** A block of class `c`: its page is the result, its place is in `address`. @throws when memory is at its end */
  take(c: number): Page {
    const page = this.#pages[c].pop();
    if (page) {
      this.address = this.#addresses[c].pop() ?? 0;
      return page;
    }
    const bytes = bytesOfClass(c);
    const kind = c < TINY_CLASSES ? 0 : 1;
    let open = this.#open[kind];
    if (open === null || open.next + bytes > open.end) open = this.#openPage(kind);
    this.address = open.next;
    open.next += bytes;
    return open.page;
  }

  release(c: number, address: number, page: Page): void {
    this.#addresses[c].push(address);
    this.#pages[c].push(page);
  }

  #openPage(kind: 0 | 1): Open {
    this.#close(kind);
    // This may collect, and so close the other page too.
    const granule = this.#granules(PAGE_GRANULES);
    const start = granule * GRANULE;
    const open = { page: new Page(granule), next: start, end: start + PAGE_BYTES };
    this.#open[kind] = open;
    return open;
  }

  #close(kind: 0 | 1): void {
    const open = this.#open[kind];
    if (open === null) return;
    this.#open[kind] = null;
    if (this.#nursery) this.#nursery.add(open.page, POINTS);
    else this.tenure(open.page);
  }

  /** From now on, a full collection tells whether the page has ended. */
  tenure(page: Page): void {
    this.#full.push({ start: page.span.start, page: new WeakRef(page) });
  }

  /** Forgets released blocks, so that they do not keep their pages: to be called before a collection. */
  forget(): void {
    for (let c = 0; c < CLASSES; c++) {
      this.#addresses[c].length = 0;
      this.#pages[c].length = 0;
    }
  }

  /** Closes the pages that are being filled, so that they can end too. */
  close(): void {
    this.#close(0);
    this.#close(1);
  }

  /** Hands the pages that have ended to `free`: to be called after a collection. */
  sweep(free: (granule: number, n: number) => void): void {
    this.#full = this.#full.filter(({ start, page }) => {
      if (page.deref() !== undefined) return true;
      free(start, PAGE_GRANULES);
      return false;
    });
  }

  addUse(total: MemoryUse): void {
    for (const open of this.#open) if (open) addUse(total, open.page.use);
    for (const { page } of this.#full) {
      const live = page.deref();
      if (live) addUse(total, live.use);
    }
  }
}
