import assert from "node:assert/strict";
import { TraceMap } from "@jridgewell/trace-mapping";
import { sourcePosition } from "../../../../extension/kernel/transform/syntax/sourceMap.ts";

describe("A place in a source map", () => {
  const map = new TraceMap({
    version: 3,
    sources: ["cell"],
    names: [],
    mappings: [
      [],
      [
        [1, 0, 3, 7],
        [9, 0, 0, 0],
      ],
      [[123456, 0, 1000, 31]],
    ],
  });

  it("is that of the nearest segment before it, of the first before all, and nothing on a line without any", () => {
    assert.deepEqual(sourcePosition(map, 1, 8), { line: 3, column: 7 });
    assert.deepEqual(sourcePosition(map, 1, 0), { line: 3, column: 7 });
    assert.deepEqual(sourcePosition(map, 1, 500), { line: 0, column: 0 });
    assert.deepEqual(sourcePosition(map, 2, 0), { line: 1000, column: 31 });
    assert.equal(sourcePosition(map, 0, 0), null);
    assert.equal(sourcePosition(map, 99, 0), null);
  });
});
