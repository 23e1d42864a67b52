/** The *Variables* view: what the notebook in front has in its kernel. */
import * as vscode from "vscode";
import type { Controller } from "../notebook/controller.ts";
import type { VariableSummary } from "../kernel/protocol/protocol.ts";
import { bytesText } from "../notebook/units.ts";
import { activeNotebook, cellId } from "../notebook/notebookContext.ts";
import { shapeText, variableIcon, variableLine } from "./variableText.ts";

const VIEW = "gradbook.variables";
/** Which of package.json's texts explains an empty view: `none`, `off` or `empty`. */
const WHY_EMPTY = "gradbook.variablesEmpty";
/** Cells that end one after the other are one reason to ask, in milliseconds. */
const pause = 100;

interface Entry {
  notebook: vscode.NotebookDocument;
  variable: VariableSummary;
}

export class VariablesView implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  readonly #controller: Controller;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Entry>;
  readonly #listeners: vscode.Disposable[];
  #entries: Entry[] = [];
  /** Counts the questions, so that an answer which comes late is dropped. */
  #asked = 0;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(controller: Controller) {
    this.#controller = controller;
    this.#view = vscode.window.createTreeView(VIEW, { treeDataProvider: this });
    const soon = (): void => {
      this.#timer ??= setTimeout(() => void this.#refresh(), pause);
    };
    this.#listeners = [
      vscode.window.onDidChangeActiveNotebookEditor(soon),
      this.#view.onDidChangeVisibility(soon),
      controller.onDidChangeSession(({ notebook }) => {
        if (notebook === this.#shownNotebook()) soon();
      }),
      vscode.commands.registerCommand("gradbook.showVariables", () =>
        vscode.commands.executeCommand(`${VIEW}.focus`),
      ),
      vscode.commands.registerCommand("gradbook.copyVariableName", (entry?: Entry) => this.#copyName(entry)),
      vscode.commands.registerCommand("gradbook.revealVariable", (entry?: Entry) => this.#reveal(entry)),
    ];
    void vscode.commands.executeCommand("setContext", "gradbook.active", true);
    soon();
  }

  getChildren(entry?: Entry): Entry[] {
    return entry ? [] : this.#entries;
  }

  getTreeItem(entry: Entry): vscode.TreeItem {
    const { variable } = entry;
    const item = new vscode.TreeItem(variable.name);
    item.id = variable.name;
    item.description = variableLine(variable);
    item.tooltip = tooltip(variable);
    item.iconPath = new vscode.ThemeIcon(variableIcon(variable));
    item.contextValue = "variable";
    item.accessibilityInformation = {
      label: `${variable.name}: ${variableLine(variable).replaceAll(" · ", ", ")}`,
    };
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#listeners, this.#view, this.#changed).dispose();
  }

  /** The notebook in front; when something else is, the one that was. */
  #shownNotebook(): vscode.NotebookDocument | undefined {
    const shown = this.#entries[0]?.notebook;
    return activeNotebook() ?? (shown?.isClosed === false ? shown : undefined);
  }

  async #refresh(): Promise<void> {
    this.#timer = undefined;
    if (!this.#view.visible) return;
    const asked = ++this.#asked;
    const notebook = this.#shownNotebook();
    const session = notebook && this.#controller.session(notebook);
    const busy = session ? session.status.busySince !== null : false;
    this.#view.message =
      busy && this.#entries.length > 0
        ? vscode.l10n.t("A cell is running. These are the variables as they were last told.")
        : "";
    const variables = session ? await session.variables() : null;
    if (asked !== this.#asked) return;
    this.#entries = notebook ? (variables ?? []).map((variable) => ({ notebook, variable })) : [];
    if (!busy) this.#view.message = "";
    this.#view.description = variables ? this.#count(variables.length) : "";
    const why = !notebook ? "none" : variables === null ? "off" : "empty";
    await vscode.commands.executeCommand("setContext", WHY_EMPTY, why);
    this.#changed.fire(undefined);
  }

  #count(n: number): string {
    return n === 1 ? vscode.l10n.t("1 variable") : vscode.l10n.t("{0} variables", n);
  }

  async #copyName(entry = this.#view.selection[0]): Promise<void> {
    if (entry) await vscode.env.clipboard.writeText(entry.variable.name);
  }

  /** Shows and selects the cell that declares the variable. */
  async #reveal(entry = this.#view.selection[0]): Promise<void> {
    if (!entry) return;
    const { notebook, variable } = entry;
    const cell = notebook.getCells().find((candidate) => cellId(candidate) === variable.cell);
    if (!cell) return;
    const range = new vscode.NotebookRange(cell.index, cell.index + 1);
    const editor = await vscode.window.showNotebookDocument(notebook, { selections: [range] });
    editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  }
}

function tooltip({ name, type, dtype, shape, bytes, summary }: VariableSummary): vscode.MarkdownString {
  const rows: [string, string | null][] = [
    [vscode.l10n.t("Type"), type],
    [vscode.l10n.t("Shape"), shape && shapeText(shape)],
    ["dtype", dtype],
    [vscode.l10n.t("Size in memory"), bytes === null ? null : bytesText(bytes)],
  ];
  const text = new vscode.MarkdownString();
  text.appendMarkdown("**").appendText(name).appendMarkdown("**\n\n|  |  |\n| --- | --- |\n");
  for (const [label, value] of rows) {
    if (value !== null) text.appendMarkdown(`| ${label} | `).appendText(value).appendMarkdown(" |\n");
  }
  return text.appendCodeblock(summary, "typescript");
}
