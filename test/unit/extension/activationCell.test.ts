import { strict as assert } from "node:assert";
import { ACTIVATION_FUNCTIONS, activationCell } from "../../../extension/activationCell.ts";

describe("The cell that plots an activation function", () => {
  it("is offered for the functions that learners meet", () => {
    assert.deepEqual(
      ACTIVATION_FUNCTIONS.map(({ name }) => name),
      ["relu", "sigmoid", "tanh", "leakyRelu", "elu", "gelu", "silu", "softplus"],
    );
  });

  it("imports what it uses and leaves no other name behind", () => {
    const text = activationCell("gelu");
    assert.match(text, /^import \{ arange, plot, gelu \} from "gradbook";\n\n\{\n/);
    assert.match(text, /const y = gelu\(x\);/);
    assert.ok(text.endsWith("\n}"));
  });
});
