import assert from "node:assert/strict";
import type { VariableSummary } from "../../../extension/kernel/protocol/protocol.ts";
import { variableIcon, variableLine } from "../../../extension/ui/variableText.ts";

const variable = (part: Partial<VariableSummary>): VariableSummary => ({
  name: "x",
  cell: "a",
  type: "number",
  shape: null,
  dtype: null,
  bytes: null,
  summary: "1",
  hasGrid: false,
  ...part,
});

describe("A variable's line in the view", () => {
  it("names kind, size and value, each only where there is one", () => {
    assert.equal(variableLine(variable({})), "number · 1");
    assert.equal(
      variableLine(
        variable({ type: "Tensor", dtype: "float32", shape: [64, 3], bytes: 768, summary: "min 0" }),
      ),
      "Tensor float32 (64, 3) · 768 B · min 0",
    );
    assert.equal(
      variableLine(variable({ type: "Tensor", dtype: "float32", shape: [], bytes: 4 })),
      "Tensor float32 () · 4 B · 1",
    );
    assert.equal(
      variableLine(variable({ type: "Array", shape: [2], summary: "(2) [1, 2]" })),
      "Array · (2) [1, 2]",
    );
  });

  it("has an icon of its kind", () => {
    const icons = ["number", "string", "boolean", "function", "class", "Map"].map((type) =>
      variableIcon(variable({ type })),
    );
    assert.equal(new Set(icons).size, icons.length);
    assert.equal(variableIcon(variable({ type: "Tensor", dtype: "bool" })), "symbol-array");
  });
});
