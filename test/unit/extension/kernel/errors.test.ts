import assert from "node:assert/strict";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import { encodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import { describeError } from "../../../../extension/kernel/cell/errors.ts";
import { Sources } from "../../../../extension/kernel/cell/sources.ts";
import { readableStacks } from "../../../../extension/kernel/cell/stackTrace.ts";
import "../../../../extension/kernel/node/valueInspection.ts";

/** Code of a cell whose lines are those of its text, 10 further down. */
function thrownBy(sources: Sources, execution: number, text: string): unknown {
  const url = `gradbook-cell:${execution}`;
  const lines = text.split("\n").map((_, line): [number, number, number, number][] => [[0, 0, line, 0]]);
  const about = { version: 3 as const, sources: [url], names: [] };
  const map = new TraceMap({ ...about, mappings: [...Array.from({ length: 10 }, () => []), ...lines] });
  sources.addCell(url, `id-${execution}`, execution, text, { ...about, mappings: encodedMappings(map) });
  try {
    return vm.runInThisContext("\n".repeat(10) + text, { filename: url });
  } catch (error) {
    return error;
  }
}

describe("An error in words", () => {
  let sources: Sources;
  // The test runner lies below the working directory, and is nobody's code here.
  const hidden = [pathToFileURL(process.cwd()).href];
  const describe_ = (thrown: unknown) => describeError(thrown, { sources, hidden });
  beforeEach(() => (sources = new Sources(fileURLToPath)));

  it("names the cell, the line and its text", () => {
    const error = describe_(
      thrownBy(sources, 4, "function f() {\n  throw new RangeError('too far');\n}\nf()"),
    );
    assert.deepEqual(
      [error.name, error.message, error.execution, error.cell, error.line],
      ["RangeError", "too far", 4, "id-4", 2],
    );
    assert.equal(
      error.stack,
      "RangeError: too far\n    Cell In[4], line 2, in f\n    ----> 2   throw new RangeError('too far');\n            ^\n    Cell In[4], line 4",
    );
  });

  it("follows the chain of causes, and takes the place from the first that has one", () => {
    const inner = thrownBy(sources, 1, "throw new Error('inner')");
    const outer = new Error("outer", { cause: inner });
    const error = describe_(outer);
    assert.deepEqual([error.message, error.execution, error.line], ["outer", 1, 1]);
    assert.match(error.stack, /^Error: outer\nCaused by: Error: inner\n {4}Cell In\[1\], line 1$/);
  });

  it("lists what an AggregateError holds, ten at most", () => {
    const errors = Array.from({ length: 12 }, (_, i) => new Error(`number ${i}`));
    const { stack } = describe_(new AggregateError(errors, "all failed"));
    assert.match(stack, /^AggregateError: all failed\n\[1\] Error: number 0\n/);
    assert.match(stack, /\[10\] Error: number 9\n… and 2 more errors$/);
  });

  it("comes to an end for errors that cause each other", () => {
    const a = new Error("a");
    const b = new Error("b", { cause: a });
    a.cause = b;
    assert.ok(describe_(a).stack.split("Caused by").length < 10);
  });

  it("counts the frames of a recursion instead of listing them", () => {
    const { stack } = describe_(
      thrownBy(sources, 2, "function r(n) { if (n === 0) throw new Error('bottom'); r(n - 1) }\nr(8)"),
    );
    assert.match(stack, /Cell In\[2\], line 1, in r\n[^]*… \d more of the same\n {4}Cell In\[2\], line 2$/);
  });

  it("gives variables of other cells the names that the person knows", () => {
    const { message } = describe_(new TypeError("(0 , $c0.train) is not a function"));
    assert.equal(message, "train is not a function");
    assert.equal(
      describe_(new TypeError("$m1.nn.Liner is not a constructor")).message,
      "nn.Liner is not a constructor",
    );
  });

  for (const [title, thrown, message] of [
    ["a string", "just text", "just text"],
    ["undefined", undefined, "undefined"],
    ["an object", { code: 3 }, "{ code: 3 }"],
  ] as const) {
    it(`tells ${title} that was thrown`, () => {
      assert.deepEqual([describe_(thrown).name, describe_(thrown).message], ["Uncaught", message]);
    });
  }

  it("takes an error from another realm for one", () => {
    const { name, message } = describe_(vm.runInNewContext("new TypeError('foreign')"));
    assert.deepEqual([name, message], ["TypeError", "foreign"]);
  });

  it("leaves text alone that only looks like a stack", () => {
    for (const text of ["    at noon", "  at 12:30:15 o'clock", "meet me\n   at the (corner)\n"]) {
      assert.equal(readableStacks(text, sources, hidden), text);
    }
  });

  it("is readable too where a stack is printed", () => {
    const error = thrownBy(sources, 7, "\nthrow new Error('printed')") as Error;
    assert.equal(
      readableStacks(`${error.stack}\nafter`, sources, hidden),
      "gradbook-cell:7:12\nthrow new Error('printed')\n^\n\nError: printed\n    Cell In[7], line 2\nafter",
    );
  });
});
