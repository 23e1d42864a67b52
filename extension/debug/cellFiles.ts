/**
 * The files that stand for cells in a debugger: VS Code knows a cell by its `vscode-notebook-cell:` address, a
 * JavaScript debugger knows sources by files. Pure.
 */
import { createHash } from "node:crypto";
import path from "node:path";

const begin = "gradbook-cell-";

export class CellFiles {
  readonly folder: string;
  readonly #cells = new Map<string, string>();

  /** @param folder of this window alone: another one may remove its files at any time */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** The file of the cell with this address; always the same one. */
  file(address: string): string {
    const name = `${begin}${createHash("sha1").update(address).digest("hex").slice(0, 16)}.ts`;
    this.#cells.set(name, address);
    return path.join(this.folder, name);
  }

  /** The cell that a file stands for, however the debugger writes its path. */
  address(file: string): string | undefined {
    return this.#cells.get(/[^\\/]*$/.exec(file)?.[0] ?? "");
  }
}
