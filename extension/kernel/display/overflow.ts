/** The whole text of a run that prints more than the notebook shows, in a file that an editor can open. */
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { KernelOptions } from "../protocol/protocol.ts";

/** Characters in such a file: what an editor opens without trouble. */
const most = 50_000_000;

/** Where the text of a run goes when it is too long for the notebook; null where no folder was given for it. */
export function overflowFile({ overflow }: KernelOptions, run: number): string | null {
  return overflow === undefined ? null : path.join(overflow, `output-${process.pid}-${run}.txt`);
}

export class Overflow {
  readonly file: string;
  #written = 0;
  #failed = false;

  constructor(file: string) {
    this.file = file;
  }

  /** Never throws: a full disk costs the rest of the text, not the cell. @returns whether the file has it */
  write(text: string): boolean {
    if (this.#failed) return false;
    if (this.#written >= most) return true;
    const piece = text.slice(0, most - this.#written);
    try {
      if (this.#written === 0) mkdirSync(path.dirname(this.file), { recursive: true });
      // Colours are for the notebook.
      appendFileSync(this.file, stripVTControlCharacters(piece));
      this.#written += piece.length;
      if (this.#written >= most) appendFileSync(this.file, "\n…\n");
    } catch {
      this.#failed = true;
    }
    return !this.#failed;
  }
}
