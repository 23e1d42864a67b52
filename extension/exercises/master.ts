/** A master notebook: what a person hands out as a copy, and what copies are graded by. Pure. */
import type { MarkdownCell, MarkdownNotebook } from "../markdown/parseMarkdown.ts";
import { frontMatterIn } from "../markdown/frontMatter.ts";
import { textsIn } from "../../engine/payload/language.ts";
import { checksIn, exercisesOf, solutionCode, withoutSolutions, type Exercise } from "./exercises.ts";
import { fenceInfoOf, withFenceWord } from "./fenceInfo.ts";
import { cutRegions, hasRegion, markFault } from "./regions.ts";

export interface MasterCell {
  id: string;
  text: string;
  role: "given" | "answer" | "check";
  /** The exercise of an answer or a check. */
  exercise: string | null;
  points: number;
}

export interface Master {
  /** TypeScript cells, in order; answers with their solutions. */
  cells: MasterCell[];
  exercises: (Exercise & { points: number })[];
  /** The notebook's, or English. */
  language: string;
}

/** What is wrong with a master, so that it can be put right. */
export type MasterFault =
  | { kind: "mark"; line: number; mark: string; cell: number }
  | { kind: "none" }
  | { kind: "twice" | "noAnswer" | "noCheck" | "noSolution" | "points" | "severalChecks"; id: string };

export function readMaster({ cells }: MarkdownNotebook): Master | { faults: MasterFault[] } {
  const faults: MasterFault[] = [];
  const exercises = exercisesOf(cells);
  const answered = new Set<string>();
  const checked = new Set<string>();
  const read: MasterCell[] = [];
  let n = 0;
  for (const [i, cell] of cells.entries()) {
    if (cell.kind !== "code" || cell.language !== undefined) continue;
    n++;
    const fault = markFault(cell.text);
    if (fault) faults.push({ kind: "mark", cell: n, ...fault });
    const { exercise: answers } = fenceInfoOf(cell);
    const exercise = exercises.find(({ answer, check }) => answer === i || check === i);
    if (answers !== null && answered.has(answers)) faults.push({ kind: "twice", id: answers });
    if (answers !== null) answered.add(answers);
    for (const id of answers === null ? checksIn(cell.text) : []) {
      if (checked.has(id)) faults.push({ kind: "twice", id });
      checked.add(id);
      if (exercise && id !== exercise.id) faults.push({ kind: "severalChecks", id });
    }
    const isAnswer = exercise?.answer === i;
    read.push({
      id: `cell-${n}`,
      text: (isAnswer && !hasRegion(cell.text, "SOLUTION") && solutionCode(exercise)) || cell.text,
      role: isAnswer ? "answer" : exercise ? "check" : "given",
      exercise: exercise?.id ?? null,
      points: exercise?.points ?? 1,
    });
  }
  if (exercises.length === 0) faults.push({ kind: "none" });
  for (const { id, answer, check, points, solution } of exercises) {
    if (answer < 0) faults.push({ kind: "noAnswer", id });
    if (check < 0) faults.push({ kind: "noCheck", id });
    if (points === null) faults.push({ kind: "points", id });
    const text = cells[answer]?.text ?? "";
    if (answer >= 0 && !hasRegion(text, "SOLUTION") && solutionCode({ solution }) === null)
      faults.push({ kind: "noSolution", id });
  }
  if (faults.length > 0) return { faults };
  return {
    cells: read,
    exercises: exercises.map((exercise) => ({ ...exercise, points: exercise.points ?? 1 })),
    language: frontMatterIn(cells).language ?? "en",
  };
}

export interface StudentCopy {
  notebook: MarkdownNotebook;
  took: { solutions: number; hiddenTests: number };
}

/** Without solutions and hidden tests; what checks is marked as not to be edited. */
export function studentCopy({ cells, layout }: MarkdownNotebook): StudentCopy {
  const took = { solutions: 0, hiddenTests: 0 };
  const { yourCode } = textsIn({ en, zh }, frontMatterIn(cells).language ?? "en");
  const checks = new Set(exercisesOf(cells).map(({ check }) => check));
  const copied = cells.flatMap((cell, i): MarkdownCell[] => {
    if (cell.kind === "markdown") {
      const { text, count } = withoutSolutions(cell.text);
      took.solutions += count;
      return text === "" && count > 0 ? [] : [withNewText(cell, text)];
    }
    const solved = cutRegions(cell.text, "SOLUTION", `// ${yourCode}`);
    const shown = cutRegions(solved.text, "HIDDEN TESTS", null);
    took.solutions += solved.count;
    took.hiddenTests += shown.count;
    const copy = withNewText(cell, shown.text);
    return [checks.has(i) ? withFenceWord(copy, "locked") : copy];
  });
  return { notebook: { cells: copied, layout }, took };
}

/** Line endings are noted by line: those of a text with other lines are not. */
function withNewText(cell: MarkdownCell, text: string): MarkdownCell {
  if (text === cell.text || !cell.layout) return { ...cell, text };
  const layout = { ...cell.layout };
  delete layout.eols;
  return { ...cell, text, layout };
}

const en = { yourCode: "Your code here" };
const zh: typeof en = { yourCode: "在此写代码" };
