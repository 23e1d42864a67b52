import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { KernelProcess } from "../../../../extension/kernel/host/kernelProcess.ts";
import type { KernelFacts } from "../../../../extension/kernel/handle/reports.ts";
import { kernelEntry } from "./startedKernel.ts";

describe("What a kernel says of itself", function () {
  this.timeout(60_000);

  it("is its Node, backend and threads once it has started, and its memory at the end of each run", async () => {
    let facts: KernelFacts | null = null;
    const usage: number[] = [];
    const kernel = new KernelProcess(
      { entry: kernelEntry, options: { cwd: tmpdir(), notebook: null, language: "en" } },
      { ready: (info) => (facts = info), usage: (bytes) => usage.push(bytes) },
    );
    try {
      const run = (text: string) =>
        kernel.run({ cell: { id: "a", text }, execution: 1, above: [] }, () => undefined);
      assert.equal((await run("1")).ok, true);
      const { node, backend, threads } = facts ?? assert.fail("The kernel has said that it is ready.");
      assert.equal(node, process.version);
      assert.match(backend, /^(?:js|wasm(?:-relaxed|-paired)?)$/);
      assert.ok(threads >= 1);
      const before = usage.at(-1) ?? 0;
      assert.ok(before > 2 ** 20);
      await run("globalThis.kept = new Uint8Array(200 * 2 ** 20).fill(1);");
      assert.ok((usage.at(-1) ?? 0) > before + 100 * 2 ** 20, usage.join());
    } finally {
      await kernel.dispose();
    }
  });

  it("is the number of threads that it was told", async () => {
    let facts: KernelFacts | null = null;
    const kernel = new KernelProcess(
      { entry: kernelEntry, options: { cwd: tmpdir(), notebook: null, language: "en", threads: 3 } },
      { ready: (info) => (facts = info) },
    );
    try {
      await kernel.run({ cell: { id: "a", text: "1" }, execution: 1, above: [] }, () => undefined);
      const { threads } = facts ?? assert.fail("The kernel has said that it is ready.");
      assert.equal(threads, 3);
    } finally {
      await kernel.dispose();
    }
  });
});
