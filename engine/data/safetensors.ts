/**
 * The safetensors format (https://github.com/huggingface/safetensors): 8 bytes with the header's length,
 * little-endian; a JSON header; then the elements of all tensors without gaps. Files exchange with Python.
 */
import type { DType, TypedArray } from "../core/ndarray.ts";
import { say } from "../payload/say.ts";
import type { RawArray } from "./idx.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const written: Readonly<Record<DType, string>> = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  bool: "BOOL",
};

interface Element {
  bytes: number;
  dtype: DType;
  read(view: DataView, at: number): number;
}

/** What a file may hold. 16-bit floats become float32; other integers become int32 where they fit. */
const elements: Readonly<Record<string, Element>> = {
  F64: { bytes: 8, dtype: "float64", read: (v, at) => v.getFloat64(at, true) },
  F32: { bytes: 4, dtype: "float32", read: (v, at) => v.getFloat32(at, true) },
  F16: { bytes: 2, dtype: "float32", read: (v, at) => half(v.getUint16(at, true)) },
  BF16: { bytes: 2, dtype: "float32", read: (v, at) => brain(v.getUint16(at, true)) },
  U64: { bytes: 8, dtype: "int32", read: (v, at) => Number(v.getBigUint64(at, true)) },
  I64: { bytes: 8, dtype: "int32", read: (v, at) => Number(v.getBigInt64(at, true)) },
  U32: { bytes: 4, dtype: "int32", read: (v, at) => v.getUint32(at, true) },
  I32: { bytes: 4, dtype: "int32", read: (v, at) => v.getInt32(at, true) },
  U16: { bytes: 2, dtype: "int32", read: (v, at) => v.getUint16(at, true) },
  I16: { bytes: 2, dtype: "int32", read: (v, at) => v.getInt16(at, true) },
  I8: { bytes: 1, dtype: "int32", read: (v, at) => v.getInt8(at) },
  U8: { bytes: 1, dtype: "int32", read: (v, at) => v.getUint8(at) },
  BOOL: { bytes: 1, dtype: "bool", read: (v, at) => (v.getUint8(at) === 0 ? 0 : 1) },
};

const HEADER_LIMIT = 100_000_000;

/** Tensors, and the free-form notes beside them. */
export interface SafetensorsFile {
  readonly tensors: Map<string, RawArray>;
  readonly metadata: Readonly<Partial<Record<string, string>>>;
}

/** The tensors of {@link readSafetensors}. */
export function parseSafetensors(bytes: Uint8Array, name?: string): Map<string, RawArray> {
  return readSafetensors(bytes, name).tensors;
}

/** @throws {Error} naming the byte where the file is malformed, and the tensor where there is one. */
export function readSafetensors(bytes: Uint8Array, name = "safetensors file"): SafetensorsFile {
  const bad = (why: string) => new Error(`${name}: ${why}`);
  if (bytes.length < 8)
    throw bad(say`byte ${bytes.length}: the file ends within the 8-byte length of its header.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > HEADER_LIMIT)
    throw bad(say`byte 0: a header of ${headerLength} bytes; this is no safetensors file.`);
  const start = 8 + headerLength;
  if (start > bytes.length)
    throw bad(say`byte ${bytes.length}: the file ends within its header, which ends at byte ${start}.`);
  const text = decodeUtf8(bytes.subarray(8, start), say`${name}: byte 8: the header`);
  const at = (key: string): string => say`byte ${byteOf(key, text)}: tensor "${key}"`;
  const { entries, metadata } = parseHeader(text, at, bad);
  const tensors = new Map<string, RawArray>();
  let expected = 0;
  for (const [key, entry] of entries) {
    const element = elements[entry.dtype];
    if (!Object.hasOwn(elements, entry.dtype)) {
      throw bad(
        say`${at(key)}: unknown dtype ${entry.dtype}; known are ${Object.keys(elements).join(", ")}.`,
      );
    }
    const count = entry.shape.reduce((a, b) => a * b, 1);
    const [from, to] = entry.data_offsets;
    if (to - from !== count * element.bytes) {
      throw bad(say`${at(key)}: ${to - from} bytes for shape [${entry.shape.join(", ")}] of ${entry.dtype}.`);
    }
    if (from !== expected)
      throw bad(say`byte ${start + from}: tensor "${key}" leaves a gap or overlaps another.`);
    if (start + to > bytes.length) {
      throw bad(
        say`byte ${bytes.length}: the file ends within tensor "${key}", which ends at byte ${start + to}.`,
      );
    }
    expected = to;
    tensors.set(key, {
      dtype: element.dtype,
      shape: entry.shape,
      values: readValues(view, start + from, count, element, key, bad),
    });
  }
  if (start + expected !== bytes.length)
    throw bad(say`byte ${start + expected}: ${bytes.length - start - expected} bytes too many.`);
  return { tensors, metadata };
}

/** Where a tensor's name stands in the header, counted in bytes of the file; where the header begins if it is not seen. */
function byteOf(key: string, text: string): number {
  const place = text.indexOf(JSON.stringify(key));
  return 8 + encodeUtf8(text.slice(0, Math.max(0, place))).length;
}

/** Entries in the order of their bytes, and the free-form `__metadata__`, of which texts are kept. */
function parseHeader(
  text: string,
  at: (key: string) => string,
  bad: (why: string) => Error,
): { entries: [string, Entry][]; metadata: Record<string, string> } {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const place = /at position (\d+)/.exec(why)?.[1];
    const byte = 8 + encodeUtf8(place === undefined ? text : text.slice(0, Number(place))).length;
    throw bad(say`byte ${byte}: the header is not JSON (${why}).`);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw bad(say`byte 8: the header is not a JSON object.`);
  const entries = Object.entries(header).filter(([key]) => key !== "__metadata__") as [string, unknown][];
  const checked = entries.map(([key, value]): [string, Entry] => {
    if (!isEntry(value)) throw bad(say`${at(key)}: the header must give dtype, shape and data_offsets.`);
    return [key, value];
  });
  checked.sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  const notes = Object.entries(Object((header as Record<string, unknown>)["__metadata__"]) as object);
  return {
    entries: checked,
    metadata: Object.fromEntries(notes.filter(([, note]) => typeof note === "string")),
  };
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Partial<Record<keyof Entry, unknown>>;
  const natural = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0;
  return (
    typeof dtype === "string" &&
    Array.isArray(shape) &&
    shape.every(natural) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(natural)
  );
}

function readValues(
  view: DataView,
  start: number,
  count: number,
  element: Element,
  key: string,
  bad: (why: string) => Error,
): TypedArray {
  const values = newValues(element.dtype, count);
  if (element === elements["F32"] || element === elements["F64"] || element === elements["I32"]) {
    // As they stand: every machine that this runs on has the low byte first.
    new Uint8Array(values.buffer).set(
      new Uint8Array(view.buffer, view.byteOffset + start, values.byteLength),
    );
    return values;
  }
  for (let i = 0; i < count; i++) {
    const at = start + i * element.bytes;
    const value = element.read(view, at);
    if (values instanceof Int32Array && value !== (value | 0)) {
      throw bad(say`byte ${at}: ${value} in tensor "${key}" does not fit into int32.`);
    }
    values[i] = value;
  }
  return values;
}

function newValues(dtype: DType, count: number): TypedArray {
  if (dtype === "float64") return new Float64Array(count);
  if (dtype === "float32") return new Float32Array(count);
  return dtype === "int32" ? new Int32Array(count) : new Uint8Array(count);
}

/** The bytes of a file with these tensors, laid out as Python's writer does: wide elements first, then by name. */
export function printSafetensors(
  tensors: Iterable<readonly [string, RawArray]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) =>
      y.values.BYTES_PER_ELEMENT - x.values.BYTES_PER_ELEMENT || (a < b ? -1 : a > b ? 1 : 0),
  );
  // Without a prototype: a tensor may have any name.
  const header = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let end = 0;
  for (const [key, { dtype, shape, values, element }] of sorted) {
    header[key] = {
      dtype: element ?? written[dtype],
      shape,
      data_offsets: [end, (end += values.byteLength)],
    };
  }
  const json = encodeUtf8(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const [, { values }] of sorted) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

const asFloat = new DataView(new ArrayBuffer(4));

/** bfloat16: the high half of a float32. */
function brain(bits: number): number {
  asFloat.setUint32(0, bits << 16);
  return asFloat.getFloat32(0);
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
