/** Runs items one after the other; the first that fails takes those that wait behind it down with it. */
export class JobQueue<Item> {
  readonly #run: (item: Item) => Promise<boolean>;
  readonly #cancel: (item: Item) => void;
  readonly #held: () => Promise<void> | null;
  #waiting: Item[] = [];
  #running: Item | null = null;
  #draining = false;
  #drained: Promise<void> = Promise.resolve();

  /**
   * @param run resolves to whether the item succeeded; a rejection counts as failure
   * @param cancel is told of each item that will not run
   * @param held resolves when an item may be taken: what goes before those that wait is still to come; null where one may be now
   */
  constructor(
    run: (item: Item) => Promise<boolean>,
    cancel: (item: Item) => void,
    held: () => Promise<void> | null = () => null,
  ) {
    this.#run = run;
    this.#cancel = cancel;
    this.#held = held;
  }

  get running(): Item | null {
    return this.#running;
  }

  get waiting(): readonly Item[] {
    return this.#waiting;
  }

  /** Resolves when nothing runs or waits any more. */
  add(items: readonly Item[]): Promise<void> {
    this.#waiting.push(...items);
    if (!this.#draining) this.#drained = this.#drain();
    return this.#drained;
  }

  /**
   * Lets items wait where they belong among those that wait: each before the first that it goes before. Resolves as
   * {@link add} does.
   */
  insert(items: readonly Item[], goesBefore: (item: Item, waiting: Item) => boolean): Promise<void> {
    if (!this.#draining) return this.add(items);
    for (const item of items) {
      const at = this.#waiting.findIndex((waiting) => goesBefore(item, waiting));
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, item);
    }
    return this.#drained;
  }

  /** Those that wait and are unwanted wait no more. */
  drop(isUnwanted: (item: Item) => boolean): void {
    const dropped = this.#waiting.filter(isUnwanted);
    this.#waiting = this.#waiting.filter((item) => !dropped.includes(item));
    for (const item of dropped) this.#cancel(item);
  }

  /** Leaves the running item alone. */
  cancelWaiting(): void {
    const cancelled = this.#waiting;
    this.#waiting = [];
    for (const item of cancelled) this.#cancel(item);
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#waiting.length > 0) {
      for (let held = this.#held(); held; held = this.#held()) await held;
      const item = this.#waiting.shift();
      if (item === undefined) break;
      this.#running = item;
      const ok = await this.#run(item).catch(() => false);
      this.#running = null;
      if (!ok) this.cancelWaiting();
    }
    this.#draining = false;
  }
}
