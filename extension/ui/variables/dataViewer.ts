/** The data viewer: a variable's numbers in an editor of their own, as they are after each run. */
import * as vscode from "vscode";
import type { Controller } from "../../notebook/controller.ts";
import type { FromVariablesPage, ToVariablesPage } from "../../../engine/payload/variables.ts";
import { variablesPage } from "./page.ts";

/** One for a variable: who asks again is shown it. */
const open = new Map<string, vscode.WebviewPanel>();

export function openDataViewer(
  extension: vscode.Uri,
  controller: Controller,
  notebook: vscode.NotebookDocument,
  name: string,
): void {
  const key = `${notebook.uri.toString()} ${name}`;
  const there = open.get(key);
  if (there) {
    there.reveal();
    return;
  }
  const panel = vscode.window.createWebviewPanel(
    "gradbook.dataViewer",
    vscode.l10n.t("{0}: numbers", name),
    vscode.ViewColumn.Beside,
    { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, "dist")] },
  );
  open.set(key, panel);
  const tell = (message: ToVariablesPage): void => void panel.webview.postMessage(message);
  const listeners = [
    panel.webview.onDidReceiveMessage(async (message: FromVariablesPage) => {
      if (message.type !== "ask") return;
      const part = notebook.isClosed ? null : await controller.session(notebook).grid(message.of);
      tell({ type: "part", ask: message.ask, part });
    }),
    controller.onDidChangeSession(({ notebook: changed, what }) => {
      if (changed !== notebook || what === "interrupted") return;
      const busy = controller.session(notebook).status.busySince !== null;
      if (what !== "status" || busy) tell({ type: "changed", busy });
    }),
    vscode.workspace.onDidCloseNotebookDocument((closed) => {
      if (closed === notebook) panel.dispose();
    }),
  ];
  panel.onDidDispose(() => {
    open.delete(key);
    vscode.Disposable.from(...listeners).dispose();
  });
  panel.webview.html = variablesPage(panel.webview, extension, name);
}
