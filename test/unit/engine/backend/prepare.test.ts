import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as v8 from "node:v8";
import * as vm from "node:vm";
import { Reduce } from "../../../../engine/backend/backend.ts";
import { v8Reclaimer } from "../../../../engine/backend/memory/reclaimer.ts";
import { openWasmBackend, type OpenedBackend } from "../../../../engine/backend/wasm/openWasmBackend.ts";
import { fromStorage } from "../../../../engine/core/ndarray.ts";
import { kernelBytes } from "./kernelFiles.ts";

describe("The examination of kernels", () => {
  /** How often it has compiled for what runs. */
  let compiled = 0;
  const open = (): OpenedBackend => {
    compiled = 0;
    return openWasmBackend(kernelBytes("kernels.wasm"), {
      name: "prepare",
      reclaimer: v8Reclaimer(v8, vm, inspect),
      paired: true,
      compiled: (work) => {
        compiled++;
        return work();
      },
    });
  };
  const numbers = Float32Array.from({ length: 20_000 }, (_, i) => i % 977);

  it("does not keep arrays waiting that nothing computes with, and comes before the first kernel", () => {
    const { backend } = open();
    const storage = backend.allocate("float32", numbers.length, "input");
    storage.data.set(numbers);
    assert.equal(compiled, 0);
    const out = fromStorage(backend.allocate("float32", 1, "input"), [1]);
    backend.reduce(Reduce.sum, fromStorage(storage, [numbers.length]), out, 1, numbers.length, 1);
    assert.ok(compiled > 1);
    assert.equal(
      out.storage.data[0],
      numbers.reduce((sum, x) => sum + x, 0),
    );
  });

  it("leaves arrays alone that were there before, and is done once", () => {
    const { backend, prepare } = open();
    const storage = backend.allocate("float32", numbers.length, "input");
    storage.data.set(numbers);
    prepare();
    const first = compiled;
    assert.ok(first > 0);
    prepare();
    assert.equal(compiled, first);
    assert.deepEqual([...storage.data], [...numbers]);
  });
});
