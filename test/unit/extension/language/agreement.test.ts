import { strict as assert } from "node:assert";
import { TestNotebook } from "../kernel/testNotebook.ts";
import { agreements, type Agreement } from "./agreementTable.ts";
import { LanguageNotebook } from "./languageNotebook.ts";

/** Indices of the cells that are not sound. */
const faulty = ({ cells, sound, broken = [] }: Agreement): number[] => [
  ...broken,
  ...(sound ? [] : [cells.length - 1]),
];

describe("The kernel and the editor agree on", function () {
  this.timeout(60_000);
  let language: LanguageNotebook;
  before(() => {
    language = new LanguageNotebook([]);
  });

  it("enough cases, none of them twice", () => {
    assert.ok(agreements.length >= 60);
    assert.equal(new Set(agreements.map(({ cells }) => cells.join("\n---\n"))).size, agreements.length);
  });

  for (const agreement of agreements) {
    it(`${agreement.title} (${agreement.sound ? "sound" : "a mistake"})`, async () => {
      const { cells } = agreement;
      const kernel = new TestNotebook();
      const failed: number[] = [];
      const reasons: string[] = [];
      for (const [i, text] of cells.entries()) {
        const { error } = await kernel.run(text);
        if (!error) continue;
        failed.push(i);
        reasons.push(`${i}: ${error.name}: ${error.message}`);
      }
      assert.deepEqual(failed, faulty(agreement), `when run: ${reasons.join("; ")}`);

      language.cells(cells);
      const marked = cells.flatMap((_, i) =>
        language.diagnostics(i).some(({ severity }) => severity === "error") ? [i] : [],
      );
      assert.deepEqual(marked, faulty(agreement), `in the editor: ${language.marks().join("; ")}`);
    });
  }
});

describe("A cell that runs although the editor objects:", function () {
  this.timeout(60_000);
  /** Types are gone at run time, so they never keep a cell from running. */
  const table: [title: string, cells: string[], message: RegExp][] = [
    ["a value of the wrong type", ["const n: number = 'text' as unknown as string", "n"], /not assignable/],
    ["an argument too many", ["const f = () => 1; f(2)"], /Expected 0 arguments/],
    ["a property that is undefined", ["const o = { a: 1 }; o.b"], /Property 'b' does not exist/],
    ["a comparison that is never true", ["const a = 1 as const; a === 2"], /no overlap/],
  ];
  for (const [title, cells, message] of table) {
    it(title, async () => {
      const kernel = new TestNotebook();
      for (const text of cells) assert.equal((await kernel.run(text)).error, null);
      assert.match(new LanguageNotebook(cells).marks().join(), message);
    });
  }
});
