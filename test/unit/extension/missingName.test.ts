import assert from "node:assert/strict";
import { declares, missingName, withRemedy } from "../../../extension/notebook/missingName.ts";

const error = (name: string, message: string) => ({
  ...{ name, message, execution: 3, cell: "c", line: 1, column: 1 },
  stack: `${name}: ${message}\n    Cell In[3], line 1`,
});

describe("A name that a run did not find", () => {
  it("is told from a ReferenceError alone", () => {
    assert.equal(missingName(error("ReferenceError", "x is not defined. Did you mean X?")), "x");
    assert.equal(missingName(error("ReferenceError", "Cannot access 'x' before initialization")), null);
    assert.equal(missingName(error("TypeError", "x is not defined")), null);
  });

  it("is declared by what a cell begins a line with", () => {
    for (const text of [
      "const x = 1;",
      "let y, x;",
      "const { a, x } = f();",
      "const [x, b] = f();",
      "var x: number",
      "function x() {}",
      "async function x() {}",
      "class x {}",
      "1;\nenum x { A }",
      'import { a, x } from "gradbook";',
      'import {\n  a,\n  x,\n} from "gradbook";',
      'import * as x from "gradbook";',
      'import { a as x } from "gradbook";',
      "export const x = 1;",
    ]) {
      assert.ok(declares(text, "x"), text);
    }
    for (const text of [
      "x = 1;",
      "const a = x;",
      "f(x)",
      "const xs = 1;",
      "// const x = 1",
      "function f() {\n  const x = 1;\n}",
      'import { xs } from "x";',
      "const a = { x };",
    ]) {
      assert.ok(!declares(text, "x"), text);
    }
    assert.ok(declares("const $x = 1;", "$x"));
  });

  it("has its remedy in the message and in the stack", () => {
    const mended = withRemedy(error("ReferenceError", "x is not defined. Did you mean X?"), "x", "Run $1.");
    assert.equal(mended.message, "x is not defined. Run $1.");
    assert.equal(mended.stack, "ReferenceError: x is not defined. Run $1.\n    Cell In[3], line 1");
  });
});
