/** The part of WebAssembly's JavaScript interface that the engine uses; its types otherwise come with the DOM's only. */
import { say } from "../../payload/say.ts";

export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  /** By 64 KB pages. @throws RangeError when that is too much */
  grow(pages: number): number;
}

export interface WasmInstance {
  readonly exports: Record<string, unknown>;
}

interface Api {
  readonly Memory: new (limits: { initial: number; maximum: number; shared?: boolean }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => WasmInstance;
  validate(bytes: Uint8Array): boolean;
}

/** @throws where the JavaScript engine has no WebAssembly */
export function webAssembly(): Api {
  const { WebAssembly } = globalThis as { WebAssembly?: Api };
  if (!WebAssembly) throw new Error(say`This JavaScript engine has no WebAssembly.`);
  return WebAssembly;
}
