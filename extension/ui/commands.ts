/** What the command palette, the menus and the keys can do. */
import * as vscode from "vscode";
import { activationCell } from "./activationCell.ts";
import { commandCell, runRange } from "../notebook/cellRanges.ts";
import type { Controller } from "../notebook/controller.ts";
import { pickCourse, type Course } from "./pickCourse.ts";
import { codeCellData, insertCells } from "./insertCells.ts";
import { did } from "./deeds.ts";
import { insertTemplate } from "./templates/insertTemplate.ts";
import { pickKernelAction } from "./kernelStatusBar.ts";
import { NOTEBOOK_TYPE } from "../notebook/ids.ts";
import { activeNotebook, isCodeCell } from "../notebook/notebookContext.ts";
import { notebookData } from "../markdown/serializer.ts";
import type { LastTouched } from "./lastTouched.ts";
import { starterText } from "./newNotebookText.ts";
import { mayRun } from "../notebook/workspaceTrust.ts";

/** What a command does; its argument is what VS Code gives it. */
export type Commands = Record<string, (argument: unknown) => unknown>;

/** Commands that the walkthrough has buttons of, which act on the notebook that it covers. */
const ofNotebook = /\.(?:insertTemplate|export\w+|saveAs\w+)$/;

/**
 * The commands that there are wherever the extension runs.
 * @param touched the cell that was touched last, which new ones are put below
 * @param courseUri finds a course, or makes the person's own copy
 * @param more those of the platform
 */
export function registerCommands(
  controller: Controller,
  touched: LastTouched,
  courseUri: (course: Course) => Promise<vscode.Uri>,
  more: Commands,
): vscode.Disposable {
  const commands: Commands = {
    "gradbook.newNotebook": newNotebook,
    "gradbook.openCourse": (named) => openCourse(courseUri, named),
    "gradbook.runAll": () => withNotebook(runAll),
    "gradbook.interrupt": () => withNotebook((notebook) => controller.session(notebook).interrupt()),
    "gradbook.restartKernel": () => withNotebook((notebook) => restartKernel(controller, notebook)),
    "gradbook.restartAndRunAll": () =>
      withNotebook(async (notebook) => {
        await restartKernel(controller, notebook);
        await runAll(notebook);
      }),
    "gradbook.runAbove": (argument) => withCell(argument, (cell) => runRange(cell.notebook, 0, cell.index)),
    "gradbook.runCellAndBelow": (argument) =>
      withCell(argument, (cell) => runRange(cell.notebook, cell.index, cell.notebook.cellCount)),
    "gradbook.kernelActions": () => withNotebook((notebook) => pickKernelAction(controller, notebook)),
    "gradbook.plotActivation": () => plotActivation(touched),
    "gradbook.insertTemplate": (named) => insertTemplate(named, touched, openWith),
    ...more,
  };
  const registered = Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      if (ofNotebook.test(id)) await touched.notebook();
      return run(argument);
    }),
  );
  return vscode.Disposable.from(...registered);
}

async function withNotebook(run: (notebook: vscode.NotebookDocument) => unknown): Promise<void> {
  const notebook = activeNotebook();
  if (notebook) await run(notebook);
  else void vscode.window.showInformationMessage(vscode.l10n.t("Open a Gradbook notebook first."));
}

export async function withCell(
  argument: unknown,
  run: (cell: vscode.NotebookCell) => unknown,
): Promise<void> {
  await withNotebook(async (notebook) => {
    const cell = commandCell(argument, notebook);
    if (cell) await run(cell);
  });
}

/**
 * Not saved until the person says where. Opened by a name of ours: VS Code would take `.md` for the ending, and
 * a file saved under that would not open as a notebook again.
 */
async function openNew(cells: vscode.NotebookCellData[]): Promise<vscode.NotebookEditor> {
  const taken = new Set(vscode.workspace.notebookDocuments.map(({ uri }) => uri.path));
  let number = 1;
  while (taken.has(untitledPath(number))) number++;
  const uri = vscode.Uri.from({ scheme: "untitled", path: untitledPath(number) });
  const document = await vscode.workspace.openNotebookDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  // Before it is shown: VS Code never ends the showing of a notebook that is covered before it is drawn.
  edit.set(uri, [vscode.NotebookEdit.insertCells(0, cells)]);
  await vscode.workspace.applyEdit(edit);
  return vscode.window.showNotebookDocument(document);
}

/** A new notebook of code cells. */
export async function openWith(texts: readonly string[]): Promise<vscode.NotebookEditor> {
  const editor = await openNew(codeCellData(texts));
  editor.selection = new vscode.NotebookRange(0, 1);
  return editor;
}

/** With its code cell ready for typing. */
async function newNotebook(): Promise<void> {
  const editor = await openNew((await notebookData(starterText())).cells);
  const code = editor.notebook.getCells().find(isCodeCell);
  if (!code) return;
  editor.selection = new vscode.NotebookRange(code.index, code.index + 1);
  await vscode.commands.executeCommand("notebook.cell.edit");
}

function untitledPath(number: number): string {
  return `Untitled-${number}.grad.md`;
}

/** @param named which one, for who knows; else the person is asked */
async function openCourse(courseUri: (course: Course) => Promise<vscode.Uri>, named: unknown): Promise<void> {
  const course = await pickCourse(named);
  if (!course) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Opening the course…") },
    async () => {
      const uri = await courseUri(course);
      let listener: vscode.Disposable | undefined;
      const closed = new Promise<void>((resolve) => {
        listener = vscode.window.tabGroups.onDidChangeTabs((change) => {
          if (change.closed.some((tab) => shows(tab, uri))) resolve();
        });
      });
      // VS Code never ends the opening of an editor that is closed before it is drawn.
      await Promise.race([vscode.commands.executeCommand("vscode.openWith", uri, NOTEBOOK_TYPE), closed]);
      listener?.dispose();
      did("gradbook.hasOpenedCourse");
    },
  );
}

function shows({ input }: vscode.Tab, uri: vscode.Uri): boolean {
  return input instanceof vscode.TabInputNotebook && input.uri.toString() === uri.toString();
}

async function runAll(notebook: vscode.NotebookDocument): Promise<void> {
  await vscode.commands.executeCommand("notebook.execute", notebook.uri);
}

async function restartKernel(controller: Controller, notebook: vscode.NotebookDocument): Promise<void> {
  if (!mayRun()) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Restarting the kernel…") },
    () => controller.session(notebook).restart(),
  );
  const message = vscode.l10n.t("The kernel was restarted. All variables are gone.");
  vscode.window.setStatusBarMessage(message, 5000);
}

/** In a new cell below the last that was touched, or in a new notebook where there is none. */
async function plotActivation(touched: LastTouched): Promise<void> {
  const { ACTIVATION_FUNCTIONS } = await import("./activationFunctions.ts");
  const picked = await vscode.window.showQuickPick(
    ACTIVATION_FUNCTIONS.map(({ name, label, formula }) => ({ name, label, description: formula })),
    {
      title: vscode.l10n.t("Plot an Activation Function"),
      placeHolder: vscode.l10n.t("The function and its derivative are drawn in a new cell"),
      matchOnDescription: true,
    },
  );
  if (!picked) return;
  const active = activeNotebook() ? vscode.window.activeNotebookEditor : undefined;
  const cell = activationCell(picked.name);
  const at = active ? touched.below(active) : 0;
  if (active) await insertCells(active, at, [cell]);
  const { notebook } = active ?? (await openWith([cell]));
  await runRange(notebook, at, at + 1);
}
