import { say } from "../payload/say.ts";
import { numberOf, type Scalar } from "../training/metrics/scalar.ts";

/**
 * Sums of `n` quantities over a loop, as in the book; `metric[0]` is the first sum.
 * @example const metric = new Accumulator(2); metric.add(accuracy(yHat, y), y.numel()); metric[0] / metric[1];
 */
export class Accumulator {
  [index: number]: number;
  /** Number of sums. */
  readonly length: number;

  constructor(n: number) {
    this.length = n;
    this.reset();
  }

  /** Adds one value to each sum; a tensor with one element counts as its number.
   * @throws {RangeError} when there are not as many values as sums.
   * @example metric.add(loss.sum(), y.numel()) */
  add(...values: Scalar[]): void {
    if (values.length !== this.length) {
      throw new RangeError(say`Accumulator.add: there are ${this.length} sums, but ${values.length} values.`);
    }
    for (const [i, value] of values.entries()) this[i] += numberOf(value);
  }

  /** Sets all sums to 0.
   * @example metric.reset() */
  reset(): void {
    for (let i = 0; i < this.length; i++) this[i] = 0;
  }
}
