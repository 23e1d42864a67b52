import assert from "node:assert/strict";
import { type KernelTable, tabulator } from "../../../../engine/backend/wasm/typedKernels.ts";
import type { Kernels } from "../../../../engine/backend/wasm/wasmKernels.ts";

describe("a table of kernels", () => {
  const kernels = { sumF32: () => 32, sumF64: () => 64, anyU8: () => 8 } as unknown as Kernels;

  it("has a kernel examined once, when it is first wanted, and no other", () => {
    const examined: string[] = [];
    const table = tabulator(kernels, (name) => examined.push(name) > 0)<() => number>("sum");
    assert.deepEqual(examined, []);
    assert.deepEqual([table.of("float64")?.(), table.of("float64")?.()], [64, 64]);
    assert.deepEqual(examined, ["sumF64"]);
    assert.equal(table.of("int32"), null);
    assert.deepEqual(examined, ["sumF64"]);
  });

  it("gives none in the place of one that computes wrongly", () => {
    const table = tabulator(kernels, (name) => name === "sumF32")<() => number>("sum");
    assert.equal(table.of("float64"), null);
    assert.equal(table.of("float32")?.(), 32);
    assert.equal(table.of("float64"), null);
  });

  it("gives the kernel to what examines it, and one of another family where that does the same", () => {
    const inner: (number | undefined)[] = [];
    const examine = (): boolean => inner.push(table.of("bool")?.()) > 0;
    const table: KernelTable<() => number> = tabulator(kernels, examine)("amax", {
      bool: "anyU8",
    });
    assert.equal(table.of("bool")?.(), 8);
    assert.deepEqual(inner, [8]);
  });

  it("examines again when there was no room for it", () => {
    let room = false;
    const examine = (): boolean => {
      if (!room) throw new RangeError("full");
      return true;
    };
    const table = tabulator(kernels, examine)<() => number>("sum");
    assert.throws(() => table.of("float32"), /full/);
    room = true;
    assert.equal(table.of("float32")?.(), 32);
  });
});
