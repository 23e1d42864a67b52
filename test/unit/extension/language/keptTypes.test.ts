import { strict as assert } from "node:assert";
import { generator } from "../randomMarkdown.ts";
import { LanguageNotebook } from "./languageNotebook.ts";

const names = ["a", "b", "c", "f", "g", "C", "T", "Old"];

/** Statements over few names, so that they meet: right ones, wrong ones, circles, and what hints are given of. */
const statements = [
  "const N = 1;",
  'const N = "text";',
  "let N = M;",
  "let N: number | null = null;",
  "N = M;",
  "const N = [M, M];",
  "const N = { x: M };",
  "const { x: N } = M;",
  "function N(v = M) { const spare = 1; return [v, M] }",
  "function N(v: number) { return v > 0 ? M(v - 1) : K }",
  "function N() { return M() }",
  "async function N() { return await M }",
  "/** @deprecated */\nfunction N() { return M }",
  "class N { x = M; m() { return this.x } }",
  "class N extends M { y = 1 }",
  "interface N { x: typeof M }",
  "type N = M | K;",
  "enum N { x, y }",
  'import { ones as N } from "gradbook";\nN(2).add(N(3));',
  "declare global { interface Array<T> { N: T } }\n[1].N;",
  "N(M);",
  "N.x.toFixed();",
  "M();\nN",
  "await N;",
  "missing(N);",
  "const v: string = N;",
  "// @ts-expect-error it is so\nN.y.toFixed();",
  "N satisfies number;",
  "let t: N = M;",
  "new N().x;",
  "if (N) M;",
  "N.",
  "for (const v of N) v.toFixed();",
];

describe("Types that are kept from one key to the next", function () {
  this.timeout(300_000);
  // Each takes seconds: by hand, as many as one likes.
  const rounds = Number(process.env["GRADBOOK_KEPT_ROUNDS"] ?? 2);

  for (let seed = 1; seed <= rounds; seed++) {
    it(`answer as a notebook does that has just been opened, whatever is edited and asked (seed ${seed})`, () => {
      const below = generator(seed);
      const pick = <T>(from: readonly T[]): T => from[below(from.length)];
      const statement = (): string => pick(statements).replace(/[NMK]\b/g, () => pick(names));
      const text = (): string => Array.from({ length: 1 + below(2) }, statement).join("\n");
      let cells = Array.from({ length: 8 }, (_, i) => ({ id: `note#${i}`, text: text() }));
      let ids = cells.length;
      const notebook = new LanguageNotebook([]);
      const { notebooks } = notebook;
      const update = (name: string, all: typeof cells): void =>
        notebooks.update({ notebook: name, folder: notebook.folder, cells: all });
      update("note", cells);
      for (let step = 0; step < 60; step++) {
        const at = below(cells.length);
        const cell = cells[at];
        const kind = below(10);
        if (kind < 7) {
          cell.text = kind < 4 ? `${cell.text}\n${statement()}` : kind < 6 ? text() : cell.text.slice(0, -1);
          notebooks.setText(cell.id, cell.text);
        } else {
          if (kind === 7) cells.splice(at, 0, { id: `note#${ids++}`, text: text() });
          else if (kind === 8 && cells.length > 4) cells.splice(at, 1);
          else cells = [...cells.filter((other) => other !== cell), cell];
          update("note", cells);
        }
        const fresh = cells.map(({ id, text }) => ({ id: `fresh-${id}`, text }));
        update("fresh", fresh);
        for (let question = 0; question < 3; question++) {
          const { id, text } = pick(below(3) === 0 ? [cells[Math.min(at, cells.length - 1)] ?? cell] : cells);
          const offset = below(text.length + 1);
          const method = below(5);
          const answer = (name: string): unknown => {
            const at = { cell: name, offset };
            try {
              return answered(at);
            } catch (error) {
              return String(error);
            }
          };
          const answered = (at: { cell: string; offset: number }): unknown => {
            if (method === 0) return notebook.ask("hover", at);
            if (method === 1) return notebook.ask("semanticTokens", at);
            if (method === 2)
              return notebook
                .ask("completions", at)
                .entries.map((entry) => entry.name)
                .sort();
            return notebook.ask("diagnostics", at);
          };
          // TypeScript orders the parts of a union by when it met them.
          const shown = (value: unknown): string =>
            JSON.stringify(value, null, 1)
              .replaceAll("fresh-", "")
              .replace(/[\w.]+(?: \| [\w.]+)+/g, (union) => union.split(" | ").sort().join(" | "));
          const notes = cells.map((other) => `--- ${other.id}\n${other.text}`).join("\n");
          assert.equal(
            shown(answer(id)),
            shown(answer(`fresh-${id}`)),
            `step ${step}, ${id}, ${method}@${offset}:\n${notes}`,
          );
        }
        notebooks.close("fresh");
      }
    });
  }
});

describe("A type that changes above", () => {
  it("is another in the cells below, directly and through others, whatever was asked before", () => {
    const notebook = new LanguageNotebook(["const a = 1;", "const b = [a];", "let c = b;", "c.x; missing"]);
    const { notebooks } = notebook;
    const message = (cell: number): string => notebook.diagnostics(cell)[0]?.message ?? "";
    const changes = [
      ["const a = 1;", "number[]"],
      ['const a = "";', "string[]"],
      ["let a = { y: true };", "{ y: boolean; }[]"],
      ['const a = "";', "string[]"],
    ] as const;
    for (const [text, type] of changes) {
      notebooks.setText(notebook.id(0), text);
      notebooks.setText(notebook.id(3), `c.x; missing // ${text}`);
      notebook.diagnostics(0);
      assert.equal(message(3), `Property 'x' does not exist on type '${type}'.`);
      notebook.ask("semanticTokens", { cell: notebook.id(2) });
      assert.equal(message(3), `Property 'x' does not exist on type '${type}'.`);
    }
  });
});
