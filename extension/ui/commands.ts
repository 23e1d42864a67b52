/** What the command palette, the menus and the keys can do. */
import * as vscode from "vscode";
import { ACTIVATION_FUNCTIONS, activationCell } from "./activationCell.ts";
import { commandCell, runRange } from "../notebook/cellRanges.ts";
import type { CellDebugger } from "../debug/debugCell.ts";
import type { Controller } from "../notebook/controller.ts";
import { saveAsIpynb, saveAsMarkdown } from "./convert.ts";
import { courseUri, pickCourse } from "./course.ts";
import { textsIn } from "../../engine/payload/language.ts";
import { exportToOnnx, exportToPyTorch, watchTrainingLog } from "./exportCommands.ts";
import { makeStudentCopy } from "./exercises/makeStudentCopy.ts";
import { exportHtml, exportLive } from "./exportHtml.ts";
import { insertCells } from "./insertCells.ts";
import { insertTemplate } from "./insertTemplate.ts";
import { pickKernelAction } from "./kernelStatusBar.ts";
import { NOTEBOOK_TYPE } from "../notebook/ids.ts";
import { activeNotebook, isCodeCell } from "../notebook/notebookContext.ts";
import { notebookData } from "../markdown/serializer.ts";
import { LastTouched } from "./lastTouched.ts";
import { starterText } from "./newNotebookText.ts";
import type { StoredOutputs } from "../outputs/storedOutputs.ts";
import { translateCommand } from "./translateCommand.ts";
import { mayRun } from "../notebook/workspaceTrust.ts";

/** @param kept outputs of notebooks, for when they are opened again */
export function registerCommands(
  context: vscode.ExtensionContext,
  controller: Controller,
  cellDebugger: CellDebugger,
  kept: StoredOutputs,
): vscode.Disposable {
  const touched = new LastTouched();
  const commands: Record<string, (argument: unknown) => unknown> = {
    "gradbook.newNotebook": newNotebook,
    "gradbook.openCourse": (named) => openCourse(context, named),
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
    "gradbook.debugCell": (argument) => withCell(argument, (cell) => cellDebugger.debug(cell)),
    "gradbook.kernelActions": () => withNotebook((notebook) => pickKernelAction(controller, notebook)),
    "gradbook.saveAsIpynb": saveAsIpynb,
    "gradbook.saveAsMarkdown": saveAsMarkdown,
    "gradbook.exportHtml": () => exportHtml(vscode.Uri.joinPath(context.extensionUri, "dist").fsPath),
    "gradbook.exportLive": () => exportLive(vscode.Uri.joinPath(context.extensionUri, "dist").fsPath),
    "gradbook.exportPyTorch": () => exportToPyTorch(controller, touched),
    "gradbook.exportOnnx": () => exportToOnnx(controller, touched),
    "gradbook.watchTrainingLog": () => watchTrainingLog(touched),
    "gradbook.makeStudentCopy": () =>
      makeStudentCopy(vscode.Uri.joinPath(context.extensionUri, "dist", "kernel.js").fsPath),
    "gradbook.forgetOutputs": () => forgetOutputs(kept),
    "gradbook.plotActivation": () => plotActivation(touched),
    "gradbook.insertTemplate": (named) => insertTemplate(named, touched, () => openNew("")),
    "gradbook.showKeyboard": () => showKeyboard(context.extensionUri),
    "gradbook.translatePython": (argument) => translateCommand(argument, touched, () => openNew("")),
  };
  const registered = Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
  return vscode.Disposable.from(touched, ...registered);
}

function forgetOutputs(kept: StoredOutputs): void {
  kept.forget();
  void vscode.window.showInformationMessage(
    vscode.l10n.t("What notebooks have shown until now is no longer kept for the next time they are opened."),
  );
}

/** The page of keys, in the editor's language. */
async function showKeyboard(extension: vscode.Uri): Promise<void> {
  const page = textsIn({ en: "keyboard.md", zh: "keyboard.zh-CN.md" }, vscode.env.language);
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(extension, "docs", page));
}

async function withNotebook(run: (notebook: vscode.NotebookDocument) => unknown): Promise<void> {
  const notebook = activeNotebook();
  if (notebook) await run(notebook);
  else void vscode.window.showInformationMessage(vscode.l10n.t("Open a Gradbook notebook first."));
}

async function withCell(argument: unknown, run: (cell: vscode.NotebookCell) => unknown): Promise<void> {
  await withNotebook(async (notebook) => {
    const cell = commandCell(argument, notebook);
    if (cell) await run(cell);
  });
}

/**
 * Not saved until the person says where. Opened by a name of ours: VS Code would take `.md` for the ending, and
 * a file saved under that would not open as a notebook again.
 */
async function openNew(text: string): Promise<vscode.NotebookEditor> {
  const taken = new Set(vscode.workspace.notebookDocuments.map(({ uri }) => uri.path));
  let number = 1;
  while (taken.has(untitledPath(number))) number++;
  const uri = vscode.Uri.from({ scheme: "untitled", path: untitledPath(number) });
  const document = await vscode.workspace.openNotebookDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const { cells } = await notebookData(text);
  edit.set(uri, [vscode.NotebookEdit.insertCells(0, cells)]);
  await vscode.workspace.applyEdit(edit);
  return vscode.window.showNotebookDocument(document);
}

/** With its code cell ready for typing. */
async function newNotebook(): Promise<void> {
  const editor = await openNew(starterText());
  const code = editor.notebook.getCells().find(isCodeCell);
  if (!code) return;
  editor.selection = new vscode.NotebookRange(code.index, code.index + 1);
  await vscode.commands.executeCommand("notebook.cell.edit");
}

function untitledPath(number: number): string {
  return `Untitled-${number}.grad.md`;
}

/** @param named which one, for who knows; else the person is asked */
async function openCourse(context: vscode.ExtensionContext, named: unknown): Promise<void> {
  const course = await pickCourse(named);
  if (!course) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Opening the course…") },
    async () => {
      const uri = await courseUri(context, course);
      await vscode.commands.executeCommand("vscode.openWith", uri, NOTEBOOK_TYPE);
    },
  );
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
  const editor = active ?? (await openNew(""));
  const at = touched.below(editor);
  await insertCells(editor, at, [activationCell(picked.name)]);
  await runRange(editor.notebook, at, at + 1);
}
