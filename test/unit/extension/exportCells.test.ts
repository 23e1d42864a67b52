import assert from "node:assert/strict";
import type { VariableSummary } from "../../../extension/kernel/protocol/protocol.ts";
import { exportables, onnxCell, pyTorchCell, watchCell } from "../../../extension/ui/exportCells.ts";

function variable(name: string, given: Partial<VariableSummary>): VariableSummary {
  return {
    name,
    type: "number",
    summary: "1",
    bytes: null,
    dtype: null,
    shape: null,
    cell: 1,
    ...given,
  } as VariableSummary;
}

describe("what can be exported", () => {
  it("is histories, and models after them", () => {
    const variables = [
      variable("n", {}),
      variable("net", { type: "Sequential", summary: "9 parameters", bytes: 36 }),
      variable("x", { type: "Tensor", summary: "(2, 3)", bytes: 24, dtype: "float32", shape: [2, 3] }),
      variable("history", { type: "History", summary: "2 epochs" }),
    ];
    assert.deepEqual(
      exportables(variables).map(({ name, what, summary }) => [name, what, summary]),
      [
        ["history", "history", "History · 2 epochs"],
        ["net", "model", "Sequential · 9 parameters"],
      ],
    );
  });

  it("gets cells that say what is done", () => {
    assert.match(
      pyTorchCell("history"),
      /^import .*exportPyTorch.*\n\nawait exportPyTorch\(history, "pytorch\/history"\);$/,
    );
    assert.match(onnxCell("net"), /^import .*exportOnnx.*\n\nawait exportOnnx\(net, "onnx\/net\.onnx"\);$/);
    assert.match(watchCell('a "b".csv'), /watchHistory\("a \\"b\\"\.csv"\)/);
  });
});
