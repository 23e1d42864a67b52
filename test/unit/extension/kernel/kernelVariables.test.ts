import assert from "node:assert/strict";
import { StartedKernel } from "./startedKernel.ts";

describe("The variables that a kernel tells", function () {
  this.timeout(60_000);
  let notebook: StartedKernel;
  beforeEach(() => (notebook = new StartedKernel()));
  afterEach(() => notebook.dispose());

  const told = async (...cells: string[]): Promise<string[]> =>
    ((await notebook.kernel.variables(cells)) ?? []).map(
      ({ name, cell, summary }) => `${cell} ${name} ${summary}`,
    );

  it("are those that a cell at the end would see, without imports and types", async () => {
    await notebook.run("import { tensor } from 'gradbook'; type T = number; const a: T = 1; let b = 2;");
    await notebook.run("b += 10; const a = 'again'; function f() {}");
    assert.deepEqual(await told("cell-1", "cell-2"), ["cell-1 b 12", 'cell-2 a "again"', "cell-2 f ƒ f()"]);
    assert.deepEqual(await told("cell-1"), ["cell-1 a 1", "cell-1 b 12"]);
    assert.deepEqual(await told(), []);
  });

  it("can be asked for while a cell waits, and come once a cell that computes has ended", async () => {
    await notebook.run("let n = 0;");
    const waits = notebook.run(
      "n = 1; console.log(n); await new Promise((r) => setTimeout(r, 1e9));",
      (output) => {
        if (output.type === "stream") void told("cell-1").then((texts) => (during = texts));
      },
    );
    let during: string[] = [];
    while (during.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(during, ["cell-1 n 1"]);
    notebook.kernel.interrupt();
    await waits;
    const after: Promise<string[]>[] = [];
    const computes = "console.log('begun'); const end = Date.now() + 500; while (Date.now() < end); n = 2;";
    await notebook.run(computes, () => void after.push(told("cell-1")));
    assert.deepEqual(await after[0], ["cell-1 n 2"]);
  });

  it("are none where there is no kernel, or where it dies before it has answered", async () => {
    assert.equal(await notebook.kernel.variables(["cell-1"]), null);
    await notebook.run("let n = 0;");
    const loop = notebook.run("console.log('loops'); for (;;);");
    const asked = notebook.kernel.variables(["cell-1"]);
    await notebook.kernel.stop();
    assert.equal(await asked, null);
    await loop;
  });
});
