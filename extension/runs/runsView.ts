/** The *Runs* view: the trainings of this workspace, kept over restarts, to be sorted, named, noted and compared. */
import path from "node:path";
import * as vscode from "vscode";
import { decisiveSeries, resultOf, type RunSummary, resultText } from "../../engine/payload/runs/runs.ts";
import type { Controller } from "../notebook/controller.ts";
import { type KeptRun, RunStore } from "./runStore.ts";
import { runsAsCsv, runsAsJsonLines } from "./runTable.ts";
import { ordered, runLine, type RunOrder, secondsText } from "./runWords.ts";

const VIEW = "gradbook.runs";
const ORDER = "gradbook.runsOrder";
/** Trainings that end one after the other are written once, in milliseconds. */
const pause = 400;

export class RunsView implements vscode.TreeDataProvider<KeptRun>, vscode.Disposable {
  readonly #store: RunStore;
  readonly #memento: vscode.Memento;
  readonly #dist: string;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<KeptRun>;
  readonly #listeners: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(context: vscode.ExtensionContext, controller: Controller) {
    const { storageUri, globalStorageUri, workspaceState, extensionUri } = context;
    this.#store = new RunStore(path.join((storageUri ?? globalStorageUri).fsPath, "runs"));
    this.#memento = workspaceState;
    this.#dist = vscode.Uri.joinPath(extensionUri, "dist").fsPath;
    this.#view = vscode.window.createTreeView(VIEW, { treeDataProvider: this, canSelectMany: true });
    const commands: Record<string, (run?: KeptRun, selected?: readonly KeptRun[]) => unknown> = {
      "gradbook.showRuns": () => vscode.commands.executeCommand(`${VIEW}.focus`),
      "gradbook.compareRuns": (run, selected) => this.#compare(this.#chosen(run, selected)),
      "gradbook.sortRuns": () => this.#sort(),
      "gradbook.exportRuns": (run, selected) =>
        this.#export(run ? this.#chosen(run, selected) : [...this.#store.all]),
      "gradbook.pinRun": (run, selected) => this.#pin(this.#chosen(run, selected)),
      "gradbook.renameRun": (run) => this.#rename(run),
      "gradbook.noteRun": (run) => this.#note(run),
      "gradbook.deleteRuns": (run, selected) => this.#delete(this.#chosen(run, selected)),
      "gradbook.copyRunCode": (run) => this.#copyCode(run),
    };
    this.#listeners = [
      controller.onDidTrain(({ notebook, run }) => this.#add(notebook, run)),
      ...Object.entries(commands).map(([id, command]) => vscode.commands.registerCommand(id, command)),
    ];
    this.#refresh();
    if (this.#store.damaged !== null) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "Some of the runs that were kept cannot be read. The file is still there: {0}",
          this.#store.damaged,
        ),
      );
    }
  }

  /** All runs that are kept, the oldest first. */
  get runs(): readonly KeptRun[] {
    return this.#store.all;
  }

  getChildren(run?: KeptRun): KeptRun[] {
    return run ? [] : ordered(this.#store.all, this.#order);
  }

  getTreeItem(run: KeptRun): vscode.TreeItem {
    const item = new vscode.TreeItem(run.name);
    item.id = run.id;
    item.description = runLine(run);
    item.tooltip = tooltip(run);
    item.iconPath = iconOf(run);
    item.contextValue = run.pinned === true ? "run pinned" : "run";
    const metric = decisiveSeries([run]);
    item.accessibilityInformation = {
      label: [
        run.name,
        run.pinned === true ? vscode.l10n.t("pinned") : "",
        `${metric} ${resultText(resultOf(run, metric))}`,
        endedText(run),
        run.note ?? "",
      ]
        .filter((part) => part !== "")
        .join(", "),
    };
    return item;
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    if (this.#timer) this.#write();
    vscode.Disposable.from(...this.#listeners, this.#view, this.#changed).dispose();
  }

  get #order(): RunOrder {
    return this.#memento.get<RunOrder>(ORDER, "newest");
  }

  #add(notebook: vscode.NotebookDocument, run: RunSummary): void {
    this.#store.add({
      ...run,
      notebook: notebook.isUntitled ? "" : vscode.workspace.asRelativePath(notebook.uri),
    });
    this.#later();
  }

  #later(): void {
    this.#refresh();
    this.#timer ??= setTimeout(() => this.#write(), pause);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.#store.write();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showWarningMessage(vscode.l10n.t("The runs could not be kept: {0}", reason));
    }
  }

  #refresh(): void {
    const { length } = this.#store.all;
    this.#view.description =
      length === 0 ? "" : length === 1 ? vscode.l10n.t("1 run") : vscode.l10n.t("{0} runs", length);
    this.#changed.fire(undefined);
  }

  /** What a command is about: the runs that are selected, if the one it was called on is among them. */
  #chosen(run: KeptRun | undefined, selected: readonly KeptRun[] | undefined): KeptRun[] {
    const given = selected && selected.length > 0 ? selected : run ? [run] : this.#view.selection;
    const ids = new Set(given.map(({ id }) => id));
    return this.#store.all.filter(({ id }) => ids.has(id));
  }

  async #compare(runs: readonly KeptRun[]): Promise<void> {
    const compared = runs.length > 1 ? runs : this.#store.all;
    if (compared.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There are no runs yet. Train a model with fit first."),
      );
      return;
    }
    const { showComparison } = await import("./comparisonPanel.ts");
    await showComparison(compared, this.#dist);
  }

  async #sort(): Promise<void> {
    const orders: (vscode.QuickPickItem & { order: RunOrder })[] = [
      { order: "newest", label: vscode.l10n.t("Newest first") },
      { order: "best", label: vscode.l10n.t("Best loss first") },
      { order: "name", label: vscode.l10n.t("By name") },
      { order: "duration", label: vscode.l10n.t("Shortest first") },
    ];
    const picked = await vscode.window.showQuickPick(
      orders.map((one) => ({
        ...one,
        ...(one.order === this.#order && { description: vscode.l10n.t("now") }),
      })),
      { title: vscode.l10n.t("Sort runs") },
    );
    if (!picked) return;
    await this.#memento.update(ORDER, picked.order);
    this.#refresh();
  }

  async #export(runs: readonly KeptRun[]): Promise<void> {
    if (runs.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There are no runs yet. Train a model with fit first."),
      );
      return;
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t("Export runs"),
      filters: { "CSV": ["csv"], "JSON Lines": ["jsonl"] },
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, "runs.csv") }),
    });
    if (!uri) return;
    const text = uri.path.endsWith(".jsonl") ? runsAsJsonLines(runs) : runsAsCsv(runs);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }

  #pin(runs: readonly KeptRun[]): void {
    const pinned = runs.some((run) => run.pinned !== true);
    for (const { id } of runs) this.#store.change(id, { pinned });
    this.#later();
  }

  async #rename(run = this.#view.selection[0]): Promise<void> {
    if (!run) return;
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t("Name of the run"),
      value: run.name,
      validateInput: (text) => (text.trim() === "" ? vscode.l10n.t("A run needs a name.") : null),
    });
    if (name === undefined) return;
    this.#store.change(run.id, { name: name.trim() });
    this.#later();
  }

  async #note(run = this.#view.selection[0]): Promise<void> {
    if (!run) return;
    const note = await vscode.window.showInputBox({
      title: vscode.l10n.t("Note on {0}", run.name),
      value: run.note ?? "",
    });
    if (note === undefined) return;
    this.#store.change(run.id, { note: note.trim() });
    this.#later();
  }

  /** Several are asked about: nothing brings them back. */
  async #delete(runs: readonly KeptRun[]): Promise<void> {
    if (runs.length === 0) return;
    const yes = vscode.l10n.t("Delete");
    const question =
      runs.length === 1
        ? vscode.l10n.t("Delete the run {0}?", runs[0]?.name ?? "")
        : vscode.l10n.t("Delete {0} runs?", runs.length);
    if ((await vscode.window.showWarningMessage(question, { modal: true }, yes)) !== yes) return;
    this.#store.delete(new Set(runs.map(({ id }) => id)));
    this.#later();
  }

  async #copyCode(run = this.#view.selection[0]): Promise<void> {
    if (run) await vscode.env.clipboard.writeText(run.code);
  }
}

function iconOf({ pinned, ended, verdict }: KeptRun): vscode.ThemeIcon {
  if (pinned === true) return new vscode.ThemeIcon("pinned");
  if (ended === "failed" || ended === "nan" || verdict === "diverging")
    return new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
  if (ended === "interrupted") return new vscode.ThemeIcon("debug-stop");
  return new vscode.ThemeIcon(verdict === "goodFit" ? "pass" : "graph-line");
}

function endedText({ ended, verdict }: KeptRun): string {
  const words: Record<string, string> = {
    epochs: vscode.l10n.t("all epochs"),
    earlyStopping: vscode.l10n.t("stopped early"),
    nan: vscode.l10n.t("diverged"),
    interrupted: vscode.l10n.t("interrupted"),
    callback: vscode.l10n.t("stopped by a callback"),
    failed: vscode.l10n.t("failed"),
    underfitting: vscode.l10n.t("underfitting"),
    overfitting: vscode.l10n.t("overfitting"),
    goodFit: vscode.l10n.t("good fit"),
    tooFewEpochs: vscode.l10n.t("too few epochs to tell"),
    diverging: vscode.l10n.t("diverging"),
  };
  const parts = [words[ended] ?? ended, verdict === null ? "" : (words[verdict] ?? verdict)];
  return parts.filter((part) => part !== "").join(", ");
}

function tooltip(run: KeptRun): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const results = Object.entries(run.results).map(([name, { best, bestEpoch }]): [string, string] => [
    name,
    `${resultText(best)} (${bestEpoch ?? "–"})`,
  ]);
  const settings = Object.entries(run.settings).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, String(value)]],
  );
  text.appendMarkdown("**").appendText(run.name).appendMarkdown("**\n\n");
  text.appendText(
    `${new Date(run.began).toLocaleString(vscode.env.language)} · ${secondsText(run.seconds)} · ${endedText(run)}`,
  );
  if (run.notebook !== "") text.appendMarkdown("\n\n").appendText(run.notebook);
  if (run.note) text.appendMarkdown("\n\n*").appendText(run.note).appendMarkdown("*");
  text.appendMarkdown("\n\n|  |  |\n| --- | --- |\n");
  for (const [name, value] of [...results, ...settings])
    text.appendMarkdown("| ").appendText(name).appendMarkdown(" | ").appendText(value).appendMarkdown(" |\n");
  return text.appendCodeblock(run.model, "text");
}
