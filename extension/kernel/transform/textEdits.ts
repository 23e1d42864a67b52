/** Edits to a text that are collected in any order, applied at once, and can be undone for a position. */

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A run of characters that the edited text took over unchanged. */
interface Kept {
  edited: number;
  original: number;
  length: number;
}

export interface EditedText {
  text: string;
  /** Offset in the original text of the character at `offset` in the edited one; inside an edit's text, where the edit begins. */
  originalOffset(offset: number): number;
}

/**
 * Insertions at one place nest like brackets: everything {@link TextEdits.after} comes first, last called
 * first, then everything {@link TextEdits.before} in the order of the calls. Nodes may so be wrapped from the
 * outside in. Replaced ranges must not overlap each other or contain an insertion.
 */
export class TextEdits {
  readonly #original: string;
  readonly #before: Edit[] = [];
  readonly #after: Edit[] = [];
  readonly #replaced: Edit[] = [];

  constructor(original: string) {
    this.#original = original;
  }

  /** Inserts text that belongs to what begins at `offset`. */
  before(offset: number, text: string): void {
    this.#before.push({ start: offset, end: offset, text });
  }

  /** Inserts text that belongs to what ends at `offset`. */
  after(offset: number, text: string): void {
    this.#after.push({ start: offset, end: offset, text });
  }

  replace(start: number, end: number, text: string): void {
    this.#replaced.push({ start, end, text });
  }

  /** Replaces a range with `text` and the range's own line breaks, so that later lines keep their numbers. */
  blank(start: number, end: number, text = ""): void {
    this.replace(start, end, text + this.#original.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, ""));
  }

  apply(): EditedText {
    const edits = [...this.#after.reverse(), ...this.#before, ...this.#replaced];
    // Stable, so that the order above decides between edits at one place.
    edits.sort((a, b) => a.start - b.start);
    const kept: Kept[] = [];
    let text = "";
    let at = 0;
    const keep = (end: number): void => {
      if (end <= at) return;
      kept.push({ edited: text.length, original: at, length: end - at });
      text += this.#original.slice(at, end);
      at = end;
    };
    for (const edit of edits) {
      keep(edit.start);
      text += edit.text;
      at = Math.max(at, edit.end);
    }
    keep(this.#original.length);
    return { text, originalOffset: (offset) => originalOffset(kept, offset) };
  }
}

function originalOffset(kept: Kept[], offset: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle]?.edited ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  const run = kept[low - 1];
  // Past a kept run means inside text of an edit, which stands where the run ends.
  return run ? run.original + Math.min(offset - run.edited, run.length) : 0;
}
