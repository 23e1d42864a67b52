/** Translates, checks and runs one chapter, and compares what its cells show with Python. */
import {
  importedNames,
  PythonSyntaxError,
  translate,
  type Mark,
} from "../../../extension/translate/translate.ts";
import { difference } from "./compare.ts";
import type { BookCell } from "./extract.ts";
import { runCells } from "./kernel.ts";
import { runPython } from "./python.ts";
import { typeErrors } from "./types.ts";

export interface CellMeasure {
  python: string;
  text: string;
  /** Marks, or why it is no Python; empty when it was translated clean. */
  marks: string[];
  typeErrors: string[];
  /** Why it did not run; null when it did. */
  error: string | null;
  shown: string;
  /** Null where there is nothing to compare with. */
  expected: string | null;
  /** The first difference; null for none. */
  difference: string | null;
}

export interface MeasureOptions {
  /** Everything that the chapters keep for one another. */
  saved: readonly string[];
  /** Where the notebook of TypeScript lies, and that of Python. */
  folders: { here: string; python: string };
  /** Python's command; null for no comparison. */
  python: string | null;
}

const seed = 'import { manualSeed as seedOfTheMeasure } from "gradbook";\nvoid seedOfTheMeasure(0);';

export async function measureChapter(
  cells: readonly BookCell[],
  { saved, folders, python }: MeasureOptions,
): Promise<CellMeasure[]> {
  const sources = cells.map((cell) => cell.python);
  const translated = translateCells(sources);
  const texts = translated.map(({ text }) => text);
  const wrong = typeErrors(texts, folders.here);
  const [, ...ran] = await runCells([seed, ...texts], folders.here);
  const expected =
    python === null ? null : runPython(python, { saved, cells: sources, folder: folders.python });
  return translated.map(({ text, marks }, i): CellMeasure => {
    const { shown, error } = ran[i] ?? { shown: "", error: "did not run" };
    const theirs = expected?.[i];
    const compared = theirs && "shown" in theirs ? theirs.shown : null;
    return {
      python: sources[i] ?? "",
      text,
      marks,
      typeErrors: wrong[i] ?? [],
      error,
      shown,
      expected: compared,
      difference: compared === null || error !== null ? null : difference(shown, compared),
    };
  });
}

/** One after the other, each knowing the others, as the command translates them. */
export function translateCells(sources: readonly string[]): { text: string; marks: string[] }[] {
  const imported = new Set<string>();
  return sources.map((source, i) => {
    try {
      const { text, marks } = translate(source, wording, {
        above: sources.slice(0, i),
        below: sources.slice(i + 1),
        imported,
      });
      for (const name of importedNames(text)) imported.add(name);
      return { text, marks: marks.map(wording) };
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      return { text: "", marks: [`no Python: ${error.message}`] };
    }
  });
}

function wording({ kind, subject, other }: Mark): string {
  return [kind, subject, other].filter(Boolean).join(" ");
}
