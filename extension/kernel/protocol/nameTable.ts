/**
 * Which cell a name means. The kernel, the editor and the marks of stale cells ask the same table, so that they agree:
 * the nearest declaration above; without one, the nearest below, which is there by the time a function is called.
 * Cells below never hide what is global, nor what a cell above declares.
 */
export interface Declared<T> {
  item: T;
  /** Whether it is declared below the cell that asks. */
  below: boolean;
}

/** Declarations by name, added in the notebook's order. */
export class NameTable<T> {
  readonly #declarations = new Map<string, { at: number; item: T }[]>();

  /** @param at place of the cell in the notebook, none before that of the name's last declaration */
  add(name: string, at: number, item: T): void {
    const known = this.#declarations.get(name);
    if (known) known.push({ at, item });
    else this.#declarations.set(name, [{ at, item }]);
  }

  /** What the cell at `at` means by a name that it does not declare itself. */
  find(name: string, at: number): Declared<T> | undefined {
    const known = this.#declarations.get(name);
    if (!known) return undefined;
    const after = firstFrom(known, at);
    const above = known[after - 1];
    if (above) return { item: above.item, below: false };
    const below = known[after]?.at === at ? known[after + 1] : known[after];
    return below && { item: below.item, below: true };
  }

  names(): IterableIterator<string> {
    return this.#declarations.keys();
  }
}

/** Index of the first declaration that is not above `at`. */
function firstFrom(declarations: readonly { at: number }[], at: number): number {
  let low = 0;
  let high = declarations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((declarations[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
