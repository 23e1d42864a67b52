import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { getPriority } from "node:os";
import { StartedKernel } from "./startedKernel.ts";

/** Computes until its thread, and the kernel's group of processes, have another priority; but not for ever. */
const busy = (ms: number) => `import fs from "node:fs";
import os from "node:os";
const group = () => fs.existsSync("/proc/self/autogroup") ? fs.readFileSync("/proc/self/autogroup", "utf8").trim().split(" ").at(-1) : "10";
const end = performance.now() + ${ms};
while (performance.now() < end && !(os.getPriority() === 10 && group() === "10")) {}
\`\${os.getPriority()} \${group()}\``;

describe("A kernel whose cell takes long", function () {
  this.timeout(90_000);

  it("has the editor go before it in Linux", async function () {
    // Elsewhere no thread can do so for itself.
    if (process.platform !== "linux") return this.skip();
    const started = new StartedKernel({ givesWay: true });
    try {
      const before = await started.run("import os from 'node:os'; os.getPriority()");
      assert.equal(before.shown(), String(getPriority()));
      assert.equal((await started.run(busy(30_000))).shown(), "'10 10'");
    } finally {
      await started.kernel.dispose();
    }
  });

  it("keeps its priority where nobody has asked for less", async function () {
    if (process.platform !== "linux") return this.skip();
    const started = new StartedKernel();
    try {
      const group = existsSync("/proc/self/autogroup") ? "0" : "10";
      assert.equal((await started.run(busy(600))).shown(), `'${getPriority()} ${group}'`);
    } finally {
      await started.kernel.dispose();
    }
  });
});
