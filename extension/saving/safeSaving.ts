/** Saves of notebooks that are cut off leave no damaged file: the journal's connection with VS Code. */
import path from "node:path";
import * as vscode from "vscode";
import { isGradbook } from "../notebook/notebookContext.ts";
import { SaveJournal, type Repair } from "./saveJournal.ts";
import { serializer } from "../markdown/serializer.ts";

/** Milliseconds from reading a file to handing it to the serializer, at most. */
const moment = 10_000;
/** Bytes below which two files may well be the same. */
const short = 64;

export class SafeSaving implements vscode.Disposable {
  readonly folder: string;
  readonly #journal: SaveJournal;
  /** Repairs of a moment ago: VS Code may have read the damaged file before it was made whole. */
  #repairs: Repair[] = [];
  readonly #listeners: vscode.Disposable[];

  constructor(context: vscode.ExtensionContext) {
    this.folder = path.join(context.globalStorageUri.fsPath, "saving");
    this.#journal = new SaveJournal(this.folder);
    this.#listeners = [
      vscode.workspace.onWillSaveNotebookDocument((event) => {
        if (isGradbook(event.notebook) && event.notebook.uri.scheme === "file")
          event.waitUntil(this.#begin(event.notebook));
      }),
      vscode.workspace.onDidSaveNotebookDocument(({ uri }) => {
        if (uri.scheme === "file") this.#journal.end(uri.fsPath);
      }),
    ];
  }

  /** The serializer for files, which reads what a file should hold where a save was cut off. */
  get serializer(): vscode.NotebookSerializer {
    return {
      ...serializer,
      deserializeNotebook: (bytes, token) => serializer.deserializeNotebook(this.#whole(bytes), token),
    };
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  /** A journal that cannot be written must not keep a notebook from being saved. */
  async #begin(notebook: vscode.NotebookDocument): Promise<void> {
    try {
      const token = new vscode.CancellationTokenSource().token;
      this.#journal.begin(notebook.uri.fsPath, await serializer.serializeNotebook(dataOf(notebook), token));
    } catch {
      // As safe as VS Code's own saves, then.
    }
  }

  #whole(bytes: Uint8Array): Uint8Array {
    const found = this.#journal.repair();
    for (const repair of found) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          "Saving {0} had been cut off and left a part of it. It is whole again, as it was to be saved.",
          path.basename(repair.file),
        ),
      );
    }
    this.#repairs.push(...found);
    if (found.length > 0) setTimeout(() => (this.#repairs = []), moment);
    const isThis = ({ damaged }: Repair): boolean => Buffer.compare(damaged, bytes) === 0;
    // Any other file may be as short.
    const repaired = (bytes.length < short ? found : this.#repairs).find(isThis);
    this.#repairs = this.#repairs.filter((repair) => repair !== repaired);
    return repaired?.bytes ?? bytes;
  }
}

/** A notebook as the serializer is given it. */
function dataOf(notebook: vscode.NotebookDocument): vscode.NotebookData {
  const cells = notebook.getCells().map(({ kind, document, metadata }) => {
    const data = new vscode.NotebookCellData(kind, document.getText(), document.languageId);
    data.metadata = metadata;
    return data;
  });
  const data = new vscode.NotebookData(cells);
  data.metadata = notebook.metadata;
  return data;
}
