import assert from "node:assert/strict";
import { parseIdx } from "../../../../engine/data/idx.ts";

const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 7, 8);

describe("parseIdx", () => {
  it("reads images as MNIST stores them", () => {
    const { dtype, shape, values } = parseIdx(images);
    assert.deepEqual(
      { dtype, shape, values: [...values] },
      { dtype: "int32", shape: [2, 1, 2], values: [0, 255, 7, 8] },
    );
  });

  it("reads big-endian floats and signed integers", () => {
    const floats = parseIdx(Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0));
    assert.deepEqual([floats.dtype, ...floats.values], ["float32", 1.5]);
    assert.deepEqual([...parseIdx(Uint8Array.of(0, 0, 0x0b, 1, 0, 0, 0, 1, 0xff, 0xfe)).values], [-2]);
  });

  it("reads a slice of a larger buffer", () => {
    const larger = new Uint8Array(40);
    larger.set(images, 5);
    assert.deepEqual([...parseIdx(larger.subarray(5, 25)).values], [0, 255, 7, 8]);
  });

  it("names the byte where a file ends early", () => {
    assert.throws(() => parseIdx(images.subarray(0, 18), "train"), {
      message: "train: byte 18: the file ends early: 2×1×2 elements end at byte 20.",
    });
    assert.throws(() => parseIdx(images.subarray(0, 9)), /byte 9: the file ends before its 3 extents/);
    assert.throws(() => parseIdx(images.subarray(0, 2)), /byte 2: the file ends within its 4-byte header/);
  });

  it("names the byte of a wrong magic number, type or length", () => {
    assert.throws(
      () => parseIdx(Uint8Array.of(1, 0, 8, 1)),
      /byte 0: an IDX file starts with two zero bytes/,
    );
    assert.throws(
      () => parseIdx(Uint8Array.of(0x1f, 0x8b, 8, 1)),
      /byte 0: the file is still packed with gzip/,
    );
    assert.throws(() => parseIdx(Uint8Array.of(0, 0, 0x0a, 1)), /byte 2: unknown element type 0x0a/);
    assert.throws(() => parseIdx(Uint8Array.of(...images, 1)), /byte 20: 1 bytes follow the 2×1×2 elements/);
  });
});
