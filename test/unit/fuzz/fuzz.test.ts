/** The fuzzer's own parts: programs are the same for a seed, differences are seen, and shrunk. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { jsBackend } from "../../../engine/backend/js/jsBackend.ts";
import { allowedDifferences } from "../../fuzz/allowed.ts";
import { compare } from "../../fuzz/compare.ts";
import { execute } from "../../fuzz/execute.ts";
import { chooserOf, generate } from "../../fuzz/generate.ts";
import { entries } from "../../fuzz/grammar/index.ts";
import { table } from "../engine/ops/examples/table.ts";
import { pythonOf, typescriptOf } from "../../fuzz/print.ts";
import { makeStep, type Program } from "../../fuzz/program.ts";
import { shrink } from "../../fuzz/shrink.ts";
import { isTensorShot, type Trace } from "../../fuzz/trace.ts";

const js = jsBackend();

function page(): string {
  for (let folder = new URL("./", import.meta.url); ; folder = new URL("../", folder)) {
    const file = new URL("docs/fuzzing.md", folder);
    if (existsSync(file)) return readFileSync(file, "utf8");
    if (folder.pathname === "/") throw new Error("docs/fuzzing.md is missing");
  }
}

const example: Program = {
  seed: 1,
  steps: [
    makeStep({ shape: [2, 3], dtype: "float32", values: [1, 2, 3, 4, 5, "NaN"], requiresGrad: true }),
    makeStep({ shape: [3], dtype: "float32", values: [1, "-0", "Infinity"], requiresGrad: false }),
    { kind: "neg", in: [1], ts: "a.neg()", py: "a.neg()" },
    { kind: "mul", in: [0, 1], ts: "a.mul(b)", py: "a.mul(b)" },
    { kind: "exp", in: [3], ts: "a.exp()", py: "a.exp()" },
  ],
};

/** The trace with 1 added to the first number of a step. */
function altered(trace: Trace, at: number): Trace {
  const steps = trace.steps.map((outcome, i) => {
    if (i !== at || !("value" in outcome) || !isTensorShot(outcome.value)) return outcome;
    const [first, ...rest] = outcome.value.v;
    return { value: { ...outcome.value, v: [Number(first) + 1, ...rest] } };
  });
  return { ...trace, steps };
}

describe("The fuzzer", () => {
  it("makes the same program of a seed, and another of another", () => {
    const chooser = chooserOf([]);
    assert.deepEqual(generate(7, chooser).program, generate(7, chooser).program);
    assert.notDeepEqual(generate(7, chooser).program, generate(8, chooser).program);
  });

  it("runs a program twice with the same trace", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { program, trace } = generate(seed, chooserOf([]));
      assert.equal(compare(program, execute(program, js), trace).difference, null);
    }
  });

  it("has an entry for each row of the op table that has examples", () => {
    const named = new Set(entries.map(({ name }) => name.split(":")[0]));
    for (const { name, examples } of table)
      if (examples && examples().length > 0) assert.ok(named.has(name), name);
  });

  it("sees one wrong number, and where it is", () => {
    const trace = execute(example, js);
    const { difference } = compare(example, altered(trace, 3), trace);
    assert.equal(difference?.kind, "value");
    assert.equal(difference.step, 3);
  });

  it("leaves out what a failure does not need", async () => {
    const small = await shrink(example, ({ steps }) =>
      Promise.resolve(steps.some(({ kind }) => kind === "neg")),
    );
    assert.deepEqual(
      small.steps.map(({ kind }) => kind),
      ["make", "neg"],
    );
    assert.deepEqual(small.steps[0].make?.shape, [1]);
  });

  it("prints a cell and its PyTorch twin", () => {
    assert.match(typescriptOf(example), /^const v3 = v0\.mul\(v1\);$/m);
    assert.match(typescriptOf(example), /fromArray\(\[1, -0, Infinity\], \[3\]/);
    assert.match(pythonOf(example), /^v1 = T\(\[1, -0\.0, inf\], \[3\], torch\.float32, False\)$/m);
  });

  it("documents each difference that is allowed, with its reason", () => {
    const text = page();
    for (const { id, reason } of allowedDifferences) assert.ok(text.includes(`| ${id} | ${reason} |`), id);
  });
});
