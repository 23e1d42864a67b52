/**
 * *Debug Cell*: VS Code's own JavaScript debugger, attached to the kernel for as long as the cell runs.
 *
 * The kernel runs the JavaScript of a cell with a source map to a file that stands for the cell. What passes
 * between VS Code and the debugger is looked through, and cells are put in place of files and back.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { runCells } from "../notebook/cellRanges.ts";
import type { Controller } from "../notebook/controller.ts";
import { codeCells } from "../notebook/notebookContext.ts";
import { Attachment, rootOf } from "./attachment.ts";
import type { CellFiles } from "./cellFiles.ts";
import { tidyVariables, visitSources, type DebugMessage } from "./debugMessages.ts";

/** Scheme of the addresses by which VS Code knows cells. */
const CELL_SCHEME = "vscode-notebook-cell";

export class CellDebugger implements vscode.Disposable {
  readonly #controller: Controller;
  readonly #files: CellFiles;
  readonly #own: string;
  readonly #listeners: vscode.Disposable[];
  /** Debug sessions of ours that have not ended, by the key in their configuration. */
  readonly #attachments = new Map<string, Attachment>();
  #count = 0;

  /** @param own folder of the extension's code, which is not stepped into */
  constructor(controller: Controller, files: CellFiles, own: string) {
    this.#controller = controller;
    this.#files = files;
    this.#own = own.replaceAll("\\", "/");
    const factory = { createDebugAdapterTracker: (session: vscode.DebugSession) => this.#track(session) };
    this.#listeners = [
      ...["node", "pwa-node"].map((type) => vscode.debug.registerDebugAdapterTrackerFactory(type, factory)),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (!session.parentSession) this.#attachments.get(keyOf(session))?.ended();
      }),
      controller.onDidChangeSession(({ notebook, what }) => {
        // A paused cell looks at nothing: it has to go on to be stopped.
        if (what === "interrupted") void this.#of(notebook)?.stop();
      }),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
    void rm(this.#files.folder, { recursive: true, force: true });
  }

  /**
   * Runs the cell with the debugger attached, and detaches it when the notebook has come to rest. A cell of a
   * notebook that has a debugger already is run with that.
   */
  async debug(cell: vscode.NotebookCell): Promise<void> {
    const { notebook } = cell;
    if (this.#of(notebook)) return runCells([cell]);
    const session = this.#controller.session(notebook);
    const attachment = new Attachment(notebook, () => session.closeDebugger());
    const key = `cell ${++this.#count}`;
    this.#attachments.set(key, attachment);
    try {
      const url = await session.openDebugger();
      if (url === null) return vscode.workspace.isTrusted ? this.#refuse() : undefined;
      await this.#writeFiles(notebook);
      const folder = vscode.workspace.getWorkspaceFolder(notebook.uri);
      if (!(await vscode.debug.startDebugging(folder, this.#configuration(key, url)))) return;
      const state = await attachment.ready;
      if (state !== "attached") return state === "late" ? this.#refuse() : undefined;
      await runCells([cell]);
      await session.run([]);
    } finally {
      await attachment.stop();
      this.#attachments.delete(key);
    }
  }

  #configuration(key: string, websocketAddress: string): vscode.DebugConfiguration {
    return {
      type: "node",
      request: "attach",
      name: vscode.l10n.t("Gradbook Cell"),
      websocketAddress,
      continueOnAttach: true,
      autoAttachChildProcesses: false,
      sourceMaps: true,
      pauseForSourceMap: true,
      resolveSourceMapLocations: ["**", `!${this.#own}/dist/**`],
      outFiles: [],
      skipFiles: ["<node_internals>/**", `${this.#own}/dist/**`],
      smartStep: true,
      internalConsoleOptions: "neverOpen",
      gradbookCell: key,
    };
  }

  async #writeFiles(notebook: vscode.NotebookDocument): Promise<void> {
    await mkdir(this.#files.folder, { recursive: true });
    for (const { document } of codeCells(notebook)) {
      await writeFile(this.#files.file(document.uri.toString()), document.getText());
    }
  }

  #refuse(): void {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("The debugger could not be attached to the kernel. Restart the kernel and try again."),
    );
  }

  #of(notebook: vscode.NotebookDocument): Attachment | undefined {
    return [...this.#attachments.values()].find((attachment) => attachment.notebook === notebook);
  }

  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const attachment = this.#attachments.get(keyOf(session));
    if (!attachment) return undefined;
    return {
      onWillReceiveMessage: (message: unknown) => {
        attachment.asked(session, message as DebugMessage);
        visitSources(message, (source) => {
          if (source.path?.startsWith(`${CELL_SCHEME}:`)) source.path = this.#files.file(source.path);
        });
      },
      onDidSendMessage: (message: unknown) => {
        attachment.heard(session, message as DebugMessage);
        tidyVariables(message as DebugMessage, vscode.l10n.t("Cell above"));
        visitSources(message, (source) => {
          const address = this.#files.address(source.path ?? "");
          if (address === undefined) return;
          source.path = address;
          source.name = cellName(address) ?? source.name ?? "";
          // VS Code has the text itself.
          delete source.sourceReference;
        });
      },
    };
  }
}

/** How the call stack calls a cell, such as `note.grad.md, Cell 3`. */
function cellName(address: string): string | undefined {
  const cells = vscode.workspace.notebookDocuments.flatMap((notebook) => notebook.getCells());
  const cell = cells.find(({ document }) => document.uri.toString() === address);
  const file = cell && path.posix.basename(cell.notebook.uri.path);
  return cell && vscode.l10n.t("{0}, Cell {1}", file ?? "", cell.index + 1);
}

function keyOf(session: vscode.DebugSession): string {
  const key: unknown = rootOf(session).configuration["gradbookCell"];
  return typeof key === "string" ? key : "";
}
