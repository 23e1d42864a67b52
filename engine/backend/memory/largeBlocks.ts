/**
 * Large blocks: whole granules of 4 KB, each block with a WeakRef of its own once it is no longer young. Released ones
 * wait for the next request of their size, because a training step asks for the same sizes again and again; a new
 * WeakRef costs more than the rest of an allocation.
 */
import type { MemoryKind } from "../../core/ndarray.ts";
import type { MemoryUse } from "../backend.ts";
import { Holder, type Nursery, type Span } from "./nursery.ts";
import { GRANULE } from "./spans.ts";

/** What the storage in a span keeps alive. */
export class Block extends Holder {
  kind: MemoryKind = "temporary";
  /** Of the storage in it. */
  bytes = 0;
  /** Released, and not handed out again. */
  waiting = false;
}

/** A block that only a full collection can end, and its span. */
interface Tenured {
  readonly span: Span;
  readonly block: WeakRef<Block>;
}

/** Whole granules for `bytes`, with at most three significant bits beyond the first, so that sizes recur. */
function granulesFor(bytes: number): number {
  const n = Math.ceil(bytes / GRANULE);
  if (n <= 16) return n;
  const step = 2 ** (28 - Math.clz32(n));
  return Math.ceil(n / step) * step;
}

export class LargeBlocks {
  readonly #granules: (n: number) => number;
  readonly #nursery: Nursery | null;
  #tenured: Tenured[] = [];
  readonly #waiting = new Map<number, Block[]>();
  #waitingCount = 0;

  /** As for small blocks. */
  constructor(granules: (n: number) => number, nursery: Nursery | null) {
    this.#granules = granules;
    this.#nursery = nursery;
  }

  /** @throws when memory is at its end */
  take(bytes: number): Block {
    const n = granulesFor(bytes);
    const again = this.#waiting.get(n)?.pop();
    if (again) {
      this.#waitingCount--;
      again.waiting = false;
      return again;
    }
    const block = new Block(this.#granules(n), n);
    if (this.#nursery) this.#nursery.add(block, 1);
    else this.tenure(block);
    return block;
  }

  /** From now on, a full collection tells whether the block has ended. */
  tenure(block: Block): void {
    this.#tenured.push({ span: block.span, block: new WeakRef(block) });
  }

  release(block: Block): void {
    const n = block.span.granules;
    const others = this.#waiting.get(n);
    if (others) others.push(block);
    else this.#waiting.set(n, [block]);
    this.#waitingCount++;
    block.waiting = true;
  }

  /** Gives the spans of released blocks back. @returns whether there were any */
  forget(free: (granule: number, n: number) => void): boolean {
    if (this.#waitingCount === 0) return false;
    for (const blocks of this.#waiting.values()) {
      for (const { span } of blocks) {
        span.held = false;
        free(span.start, span.granules);
      }
    }
    this.#waiting.clear();
    this.#waitingCount = 0;
    return true;
  }

  /** Hands the spans whose blocks have ended to `free`: to be called after a collection. */
  sweep(free: (granule: number, n: number) => void): void {
    this.#tenured = this.#tenured.filter(({ span, block }) => {
      if (!span.held) return false;
      if (block.deref() !== undefined) return true;
      free(span.start, span.granules);
      return false;
    });
  }

  addUse(total: MemoryUse): void {
    for (const { span, block } of this.#tenured) {
      const live = span.held ? block.deref() : undefined;
      if (live && !live.waiting) total[live.kind] += live.bytes;
    }
  }
}
