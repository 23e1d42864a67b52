/** The whole text of a run that prints more than the notebook shows. */

/** A file that text is added to. */
export interface TextFile {
  readonly path: string;
  /** @throws {Error} where the disk is full, or the folder cannot be written to */
  append(text: string): void;
}

/** Characters in such a file: what an editor opens without trouble. */
const most = 50_000_000;

export class Overflow {
  readonly #file: TextFile;
  #written = 0;
  #failed = false;

  constructor(file: TextFile) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  /** Never throws: a full disk costs the rest of the text, not the cell. @returns whether the file has it */
  write(text: string): boolean {
    if (this.#failed) return false;
    if (this.#written >= most) return true;
    const piece = text.slice(0, most - this.#written);
    try {
      this.#file.append(piece);
      this.#written += piece.length;
      if (this.#written >= most) this.#file.append("\n…\n");
    } catch {
      this.#failed = true;
    }
    return !this.#failed;
  }
}
