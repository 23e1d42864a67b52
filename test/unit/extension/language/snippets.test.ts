import { strict as assert } from "node:assert";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { importEdit } from "../../../../extension/language/core/importing/importEdit.ts";
import { readableBody, snippets } from "../../../../extension/language/snippets.ts";
import { StartedKernel } from "../kernel/startedKernel.ts";
import { LanguageNotebook } from "./languageNotebook.ts";

/** What the snippets' first names stand for. */
const given = `import { data as sets, nn as layers, randn } from "gradbook";
const model = new layers.Linear(10, 1);
const [X, y] = [randn(20, 10), randn(20, 1)];
const [trainX, trainY, validX, validY] = [X, y, X, y];
const loader = new sets.DataLoader(new sets.TensorDataset(X, y), { batchSize: 10 });`;

describe("The snippets", function () {
  this.timeout(60_000);
  let kernel: StartedKernel;
  before(() => {
    kernel = new StartedKernel({ engine: pathToFileURL(path.resolve("dist/engine.js")).href });
  });
  after(() => kernel.dispose());

  for (const { name, imports, body } of snippets) {
    it(`run as they are, and the editor has no objection: ${name}`, async () => {
      const text = importEdit("", "gradbook", imports).text + readableBody(body);
      assert.doesNotMatch(readableBody(body), /\$\{\d/);
      assert.deepEqual(new LanguageNotebook([given, text]).marks(), []);
      for (const cell of [given, text]) {
        const { ok, error } = await kernel.run(cell);
        assert.ok(ok, error?.stack);
      }
    });
  }
});
