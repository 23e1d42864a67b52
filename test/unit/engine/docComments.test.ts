import assert from "node:assert/strict";
import ts from "typescript";
import { type PublicName, publicNames } from "./publicNames.ts";

/** Whether `code`, in which `…` stands for something, is TypeScript: statements, or a member of a class. */
function parses(code: string): boolean {
  const filled = code.replaceAll("…", "something");
  return [filled, `class C { ${filled} }`].some((text) => {
    const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
    return diagnostics?.length === 0;
  });
}

describe("the engine's doc comments, which the editor shows", function () {
  this.timeout(60_000);
  let names: PublicName[] = [];
  before(() => (names = publicNames()));

  it("are found for the whole engine", () => {
    const all = new Set(names.map(({ name }) => name));
    for (const name of [
      "relu",
      "Tensor#matmul",
      "nn.Linear",
      "nn.Linear#weight",
      "optim.SGD",
      "d2l.trainCh3",
    ]) {
      assert.ok(all.has(name), name);
    }
    assert.ok(names.length > 700, `${names.length} names`);
  });

  it("say what every public name is for", () => {
    assert.deepEqual(
      names.filter(({ doc }) => doc === "").map(({ name }) => name),
      [],
    );
  });

  it("give an example of everything that can be called or used", () => {
    const wanted = names.filter(({ kind }) => kind !== "type" && kind !== "property");
    assert.deepEqual(
      wanted.filter(({ examples }) => !examples.some((example) => example !== "")).map(({ name }) => name),
      [],
    );
  });

  it("give examples that are TypeScript", () => {
    const wrong = names.flatMap(({ name, examples }) =>
      examples.filter((example) => !parses(example)).map((example) => `${name}: ${example}`),
    );
    assert.deepEqual(wrong, []);
  });
});
