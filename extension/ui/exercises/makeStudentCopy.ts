/** *Make Student Copy*: of the master in front, once its own solutions pass its checks. */
import path from "node:path";
import * as vscode from "vscode";
import type { MasterFault } from "../../exercises/master.ts";
import type { Unproven } from "../../grade/proveMaster.ts";
import { NEW_FILE } from "../../markdown/newFile.ts";
import type { FileLayout, MarkdownCell } from "../../markdown/parseMarkdown.ts";
import { NOTEBOOK_TYPE } from "../../notebook/ids.ts";
import { mayRun } from "../../notebook/workspaceTrust.ts";
import { askForFile } from "../../saving/askForFile.ts";
import { exercisesIn } from "./notebookExercises.ts";

/** MiB. */
const memoryMb = 4096;

/**
 * @param cells the notebook's, as its file will hold them
 * @param kernelEntry the kernel's main module
 */
export async function makeStudentCopy(
  notebook: vscode.NotebookDocument,
  cells: MarkdownCell[],
  kernelEntry: string,
): Promise<void> {
  if (!mayRun()) return;
  const { readMaster, studentCopy, printMarkdown, proveMaster } = await import("../../grade/grade.entry.ts");
  const { layout = NEW_FILE } = notebook.metadata as { layout?: FileLayout };
  const source = { cells, layout };
  const master = readMaster(source);
  if ("faults" in master) return tellFaults(master.faults);
  const proven = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Running the master's own solutions…"),
    },
    () =>
      proveMaster(master, {
        entry: kernelEntry,
        language: master.language,
        limits: { seconds: 600, memoryMb },
      }),
  );
  if ("failed" in proven) return tellUnproven(notebook, proven.failed);
  const uri = await askForFile(notebook, ".student.grad.md", { Markdown: ["md"] });
  if (!uri) return;
  if (uri.toString() === notebook.uri.toString()) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("The copy would replace the master: choose another name."),
    );
    return;
  }
  const { notebook: copy, took } = studentCopy(source);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(printMarkdown(copy)));
  const open = vscode.l10n.t("Open");
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "{0} was made: all {1} solutions pass. Taken out: {2} solutions, {3} hidden tests.",
      path.posix.basename(uri.path),
      master.exercises.length,
      took.solutions,
      took.hiddenTests,
    ),
    open,
  );
  if (answer === open) await vscode.commands.executeCommand("vscode.openWith", uri, NOTEBOOK_TYPE);
}

function tellFaults(faults: readonly MasterFault[]): void {
  const text = vscode.l10n.t("No copy was made. {0}", faults.map(faultText).join(" "));
  void vscode.window.showErrorMessage(text);
}

async function tellUnproven(notebook: vscode.NotebookDocument, failed: readonly Unproven[]): Promise<void> {
  const [first] = failed;
  if (!first) return;
  const show = vscode.l10n.t("Go to It");
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      "No copy was made: the solutions of these exercises do not pass: {0}. {1}",
      failed.map(({ id }) => id).join(", "),
      first.message,
    ),
    show,
  );
  const at = exercisesIn(notebook).find(({ id }) => id === first.id)?.answer ?? -1;
  if (answer !== show || at < 0) return;
  await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(at, at + 1)] });
}

function faultText(fault: MasterFault): string {
  switch (fault.kind) {
    case "none":
      return vscode.l10n.t(
        'It has no exercises: in its Markdown, an answer cell begins with ```ts exercise=NAME, and a cell below it calls check("NAME", …).',
      );
    case "mark":
      return vscode.l10n.t("Cell {0}, line {1}: {2} has no partner.", fault.cell, fault.line, fault.mark);
    case "twice":
      return vscode.l10n.t("The exercise {0} is there twice.", fault.id);
    case "severalChecks":
      return vscode.l10n.t(
        "{0} is checked in the cell of another exercise: give it a cell of its own.",
        fault.id,
      );
    case "noAnswer":
      return vscode.l10n.t("{0} has no answer cell.", fault.id);
    case "noCheck":
      return vscode.l10n.t("{0} is never checked.", fault.id);
    case "noSolution":
      return vscode.l10n.t(
        "{0} has no solution: put it between // BEGIN SOLUTION and // END SOLUTION.",
        fault.id,
      );
    case "points":
      return vscode.l10n.t("The points of {0} are no number above 0.", fault.id);
  }
}
