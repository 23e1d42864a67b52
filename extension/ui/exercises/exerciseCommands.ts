/** What a learner can do with exercises: go to the next, see a hint or the solution, begin again. */
import * as vscode from "vscode";
import type { Exercise } from "../../exercises/exercises.ts";
import { hasRegion } from "../../exercises/regions.ts";
import { commandCell } from "../../notebook/cellRanges.ts";
import type { Controller } from "../../notebook/controller.ts";
import { activeNotebook, notebookLanguage } from "../../notebook/notebookContext.ts";
import type { LastTouched } from "../lastTouched.ts";
import { exerciseAt, exercisesIn } from "./notebookExercises.ts";
import type { ExerciseProgress } from "./progress.ts";

/** Metadata of an output that is a hint (its number), or the solution. */
const SHOWN = "gradbookHelp";

export class ExerciseCommands implements vscode.Disposable {
  readonly #controller: Controller;
  readonly #progress: ExerciseProgress;
  readonly #commands: vscode.Disposable;

  constructor(controller: Controller, progress: ExerciseProgress, touched: LastTouched) {
    this.#controller = controller;
    this.#progress = progress;
    const commands: Record<string, (argument: unknown) => unknown> = {
      "gradbook.nextExercise": async (argument) => this.#next(argument, await touched.notebook()),
      "gradbook.showHint": (argument) => this.#withExercise(argument, (...about) => this.#hint(...about)),
      "gradbook.showSolution": (argument) =>
        this.#withExercise(argument, (...about) => this.#solution(...about)),
      "gradbook.resetExercise": (argument) =>
        this.#withExercise(argument, (...about) => this.#reset(...about)),
    };
    this.#commands = vscode.Disposable.from(
      ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
    );
  }

  dispose(): void {
    this.#commands.dispose();
  }

  /** The next that is not solved, from the selected cell on and around. */
  async #next(argument: unknown, notebook: vscode.NotebookDocument | undefined): Promise<void> {
    const exercises = notebook ? exercisesIn(notebook) : [];
    if (!notebook || exercises.length === 0) return sayNone();
    const at = commandCell(argument, notebook)?.index ?? -1;
    const open = exercises.filter(({ id }) => !this.#progress.isSolved(notebook, id));
    const next = open.find(({ answer }) => answer > at) ?? open[0];
    if (!next) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("All {0} exercises are solved.", exercises.length),
      );
      return;
    }
    const editor = await vscode.window.showNotebookDocument(notebook);
    editor.selection = new vscode.NotebookRange(next.answer, next.answer + 1);
    // The task stands above the answer.
    const task = Math.max(0, next.answer - 1);
    editor.revealRange(
      new vscode.NotebookRange(task, next.answer + 1),
      vscode.NotebookEditorRevealType.AtTop,
    );
  }

  async #withExercise(
    argument: unknown,
    act: (notebook: vscode.NotebookDocument, exercise: Exercise) => unknown,
  ): Promise<void> {
    const notebook = activeNotebook();
    const cell = notebook && commandCell(argument, notebook);
    const exercise = cell && exerciseAt(notebook, cell.index);
    if (notebook && exercise) await act(notebook, exercise);
    else sayNone();
  }

  /** The first that is not shown below the answer already. */
  async #hint(notebook: vscode.NotebookDocument, { id, answer, hints }: Exercise): Promise<void> {
    const cell = notebook.cellAt(answer);
    const shown = cell.outputs.map(({ metadata }) => metadata?.[SHOWN] as unknown);
    const next = hints.findIndex((_, i) => !shown.includes(i + 1));
    const hint = hints[next];
    if (hint === undefined) {
      const text =
        hints.length === 0
          ? vscode.l10n.t("{0} has no hints.", id)
          : vscode.l10n.t("These are all hints for {0}. Show Solution shows how it can be done.", id);
      void vscode.window.showInformationMessage(text);
      return;
    }
    const title = vscode.l10n.t("Hint {0} of {1}", next + 1, hints.length);
    await this.#show(cell, `**${title}.** ${hint}`, next + 1);
  }

  async #solution(notebook: vscode.NotebookDocument, { id, answer, solution }: Exercise): Promise<void> {
    const cell = notebook.cellAt(answer);
    if (solution === null) {
      const text = hasRegion(cell.document.getText(), "SOLUTION")
        ? vscode.l10n.t("The solution of {0} stands in its cell.", id)
        : vscode.l10n.t("This notebook holds no solution of {0}: its teacher has it.", id);
      void vscode.window.showInformationMessage(text);
      return;
    }
    const shown = cell.outputs.some(({ metadata }) => metadata?.[SHOWN] === "solution");
    if (!shown) await this.#show(cell, `**${vscode.l10n.t("Solution")}**\n\n${solution}`, "solution");
  }

  /** Below the answer, where it is while one writes; running the cell takes it away. */
  async #show(cell: vscode.NotebookCell, markdown: string, help: number | "solution"): Promise<void> {
    const { notebook, index } = cell;
    const output = new vscode.NotebookCellOutput(
      [vscode.NotebookCellOutputItem.text(markdown, "text/markdown")],
      { language: notebookLanguage(notebook), gradbook: true, [SHOWN]: help },
    );
    if (!(await this.#controller.session(notebook).append(cell, output))) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("The cell is running: wait for its end, or stop it."),
      );
      return;
    }
    const range = new vscode.NotebookRange(index, index + 1);
    const editor = vscode.window.activeNotebookEditor;
    if (editor?.notebook !== notebook) return;
    editor.selection = range;
    editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  }

  /** The answer as it was handed out; undo brings the learner's back. */
  async #reset(notebook: vscode.NotebookDocument, { id, answer, check }: Exercise): Promise<void> {
    const { document } = notebook.cellAt(answer);
    const first = this.#progress.reset(notebook, id);
    const ranges = [answer, check]
      .filter((index) => index >= 0)
      .map((index) => ({ start: index, end: index + 1 }));
    await vscode.commands.executeCommand("notebook.cell.clearOutputs", { ranges, document: notebook.uri });
    if (first === null) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("How {0} was handed out is not known: its text stays, its points are gone.", id),
      );
      return;
    }
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.validateRange(all), first);
    await vscode.workspace.applyEdit(edit);
    vscode.window.setStatusBarMessage(
      vscode.l10n.t("{0} begins anew. Undo in its cell brings your answer back.", id),
      5000,
    );
  }
}

function sayNone(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t("There are no exercises here. Gradbook: Open Course opens a notebook that has some."),
  );
}
