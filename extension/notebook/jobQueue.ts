/** Runs items one after the other; the first that fails takes those that wait behind it down with it. */
export class JobQueue<Item> {
  readonly #run: (item: Item) => Promise<boolean>;
  readonly #cancel: (item: Item) => void;
  #waiting: Item[] = [];
  #running: Item | null = null;
  #drained: Promise<void> = Promise.resolve();

  /**
   * @param run resolves to whether the item succeeded; a rejection counts as failure
   * @param cancel is told of each item that will not run
   */
  constructor(run: (item: Item) => Promise<boolean>, cancel: (item: Item) => void) {
    this.#run = run;
    this.#cancel = cancel;
  }

  get running(): Item | null {
    return this.#running;
  }

  get waiting(): readonly Item[] {
    return this.#waiting;
  }

  /** Resolves when nothing runs or waits any more. */
  add(items: readonly Item[]): Promise<void> {
    const idle = this.#running === null && this.#waiting.length === 0;
    this.#waiting.push(...items);
    if (idle) this.#drained = this.#drain();
    return this.#drained;
  }

  /** Leaves the running item alone. */
  cancelWaiting(): void {
    const cancelled = this.#waiting;
    this.#waiting = [];
    for (const item of cancelled) this.#cancel(item);
  }

  async #drain(): Promise<void> {
    for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) {
      this.#running = item;
      const ok = await this.#run(item).catch(() => false);
      this.#running = null;
      if (!ok) this.cancelWaiting();
    }
  }
}
