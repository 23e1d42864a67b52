import assert from "node:assert/strict";
import { describeCurves, describeFigure } from "../../../renderer/views/text/describe.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";
import { curvesOf, figureOf, training } from "./samples.ts";

const english = stringsFor("en");
const chinese = stringsFor("zh-cn");

const figure = figureOf([{ name: "", x: [-1, 0, 1], y: [0, 0, 1], fmt: "-" }], {
  yLabel: "relu(x)",
  title: "ReLU",
});

const curves = curvesOf(
  [
    { name: "loss", role: "train", metric: "loss", x: [1, 2, 3], y: [1, 0.5, 0.6] },
    { name: "accuracy", role: "train", metric: "accuracy", x: [1, 2, 3], y: [0.5, 0.9, 0.8] },
    { name: "valAccuracy", role: "validation", metric: "accuracy", x: [1], y: [null] },
  ],
  { state: "stopped", marks: { bestEpoch: 2, stoppedEpoch: 3 } },
);

describe("the text alternative", () => {
  it("of a figure names each line, its range and its last value", () => {
    assert.equal(
      describeFigure(figure, english),
      "Line chart “ReLU” with one line. Horizontal: x. Vertical: relu(x). relu(x): 3 points from 0 to 1, the last 1.",
    );
  });

  it("of curves names last and best values, lowest for a loss and highest for an accuracy, and the marks", () => {
    assert.equal(
      describeCurves(curves, english),
      "Training curves, stopped early. loss: last 0.6, lowest 0.5 at epoch 2. " +
        "accuracy: last 0.8, highest 0.9 at epoch 2. valAccuracy: no data. Best epoch 2; stopped at epoch 3.",
    );
  });

  it("of curves ends with what they say, when there is a validation loss", () => {
    const text = describeCurves(curvesOf(training(60), { state: "stopped" }), english);
    assert.match(
      text,
      / Overfitting: The validation loss began to rise at epoch \d+, by \d+\s% since, while /,
    );
  });

  it("exists in Chinese", () => {
    assert.equal(
      describeFigure(figure, chinese),
      "折线图“ReLU”，共 1 条线。 横轴：x。纵轴：relu(x)。 relu(x)：3 个点，从 0 到 1，最后为 1。",
    );
    assert.match(describeCurves(curves, chinese), /^训练曲线，提前停止。.*最佳为第 2 轮；停止于第 3 轮。$/);
  });
});
