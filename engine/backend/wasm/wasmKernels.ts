/** The exports of kernels.wasm, and how they are loaded. Their contracts stand in ../kernels. */
import type { LinearMemory } from "../memory/linearMemory.ts";
import type { RandomKernels } from "./wasmRandom.ts";
import { type WasmMemory, webAssembly } from "./webAssembly.ts";

type Rows = (dst: number, x: number, rows: number, cols: number) => void;
type RowsGrad = (dst: number, dy: number, y: number, rows: number, cols: number) => void;
/** A width of rows in bytes, or in elements where they are added; blocks in bytes. */
export type Indexed = (
  dst: number,
  x: number,
  positions: number,
  count: number,
  width: number,
  outer: number,
  block: number,
) => void;

/** C [m, n] = max(bias + A·B, floor); strides are in elements. */
export type Gemm = (
  m: number,
  n: number,
  k: number,
  a: number,
  rsA: number,
  csA: number,
  b: number,
  rsB: number,
  csB: number,
  c: number,
  ldc: number,
  bias: number,
  floor: number,
  accumulate: number,
  scratch: number,
) => void;

/** Extents of four axes, and of each side their strides in elements. */
export type CopyStrided = (
  dst: number,
  x: number,
  n0: number,
  n1: number,
  rows: number,
  cols: number,
  dst0: number,
  dst1: number,
  dstRow: number,
  dstCol: number,
  x0: number,
  x1: number,
  xRow: number,
  xCol: number,
) => void;

/** Of an operand with step 0 the first element serves all. */
type Choose = (
  dst: number,
  condition: number,
  a: number,
  aStep: number,
  b: number,
  bStep: number,
  n: number,
) => void;

export type OptimiserName = "sgd" | "sgdMomentum" | "adam" | "rmsprop" | "adagrad" | "moments" | "adadelta";

/** All but those that kernelTables.ts and typedKernels.ts find by name. */
export type Kernels = Record<"softmax" | "logSoftmax" | "logSumExpRows", Rows> &
  Record<"softmaxGrad" | "logSoftmaxGrad", RowsGrad> &
  Record<"where1" | "where4" | "where8", Choose> &
  RandomKernels & {
    fill: (dst: number, n: number, value: number) => void;
    copyBytes: (dst: number, x: number, bytes: number) => void;
    outside: (x: number, n: number, count: number) => number;
    locate: (dst: number, x: number, outer: number, n: number, inner: number, extent: number) => number;
    factorScratchBytes: (n: number) => number;
    orderScratchBytes: (n: number, bytes: number) => number;
    crossEntropy: (
      losses: number,
      probabilities: number,
      x: number,
      target: number,
      rows: number,
      cols: number,
    ) => number;
    crossEntropyGrad: (
      dst: number,
      probabilities: number,
      target: number,
      g: number,
      gStep: number,
      factor: number,
      rows: number,
      cols: number,
    ) => void;
    gemmF32: Gemm;
    setTileWidth: (columns: number) => void;
    gemmScratchBytes: () => number;
    convolutionScratchBytes: () => number;
    mostTaps: () => number;
    packedBytes: (k: number, n: number) => number;
    packMatrix: (
      dst: number,
      b: number,
      row: number,
      column: number,
      k: number,
      n: number,
      bias: number,
    ) => void;
    heapBase: () => number;
  };

/** @throws when the JavaScript engine does not know an instruction in the kernels */
export function compileKernels(bytes: Uint8Array, linear: LinearMemory): object {
  const { Module } = webAssembly();
  return new Module(linear.shared ? bytes : withUnsharedMemory(bytes));
}

export function instantiate(module: object, memory: WasmMemory): Kernels {
  const { Instance } = webAssembly();
  const { exports } = new Instance(module, { env: { memory } });
  // A plain object: looking a name up in the module's own exports is slower.
  return { ...exports } as unknown as Kernels;
}

/** Whether the JavaScript engine knows every instruction in them. */
export function canLoad(bytes: Uint8Array): boolean {
  return webAssembly().validate(bytes);
}

/**
 * The same module with its imported memory declared unshared: for JavaScript engines without SharedArrayBuffer.
 * Only the flags of that import differ.
 */
function withUnsharedMemory(bytes: Uint8Array): Uint8Array {
  const name = Array.from("env\x06memory\x02", (character) => character.charCodeAt(0));
  const start = bytes.findIndex((_, i) => name.every((byte, j) => bytes[i + j] === byte));
  const flags = start + name.length;
  if (start < 0 || (bytes[flags] & 2) === 0) return bytes;
  const copy = bytes.slice();
  copy[flags] &= ~2;
  return copy;
}
