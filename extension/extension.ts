import * as vscode from "vscode";
import { registerCommands } from "./commands.ts";
import { Controller } from "./controller.ts";
import { fullTextFolder, openFullTexts } from "./fullText.ts";
import { KernelStatusBar } from "./kernelStatusBar.ts";
import { NOTEBOOK_TYPE } from "./names.ts";
import { registerLanguage } from "./language/register.ts";
import { serializer, serializerOptions } from "./serializer.ts";
import { StaleMarks } from "./staleMarks.ts";
import { VariablesView } from "./variablesView.ts";

export function activate(context: vscode.ExtensionContext): void {
  const fullTexts = fullTextFolder(context);
  const controller = new Controller(context.extension, fullTexts);
  context.subscriptions.push(
    vscode.workspace.registerNotebookSerializer(NOTEBOOK_TYPE, serializer, serializerOptions),
    controller,
    openFullTexts(fullTexts),
    registerLanguage(context, controller),
    new KernelStatusBar(controller),
    new VariablesView(controller),
    new StaleMarks(controller),
    registerCommands(context, controller),
  );
}
