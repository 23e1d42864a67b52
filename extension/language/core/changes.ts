/** Which cells a change may have touched: those that import it, directly or through others, and no other. */
export class Changes {
  /** Counts changes. */
  #clock = 0;
  readonly #changed = new Map<number, number>();
  readonly #imports = new Map<number, readonly number[]>();
  readonly #unsettled = new Set<number>();
  #stamps: Map<number, number> | null = null;
  #importers: Map<number, number[]> | null = null;

  /** A cell's file is another. @param imports numbers of the cells it imports */
  changed(cell: number, imports: readonly number[]): void {
    this.#imports.set(cell, imports);
    this.#importers = null;
    this.touch(cell);
  }

  /** A cell's file is the same, but not what surrounds it. */
  touch(cell: number): void {
    this.#changed.set(cell, ++this.#clock);
    this.#stamps = null;
  }

  /** What TypeScript says of the cell depends on cells that it does not import: any change may touch it. */
  unsettle(cell: number): void {
    this.#unsettled.add(cell);
  }

  settle(cell: number): void {
    this.#unsettled.delete(cell);
  }

  /** Forgets cells that are gone. */
  keep(cells: ReadonlyMap<number, unknown>): void {
    for (const cell of this.#changed.keys()) {
      if (cells.has(cell)) continue;
      this.#changed.delete(cell);
      this.#imports.delete(cell);
      this.#unsettled.delete(cell);
    }
    this.#stamps = null;
    this.#importers = null;
  }

  /** The last change that may have touched the cell. As long as it is the same, so is all that TypeScript says of it. */
  stamp(cell: number): number {
    if (this.#unsettled.has(cell)) return this.#clock;
    this.#stamps ??= this.#allStamps();
    return this.#stamps.get(cell) ?? 0;
  }

  /** The cells that a cell imports. */
  imports(cell: number): readonly number[] {
    return this.#imports.get(cell) ?? [];
  }

  /** The cells that import a cell. */
  importers(cell: number): readonly number[] {
    this.#importers ??= this.#allImporters();
    return this.#importers.get(cell) ?? [];
  }

  #allImporters(): Map<number, number[]> {
    const importers = new Map<number, number[]>();
    for (const [cell, imports] of this.#imports) {
      for (const imported of imports) {
        const known = importers.get(imported);
        if (known) known.push(cell);
        else importers.set(imported, [cell]);
      }
    }
    return importers;
  }

  #allStamps(): Map<number, number> {
    const stamps = new Map<number, number>();
    // The latest first: whatever it reaches has its stamp then, also where cells import each other.
    for (const [cell, clock] of [...this.#changed].sort(([, a], [, b]) => b - a)) {
      const reached = [cell];
      for (let next = reached.pop(); next !== undefined; next = reached.pop()) {
        if (stamps.has(next)) continue;
        stamps.set(next, clock);
        reached.push(...this.importers(next));
      }
    }
    return stamps;
  }
}
