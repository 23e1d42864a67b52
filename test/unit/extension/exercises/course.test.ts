/** The courses' exercises: what is handed out passes nothing, and each solution passes all of its check. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pointsFor } from "../../../../engine/payload/check.ts";
import { exercisesOf } from "../../../../extension/exercises/exercises.ts";
import { readMaster, type Master } from "../../../../extension/exercises/master.ts";
import { proveMaster } from "../../../../extension/grade/proveMaster.ts";
import { runPlan } from "../../../../extension/grade/runPlan.ts";
import { parseMarkdown } from "../../../../extension/markdown/parseMarkdown.ts";

/** The kernel that ships: a course trains for some seconds even there. */
const entry = path.resolve("dist/kernel.js");
const limits = { seconds: 120, memoryMb: 3072 };

for (const language of ["en", "zh"]) {
  describe(`The exercises of the course (${language})`, function () {
    this.timeout(600_000);
    const notebook = parseMarkdown(readFileSync(`examples/deep-learning.${language}.grad.md`, "utf8"));
    const options = { entry, language, limits };
    let master: Master;

    before(() => {
      const read = readMaster(notebook);
      assert.ok("cells" in read, JSON.stringify(read));
      master = read;
    });

    it("are a dozen at least, each with hints and a solution that unfold, in its language", () => {
      const exercises = exercisesOf(notebook.cells);
      assert.ok(exercises.length >= 12, String(exercises.length));
      for (const { id, title, hints, solution } of exercises) {
        assert.ok(hints.length >= 2, id);
        assert.ok(solution, id);
        assert.equal(/\p{Script=Han}/u.test(title), language === "zh", title);
        for (const hint of hints) assert.equal(/\p{Script=Han}/u.test(hint), language === "zh", hint);
      }
    });

    it("have solutions that pass all of their checks", async () => {
      const proven = await proveMaster(master, options);
      assert.ok("proof" in proven, JSON.stringify(proven, null, 1));
    });

    it("are not passed by what is handed out, which runs without an error all the same", async () => {
      const texts = notebook.cells.filter(
        ({ kind, language: other }) => kind === "code" && other === undefined,
      );
      const handedOut = master.cells.map((cell, i) => ({ ...cell, text: texts[i]?.text ?? "" }));
      const { cells, results, ended } = await runPlan(handedOut, null, options);
      assert.equal(ended, null);
      for (const { id, text } of handedOut) assert.equal(cells.get(id)?.error?.stack, undefined, text);
      const points = master.exercises.map(({ id, points: of }) => {
        const parts = results.get(id)?.parts;
        assert.ok(parts, id);
        return [id, pointsFor(parts, of)];
      });
      assert.deepEqual(
        points,
        master.exercises.map(({ id }) => [id, 0]),
      );
    });
  });
}
