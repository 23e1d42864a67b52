/** What stands under the cells of an exercise: how far one is, and what helps; and in the status bar: `5 of 8`. */
import * as vscode from "vscode";
import type { Exercise } from "../../exercises/exercises.ts";
import { NOTEBOOK_TYPE } from "../../notebook/ids.ts";
import { activeNotebook } from "../../notebook/notebookContext.ts";
import { exercisesIn } from "./notebookExercises.ts";
import type { ExerciseProgress } from "./progress.ts";

/** Whether the notebook in front has exercises. */
const HAS_EXERCISES = "gradbook.hasExercises";

export class ExerciseMarks implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  readonly #progress: ExerciseProgress;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #item = vscode.window.createStatusBarItem(
    "gradbook.exercises",
    vscode.StatusBarAlignment.Left,
    49,
  );
  readonly #listeners: vscode.Disposable[];

  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor(progress: ExerciseProgress) {
    this.#progress = progress;
    this.#item.name = vscode.l10n.t("Gradbook Exercises");
    this.#item.command = "gradbook.nextExercise";
    const show = (): void => this.#show();
    this.#listeners = [
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this),
      vscode.window.onDidChangeActiveNotebookEditor(show),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0 && notebook === activeNotebook()) show();
      }),
      progress.onDidChange(() => {
        this.#changed.fire();
        show();
      }),
    ];
    show();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const { notebook, index } = cell;
    const exercises = exercisesIn(notebook);
    const place = exercises.findIndex(({ answer, check }) => answer === index || check === index);
    const exercise = exercises[place];
    if (!exercise) return [];
    if (exercise.check === index) return [this.#result(notebook, exercise), next()];
    const all = [this.#state(notebook, exercise, place, exercises.length)];
    if (exercise.hints.length > 0)
      all.push(
        item(
          `$(lightbulb) ${vscode.l10n.t("Hint")}`,
          vscode.l10n.t("Show the next hint below the cell"),
          "gradbook.showHint",
          cell,
        ),
      );
    if (exercise.solution !== null)
      all.push(
        item(
          `$(eye) ${vscode.l10n.t("Solution")}`,
          vscode.l10n.t("Show the solution below the cell"),
          "gradbook.showSolution",
          cell,
        ),
      );
    all.push(
      item(
        `$(discard) ${vscode.l10n.t("Reset")}`,
        vscode.l10n.t("Bring the answer cell back to how it was handed out"),
        "gradbook.resetExercise",
        cell,
      ),
    );
    return all;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners, this.#changed, this.#item).dispose();
  }

  #state(
    notebook: vscode.NotebookDocument,
    { id }: Exercise,
    place: number,
    total: number,
  ): vscode.NotebookCellStatusBarItem {
    const icon = this.#progress.isSolved(notebook, id) ? "pass-filled" : "circle-large-outline";
    const text = vscode.l10n.t("Exercise {0} of {1}", place + 1, total);
    const tooltip = this.#progress.isSolved(notebook, id)
      ? vscode.l10n.t("{0} is solved", id)
      : vscode.l10n.t("{0} is not solved yet: write here, and run the check below", id);
    return item(`$(${icon}) ${text}`, tooltip);
  }

  /** At the check: what was reached, and how far one is in the notebook. */
  #result(notebook: vscode.NotebookDocument, { id }: Exercise): vscode.NotebookCellStatusBarItem {
    const { solved, total } = this.#progress.of(notebook);
    const reached = this.#progress.points(notebook, id);
    const text = vscode.l10n.t("{0} of {1} solved", solved, total);
    const right = this.#progress.isSolved(notebook, id);
    const icon = right ? "pass-filled" : reached ? "circle-large-filled" : "circle-large-outline";
    const tooltip = reached
      ? vscode.l10n.t("The best so far: {0} of {1} points", reached.points, reached.of)
      : vscode.l10n.t("Run this cell to check your answer");
    return item(`$(${icon}) ${text}`, tooltip);
  }

  #show(): void {
    const notebook = activeNotebook();
    const { solved, total } = notebook ? this.#progress.of(notebook) : { solved: 0, total: 0 };
    void vscode.commands.executeCommand("setContext", HAS_EXERCISES, total > 0);
    if (total === 0) return this.#item.hide();
    this.#item.text = `$(mortar-board) ${vscode.l10n.t("{0} of {1}", solved, total)}`;
    this.#item.tooltip = vscode.l10n.t("{0} of {1} exercises are solved. Go to the next", solved, total);
    this.#item.accessibilityInformation = { label: this.#item.tooltip, role: "button" };
    this.#item.show();
  }
}

function next(): vscode.NotebookCellStatusBarItem {
  return item(
    `$(arrow-down) ${vscode.l10n.t("Next Exercise")}`,
    vscode.l10n.t("Go to the next exercise that is not solved"),
    "gradbook.nextExercise",
  );
}

/** @param cell the one that the command is about; without it, the selected one */
function item(
  text: string,
  tooltip: string,
  command?: string,
  cell?: vscode.NotebookCell,
): vscode.NotebookCellStatusBarItem {
  const made = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  made.tooltip = tooltip;
  made.accessibilityInformation = { label: tooltip, ...(command !== undefined && { role: "button" }) };
  if (command !== undefined) made.command = { title: tooltip, command, arguments: cell ? [cell] : [] };
  return made;
}
