import assert from "node:assert/strict";
import { suggestion } from "../../../../extension/kernel/protocol/suggestion.ts";

describe("A suggestion", () => {
  const names = ["tensor", "Tensor", "zeros", "ones", "onesLike", "matmul", "x"];
  const table: [word: string, meant: string | null][] = [
    ["tensr", "tensor"],
    ["Tensr", "Tensor"],
    ["tesnor", "tensor"],
    ["TENSOR", "Tensor"],
    ["oneslike", "onesLike"],
    ["zeroes", "zeros"],
    ["matmull", "matmul"],
    ["softmax", null],
    ["y", null],
    ["", null],
  ];
  for (const [word, meant] of table) {
    it(`for ${JSON.stringify(word)} is ${meant ?? "none"}`, () =>
      assert.equal(suggestion(word, names), meant));
  }
});
