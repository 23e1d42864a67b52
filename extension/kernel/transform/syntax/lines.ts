/** Offsets to lines and columns and back. Lines and columns are 0-based; a column counts UTF-16 units. */
export class Lines {
  readonly #starts: number[] = [0];
  /** Of the last answer: the next is mostly near. */
  #last = 0;

  constructor(text: string) {
    for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g))
      this.#starts.push(match.index + match[0].length);
  }

  get count(): number {
    return this.#starts.length;
  }

  position(offset: number): { line: number; column: number } {
    const start = this.#starts[this.#last] ?? 0;
    if (offset >= start && offset < (this.#starts[this.#last + 1] ?? Infinity)) {
      return { line: this.#last, column: offset - start };
    }
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    this.#last = low - 1;
    return { line: low - 1, column: offset - (this.#starts[low - 1] ?? 0) };
  }

  offset(line: number, column: number): number {
    return (this.#starts[line] ?? this.#starts.at(-1) ?? 0) + column;
  }
}
