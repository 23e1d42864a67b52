/** The *Variables* view: what the notebook in front has in its kernel, in a table; behind its rows the data viewer. */
import * as vscode from "vscode";
import type { Controller } from "../../notebook/controller.ts";
import type { FromVariablesPage, ToVariablesPage } from "../../../engine/payload/variables.ts";
import { activeNotebook, cellId, codeCells } from "../../notebook/notebookContext.ts";
import { openDataViewer } from "./dataViewer.ts";
import { variablesPage } from "./page.ts";

const VIEW = "gradbook.variables";
/** What the page may ask to be done. */
const offered = ["gradbook.newNotebook", "gradbook.runAll"];
/** Cells that end one after the other are one reason to ask, in milliseconds. */
const pause = 100;

export class VariablesView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #controller: Controller;
  readonly #extension: vscode.Uri;
  readonly #listeners: vscode.Disposable[];
  #view: vscode.WebviewView | undefined;
  /** What is listed, by name: of which notebook, and the cell that declares it. */
  #listed: { notebook: vscode.NotebookDocument; cells: ReadonlyMap<string, string> } | undefined;
  #told: Extract<ToVariablesPage, { type: "variables" }> | undefined;
  /** Counts the questions, so that an answer which comes late is dropped. */
  #asked = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(controller: Controller, extension: vscode.Uri) {
    this.#controller = controller;
    this.#extension = extension;
    const soon = (): void => {
      this.#timer ??= setTimeout(() => void this.#refresh(), pause);
    };
    this.#listeners = [
      vscode.window.registerWebviewViewProvider(VIEW, this),
      vscode.window.onDidChangeActiveNotebookEditor(soon),
      controller.onDidChangeSession(({ notebook }) => {
        if (notebook === this.#shownNotebook()) soon();
      }),
      vscode.commands.registerCommand("gradbook.showVariables", () =>
        vscode.commands.executeCommand(`${VIEW}.focus`),
      ),
      vscode.commands.registerCommand("gradbook.viewVariable", (name?: unknown) => this.#pick(name)),
    ];
    void vscode.commands.executeCommand("setContext", "gradbook.active", true);
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#extension, "dist")],
    };
    view.webview.html = variablesPage(view.webview, this.#extension, null);
    view.webview.onDidReceiveMessage((message: FromVariablesPage) => void this.#receive(message));
    view.onDidChangeVisibility(() => {
      if (view.visible) void this.#refresh();
    });
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = undefined;
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  /** The notebook in front; when something else is, the one that was. */
  #shownNotebook(): vscode.NotebookDocument | undefined {
    const shown = this.#listed?.notebook;
    return activeNotebook() ?? (shown?.isClosed === false ? shown : undefined);
  }

  async #receive(message: FromVariablesPage): Promise<void> {
    if (message.type === "ready") await this.#refresh();
    else if (message.type === "copy") await vscode.env.clipboard.writeText(message.name);
    else if (message.type === "reveal") await this.#reveal(message.name);
    else if (message.type === "open") this.#open(message.name);
    else if (message.type === "command" && offered.includes(message.command))
      await vscode.commands.executeCommand(message.command);
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#view?.visible) return;
    const asked = ++this.#asked;
    const notebook = this.#shownNotebook();
    const session = notebook && this.#controller.session(notebook);
    const busy = session ? session.status.busySince !== null : false;
    const same = this.#listed?.notebook === notebook;
    if (busy && same && this.#told) this.#tell({ ...this.#told, busy });
    const variables = session ? await session.variables() : null;
    if (asked !== this.#asked) return;
    this.#listed = notebook && {
      notebook,
      cells: new Map((variables ?? []).map(({ name, cell }) => [name, cell])),
    };
    const ran = notebook && session && codeCells(notebook).some((cell) => session.hasRun(cell));
    const why = !notebook ? "none" : ran ? "empty" : "notRun";
    this.#tell({ type: "variables", variables: variables ?? [], busy: false, why });
    this.#view.description = variables ? count(variables.length) : "";
  }

  #tell(message: Extract<ToVariablesPage, { type: "variables" }>): void {
    this.#told = message;
    void this.#view?.webview.postMessage(message);
  }

  /** Shows and selects the cell that declares the variable. */
  async #reveal(name: string): Promise<void> {
    const { notebook, cells } = this.#listed ?? {};
    const cell = notebook?.getCells().find((candidate) => cellId(candidate) === cells?.get(name));
    if (!notebook || !cell) return;
    const range = new vscode.NotebookRange(cell.index, cell.index + 1);
    const editor = await vscode.window.showNotebookDocument(notebook, { selections: [range] });
    editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  }

  #open(name: string): void {
    const notebook = this.#shownNotebook();
    if (notebook) openDataViewer(this.#extension, this.#controller, notebook, name);
  }

  /** From the command palette: of which variable. */
  async #pick(named: unknown): Promise<void> {
    const notebook = this.#shownNotebook();
    const variables = notebook ? await this.#controller.session(notebook).variables() : null;
    const items = (variables ?? [])
      .filter(({ hasGrid }) => hasGrid)
      .map(({ name, type, shape, summary }) => ({
        label: name,
        description: `${type} ${shape ? `(${shape.join(", ")})` : ""}`.trim(),
        detail: summary,
      }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There is no tensor to look at yet: run a cell that declares one."),
      );
      return;
    }
    const known = items.find(({ label }) => label === named);
    const picked =
      known ??
      (await vscode.window.showQuickPick(items, {
        placeHolder: vscode.l10n.t("Which variable’s numbers?"),
        matchOnDescription: true,
      }));
    if (picked) this.#open(picked.label);
  }
}

function count(n: number): string {
  return n === 1 ? vscode.l10n.t("1 variable") : vscode.l10n.t("{0} variables", n);
}
