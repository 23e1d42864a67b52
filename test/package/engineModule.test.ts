/** `dist/engine.js` as a program that uses it meets it: an ES module with types beside it. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const engine = path.resolve(fileURLToPath(import.meta.url), "../../../../dist/engine.js");

const program = (specifier: string) => `
import { fit, manualSeed, nn, optim, tensor, type Tensor } from ${JSON.stringify(specifier)};

manualSeed(0);
const x: Tensor = tensor([[0], [1], [2], [3]]);
const y: Tensor = x.mul(2).add(1);
const model = new nn.Sequential(new nn.Linear(1, 1));
const history = await fit(model, [x, y], {
  epochs: 200,
  batchSize: 4,
  loss: new nn.MSELoss(),
  optimizer: new optim.SGD(model.parameters(), { lr: 0.1 }),
  verbose: 0,
});
const last: number = history.series.loss!.at(-1)!;
console.log(last < 1e-4);
`;

describe("The engine as a module", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "gradbook-engine-"));
  });

  after(() => rmSync(folder, { recursive: true }));

  it("trains in a plain Node program", () => {
    const file = path.join(folder, "train.mjs");
    const { outputText } = ts.transpileModule(program(pathToFileURL(engine).href), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(file, outputText);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "true\n");
    // A Node.js that lacks the newer instructions is told of, once; nothing else is said.
    assert.match(stderr, /^(Gradbook: Node\.js \S+ has neither .*\n)?$/);
  });

  it("names its functions and classes as it exports them, and names none again while it computes", async () => {
    const exports = (await import(pathToFileURL(engine).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === "function") assert.equal(value.name, name);
    }
    assert.deepEqual(
      (["Module", "Linear", "ReLU"] as const).map(
        (name) => (exports.nn as Record<string, { name: string }>)[name]?.name,
      ),
      ["Module", "Linear", "ReLU"],
    );
    // esbuild's `keepNames` would: a fifth of a small training step went into it.
    assert.doesNotMatch(readFileSync(engine, "utf8"), /__name\b/);
  });

  it("has types that a strict program can be checked with, declarations included", () => {
    const file = path.join(folder, "typed.mts");
    writeFileSync(
      file,
      program(engine) + "\n// @ts-expect-error: a layer's size is a number\nnew nn.Linear('1', 1);\n",
    );
    const typed = ts.createProgram([file], {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
    });
    const problems = ts.getPreEmitDiagnostics(typed).map(({ messageText, file: where }) => {
      return `${where?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    assert.deepEqual(problems, []);
  });
});
