/**
 * Trains with the engine as it is built, in a process of its own, and reads what the process says of its memory:
 * nothing is disposed of.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

interface Report {
  backend: string;
  steps: number;
  /** Bytes of the inputs, targets and outputs of layers together: less than what was handed out. */
  asked: number;
  /** Bytes of live tensors, early and at the end. */
  held: [number, number];
  /** Resident bytes of the process: the largest of the first fifth, and of the rest. */
  resident: [number, number];
  loss: [number, number];
}

const STEPS = 100_000;
const MB = 1024 * 1024;
const engine = pathToFileURL(path.resolve("dist/engine.js")).href;

/** @param pause what stands between two steps */
async function train(pause: string): Promise<Report> {
  const script = `
    const { backendName, manualSeed, memory, nn, optim, randn } = await import(${JSON.stringify(engine)});
    manualSeed(0);
    const net = new nn.Sequential(new nn.Linear(8, 16), new nn.ReLU(), new nn.Dropout(0.1), new nn.Linear(16, 1));
    const loss = new nn.MSELoss();
    const trainer = new optim.Adam(net.parameters(), { lr: 1e-3 });
    const STEPS = ${STEPS};
    const [held, resident, losses] = [[], [0, 0], []];
    let late = false;
    for (let i = 0; i < STEPS; i++) {
      const x = randn(32, 8);
      const value = loss(net(x), x.sum(1, true));
      trainer.zeroGrad();
      value.backward();
      trainer.step();
      if (i === 0 || i === STEPS - 1) losses.push(value.item());
      if (i === STEPS / 5 || i === STEPS - 1) held.push(memory().total);
      if (i % 500 === 0) {
        const place = i <= STEPS / 5 ? 0 : 1;
        resident[place] = Math.max(resident[place], process.memoryUsage().rss);
      }
      ${pause}
    }
    const asked = STEPS * 4 * 32 * (8 + 1 + 16 * 3 + 1);
    console.log(JSON.stringify({ backend: backendName, steps: STEPS, asked, held, resident, loss: losses }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  return JSON.parse(stdout) as Report;
}

describe("100,000 training steps with the engine as it is built", function () {
  this.timeout(180_000);
  for (const [title, pause] of [
    ["in a synchronous loop", ""],
    ["in an asynchronous loop", "await null;"],
  ] as const) {
    it(`stay in constant memory ${title}`, async () => {
      const { backend, steps, asked, held, resident, loss } = await train(pause);
      const mb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`;
      console.log(
        `      ${backend}, ${steps} steps ${title}: at least ${mb(asked)} handed out; live tensors ${held.join(" → ")} bytes; ` +
          `process ${resident.map(mb).join(" → ")}`,
      );
      assert.match(backend, /^wasm/);
      assert.ok(loss[1] < loss[0] / 2, `the loss went from ${loss[0]} to ${loss[1]}`);
      // What lives is counted in pages of 64 KB, and may lie in a few more of them one time; a step that kept 16
      // bytes would have come to more than a megabyte.
      assert.ok(held[1] <= held[0] + 256 * 1024, `live tensors grew from ${held[0]} to ${held[1]} bytes`);
      assert.ok(held[1] < MB, `${held[1]} bytes are held`);
      assert.ok(
        resident[1] <= resident[0] + 64 * MB,
        `the process grew from ${resident.map(mb).join(" to ")}`,
      );
    });
  }
});
