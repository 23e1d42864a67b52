/** The extension in VS Code for the Web, where it runs in a worker of the browser: the entry of `dist/web.cjs`. */
import * as vscode from "vscode";
import { serializer, serializerOptions } from "../markdown/serializer.ts";
import { Controller } from "../notebook/controller.ts";
import { registerLanguage } from "../language/register.ts";
import { NOTEBOOK_TYPE, RENDERER_ID } from "../notebook/ids.ts";
import { StaleMarks } from "../notebook/staleMarks.ts";
import { LiveCharts } from "../outputs/liveCharts.ts";
import { AutoRunMarks } from "../reactive/autoRunMarks.ts";
import { registerCommands } from "../ui/commands.ts";
import { ExerciseCommands } from "../ui/exercises/exerciseCommands.ts";
import { ExerciseMarks } from "../ui/exercises/exerciseMarks.ts";
import { LockedChecks } from "../ui/exercises/lockedChecks.ts";
import { ExerciseProgress } from "../ui/exercises/progress.ts";
import { KernelStatusBar } from "../ui/kernelStatusBar.ts";
import { LastTouched } from "../ui/lastTouched.ts";
import { MarkdownButton } from "../ui/markdownButton.ts";
import { VariablesView } from "../ui/variables/variablesView.ts";
import { webCourseUri } from "./webCourse.ts";
import { ExtensionFiles } from "./extensionFiles.ts";
import { languageInBrowser } from "./languageInBrowser.ts";
import { webKernels } from "./webKernels.ts";

export function activate(context: vscode.ExtensionContext): void {
  // What needs a machine is not offered.
  void vscode.commands.executeCommand("setContext", "gradbook.inBrowser", true);
  const files = new ExtensionFiles(context.extensionUri);
  const charts = new LiveCharts(vscode.notebooks.createRendererMessaging(RENDERER_ID));
  const controller = new Controller(context.extension, charts, webKernels(context, files), null);
  const progress = new ExerciseProgress(context);
  const touched = new LastTouched();
  context.subscriptions.push(
    vscode.workspace.registerNotebookSerializer(NOTEBOOK_TYPE, serializer, serializerOptions),
    controller,
    registerLanguage(context, controller, languageInBrowser(context, files)),
    new KernelStatusBar(controller),
    new MarkdownButton(),
    new VariablesView(controller, context.extensionUri),
    new StaleMarks(controller),
    new AutoRunMarks(controller),
    progress,
    controller.onDidCheck(({ notebook, result }) => progress.add(notebook, result)),
    new ExerciseMarks(progress),
    new ExerciseCommands(controller, progress, touched),
    new LockedChecks(),
    touched,
    registerCommands(controller, touched, (course) => webCourseUri(context, course), {}),
  );
}
