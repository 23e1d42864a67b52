import assert from "node:assert/strict";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { openWasmBackend } from "../../../../engine/backend/wasm/openWasmBackend.ts";
import { v8Reclaimer } from "../../../../engine/backend/memory/reclaimer.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { zeros } from "../../../../engine/index.ts";
import { kernelBytes } from "./kernelFiles.ts";

describe("A tensor that fits into no memory", () => {
  it("is refused without a collection of garbage, which could not help", () => {
    const options = { name: "wasm", reclaimer: v8Reclaimer(v8, vm) };
    const { backend, allocator } = openWasmBackend(kernelBytes("kernels.wasm"), options);
    const before = context.backend;
    useBackend(backend);
    try {
      const { collections } = allocator;
      assert.throws(
        () => zeros(2 ** 20, 2 ** 20),
        /^OutOfMemoryError: zeros: .*more than the engine may use/,
      );
      assert.equal(allocator.collections, collections);
    } finally {
      useBackend(before);
    }
  });
});
