/** Edits to a text that are collected in any order, applied at once, and can be undone for a position. */

interface Edit {
  start: number;
  end: number;
  text: string;
  /** Erases a type: no part of what the text does. */
  types: boolean;
}

/** A run of characters that the edited text took over unchanged. */
export interface Kept {
  edited: number;
  original: number;
  length: number;
}

export interface EditedText {
  text: string;
  /** Offset in the original text of the character at `offset` in the edited one; inside an edit's text, where the edit begins. */
  originalOffset(offset: number): number;
  /** Offset in the edited text of the original character at `offset`; of the next that is left when it is not. */
  editedOffset(offset: number): number;
  /** What was taken over unchanged. */
  kept: readonly Kept[];
}

/**
 * Insertions at one place nest like brackets: everything {@link TextEdits.after} comes first, what began last
 * before the rest and of what began together the last call, then everything {@link TextEdits.before} in the order of the calls. Nodes may so be wrapped from the
 * outside in. Replaced ranges must not overlap each other or contain an insertion.
 */
export class TextEdits {
  readonly #original: string;
  readonly #before: Edit[] = [];
  readonly #after: (Edit & { from: number })[] = [];
  readonly #replaced: Edit[] = [];
  #types = false;

  constructor(original: string) {
    this.#original = original;
  }

  /** Inserts text that belongs to what begins at `offset`. */
  before(offset: number, text: string): void {
    this.#before.push({ start: offset, end: offset, text, types: this.#types });
  }

  /**
   * Inserts text that belongs to what ends at `offset`.
   * @param from where that begins: what is longer comes later
   */
  after(offset: number, text: string, from = offset): void {
    this.#after.push({ start: offset, end: offset, text, types: this.#types, from });
  }

  replace(start: number, end: number, text: string): void {
    this.#replaced.push({ start, end, text, types: this.#types });
  }

  /** Replaces a range with `text` and the range's own line breaks, so that later lines keep their numbers. */
  blank(start: number, end: number, text = ""): void {
    const left = text + this.#original.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, "");
    const joins = left === "" && isWord(this.#original[start - 1]) && isWord(this.#original[end]);
    this.replace(start, end, joins ? " " : left);
  }

  /** Makes the edits that `edit` adds ones that {@link applyTypes} applies. */
  asTypes(edit: () => void): void {
    this.#types = true;
    edit();
    this.#types = false;
  }

  apply(): EditedText {
    return this.#applied(() => true);
  }

  /** The text as its author wrote it, but for types. */
  applyTypes(): EditedText {
    return this.#applied(({ types }) => types);
  }

  #applied(wanted: (edit: Edit) => boolean): EditedText {
    const after = this.#after.toReversed().sort((a, b) => a.start - b.start || b.from - a.from);
    const edits = [...after, ...this.#before, ...this.#replaced].filter(wanted);
    // Stable, so that the order above decides between edits at one place.
    edits.sort((a, b) => a.start - b.start);
    const kept: Kept[] = [];
    const parts: string[] = [];
    let length = 0;
    let at = 0;
    const add = (text: string): void => {
      parts.push(text);
      length += text.length;
    };
    const keep = (end: number): void => {
      if (end <= at) return;
      kept.push({ edited: length, original: at, length: end - at });
      add(this.#original.slice(at, end));
      at = end;
    };
    for (const edit of edits) {
      keep(edit.start);
      add(edit.text);
      at = Math.max(at, edit.end);
    }
    keep(this.#original.length);
    return {
      text: parts.join(""),
      kept,
      originalOffset: (offset) => originalOffset(kept, offset),
      editedOffset: (offset) => editedOffset(kept, offset, length),
    };
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

function editedOffset(kept: Kept[], offset: number, length: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = kept[middle];
    if (run && run.original + run.length <= offset) low = middle + 1;
    else high = middle;
  }
  const run = kept[low];
  return run ? run.edited + Math.max(0, offset - run.original) : length;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\w$\\\u0080-\uffff]/.test(character);
}
