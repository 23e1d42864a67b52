/** What a cell's text costs before it runs: time that nobody can wait for, and depth. */
import { strict as assert } from "node:assert";
import { StartedKernel } from "./startedKernel.ts";

const statements = (length: number): string => {
  const line = "x = (x * 3 + 1) % 1009 as number;\n";
  return `let x: number = 1;\n${line.repeat(Math.ceil(length / line.length))}x\n`;
};

describe("A cell that takes long to become JavaScript", function () {
  this.timeout(120_000);
  let notebook: StartedKernel;
  before(() => {
    notebook = new StartedKernel();
  });
  after(() => notebook.dispose());

  it("is stopped meanwhile, and the kernel goes on with its variables", async () => {
    await notebook.run("let kept = 41;");
    // Transforming all of it would take longer than this suite may.
    const run = await notebook.interrupted(statements(20_000_000), 300);
    assert.ok(run.interrupted, JSON.stringify(run.error));
    assert.equal((await notebook.run("kept + 1")).shown(), "42");
  });

  it("keeps nobody waiting who asks for variables", async () => {
    const long = notebook.run(statements(1_000_000));
    assert.deepEqual(
      (await notebook.kernel.variables(["cell-1"]))?.map(({ name }) => name),
      ["kept"],
    );
    notebook.kernel.interrupt();
    assert.ok((await long).interrupted);
  });
});

describe("Depth", function () {
  this.timeout(120_000);
  let notebook: StartedKernel;
  before(() => {
    notebook = new StartedKernel();
  });
  after(() => notebook.dispose());

  const depth = 3000;
  const shapes: Record<string, [text: string, shown: string]> = {
    "? :": ["false ? 1 : ".repeat(depth) + "2", "2"],
    "&&": ["1" + " && 1".repeat(depth), "1"],
    "??": ["null" + " ?? null".repeat(depth), "null"],
    "!": ["!".repeat(depth) + "1", "true"],
    "arrays": ["[".repeat(depth) + "1" + "]".repeat(depth) + ".length", "1"],
    "objects": [
      "typeof " + "{ a: ".repeat(depth).replace("{", "({") + "1" + "}".repeat(depth) + ")",
      "'object'",
    ],
    "templates": ["`${".repeat(depth) + "1" + "}`".repeat(depth), "'1'"],
    "blocks": ["{".repeat(depth) + "}".repeat(depth) + "1", "1"],
    "members": ["const o: any = {}; o.o = o; typeof o" + ".o".repeat(depth), "'object'"],
    "arrows": ["typeof (" + "x => ".repeat(depth) + "1)", "'function'"],
  };
  for (const [name, [text, shown]] of Object.entries(shapes)) {
    it(`of ${depth} is no matter for ${name}`, async () => {
      const run = await notebook.run(text);
      assert.equal(run.error?.message, undefined);
      assert.equal(run.shown(), shown);
    });
  }

  it("that V8 does not take is told as what it is", async () => {
    for (const length of [20_000, 500_000]) {
      const { error } = await notebook.run("[".repeat(length) + "]".repeat(length));
      assert.equal(error?.message, "This is nested too deeply. Give parts of it names of their own.");
    }
    assert.equal((await notebook.run("1 + 1")).shown(), "2");
  });
});
