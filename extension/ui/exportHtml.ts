/**
 * *Export as HTML* and *Export as Live Page*: the notebook in front with all that it shows, as one file that any browser
 * opens.
 */
import path from "node:path";
import * as vscode from "vscode";
import { fileLayout } from "../markdown/serializer.ts";
import { isServed } from "../notebook/notebookContext.ts";
import { outputCells } from "../outputs/outputCells.ts";
import type { ReportNotebook, ReportSources } from "../report/report.ts";
import { askForFile } from "../saving/askForFile.ts";
import { isLocal, offerFile } from "../saving/offerFile.ts";
import { did } from "./deeds.ts";

/** Makes the file's text, and says which files that cells name are not in it. */
type Make = (
  notebook: vscode.NotebookDocument,
  sources: ReportSources,
) => Promise<{ html: string; left: readonly string[] }>;

/** @param dist the folder that holds the parts of a report */
export function exportHtml(dist: string): Promise<void> {
  return exportPage(dist, async (notebook, sources) => {
    const { reportHtml } = await import("../report/report.entry.ts");
    return { html: await reportHtml(await shown(notebook), sources), left: [] };
  });
}

/** @param dist the folder that holds the parts of a live page */
export function exportLive(dist: string): Promise<void> {
  return exportPage(dist, async (notebook, sources) => {
    const { liveHtml } = await import("../report/report.entry.ts");
    return liveHtml({ ...(await shown(notebook)), layout: fileLayout(notebook) }, sources);
  });
}

async function shown(notebook: vscode.NotebookDocument): Promise<ReportNotebook> {
  const name = path.posix.basename(notebook.uri.path);
  return { cells: await outputCells(notebook), name, language: vscode.env.language };
}

async function exportPage(dist: string, make: Make): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook || !isServed(notebook)) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a Gradbook notebook first."));
    return;
  }
  const uri = await askForFile(notebook, ".html", { HTML: ["html"] });
  if (!uri) return;
  const title = vscode.l10n.t("Exporting {0}…", path.posix.basename(uri.path));
  const written = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => write(notebook, uri, dist, make, token),
  );
  if (!written) return;
  did("gradbook.hasShared");
  void offerFile(uri, () => openReport(uri));
}

/** @returns false when the person cancelled, and nothing was written */
async function write(
  notebook: vscode.NotebookDocument,
  uri: vscode.Uri,
  dist: string,
  make: Make,
  token: vscode.CancellationToken,
): Promise<boolean> {
  const name = path.posix.basename(notebook.uri.path);
  const stop = new AbortController();
  token.onCancellationRequested(() => stop.abort());
  try {
    const readFile = (address: string): Promise<Uint8Array | null> => besideNotebook(notebook, address);
    const { html, left } = await make(notebook, { dist, readFile, signal: stop.signal });
    if (token.isCancellationRequested) return false;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(html));
    if (left.length > 0)
      void vscode.window.showWarningMessage(
        vscode.l10n.t("{0}: too large to be in the page, whose cells will not find it.", left.join(", ")),
      );
    return true;
  } catch (error) {
    if (token.isCancellationRequested) return false;
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      vscode.l10n.t("{0} could not be exported: {1}. Choose another place, and export again.", name, reason),
    );
    return false;
  }
}

/** A notebook that is not saved has no files beside it. */
async function besideNotebook(
  notebook: vscode.NotebookDocument,
  address: string,
): Promise<Uint8Array | null> {
  if (notebook.isUntitled) return null;
  const uri = vscode.Uri.joinPath(notebook.uri, "..", address);
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => bytes,
    () => null,
  );
}

/** In the browser; in one of VS Code's own pages where the file is on another machine, which no browser here can read. */
async function openReport(uri: vscode.Uri): Promise<void> {
  if (isLocal()) return void vscode.env.openExternal(uri);
  const name = path.posix.basename(uri.path);
  const html = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const panel = vscode.window.createWebviewPanel("gradbook.report", name, vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [],
  });
  panel.webview.html = html;
}
