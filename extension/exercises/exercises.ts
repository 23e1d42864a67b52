/**
 * The exercises of a notebook: an answer cell, `ts exercise=ID`; hints and a solution, folded away in the text below
 * it; a cell that checks it. Pure.
 */
import type { MarkdownCell } from "../markdown/parseMarkdown.ts";
import { fenceInfoOf, pointsOf } from "./fenceInfo.ts";

export interface Exercise {
  id: string;
  /** The heading above. */
  title: string;
  /** Place of the answer cell among the notebook's; -1 where there is none. */
  answer: number;
  /** Place of the cell that checks it; -1 where there is none. */
  check: number;
  /** Null for points that are none. */
  points: number | null;
  /** Markdown. */
  hints: string[];
  /** Markdown that holds the solution as TypeScript; null where it stands in the answer cell, or nowhere. */
  solution: string | null;
}

type Cell = Pick<MarkdownCell, "kind" | "text" | "language" | "layout">;

export function exercisesOf(cells: readonly Cell[]): Exercise[] {
  const found = new Map<string, Exercise>();
  let title = "";
  let current: Exercise | null = null;
  const entry = (id: string): Exercise => {
    let known = found.get(id);
    if (!known)
      found.set(id, (known = { id, title, answer: -1, check: -1, points: 1, hints: [], solution: null }));
    return known;
  };
  for (const [i, cell] of cells.entries()) {
    if (cell.kind === "markdown") {
      if (current) addFolded(current, cell.text);
      title = lastHeading(cell.text) ?? title;
      continue;
    }
    if (cell.language !== undefined) continue;
    const info = fenceInfoOf(cell);
    if (info.exercise !== null) {
      const answered = entry(info.exercise);
      if (answered.answer < 0) answered.answer = i;
      current = answered;
      continue;
    }
    const id = checkedId(cell);
    if (id === null) continue;
    const checked = entry(id);
    if (checked.check >= 0) continue;
    checked.check = i;
    checked.points = pointsOf(info);
  }
  return [...found.values()];
}

/** Which exercise a cell checks: as its fence says, or its text; null for cells that check none. */
export function checkedId(cell: Cell): string | null {
  if (cell.kind !== "code" || cell.language !== undefined) return null;
  const info = fenceInfoOf(cell);
  if (info.exercise !== null) return null;
  return info.check ?? checksIn(cell.text)[0] ?? null;
}

/** The exercises that a text calls `check` for, at the beginning of a line. */
export function checksIn(text: string): string[] {
  const calls = text.matchAll(
    /^(?:(?:const|let|var)\s+\w+\s*=\s*)?(?:await\s+)?check\(\s*(["'`])([\w.-]+)\1/gm,
  );
  return [...calls].map(([, , id = ""]) => id);
}

/** The TypeScript of a solution; null where there is none. */
export function solutionCode({ solution }: Pick<Exercise, "solution">): string | null {
  if (solution === null) return null;
  const blocks = [
    ...solution.matchAll(/^(`{3,}|~{3,})[ \t]*(?:ts|typescript)\b[^\n]*\n([^]*?)^\1[ \t]*$/gim),
  ];
  return blocks.length === 0 ? null : blocks.map(([, , code = ""]) => code.replace(/\n$/, "")).join("\n");
}

const folded = /<details>\s*<summary>([^]*?)<\/summary>([^]*?)<\/details>/gi;
const isHint = /^\s*(?:hint|提示)/i;
const isSolution = /^\s*(?:solution|answer|解答|答案|参考)/i;

function addFolded(exercise: Exercise, text: string): void {
  for (const [, caption = "", inside = ""] of text.matchAll(folded)) {
    const plain = caption.replace(/<[^>]*>/g, "");
    if (isHint.test(plain)) exercise.hints.push(inside.trim());
    else if (isSolution.test(plain)) exercise.solution ??= inside.trim();
  }
}

/** A text without the solutions that are folded away in it. */
export function withoutSolutions(text: string): { text: string; count: number } {
  let count = 0;
  const kept = text.replace(folded, (whole, caption: string) => {
    if (!isSolution.test(caption.replace(/<[^>]*>/g, ""))) return whole;
    count++;
    return "";
  });
  return { text: count === 0 ? text : kept.replace(/\n{3,}/g, "\n\n").trim(), count };
}

function lastHeading(text: string): string | null {
  const headings = [...text.matchAll(/^#{1,6}[ \t]+(.+?)[ \t]*#*$/gm)];
  return headings.at(-1)?.[1] ?? null;
}
