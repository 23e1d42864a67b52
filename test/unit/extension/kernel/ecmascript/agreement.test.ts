/**
 * Random programs as Node runs them, and as cells. By hand, any number from any seed:
 * `GRADBOOK_PROGRAMS=5000 GRADBOOK_SEED=1 node node_modules/mocha/bin/mocha.js --no-config --timeout 0 out/test/unit/extension/kernel/ecmascript/agreement.test.js`
 */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { TestNotebook } from "../testNotebook.ts";
import { randomModule } from "./randomModule.ts";

const programs = Number(process.env["GRADBOOK_PROGRAMS"] ?? 25);
const firstSeed = Number(process.env["GRADBOOK_SEED"] ?? 1);
const statements = 8;

/** How a program can be run; all must log the same. */
const ways: Record<string, (text: readonly string[], seed: number) => Promise<void>> = {
  "as one cell": (text) => inCells([text.join("\n")]),
  "as one cell for a debugger": (text) => inCells([text.join("\n")], true),
  "as a cell for each statement": (text) => inCells(text),
  "cut into cells": (text, seed) => inCells(cut(text, seed)),
};

describe("Random programs", function () {
  this.timeout(0);
  for (const [way, run] of Object.entries(ways)) {
    it(`do ${way} what they do as a module (${programs} of them)`, () => each(asModule, run));
  }

  it("whose last statements run again do what they do in a loop", () =>
    each(
      (text) =>
        asModule([...text.slice(0, -3), `for (let again = 0; again < 2; again++) {`, ...plain(text), "}"]),
      async (text) => {
        const last = plain(text).join("\n");
        await inCells([text.slice(0, -3).join("\n"), last, last], false, ["first", "last", "last"]);
      },
    ));
});

/** The last statements, as they may be in a block. */
function plain(text: readonly string[]): string[] {
  return text.slice(-3).map((statement) => statement.replace(/^export /, "").replaceAll(/\bvar\b/g, "let"));
}

type Run = (text: readonly string[], seed: number) => Promise<void>;

async function each(expected: Run, actual: Run): Promise<void> {
  let longest = 0;
  for (let seed = firstSeed; seed < firstSeed + programs; seed++) {
    const text = randomModule(seed, statements);
    const wanted = await trace(() => expected(text, seed));
    const got = await trace(() => actual(text, seed));
    const at = wanted.findIndex((line, i) => line !== got[i]);
    const difference = at < 0 ? "" : `\nlogged ${got[at] ?? "nothing"}\nnot    ${wanted[at] ?? "nothing"}`;
    assert.equal(got.join("\n"), wanted.join("\n"), `seed ${seed}:${difference}\n\n${text.join("\n---\n")}`);
    longest = Math.max(longest, wanted.length);
  }
  assert.ok(longest > 30, "the programs do something");
}

function cut(text: readonly string[], seed: number): string[] {
  const cells: string[][] = [[]];
  text.forEach((statement, i) => {
    if ((seed >> (i % 5)) & 1) cells.push([]);
    cells.at(-1)?.push(statement);
  });
  return cells.map((cell) => cell.join("\n"));
}

let imported = 0;

async function asModule(text: readonly string[]): Promise<void> {
  // Node runs a module of one address once.
  const body = `${text.join("\n")}\n// ${imported++}`;
  await import(`data:text/javascript,${encodeURIComponent(body)}`);
}

async function inCells(
  cells: readonly string[],
  debugged = false,
  ids: readonly string[] = [],
): Promise<void> {
  const notebook = new TestNotebook(debugged);
  for (const [i, cell] of cells.entries()) {
    const { error } = await notebook.run(cell, ids[i]);
    if (error) throw Object.assign(new Error(error.message), { name: error.name });
  }
}

/** What a program logs, its end by an error included. */
async function trace(run: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  Object.assign(globalThis, {
    log: (...values: unknown[]) => void lines.push(values.map((value) => inspect(value)).join(" ")),
  });
  try {
    await run();
  } catch (error) {
    lines.push(`threw ${error instanceof Error ? error.name : String(error)}`);
  }
  return lines;
}
