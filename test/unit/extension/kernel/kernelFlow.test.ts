import assert from "node:assert/strict";
import { StartedKernel } from "./startedKernel.ts";

describe("What a run tells of the names that flow between cells", function () {
  this.timeout(60_000);
  const notebook = new StartedKernel();
  after(() => notebook.dispose());

  it("is what the cell declares, reads and assigns to", async () => {
    const { flow } = await notebook.run("let n = 1; const inner = (x: number) => x + n; type T = number;");
    assert.deepEqual(flow, {
      declares: [
        { name: "n", from: null },
        { name: "inner", from: null },
      ],
      reads: [],
      deferred: [],
      writes: [],
    });
    const next = await notebook.run("n += inner(2); const local = { n };\nfor (const o of [1]) local.n = o;");
    assert.deepEqual(next.flow?.reads, ["n", "inner"]);
    assert.deepEqual(next.flow?.writes, ["n"]);
    assert.deepEqual(next.flow.deferred, []);
    const later = await notebook.run("const f = () => n + late; class C { p = inner; static q = n }");
    assert.deepEqual(later.flow?.reads, ["n", "late", "inner"]);
    assert.deepEqual(later.flow.deferred, ["late", "inner"]);
  });

  it("says of imports which package they come from, but of the person's own files that they are the cell's", async () => {
    notebook.write("mine.ts", "export const mine = 1;");
    const { flow } = await notebook.run(
      "import * as all from 'gradbook'; import { tensor as t } from 'gradbook'; import { mine } from './mine.ts';",
    );
    assert.deepEqual(flow?.declares, [
      { name: "all", from: "gradbook#*" },
      { name: "t", from: "gradbook#tensor" },
      { name: "mine", from: null },
    ]);
  });

  it("is told of a cell that threw, and of one that could not be read not at all", async () => {
    const thrown = await notebook.run("const before = 1; throw new Error('no'); const after = 2;");
    assert.deepEqual(thrown.flow?.declares, [{ name: "before", from: null }]);
    assert.equal((await notebook.run("const = 1")).flow, null);
  });
});
