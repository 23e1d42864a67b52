/** `dist/engine.js` in Node.js as it comes: no flags, no kernel around it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const engine = pathToFileURL(path.resolve("dist/engine.js")).href;

/** Imports the engine twice, and multiplies two matrices. */
const program = `
  const { backendName, tensor, threadCount } = await import(${JSON.stringify(engine)});
  await import(${JSON.stringify(engine)});
  const product = tensor([[1, 2], [3, 4]]).matmul(tensor([[5], [6]])).toArray();
  console.log(JSON.stringify({ backendName, product, threadCount }));`;

async function run(flags: string[], environment: Record<string, string> = {}) {
  const env: NodeJS.ProcessEnv = { ...process.env, ...environment };
  if (!("GRADBOOK_BACKEND" in environment)) delete env["GRADBOOK_BACKEND"];
  if (!("GRADBOOK_THREADS" in environment)) delete env["GRADBOOK_THREADS"];
  const args = [...flags, "--input-type=module", "--eval", program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
  const said = JSON.parse(stdout) as { backendName: string; product: number[][]; threadCount: number };
  assert.deepEqual(said.product, [[17], [39]]);
  return { ...said, stderr };
}

describe("the engine in plain Node.js", function () {
  this.timeout(60_000);

  it("says once, in one line, what this Node.js lacks, and does without", async () => {
    const { backendName, stderr } = await run([]);
    const lacks = process.arch === "x64" && backendName !== "wasm-paired";
    const line = new RegExp(
      `^Gradbook: Node\\.js \\S+ has n.* in WebAssembly: computing goes on with ${backendName}, .*\\n$`,
    );
    assert.match(stderr, lacks ? line : /^$/);
  });

  it("computes in JavaScript where there is no WebAssembly, and says so", async () => {
    const { backendName, stderr } = await run(["--jitless"]);
    assert.equal(backendName, "js");
    assert.match(
      stderr,
      /^(?:Warning: .*\n)?Gradbook: There is no WebAssembly .*: computing goes on in JavaScript, .*\n$/,
    );
  });

  it("says nothing about what it was told to do without", async () => {
    for (const backend of ["js", "wasm", "wasm-relaxed"]) {
      assert.equal((await run([], { GRADBOOK_BACKEND: backend })).stderr, "");
    }
  });

  it("computes on all cores, sixteen at most, unless it is told a number of threads", async () => {
    const all = await run([], { GRADBOOK_BACKEND: "wasm" });
    assert.equal(all.threadCount, Math.min(16, availableParallelism()));
    const three = await run([], { GRADBOOK_BACKEND: "wasm", GRADBOOK_THREADS: "3" });
    assert.equal(three.threadCount, 3);
  });

  it("refuses a number of threads that is none, in one line", async () => {
    const { stderr } = await run([], { GRADBOOK_THREADS: "many", GRADBOOK_BACKEND: "wasm" });
    assert.match(stderr, /^Gradbook: GRADBOOK_THREADS is "many", but must be a whole number .*\n$/);
  });
});
