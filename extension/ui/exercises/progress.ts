/** How far a person has come with the exercises of each notebook: kept in VS Code's storage of the workspace. */
import * as vscode from "vscode";
import type { CheckPayload } from "../../../engine/payload/check.ts";
import { hasRegion } from "../../exercises/regions.ts";
import { exercisesIn } from "./notebookExercises.ts";

interface Kept {
  /** By exercise: the best that was reached. */
  done: Record<string, { points: number; of: number; right: boolean }>;
  /** By exercise: its answer cell as it was handed out, or first seen here. */
  first: Record<string, string>;
}

const prefix = "gradbook.exercises:";

export interface Progress {
  solved: number;
  total: number;
}

export class ExerciseProgress implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #changes = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly #listeners: vscode.Disposable[];

  readonly onDidChange = this.#changes.event;

  constructor({ workspaceState }: vscode.ExtensionContext) {
    this.#memento = workspaceState;
    this.#listeners = [
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#remember(notebook)),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#move(oldUri, newUri);
      }),
    ];
    vscode.workspace.notebookDocuments.forEach((notebook) => this.#remember(notebook));
  }

  of(notebook: vscode.NotebookDocument): Progress {
    const { done } = this.#kept(notebook.uri);
    const exercises = exercisesIn(notebook);
    return { solved: exercises.filter(({ id }) => done[id]?.right === true).length, total: exercises.length };
  }

  isSolved(notebook: vscode.NotebookDocument, id: string): boolean {
    return this.#kept(notebook.uri).done[id]?.right === true;
  }

  /** What was reached of an exercise that is not right as a whole; null where it was not checked. */
  points(notebook: vscode.NotebookDocument, id: string): { points: number; of: number } | null {
    return this.#kept(notebook.uri).done[id] ?? null;
  }

  /** What is solved stays so until it is reset, whatever the learner tries afterwards. */
  add(notebook: vscode.NotebookDocument, { id, points, of, parts }: CheckPayload): void {
    if (!exercisesIn(notebook).some((exercise) => exercise.id === id)) return;
    const kept = this.#kept(notebook.uri);
    const before = kept.done[id];
    if (before && before.points >= points && before.of === of) return;
    kept.done[id] = { points, of, right: parts.every(({ ok }) => ok) };
    this.#keep(notebook, kept);
  }

  /** @returns the answer cell as it was handed out; null where nobody knows */
  reset(notebook: vscode.NotebookDocument, id: string): string | null {
    const kept = this.#kept(notebook.uri);
    const others = Object.entries(kept.done).filter(([other]) => other !== id);
    this.#keep(notebook, { ...kept, done: Object.fromEntries(others) });
    return kept.first[id] ?? null;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners, this.#changes).dispose();
  }

  #remember(notebook: vscode.NotebookDocument): void {
    if (notebook.isUntitled) return;
    const kept = this.#kept(notebook.uri);
    let more = false;
    for (const { id, answer } of exercisesIn(notebook)) {
      const text = notebook.cellAt(answer).document.getText();
      if (kept.first[id] !== undefined || hasRegion(text, "SOLUTION")) continue;
      kept.first[id] = text;
      more = true;
    }
    if (more) this.#keep(notebook, kept);
  }

  #kept(uri: vscode.Uri): Kept {
    const { done = {}, first = {} } = this.#memento.get<Partial<Kept>>(prefix + uri.toString(), {});
    return { done: { ...done }, first: { ...first } };
  }

  #keep(notebook: vscode.NotebookDocument, kept: Kept): void {
    void this.#memento.update(prefix + notebook.uri.toString(), kept);
    this.#changes.fire(notebook);
  }

  #move(from: vscode.Uri, to: vscode.Uri): void {
    const kept = this.#memento.get<Kept>(prefix + from.toString());
    if (!kept) return;
    void this.#memento.update(prefix + to.toString(), kept);
    void this.#memento.update(prefix + from.toString(), undefined);
  }
}
