import assert from "node:assert/strict";
import { randomProgram } from "./randomProgram.ts";
import { TestNotebook } from "./testNotebook.ts";

type Log = (...values: unknown[]) => void;
const asyncFunction: object = async () => Promise.resolve();
const AsyncFunction = asyncFunction.constructor as new (...parts: string[]) => (log: Log) => Promise<unknown>;

describe("Random programs cut into cells", function () {
  this.timeout(60_000);
  const programs = 100;

  for (const debugged of [false, true]) {
    it(`do what they do in one piece${debugged ? ", also as they are for a debugger" : ""} (${programs} of them)`, () =>
      compare(debugged));
  }

  async function compare(debugged: boolean): Promise<void> {
    let longest = 0;
    for (let seed = 1; seed <= programs; seed++) {
      const cells = randomProgram(seed, 4);
      const expected = await trace((log) =>
        new AsyncFunction("log", `"use strict";\n${cells.join("\n")}`)(log),
      );
      const actual = await trace(async (log) => {
        Object.assign(globalThis, { log });
        const notebook = new TestNotebook(debugged);
        for (const cell of cells) {
          const { error } = await notebook.run(cell);
          if (error) return log("threw", error.message);
        }
      });
      assert.deepEqual(actual, expected, `seed ${seed}:\n${cells.join("\n---\n")}`);
      longest = Math.max(longest, expected.length);
    }
    assert.ok(longest > 30, "the programs do something");
  }
});

/** What a program logs, its end by an error included. */
async function trace(run: (log: Log) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  try {
    await run((...values) => lines.push(JSON.stringify(values)));
  } catch (error) {
    lines.push(JSON.stringify(["threw", (error as Error).message]));
  }
  return lines;
}
