import * as vscode from "vscode";
import { AutoRunMarks } from "./reactive/autoRunMarks.ts";
import { registerCommands } from "./ui/commands.ts";
import { courseUri } from "./ui/course.ts";
import { desktopCommands } from "./desktop/desktopCommands.ts";
import { languageOnDesktop } from "./desktop/languageOnDesktop.ts";
import { processKernels } from "./desktop/processKernels.ts";
import { LastTouched } from "./ui/lastTouched.ts";
import { Controller } from "./notebook/controller.ts";
import { CellFiles } from "./debug/cellFiles.ts";
import { CellDebugger } from "./debug/debugCell.ts";
import { fullTextFolder, openFullTexts } from "./outputs/fullText.ts";
import { deedsOf, did } from "./ui/deeds.ts";
import { KernelStatusBar } from "./ui/kernelStatusBar.ts";
import { LiveCharts } from "./outputs/liveCharts.ts";
import { NOTEBOOK_TYPE, RENDERER_ID } from "./notebook/ids.ts";
import { MarkdownButton } from "./ui/markdownButton.ts";
import { ExerciseCommands } from "./ui/exercises/exerciseCommands.ts";
import { ExerciseMarks } from "./ui/exercises/exerciseMarks.ts";
import { LockedChecks } from "./ui/exercises/lockedChecks.ts";
import { ExerciseProgress } from "./ui/exercises/progress.ts";
import { registerTools } from "./assistant/registerTools.ts";
import { registerLanguage } from "./language/register.ts";
import { RunsView } from "./runs/runsView.ts";
import { SafeSaving } from "./saving/safeSaving.ts";
import { serializerOptions } from "./markdown/serializer.ts";
import { StaleMarks } from "./notebook/staleMarks.ts";
import { StoredOutputs } from "./outputs/storedOutputs.ts";
import { VariablesView } from "./ui/variables/variablesView.ts";

/** @returns folders: where notebooks are kept while they are being saved, and what they showed until they are opened */
export function activate(context: vscode.ExtensionContext): { journal: string; outputs: string } {
  const fullTexts = fullTextFolder(context);
  const debugFiles = new CellFiles(vscode.Uri.joinPath(context.logUri, "cells").fsPath);
  const charts = new LiveCharts(vscode.notebooks.createRendererMessaging(RENDERER_ID));
  charts.onEnd = (chart) => deedsOf(chart).forEach(did);
  // Before the controller, which lets go of a notebook's charts when it is closed.
  const outputs = new StoredOutputs(context, charts);
  const kernelEntry = vscode.Uri.joinPath(context.extensionUri, "dist", "kernel.js").fsPath;
  const kernels = processKernels(kernelEntry, fullTexts, context.globalStorageUri.fsPath);
  const controller = new Controller(context.extension, charts, kernels, debugFiles);
  const cellDebugger = new CellDebugger(controller, debugFiles, context.extensionUri.fsPath);
  const saving = new SafeSaving(context);
  const touched = new LastTouched();
  const progress = new ExerciseProgress(context);
  context.subscriptions.push(
    saving,
    outputs,
    vscode.workspace.registerNotebookSerializer(
      NOTEBOOK_TYPE,
      outputs.serializer(saving.serializer),
      serializerOptions,
    ),
    controller,
    openFullTexts(fullTexts),
    registerLanguage(context, controller, languageOnDesktop(context.extensionUri)),
    new KernelStatusBar(controller),
    new VariablesView(controller, context.extensionUri),
    new MarkdownButton(),
    new RunsView(context, controller),
    new StaleMarks(controller),
    new AutoRunMarks(controller),
    progress,
    controller.onDidCheck(({ notebook, result }) => {
      progress.add(notebook, result);
      did("gradbook.hasChecked");
    }),
    new ExerciseMarks(progress),
    new ExerciseCommands(controller, progress, touched),
    new LockedChecks(),
    cellDebugger,
    registerTools(context, controller, charts),
    touched,
    registerCommands(
      controller,
      touched,
      (course) => courseUri(context, course),
      desktopCommands(context.extensionUri, controller, cellDebugger, outputs, touched),
    ),
  );
  return { journal: saving.folder, outputs: outputs.folder };
}
