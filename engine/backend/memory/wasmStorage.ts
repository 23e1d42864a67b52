/** A block of the linear memory, as the rest of the engine sees it. */
import {
  bytesPerElement,
  type DType,
  type MemoryKind,
  type NDArray,
  type Storage,
  type TypedArray,
} from "../../core/ndarray.ts";
import { usedAfterRelease } from "../argumentChecks.ts";
import type { LinearMemory } from "./linearMemory.ts";
import type { Block } from "./largeBlocks.ts";
import type { Page } from "./smallBlocks.ts";

/** The allocator of a storage, as far as the storage knows it. */
export interface StorageHome {
  readonly linear: LinearMemory;
}

/** Property of a view that keeps its memory from being given back. */
const HOLDING = Symbol("holding");

export class WasmStorage implements Storage {
  readonly dtype: DType;
  readonly length: number;
  kind: MemoryKind;
  version = 0;
  readonly home: StorageHome;
  /** Where the elements are; 0 once they are released. */
  place: number;
  /**
   * The page it is part of, or its own large block: kept alive by this reference. When that is gone, so are all
   * the storages in it, which is how the allocator learns of their end.
   */
  holding: Page | Block | null;
  #view: TypedArray | null = null;

  constructor(
    home: StorageHome,
    dtype: DType,
    length: number,
    kind: MemoryKind,
    place: number,
    holding: Page | Block,
  ) {
    this.home = home;
    this.dtype = dtype;
    this.length = length;
    this.kind = kind;
    this.place = place;
    this.holding = holding;
  }

  get bytes(): number {
    return this.length * bytesPerElement[this.dtype];
  }

  get released(): boolean {
    return this.place === 0;
  }

  /** Takes its place away. */
  vacate(): void {
    this.holding = null;
    this.place = 0;
    this.#view = null;
  }

  /** Byte address in the linear memory. @throws when it was released */
  get address(): number {
    if (this.place === 0) throw usedAfterRelease();
    return this.place;
  }

  get data(): TypedArray {
    const address = this.address;
    const buffer = this.home.linear.buffer;
    const kept = this.#view;
    if (kept?.buffer === buffer && kept.byteOffset === address) return kept;
    const view = viewAt(this.dtype, buffer, address, this.length);
    // Who keeps only the view must not find other numbers in it one day.
    (view as { [HOLDING]?: unknown })[HOLDING] = this.holding;
    this.#view = view;
    return view;
  }
}

/** `length` elements from a byte address on. */
export function viewAt(dtype: DType, buffer: ArrayBufferLike, address: number, length: number): TypedArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(buffer, address, length);
    case "float64":
      return new Float64Array(buffer, address, length);
    case "int32":
      return new Int32Array(buffer, address, length);
    case "bool":
      return new Uint8Array(buffer, address, length);
  }
}

/** Byte address of the first element of an array that the wall has let through: one in the kernels' own memory. */
export function addressOf(x: NDArray): number {
  const { address } = x.storage as unknown as { address: number };
  // Most begin with their storage: that saves a look-up.
  return x.offset === 0 ? address : address + x.offset * bytesPerElement[x.dtype];
}
