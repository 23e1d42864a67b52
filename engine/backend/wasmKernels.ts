/** The exports of kernels.wasm, and how they are loaded. Their contracts stand in ../kernels. */
import type { LinearMemory } from "./linearMemory.ts";
import { type WasmMemory, webAssembly } from "./webAssembly.ts";

type Unary = (dst: number, x: number, n: number, p0: number, p1: number) => void;
type UnaryGrad = (dst: number, dy: number, saved: number, n: number, p0: number) => void;
type Both = (dst: number, a: number, b: number, n: number) => void;
type WithNumber = (dst: number, a: number, value: number, n: number) => void;
type Broadcast = (dst: number, a: number, b: number, rows: number, cols: number) => void;
type Rows = (dst: number, x: number, rows: number, cols: number) => void;
type RowsGrad = (dst: number, dy: number, y: number, rows: number, cols: number) => void;
type Axis = (dst: number, x: number, outer: number, n: number, inner: number) => void;
type Indexed = (dst: number, x: number, positions: number, count: number, width: number) => void;

type UnaryName =
  | "neg"
  | "abs"
  | "sign"
  | "sqrt"
  | "square"
  | "reciprocal"
  | "exp"
  | "log"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "floor"
  | "ceil"
  | "round"
  | "trunc"
  | "rsqrt"
  | "leakyRelu"
  | "clamp"
  | "silu"
  | "affine";
type Commutative = "add" | "mul" | "maximum" | "minimum";
type BinaryName = Commutative | "sub" | "div";
type OptimiserName = "sgd" | "sgdMomentum" | "adam" | "rmsprop" | "adagrad";

export type Kernels = Record<UnaryName, Unary> &
  Record<"reluGrad" | "sigmoidGrad" | "tanhGrad" | "leakyReluGrad", UnaryGrad> &
  Record<BinaryName, Both> &
  Record<`${BinaryName}S` | "subSF" | "divSF", WithNumber> &
  Record<`${BinaryName}${"Row" | "Col"}` | "subRowF" | "divRowF" | "subColF" | "divColF", Broadcast> &
  Record<"softmax" | "logSoftmax", Rows> &
  Record<"softmaxGrad" | "logSoftmaxGrad", RowsGrad> &
  Record<"amax" | "amin" | "argmax" | "argmin", Axis> &
  Record<"takeRows" | "putRows" | "addRows", Indexed> &
  Record<OptimiserName, (...args: number[]) => void> & {
    axpy: (y: number, x: number, factor: number, n: number) => void;
    fill: (dst: number, n: number, value: number) => void;
    compare: (op: number, dst: number, a: number, b: number, n: number) => void;
    compareS: (op: number, dst: number, a: number, value: number, n: number) => void;
    where: (dst: number, condition: number, a: number, b: number, n: number) => void;
    copyBytes: (dst: number, x: number, bytes: number) => void;
    copy2d: (
      dst: number,
      dstRow: number,
      x: number,
      xRow: number,
      xCol: number,
      rows: number,
      cols: number,
    ) => void;
    sum: (dst: number, x: number, outer: number, n: number, inner: number, factor: number) => void;
    dot: (a: number, b: number, n: number) => number;
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
    pairLoss: (op: number, dst: number, x: number, t: number, n: number, p: number) => void;
    pairLossTotal: (op: number, x: number, t: number, n: number, p: number) => number;
    pairLossGrad: (
      op: number,
      dst: number,
      x: number,
      t: number,
      n: number,
      factor: number,
      p: number,
    ) => void;
    setTileWidth: (columns: number) => void;
    gemmScratchBytes: () => number;
    gemm: (
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
