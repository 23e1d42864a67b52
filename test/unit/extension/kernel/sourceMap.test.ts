import assert from "node:assert/strict";
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import {
  decodeMappings,
  encodeMappings,
  sourcePosition,
  type Segment,
} from "../../../../extension/kernel/transform/syntax/sourceMap.ts";

describe("Source maps", () => {
  const lines: Segment[][] = [
    [],
    [
      { column: 0, sourceLine: 3, sourceColumn: 7 },
      { column: 9, sourceLine: 0, sourceColumn: 0 },
    ],
    [{ column: 123456, sourceLine: 1000, sourceColumn: 31 }],
  ];

  it("come back as they were written", () => {
    assert.deepEqual(decodeMappings(encodeMappings(lines)), lines);
  });

  it("are read by others as they were meant", () => {
    const map = new TraceMap({ version: 3, sources: ["cell"], names: [], mappings: encodeMappings(lines) });
    const { line, column } = originalPositionFor(map, { line: 3, column: 123456 });
    assert.deepEqual([line, column], [1001, 31]);
  });

  it("give the nearest segment before a place, the first before all, and nothing on a line without any", () => {
    assert.deepEqual(sourcePosition(lines, 1, 8), { line: 3, column: 7 });
    assert.deepEqual(sourcePosition(lines, 1, 500), { line: 0, column: 0 });
    assert.deepEqual(sourcePosition(lines, 2, 0), { line: 1000, column: 31 });
    assert.equal(sourcePosition(lines, 0, 0), null);
    assert.equal(sourcePosition(lines, 99, 0), null);
  });

  it("skip segments without a source and refuse what is no map", () => {
    assert.deepEqual(decodeMappings("A,CAAC"), [[{ column: 1, sourceLine: 0, sourceColumn: 1 }]]);
    assert.throws(() => decodeMappings("A!"), /“!” is not a base-64 digit/);
  });
});
