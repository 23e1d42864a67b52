/** Several runs beside one another in a page of its own: what `compareRuns()` shows in a cell. */
import * as vscode from "vscode";
import { PICTURE_MIME } from "../../engine/payload/mime.ts";
import { runsPicture, runsText, type RunSummary } from "../../engine/payload/runs/runs.ts";

let panel: vscode.WebviewPanel | undefined;

/** @param dist the folder that holds the parts of a report */
export async function showComparison(runs: readonly RunSummary[], dist: string): Promise<void> {
  const { outputPage } = await import("../report/report.entry.ts");
  const title = runs.length === 1 ? vscode.l10n.t("1 run") : vscode.l10n.t("{0} runs compared", runs.length);
  const picture = runsPicture(runs);
  const data = { [PICTURE_MIME]: picture, "text/plain": runsText(picture) };
  const html = await outputPage({ title, language: vscode.env.language, data }, dist);
  if (!panel) {
    panel = vscode.window.createWebviewPanel("gradbook.runs", title, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
    });
    panel.onDidDispose(() => (panel = undefined));
  }
  panel.title = title;
  panel.webview.html = html;
  panel.reveal();
}
