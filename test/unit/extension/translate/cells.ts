/** The notebooks of Python cells in test/fixtures/translate, and what Python printed for them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { translate, type Translation } from "../../../../extension/translate/translate.ts";
import { importedNames } from "../../../../extension/translate/importedNames.ts";
import type { Wording } from "../../../../extension/translate/marks.ts";

const folder = "test/fixtures/translate";

export const printedByPython = JSON.parse(readFileSync("test/golden/translate.json", "utf8")) as Record<
  string,
  string[]
>;

export interface PythonNotebook {
  name: string;
  cells: string[];
}

export const notebooks: PythonNotebook[] = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => {
    const text = readFileSync(path.join(folder, name), "utf8");
    const cells = [...text.matchAll(/^```python\n([\s\S]*?)^```/gm)].map(([, cell = ""]) => cell);
    return { name: path.basename(name, ".md"), cells };
  });

/** What a mark says in tests. */
export const plainWording: Wording = ({ kind, subject, other }) =>
  `TODO(Python): ${[kind, subject, other].filter(Boolean).join(" ")}`;

/** The cells one after the other, each knowing the others, as the command translates them. */
export function translateAll(cells: readonly string[]): Translation[] {
  const imported = new Set<string>();
  return cells.map((cell, i) => {
    const done = translate(cell, plainWording, {
      above: cells.slice(0, i),
      below: cells.slice(i + 1),
      imported,
    });
    for (const name of importedNames(done.text)) imported.add(name);
    return done;
  });
}
