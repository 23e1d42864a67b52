import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import "../../../../engine/index.ts";
import { ones } from "../../../../engine/ops/create/create.ts";
import { table } from "../ops/examples/table.ts";
import { builds } from "./builds.ts";
import { differences } from "./comparedWithOracle.ts";
import type { TableReport } from "./opTableProcess.ts";

for (const { name, backend } of builds) {
  describe(`the op table on ${name}`, () => {
    for (const row of table) {
      it(`gives for ${row.name} and its gradient what plain loops give`, () => {
        assert.deepEqual(differences(backend, row), []);
      });
    }

    it("refuses tensors of another backend instead of reading other numbers", () => {
      const before = context.backend;
      useBackend(jsBackend());
      const foreign = ones(3);
      useBackend(backend);
      try {
        assert.throws(() => foreign.add(ones(3)), /made with another backend/);
      } finally {
        useBackend(before);
      }
    });
  });
}

/** As the engine opens it in a process: with V8's own flags, and with helping threads. */
async function inProcess(backend: string, threads: number): Promise<TableReport> {
  const file = import.meta.url.endsWith(".ts") ? "./opTableProcess.ts" : "./opTableProcess.js";
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL(file, import.meta.url))],
    { env: { ...process.env, GRADBOOK_BACKEND: backend, GRADBOOK_THREADS: String(threads) } },
  );
  return JSON.parse(stdout) as TableReport;
}

/** From the least that the engine asks of a machine to the most. */
const backends = ["js", "wasm", "wasm-relaxed", "wasm-paired"];

describe("the op table in a process of its own", function () {
  this.timeout(120_000);
  for (const backend of backends) {
    for (const threads of backend === "js" ? [1] : [1, 2]) {
      it(`holds with ${backend} and ${threads} ${threads === 1 ? "thread" : "threads"}`, async () => {
        const report = await inProcess(backend, threads);
        // A JavaScript engine that lacks something gets the best that it has.
        assert.ok(backends.indexOf(report.backend) <= backends.indexOf(backend), report.backend);
        if (backend === "js" || backend === "wasm") assert.equal(report.backend, backend);
        assert.equal(report.threads, backend === "js" ? 1 : threads);
        assert.equal(report.rows, table.length);
        assert.deepEqual(report.differences, []);
      });
    }
  }
});
