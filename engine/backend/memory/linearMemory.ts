/** The one WebAssembly memory behind the fast backend: its growth, and views that survive it. */

import { type WasmMemory, webAssembly } from "../wasm/webAssembly.ts";

const WASM_PAGE = 65536;
/** 4 GB less one page, so that no address and no length reaches 2^32. */
const MOST_PAGES = 65535;

export class LinearMemory {
  readonly memory: WasmMemory;
  readonly shared: boolean;
  /** Whose views are good now. Compare it before a kept view is used: growth replaces it. */
  buffer: ArrayBufferLike;

  /** @param shared for threads; growing a shared memory leaves older views valid, growing another detaches them */
  constructor(initialBytes: number, shared = typeof SharedArrayBuffer === "function") {
    const initial = Math.max(1, Math.ceil(initialBytes / WASM_PAGE));
    this.memory = new (webAssembly().Memory)({ initial, maximum: MOST_PAGES, shared });
    this.shared = shared;
    this.buffer = this.memory.buffer;
  }

  get bytes(): number {
    return this.buffer.byteLength;
  }

  /**
   * Makes the memory `bytes` long or longer, at least doubling it where that stays within `limit` bytes.
   * @returns false when the limit or the machine does not allow it; nothing has changed then
   */
  grow(bytes: number, limit: number): boolean {
    const have = this.bytes / WASM_PAGE;
    const need = Math.ceil(bytes / WASM_PAGE);
    const most = Math.min(MOST_PAGES, Math.floor(limit / WASM_PAGE));
    if (need > most) return false;
    if (need <= have) return true;
    for (const target of [Math.min(most, Math.max(need, 2 * have)), need]) {
      try {
        this.memory.grow(target - have);
        this.buffer = this.memory.buffer;
        return true;
      } catch {
        // The machine has no room for that much: try with the bare need.
      }
    }
    return false;
  }
}
