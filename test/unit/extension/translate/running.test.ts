/**
 * Cells in the book's style, translated and run in a kernel: they print the numbers and words that Python prints.
 * Brackets, commas and what PyTorch says of dtypes and graphs are not compared.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { notebooks, printedByPython, translateAll } from "./cells.ts";

const cli = fileURLToPath(
  new URL(`../../../../extension/cli/cli.entry${path.extname(import.meta.url)}`, import.meta.url),
);

interface JsonCell {
  ok: boolean;
  outputs: { mime: string; data: unknown }[];
  error: { message: string } | null;
}

describe("translated cells", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-translate-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are at least 30", () => {
    assert.ok(notebooks.reduce((sum, { cells }) => sum + cells.length, 0) >= 30);
  });

  for (const { name, cells } of notebooks) {
    it(`of ${name} run and print what Python prints`, () => {
      const translated = translateAll(cells);
      const file = path.join(folder, `${name}.grad.md`);
      writeFileSync(file, translated.map(({ text }) => `\`\`\`ts\n${text}\n\`\`\`\n`).join("\n"));
      const { stdout, stderr } = spawnSync(process.execPath, [cli, "run", file, "--json"], {
        encoding: "utf8",
      });
      const ran = stdout
        .trim()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as JsonCell);
      assert.equal(stderr, "");
      for (const [i, cell] of ran.entries()) {
        assert.ok(cell.ok, `cell ${i + 1}: ${cell.error?.message}\n${translated[i].text}`);
        const printed = cell.outputs
          .filter(({ mime }) => mime === "text/plain" || mime.endsWith(".stdout"))
          .map(({ data }) => String(data))
          .filter((text) => !text.startsWith("Figure:"))
          .join("\n");
        assertSame(printed, printedByPython[name][i], `cell ${i + 1}:\n${translated[i].text}`);
      }
      assert.equal(ran.length, cells.length);
    });
  }
});

/** Numbers and words, in order. */
function words(text: string): string[] {
  const plain = text
    .replaceAll("\\n", "\n")
    .replaceAll(/,?\s*(?:dtype=torch\.\w+|grad_fn=<\w+>|requires_grad=True)/g, "")
    .replaceAll(/tensor|torch\.Size|Parameter containing:/g, " ");
  return plain.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[a-z_]+/gi) ?? [];
}

function assertSame(here: string, python: string, message: string): void {
  const [ours, theirs] = [words(here), words(python)];
  const shown = `${message}\n--- here\n${here}\n--- Python\n${python}`;
  assert.equal(ours.length, theirs.length, shown);
  for (const [i, word] of ours.entries()) {
    const expected = theirs[i];
    const [a, b] = [Number(word), Number(expected)];
    if (Number.isNaN(b)) assert.equal(sameWord(word), sameWord(expected), shown);
    else assert.ok(Math.abs(a - b) <= 2e-4 + 2e-4 * Math.abs(b), `${word} for ${expected}\n${shown}`);
  }
}

/** TypeScript's words for True and None; the only element of a truth tensor is 1 or 0 here. */
function sameWord(word: string): string {
  return { true: "1", True: "1", false: "0", False: "0", null: "None" }[word] ?? word;
}
