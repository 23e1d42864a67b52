import assert from "node:assert/strict";
import "../../../../extension/kernel/node/checkScript.ts";
import { answerTransform } from "../../../../extension/kernel/transform/answerTransform.ts";
import { practice } from "../../../../extension/kernel/transform/practice.ts";

describe("What the transform thread practises on", () => {
  it("is a cell without a fault, with guards, types and an import in it", () => {
    const answer = answerTransform(practice);
    assert.ok(answer.type === "done" && "imports" in answer.made);
    assert.deepEqual(
      answer.made.names.map(({ name }) => name),
      ["a", "B", "text", "n", "f"],
    );
    assert.match(answer.made.code, /\$check/);
    assert.equal(answer.made.hoisted, false);
  });
});
