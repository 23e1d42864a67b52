/** The exercises of a notebook in the editor. */
import * as vscode from "vscode";
import { exercisesOf, type Exercise } from "../../exercises/exercises.ts";
import { openedCell } from "../../markdown/serializer.ts";
import { isGradbook } from "../../notebook/notebookContext.ts";

const known = new WeakMap<vscode.NotebookDocument, { version: number; exercises: Exercise[] }>();

/** Those that have an answer cell, in the notebook's order. */
export function exercisesIn(notebook: vscode.NotebookDocument): Exercise[] {
  if (!isGradbook(notebook)) return [];
  const { version } = notebook;
  const before = known.get(notebook);
  if (before?.version === version) return before.exercises;
  const exercises = exercisesOf(notebook.getCells().map(openedCell)).filter(({ answer }) => answer >= 0);
  known.set(notebook, { version, exercises });
  return exercises;
}

/** The exercise that a cell belongs to: the text above an answer is part of it, and what follows up to the next. */
export function exerciseAt(notebook: vscode.NotebookDocument, index: number): Exercise | undefined {
  const exercises = exercisesIn(notebook);
  const own = exercises.find(({ answer, check }) => answer === index || check === index);
  if (own) return own;
  const last = exercises.findLast(({ answer }) => answer < index);
  // Below its check begins the text of the next one.
  if (last && (last.check < 0 || index < last.check)) return last;
  return exercises.find(({ answer }) => answer > index) ?? last;
}
