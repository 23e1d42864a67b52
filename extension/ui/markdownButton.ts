/** Tells VS Code whether the Markdown text in front has cells: then its editor shows *Open as Gradbook*. */
import * as vscode from "vscode";
import { NOTEBOOK_TYPE } from "../notebook/ids.ts";

const HAS_CELLS = "gradbook.markdownHasCells";
/** A fence that opens a cell, as the notebook reads it: not `ts,text`. */
const cellFence = /^ {0,3}(?:`{3,}|~{3,})[ \t]*(?:ts|typescript)(?:\s|$)/im;
/** Characters looked at, so that a page of any length is looked at in no time. */
const looked = 200_000;
/** After an edit, in milliseconds. */
const pause = 300;

/** Whether a Markdown text would open with cells. */
export function hasCells(text: string): boolean {
  return cellFence.test(text.slice(0, looked));
}

export class MarkdownButton implements vscode.Disposable {
  readonly #listeners: vscode.Disposable[];
  #told: boolean | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#listeners = [
      vscode.window.onDidChangeActiveTextEditor(() => this.#tell()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document !== vscode.window.activeTextEditor?.document) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#tell(), pause);
      }),
      vscode.commands.registerCommand("gradbook.openAsNotebook", openAsNotebook),
    ];
    this.#tell();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #tell(): void {
    const document = vscode.window.activeTextEditor?.document;
    const has = document?.languageId === "markdown" && hasCells(document.getText());
    if (has === this.#told) return;
    this.#told = has;
    void vscode.commands.executeCommand("setContext", HAS_CELLS, has);
  }
}

/** In the text's place; what is not saved yet is saved first, since the notebook reads the file. */
async function openAsNotebook(argument: unknown): Promise<void> {
  const active = vscode.window.activeTextEditor?.document;
  const uri = argument instanceof vscode.Uri ? argument : active?.uri;
  if (!uri) return;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document?.isUntitled || (document?.isDirty && !(await document.save()))) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Save the file first: a notebook is read from it."),
    );
    return;
  }
  const before = vscode.window.tabGroups.activeTabGroup.activeTab;
  await vscode.commands.executeCommand("vscode.openWith", uri, NOTEBOOK_TYPE);
  const isText =
    before?.input instanceof vscode.TabInputText && before.input.uri.toString() === uri.toString();
  if (isText && before !== vscode.window.tabGroups.activeTabGroup.activeTab)
    await vscode.window.tabGroups.close(before);
}
