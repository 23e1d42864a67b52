/** Connects VS Code's run buttons with the notebooks' sessions. */
import * as vscode from "vscode";
import { AheadStart } from "./aheadStart.ts";
import { CellDiagnostics } from "./cellDiagnostics.ts";
import type { CellFiles } from "../debug/cellFiles.ts";
import type { LiveCharts } from "../outputs/liveCharts.ts";
import type { RunSummary } from "../../engine/payload/runs/runs.ts";
import type { CheckPayload } from "../../engine/payload/check.ts";
import type { FromRenderer, ToRenderer } from "../../engine/payload/messages.ts";
import { CELL_LANGUAGE, JUPYTER_TYPE, NOTEBOOK_TYPE, RENDERER_ID } from "./ids.ts";
import { isCodeCell, isGradbook, isJupyter, isServed, setServed } from "./notebookContext.ts";
import { hasTab, pairCells, savedAs, selectController, type ControllerId } from "./savedAs.ts";
import type { KernelPort } from "./notebookKernel.ts";
import { Session, type SessionChange } from "./session.ts";
import { mayRun, showTrust } from "./workspaceTrust.ts";

/** How long after its last tab was closed a notebook's kernel ends, in milliseconds. */
const linger = 300;
/** Longer than it takes to save one under a name. */
const untitledLinger = 5000;

export class Controller implements vscode.Disposable {
  readonly #controller = this.#makeController("gradbook-kernel", NOTEBOOK_TYPE, [CELL_LANGUAGE]);
  readonly #jupyter = this.#makeController("gradbook-jupyter", JUPYTER_TYPE, ["typescript", CELL_LANGUAGE]);
  readonly #messaging = vscode.notebooks.createRendererMessaging(RENDERER_ID);
  readonly #charts: LiveCharts;
  readonly #diagnostics = new CellDiagnostics();
  readonly #sessions = new Map<vscode.NotebookDocument, Session>();
  readonly #changes = new vscode.EventEmitter<{ notebook: vscode.NotebookDocument; what: SessionChange }>();
  readonly #checks = new vscode.EventEmitter<{ notebook: vscode.NotebookDocument; result: CheckPayload }>();
  readonly #trainings = new vscode.EventEmitter<{ notebook: vscode.NotebookDocument; run: RunSummary }>();
  readonly #id: ControllerId;
  readonly #kernels: KernelPort;
  readonly #debugFiles: Pick<CellFiles, "file"> | null;
  readonly #listeners: vscode.Disposable[];
  readonly #ahead = new AheadStart((notebook) => this.session(notebook));

  /** Something that can be seen of a notebook's session has changed. */
  readonly onDidChangeSession = this.#changes.event;
  /** An exercise was checked. */
  readonly onDidCheck = this.#checks.event;
  /** A training has ended. */
  readonly onDidTrain = this.#trainings.event;

  /**
   * @param charts of all notebooks; it disposes of them
   * @param debugFiles by which a debugger knows cells; null where none can come
   */
  constructor(
    extension: vscode.Extension<unknown>,
    charts: LiveCharts,
    kernels: KernelPort,
    debugFiles: Pick<CellFiles, "file"> | null,
  ) {
    this.#charts = charts;
    this.#kernels = kernels;
    this.#debugFiles = debugFiles;
    this.#id = { extension: extension.id, id: this.#controller.id };
    this.#listeners = [
      showTrust(this.#controller),
      showTrust(this.#jupyter),
      this.#jupyter.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        setServed(notebook, selected);
        this.#changes.fire({ notebook, what: "status" });
        // Another kernel runs its cells from here on.
        if (selected) this.#ahead.lookSoon();
        else this.#end(notebook);
      }),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#prefer(notebook)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => closed.forEach((tab) => this.#tabClosed(tab))),
      this.#messaging.onDidReceiveMessage(({ editor, message }) => {
        const told = message as FromRenderer;
        if (told.type === "outOfWindow") this.#sessions.get(editor.notebook)?.bringIntoView(told, editor);
        else if (told.type === "control" && isServed(editor.notebook))
          void this.session(editor.notebook).moveControl(told);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#close(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const session = this.#sessions.get(notebook);
        for (const { cell, outputs } of cellChanges) if (outputs?.length === 0) session?.cleared(cell);
        const removed = contentChanges.flatMap((change) => change.removedCells);
        // A moved cell is removed and added in one event.
        session?.forget(removed.filter((cell) => cell.index < 0));
      }),
    ];
    vscode.workspace.notebookDocuments.forEach((notebook) => this.#prefer(notebook));
  }

  session(notebook: vscode.NotebookDocument): Session {
    let session = this.#sessions.get(notebook);
    if (!session) {
      session = new Session(notebook, {
        controller: isJupyter(notebook) ? this.#jupyter : this.#controller,
        charts: this.#charts,
        diagnostics: this.#diagnostics,
        kernels: this.#kernels,
        debugFiles: this.#debugFiles,
        changed: ({ notebook: where }, what) => this.#changes.fire({ notebook: where, what }),
        moved: (message) => void this.#messaging.postMessage(message satisfies ToRenderer),
        checked: ({ notebook: where }, result) => this.#checks.fire({ notebook: where, result }),
        trained: ({ notebook: where }, run) => this.#trainings.fire({ notebook: where, run }),
      });
      this.#sessions.set(notebook, session);
    }
    return session;
  }

  dispose(): void {
    this.#ahead.dispose();
    for (const session of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
    vscode.Disposable.from(
      ...this.#listeners,
      this.#charts,
      this.#diagnostics,
      this.#changes,
      this.#checks,
      this.#trainings,
      this.#controller,
      this.#jupyter,
    ).dispose();
  }

  #makeController(id: string, type: string, languages: string[]): vscode.NotebookController {
    const controller = vscode.notebooks.createNotebookController(id, type, "Gradbook (TypeScript)");
    controller.supportedLanguages = languages;
    controller.supportsExecutionOrder = true;
    controller.executeHandler = (cells, notebook) =>
      mayRun() ? this.session(notebook).runAsked(cells) : undefined;
    controller.interruptHandler = (notebook) => this.session(notebook).interrupt();
    return controller;
  }

  /** Selects our controller, so that the first run asks nothing; of Jupyter notebooks for those in TypeScript. */
  #prefer(notebook: vscode.NotebookDocument): void {
    const { Preferred } = vscode.NotebookControllerAffinity;
    if (isGradbook(notebook)) this.#controller.updateNotebookAffinity(notebook, Preferred);
    else if (isJupyter(notebook) && notebook.getCells().some(isCodeCell))
      this.#jupyter.updateNotebookAffinity(notebook, Preferred);
  }

  #end(notebook: vscode.NotebookDocument): void {
    this.#sessions.get(notebook)?.dispose();
    this.#sessions.delete(notebook);
  }

  /**
   * Ends the kernel with the notebook's last tab: VS Code keeps a document that was opened through its API for
   * minutes. A tab that moves is closed here and opened there, and an untitled notebook that is saved gets
   * another document first; so look again a moment later.
   */
  #tabClosed({ input }: vscode.Tab): void {
    if (!(input instanceof vscode.TabInputNotebook)) return;
    const uri = input.uri.toString();
    setTimeout(
      () => {
        for (const [notebook, session] of this.#sessions) {
          if (notebook.uri.toString() === uri && !hasTab(notebook)) void session.sleep();
        }
      },
      input.uri.scheme === "untitled" ? untitledLinger : linger,
    );
  }

  #close(notebook: vscode.NotebookDocument): void {
    const session = this.#sessions.get(notebook);
    if (!session) return;
    this.#sessions.delete(notebook);
    const candidates = vscode.workspace.notebookDocuments.filter((other) => !this.#sessions.has(other));
    const heir = savedAs(notebook, candidates);
    if (!heir) return session.dispose();
    this.#sessions.set(heir, session);
    void this.#move(session, notebook, heir);
  }

  async #move(session: Session, from: vscode.NotebookDocument, to: vscode.NotebookDocument): Promise<void> {
    session.pause();
    const pairs = pairCells(from, to);
    if (await selectController(to, this.#id)) session.moveTo(to, pairs);
  }
}
