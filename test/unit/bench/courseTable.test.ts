import assert from "node:assert/strict";
import { courseTable, type Training } from "../../bench/harness/courseTable.ts";

const results = (threads: number): Training["results"] => [
  { entry: { id: "torch", who: "PyTorch", threads }, seconds: [0.4, 0.3, 0.1, 0.2], values: [0.5, 0.25] },
  {
    entry: { id: "gradbook", who: "Gradbook", threads },
    seconds: [0.1, 0.05, 0.04, 0.06],
    values: [0.5, 0.2501],
  },
];
const training = (name: string): Training => ({ task: { name, epochs: 3, batch: 10 }, results: results(1) });

describe("the table of the course's trainings", () => {
  it("shows the first time apart from the median of the others, and the losses beside each other", () => {
    assert.deepEqual(courseTable([training("one")], 1), [
      {
        "training": "one",
        "epochs × batch": "3 × 10",
        "PyTorch, first time": "400 ms",
        "Gradbook, first time": "100 ms",
        "PyTorch ÷ Gradbook, first time": "4×",
        "PyTorch, again": "200 ms",
        "Gradbook, again": "50 ms",
        "PyTorch ÷ Gradbook, again": "4×",
        "PyTorch’s last losses": "0.5000, 0.2500",
        "Gradbook’s last losses": "0.5000, 0.2501",
      },
    ]);
  });

  it("adds the trainings up, without PyTorch where it is not there", () => {
    const alone = [training("one"), training("two")].map(({ task, results: all }) => ({
      task,
      results: all.slice(1),
    }));
    const rows = courseTable(alone, 1);
    assert.deepEqual(rows.at(-1), {
      "training": "together",
      "Gradbook, first time": "200 ms",
      "Gradbook, again": "100 ms",
    });
    assert.deepEqual(courseTable(alone, 2), []);
  });
});
