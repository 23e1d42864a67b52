/** Files of the extension, each read once. */
import * as vscode from "vscode";

export class ExtensionFiles {
  readonly #extension: vscode.Uri;
  readonly #kept = new Map<string, Promise<Uint8Array>>();

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }

  /** @param name path below the extension's folder */
  bytes(name: string): Promise<Uint8Array> {
    const known =
      this.#kept.get(name) ??
      Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.#extension, name)));
    this.#kept.set(name, known);
    // What failed for want of a connection may not fail again.
    known.catch(() => this.#kept.delete(name));
    return known;
  }

  async text(name: string): Promise<string> {
    return new TextDecoder().decode(await this.bytes(name));
  }
}
