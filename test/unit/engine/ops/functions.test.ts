import assert from "node:assert/strict";
import type { Backend } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import * as torch from "../../../../engine/index.ts";
import { builds } from "../backend/builds.ts";
import { golden, type GoldenNumber, numbers, ulpDistance } from "../golden.ts";
import { parityTable } from "../parityTable.ts";

type FunctionName = "exp";

/** What the table allows: nothing for "equal", n for "≤ n ulp"; null where it speaks of a tolerance. */
function allowed(said: string): number | null {
  if (said.startsWith("equal")) return 0;
  const ulps = /≤ (\d+) ulp/.exec(said);
  return ulps ? Number(ulps[1]) : null;
}

const functions = Object.entries(golden<{ x: GoldenNumber[]; y: GoldenNumber[] }>("functions"));
const backends: { name: string; backend: Backend }[] = [{ name: "js", backend: jsBackend() }, ...builds];

describe("functions of float32 numbers beside PyTorch's", () => {
  const said = new Map(parityTable().operations.map((row) => [row.name, row.numbers]));

  for (const [name, { x, y }] of functions) {
    const limit = allowed(said.get(name) ?? "");
    it(`are as near as docs/parity.md says: ${name}, ${said.get(name) ?? "nothing"}`, () => {
      assert.ok(limit !== null, "a distance in ulp is expected");
      const before = context.backend;
      for (const { name: build, backend } of backends) {
        useBackend(backend);
        try {
          const actual = torch[name as FunctionName](torch.tensor(numbers(x))).toTypedArray();
          const worst = Math.max(...numbers(y).map((expected, i) => ulpDistance(actual[i], expected)));
          assert.ok(worst <= limit, `${worst} ulp apart on ${build}`);
        } finally {
          useBackend(before);
        }
      }
    });
  }
});
