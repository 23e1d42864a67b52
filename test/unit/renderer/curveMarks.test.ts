import assert from "node:assert/strict";
import { drawMarks, marksOf } from "../../../renderer/views/curves/curveMarks.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";
import { frameOf } from "./frames.ts";

const draw = (marks: Parameters<typeof marksOf>[0], range: [number, number] = [0, 100], pixels = 600) =>
  drawMarks(marksOf(marks, frameOf()), range, pixels, frameOf());

describe("the marks of early stopping", () => {
  it("are a line and a label each", () => {
    const { shapes, annotations } = draw({ bestEpoch: 20, restoredEpoch: 18, stoppedEpoch: 60 });
    assert.deepEqual(
      shapes.map((shape) => (shape.type === "line" ? shape.x0 : null)),
      [20, 18, 60],
    );
    assert.deepEqual(
      annotations.map(({ text }) => text),
      ["best 20", "restored 18", "stopped 60"],
    );
  });

  it("say once that the best epoch was the one restored", () => {
    const { annotations } = draw({ bestEpoch: 20, restoredEpoch: 20 });
    assert.deepEqual(
      annotations.map(({ text }) => text),
      ["best, restored 20"],
    );
  });

  it("turn their labels inwards at the right edge", () => {
    const { annotations } = draw({ bestEpoch: 5, stoppedEpoch: 99 });
    assert.deepEqual(
      annotations.map(({ xanchor }) => xanchor),
      ["left", "right"],
    );
  });

  it("move a label aside or down that would cover another", () => {
    const { annotations } = draw({ bestEpoch: 98, restoredEpoch: 97, stoppedEpoch: 99 });
    const places = annotations.map(({ xanchor, yshift }) => `${xanchor} ${yshift}`);
    assert.equal(new Set(places).size, 3, places.join("; "));
  });

  it("leave out what is not in view", () => {
    assert.deepEqual(draw({ bestEpoch: 20 }, [30, 60]), { shapes: [], annotations: [] });
  });

  it("speak Chinese", () => {
    const frame = frameOf({ strings: stringsFor("zh-cn") });
    assert.equal(
      drawMarks(marksOf({ stoppedEpoch: 3 }, frame), [0, 9], 300, frame).annotations[0]?.text,
      "停止 3",
    );
  });
});
