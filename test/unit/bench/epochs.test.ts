import assert from "node:assert/strict";
import { withFewerEpochs } from "../../bench/chapters/epochs.ts";

describe("trainings cut short", () => {
  it("have fewer epochs wherever a cell says how many", () => {
    assert.equal(withFewerEpochs("num_epochs, lr = 500, 1\n", 2), "num_epochs, lr = 2, 1\n");
    assert.equal(
      withFewerEpochs("lr, num_epochs, device = 0.1, 300, d2l.try_gpu()", 2),
      "lr, num_epochs, device = 0.1, 2, d2l.try_gpu()",
    );
  });

  it("are left alone where there are few, or where it cannot be told", () => {
    for (const python of [
      "num_epochs = 1",
      "n = num_epochs",
      "f(num_epochs=500)",
      "if num_epochs == 500: pass",
      "a, num_epochs = f(1, 2)",
      "xs = [1, num_epochs]",
    ])
      assert.equal(withFewerEpochs(python, 2), python);
  });
});
