import type { DType, TypedArray } from "../core/ndarray.ts";
import { say } from "../payload/say.ts";

/** An array as a file carries it, before it becomes a tensor. */
export interface RawArray {
  dtype: DType;
  shape: number[];
  values: TypedArray;
  /** What safetensors is to call the element, where it is not what we compute with. */
  element?: "U8";
}

interface Element {
  bytes: number;
  dtype: DType;
  read(view: DataView, at: number): number;
}

/** The third byte of the file says what the elements are. Small integers become int32. */
const elements: Readonly<Record<number, Element>> = {
  0x08: { bytes: 1, dtype: "int32", read: (v, at) => v.getUint8(at) },
  0x09: { bytes: 1, dtype: "int32", read: (v, at) => v.getInt8(at) },
  0x0b: { bytes: 2, dtype: "int32", read: (v, at) => v.getInt16(at) },
  0x0c: { bytes: 4, dtype: "int32", read: (v, at) => v.getInt32(at) },
  0x0d: { bytes: 4, dtype: "float32", read: (v, at) => v.getFloat32(at) },
  0x0e: { bytes: 8, dtype: "float64", read: (v, at) => v.getFloat64(at) },
};

/**
 * Parses an IDX file, the format of MNIST and Fashion-MNIST (http://yann.lecun.com/exdb/mnist): two zero
 * bytes, a type, a rank, the extents as big-endian 32-bit integers, then the elements row-major.
 * @throws {Error} naming the byte where the file is not what it should be.
 */
export function parseIdx(bytes: Uint8Array, name = "IDX file"): RawArray {
  const bad = (at: number, why: string) => new Error(say`${name}: byte ${at}: ${why}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) throw bad(bytes.length, say`the file ends within its 4-byte header.`);
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    throw bad(
      0,
      packed ? say`the file is still packed with gzip.` : say`an IDX file starts with two zero bytes.`,
    );
  }
  const element = elements[bytes[2]];
  if (!(bytes[2] in elements))
    throw bad(2, say`unknown element type 0x${bytes[2].toString(16).padStart(2, "0")}.`);
  const rank = bytes[3];
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw bad(bytes.length, say`the file ends before its ${rank} extents.`);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((a, b) => a * b, 1);
  const end = start + count * element.bytes;
  if (bytes.length < end) {
    throw bad(bytes.length, say`the file ends early: ${shape.join("×")} elements end at byte ${end}.`);
  }
  if (bytes.length > end)
    throw bad(end, say`${bytes.length - end} bytes follow the ${shape.join("×")} elements.`);
  const values = element.dtype === "int32" ? new Int32Array(count) : newFloats(element.dtype, count);
  for (let i = 0; i < count; i++) values[i] = element.read(view, start + i * element.bytes);
  return { dtype: element.dtype, shape, values };
}

function newFloats(dtype: DType, count: number): TypedArray {
  return dtype === "float64" ? new Float64Array(count) : new Float32Array(count);
}
