import { strict as assert } from "node:assert";
import { activationPicture, type ActivationName } from "../../../engine/index.ts";
import { activationCell } from "../../../extension/ui/activationCell.ts";
import { ACTIVATION_FUNCTIONS } from "../../../extension/ui/activationFunctions.ts";

describe("The cell that plots an activation function", () => {
  it("is offered for the functions that learners meet", () => {
    assert.deepEqual(
      ACTIVATION_FUNCTIONS.map(({ name }) => name),
      ["relu", "sigmoid", "tanh", "leakyRelu", "elu", "gelu", "silu", "softplus", "hardtanh"],
    );
  });

  it("imports what it uses and leaves no other name behind", () => {
    const text = activationCell("gelu");
    assert.equal(text, 'import { plotActivation } from "gradbook";\n\nplotActivation("gelu");');
  });

  it("names functions that plotActivation knows", () => {
    for (const { name } of ACTIVATION_FUNCTIONS) {
      const picture = activationPicture(name as ActivationName);
      assert.equal(picture.name, name);
      assert.ok(picture.y.every(Number.isFinite));
    }
  });
});
