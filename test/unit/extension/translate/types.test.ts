/** Translated cells are TypeScript that the cell editor has nothing against. */
import assert from "node:assert/strict";
import { LanguageNotebook } from "../language/languageNotebook.ts";
import { notebooks, translateAll } from "./cells.ts";

describe("the types of translated cells", function () {
  this.timeout(60_000);
  for (const { name, cells } of notebooks) {
    it(`of ${name} are right`, () => {
      const texts = translateAll(cells).map(({ text }) => text);
      assert.deepEqual(new LanguageNotebook(texts).marks(), []);
    });
  }
});
