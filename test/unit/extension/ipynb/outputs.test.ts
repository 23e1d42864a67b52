import assert from "node:assert/strict";
import { IpynbOutputs } from "../../../../extension/ipynb/outputs.ts";
import type { KernelOutput } from "../../../../extension/kernel/protocol/protocol.ts";

const outputsOf = (...outputs: KernelOutput[]): unknown => {
  const collected = new IpynbOutputs(3);
  for (const output of outputs) collected.add(output);
  return collected.all();
};

describe("A run's outputs in a Jupyter notebook", () => {
  it("are text joined and in lines, and displays as they were last", () => {
    assert.deepEqual(
      outputsOf(
        { type: "stream", name: "stdout", text: "a\nb" },
        { type: "stream", name: "stdout", text: "c\n" },
        { type: "display", id: "d", data: { "text/plain": "1" } },
        { type: "stream", name: "stderr", text: "e" },
        { type: "display", id: "d", data: { "text/plain": "2" } },
        {
          type: "display",
          id: "result-1",
          data: { "application/json": { a: 1 }, "text/plain": "\u001b[33m42\u001b[39m\nx" },
        },
      ),
      [
        { output_type: "stream", name: "stdout", text: ["a\n", "bc\n"] },
        { output_type: "display_data", data: { "text/plain": ["2"] }, metadata: {} },
        { output_type: "stream", name: "stderr", text: ["e"] },
        {
          output_type: "execute_result",
          execution_count: 3,
          data: { "application/json": { a: 1 }, "text/plain": ["42\n", "x"] },
          metadata: {},
        },
      ],
    );
  });

  it("are without what was cleared", () => {
    const shown: KernelOutput[] = [
      { type: "stream", name: "stdout", text: "a" },
      { type: "display", id: "d", data: { "text/plain": "1" } },
    ];
    assert.deepEqual(outputsOf(...shown, { type: "clear", id: "d" }), [
      { output_type: "stream", name: "stdout", text: ["a"] },
    ]);
    assert.deepEqual(outputsOf(...shown, { type: "clear", id: null }), []);
  });
});
