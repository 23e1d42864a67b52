import assert from "node:assert/strict";
import type { RawArray } from "../../../../engine/data/idx.ts";
import { parseSafetensors, printSafetensors } from "../../../../engine/data/safetensors.ts";

const tensors: [string, RawArray][] = [
  ["flag", { dtype: "bool", shape: [3], values: Uint8Array.of(1, 0, 1) }],
  ["net.weight", { dtype: "float32", shape: [1, 2], values: Float32Array.of(0.1, NaN) }],
  ["net.bias", { dtype: "float32", shape: [1], values: Float32Array.of(-Infinity) }],
  ["exact", { dtype: "float64", shape: [], values: Float64Array.of(Math.PI) }],
  ["index", { dtype: "int32", shape: [2], values: Int32Array.of(-1, 7) }],
  ["empty", { dtype: "float32", shape: [0, 4], values: new Float32Array(0) }],
];

/** A file made by hand. */
function file(header: unknown, data: number[] = []): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}
const entry = (dtype: string, shape: number[], from: number, to: number) => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe("safetensors", () => {
  it("gives back what was written, bit for bit", () => {
    const read = parseSafetensors(printSafetensors(tensors));
    assert.equal(read.size, tensors.length);
    for (const [name, tensor] of tensors) assert.deepEqual(read.get(name), tensor);
  });

  it("lays the file out as Python's writer does: header padded to 8 bytes, wide elements first, then by name", () => {
    const bytes = printSafetensors(tensors, { format: "pt" });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    assert.equal(length % 8, 0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
      string,
      unknown
    >;
    assert.deepEqual(Object.keys(header), [
      "__metadata__",
      "exact",
      "empty",
      "index",
      "net.bias",
      "net.weight",
      "flag",
    ]);
    assert.deepEqual(header.exact, { dtype: "F64", shape: [], data_offsets: [0, 8] });
    assert.deepEqual(header.flag, { dtype: "BOOL", shape: [3], data_offsets: [28, 31] });
  });

  it("reads half precision and bfloat16 as float32, long integers as int32", () => {
    const data = [
      0x00,
      0x3e,
      0x01,
      0x00,
      0x00,
      0xfc,
      0xc0,
      0x3f,
      ...[254, 255, 255, 255, 255, 255, 255, 255],
    ];
    const header = { h: entry("F16", [3], 0, 6), b: entry("BF16", [1], 6, 8), l: entry("I64", [1], 8, 16) };
    const read = parseSafetensors(file(header, data));
    assert.deepEqual([...(read.get("h")?.values ?? [])], [1.5, 2 ** -24, -Infinity]);
    assert.deepEqual([...(read.get("b")?.values ?? [])], [1.5]);
    assert.deepEqual(read.get("l"), { dtype: "int32", shape: [1], values: Int32Array.of(-2) });
  });

  it("refuses a long integer that does not fit, naming its byte", () => {
    const bytes = file({ l: entry("I64", [1], 0, 8) }, [0, 0, 0, 0, 1, 0, 0, 0]);
    assert.throws(
      () => parseSafetensors(bytes),
      /byte \d+: 4294967296 in tensor "l" does not fit into int32/,
    );
  });

  it("names the byte where a file ends early", () => {
    const bytes = printSafetensors(tensors);
    assert.throws(
      () => parseSafetensors(bytes.subarray(0, 5)),
      /byte 5: the file ends within the 8-byte length/,
    );
    assert.throws(() => parseSafetensors(bytes.subarray(0, 40)), /byte 40: the file ends within its header/);
    assert.throws(() => parseSafetensors(bytes.subarray(0, -1)), /the file ends within tensor "flag"/);
  });

  it("refuses malformed headers, gaps, overlaps, wrong sizes and bytes too many", () => {
    const a = entry("F32", [1], 0, 4);
    assert.throws(() => parseSafetensors(file("{")), /byte 9: the header is not JSON/);
    assert.throws(() => parseSafetensors(file("3")), /not a JSON object/);
    assert.throws(() => parseSafetensors(file({ a: {} })), /byte 9: tensor "a": the header must give/);
    assert.throws(
      () => parseSafetensors(file({ a: entry("F8", [1], 0, 1) }, [0])),
      /byte 9: tensor "a": unknown dtype F8; known are/,
    );
    assert.throws(
      () => parseSafetensors(file({ a: entry("F32", [2], 0, 4) }, [0, 0, 0, 0])),
      /byte 9: tensor "a": 4 bytes for shape \[2\] of F32/,
    );
    assert.throws(
      () => parseSafetensors(file({ a, b: entry("F32", [1], 8, 12) }, new Array<number>(12).fill(0))),
      /tensor "b" leaves a gap/,
    );
    assert.throws(
      () => parseSafetensors(file({ a, b: a }, [0, 0, 0, 0])),
      /tensor "b" leaves a gap or overlaps/,
    );
    assert.throws(() => parseSafetensors(file({ a }, [0, 0, 0, 0, 9])), /1 bytes too many/);
    assert.throws(() => parseSafetensors(new Uint8Array(64).fill(255)), /this is no safetensors file/);
  });
});
