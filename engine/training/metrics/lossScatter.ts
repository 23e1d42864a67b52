/** How much the loss differs from example to example, as far as the losses of batches tell. */
export class LossScatter {
  #count = 0;
  #batches = 0;
  #sum = 0;
  #squares = 0;
  #variance: number | null;

  /** @param variance what was known before, in a training that goes on */
  constructor(variance: number | null = null) {
    this.#variance = variance;
  }

  /** A batch of the epoch; `loss` is the mean over its examples. */
  add(loss: number, examples: number): void {
    this.#batches++;
    this.#count += examples;
    this.#sum += loss * examples;
    this.#squares += loss ** 2 * examples;
  }

  /** The mean of n examples varies by an nth of what examples do. Earlier epochs, with other weights, fade. */
  endEpoch(): void {
    if (this.#batches > 1) {
      const between = Math.max(0, this.#squares - this.#sum ** 2 / this.#count) / (this.#batches - 1);
      this.#variance = this.#variance === null ? between : (this.#variance + between) / 2;
    }
    this.#count = this.#batches = this.#sum = this.#squares = 0;
  }

  /** What it was made of, so that another one can go on. */
  variance(): number | null {
    return this.#variance;
  }

  /** Standard deviation; null before an epoch of several batches, and where a loss was no number. */
  deviation(): number | null {
    const deviation = Math.sqrt(this.#variance ?? NaN);
    return Number.isFinite(deviation) ? deviation : null;
  }
}
