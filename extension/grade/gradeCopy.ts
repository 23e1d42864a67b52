/** Grades one copy: the master's cells and checks, with the answers of the copy in their places. */
import type { CheckPart } from "../../engine/payload/check.ts";
import { pointsFor } from "../../engine/payload/check.ts";
import { fenceInfoOf } from "../exercises/fenceInfo.ts";
import type { Master, MasterCell } from "../exercises/master.ts";
import type { MarkdownCell } from "../markdown/parseMarkdown.ts";
import { runPlan, type CellOutcome, type PlanOutcome, type VisibleNames } from "./runPlan.ts";
import type { SandboxOptions } from "./sandbox.ts";
import { gradeTextsFor, type GradeTexts } from "./gradeTexts.ts";

export interface GradedCheck {
  id: string;
  points: number;
  of: number;
  /** What a person is to know: what was wrong, or that all is right. */
  message: string;
}

/** As the JSON has it. */
export interface GradedCopy {
  copy: string;
  points: number;
  of: number;
  checks: GradedCheck[];
  error: string | null;
  ms: number;
}

/** With what feedback shows beyond that. */
export interface CopyFeedback extends GradedCopy {
  answers: { id: string; title: string; answer: string | null; parts: readonly CheckPart[] }[];
}

/** What the master's own run told. */
export interface Proof {
  only: VisibleNames;
  /** Names of the parts of each exercise's check. */
  parts: ReadonlyMap<string, readonly CheckPart[]>;
}

interface Answer {
  text: string;
  /** How many cells of the copy answer the exercise: the last one counts, as it does in a notebook. */
  cells: number;
}

export function answersOf(cells: readonly MarkdownCell[]): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const cell of cells) {
    const { exercise } = fenceInfoOf(cell);
    if (cell.kind !== "code" || exercise === null) continue;
    answers.set(exercise, { text: cell.text, cells: (answers.get(exercise)?.cells ?? 0) + 1 });
  }
  return answers;
}

/** @param cells of the copy */
export async function gradeCopy(
  copy: string,
  cells: readonly MarkdownCell[],
  master: Master,
  proof: Proof,
  options: SandboxOptions,
): Promise<CopyFeedback> {
  const started = performance.now();
  const answers = answersOf(cells);
  const plan = master.cells.map((cell): MasterCell => {
    if (cell.role !== "answer" || cell.exercise === null) return cell;
    return { ...cell, text: answers.get(cell.exercise)?.text ?? "" };
  });
  const outcome = await runPlan(plan, proof.only, options);
  const texts = gradeTextsFor(master.language);
  const graded = master.exercises.map((exercise) => {
    const { id, title, points: of } = exercise;
    const answer = answers.get(id);
    const parts = partsOf(outcome, proof, id);
    const points = parts ? pointsFor(parts, of) : 0;
    const cell = plan.find(({ role, exercise: about }) => role === "answer" && about === id);
    const checking = plan.find(({ role, exercise: about }) => role === "check" && about === id);
    const message = messageOf(texts, {
      answer,
      parts,
      ran: cell && outcome.cells.get(cell.id),
      checked: checking && outcome.cells.get(checking.id),
      outcome,
    });
    return {
      check: { id, points, of, message },
      feedback: { id, title, answer: answer?.text ?? null, parts: parts ?? [] },
    };
  });
  const checks = graded.map(({ check }) => check);
  const { points, of } = totalOf(checks);
  return {
    copy,
    points,
    of,
    checks,
    error: errorOf(outcome, answers, master, texts),
    ms: Math.round(performance.now() - started),
    answers: graded.map(({ feedback }) => feedback),
  };
}

export function totalOf(checks: readonly GradedCheck[]): { points: number; of: number } {
  const sum = (key: "points" | "of"): number =>
    Math.round(100 * checks.reduce((total, check) => total + check[key], 0)) / 100;
  return { points: sum("points"), of: sum("of") };
}

/** A copy that cannot be run: every check of it is worth nothing. */
export function ungraded(copy: string, master: Master, error: string): CopyFeedback {
  const { notRun } = gradeTextsFor(master.language);
  const checks = master.exercises.map(({ id, points }) => ({ id, points: 0, of: points, message: notRun }));
  return { copy, points: 0, of: totalOf(checks).of, checks, error, ms: 0, answers: [] };
}

/** Null unless the check ran, and looked at what the master's own looked at. */
function partsOf({ results }: PlanOutcome, proof: Proof, id: string): readonly CheckPart[] | null {
  const parts = results.get(id)?.parts;
  const expected = proof.parts.get(id);
  if (!parts || parts.length !== expected?.length) return null;
  const agree = parts.every(
    ({ name, weight }, i) => name === expected[i]?.name && weight === expected[i].weight,
  );
  return agree ? parts : null;
}

interface Circumstances {
  answer: Answer | undefined;
  parts: readonly CheckPart[] | null;
  /** The answer's run, and the check's. */
  ran: CellOutcome | undefined;
  checked: CellOutcome | undefined;
  outcome: PlanOutcome;
}

function messageOf(texts: GradeTexts, { answer, parts, ran, checked, outcome }: Circumstances): string {
  const said: string[] = [];
  if (!answer) said.push(texts.noAnswer);
  else if (answer.cells > 1) said.push(texts.severalAnswers(answer.cells));
  if (ran?.tooLong === true) said.push(texts.answerTooLong);
  else if (ran?.error && !outcome.ended) said.push(texts.answerStopped(ran.error.name, ran.error.message));
  if (parts) {
    const wrong = parts.filter(({ ok }) => !ok);
    if (wrong.length === 0) said.push(texts.right(parts.length));
    else said.push(...wrong.map(({ name, message }) => `✗ ${name}: ${message}`));
  } else if (checked?.tooLong === true) said.push(texts.checkTooLong);
  else if (checked?.error && !outcome.ended)
    said.push(texts.checkStopped(checked.error.name, checked.error.message));
  else if (outcome.ended) said.push(texts.notReached);
  else said.push(texts.notCounted);
  return said.join("\n");
}

function errorOf(
  { ended, cells }: PlanOutcome,
  answers: ReadonlyMap<string, Answer>,
  master: Master,
  texts: GradeTexts,
): string | null {
  if (ended) return texts.ended(ended.why, ended.at.exercise ?? ended.at.id, ended.detail);
  if (answers.size === 0) return texts.noAnswers;
  // The master's own cell ran for the master: something that the answers did keeps it from running.
  const broken = master.cells.find(({ id, role }) => role === "given" && cells.get(id)?.error);
  const error = broken && cells.get(broken.id)?.error;
  return error ? texts.givenStopped(broken.id, error.name, error.message) : null;
}
