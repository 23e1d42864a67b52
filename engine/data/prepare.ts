import { withGradMode } from "../core/gradMode.ts";
import { fromArray } from "../ops/create/create.ts";
import { add, div, mul, sub } from "../ops/elementwise/binary.ts";
import { eq } from "../ops/elementwise/compare.ts";
import { indexSelect } from "../ops/index/gather.ts";
import { requireTensor } from "../core/record.ts";
import { mean } from "../ops/reduce/reduce.ts";
import { std } from "../ops/reduce/statistics.ts";
import { narrow } from "../ops/shape/views.ts";
import { where } from "../ops/elementwise/where.ts";
import { permutation } from "../random/draw.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { showShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/**
 * Brings each column to mean 0 and standard deviation 1. What is learned from the training data must be
 * applied to all other data, or validation looks into the future: `fit` once, `transform` everything.
 * A column that does not vary becomes 0.
 *
 * @example
 * const scaler = new data.StandardScaler();
 * const xTrain = scaler.fitTransform(train.x);
 * const xTest = scaler.transform(test.x);
 */
export class StandardScaler {
  /** Mean of each column, shape (1, columns); null before `fit`. */
  mean: Tensor | null = null;
  /** Standard deviation of each column (divided by n, as in scikit-learn), 1 where a column does not vary. */
  scale: Tensor | null = null;

  /** Measures mean and deviation of each column.
   * @example scaler.fit(train) */
  fit(x: Tensor): this {
    withGradMode(false, () => {
      this.mean = mean(x, 0, true);
      const spread = std(x, { dim: 0, keepdim: true, correction: 0 });
      this.scale = where(eq(spread, 0), 1, spread);
    });
    return this;
  }

  /** (x − mean) / deviation, column by column, as measured.
   * @throws {Error} before `fit`
   * @example scaler.transform(test) */
  transform(x: Tensor): Tensor {
    const { mean: center, scale } = this.#fitted("transform");
    return div(sub(x, center), scale);
  }

  /** Measures `x`, and gives it back standardised.
   * @example const x = scaler.fitTransform(train); */
  fitTransform(x: Tensor): Tensor {
    return this.fit(x).transform(x);
  }

  /** Back to the original units.
   * @example scaler.inverseTransform(scaler.transform(x)) */
  inverseTransform(x: Tensor): Tensor {
    const { mean: center, scale } = this.#fitted("inverseTransform");
    return add(mul(x, scale), center);
  }

  #fitted(operation: string): { mean: Tensor; scale: Tensor } {
    if (this.mean && this.scale) return { mean: this.mean, scale: this.scale };
    throw new Error(say`StandardScaler.${operation}: call fit(x) with the training data first.`);
  }
}

/**
 * {@link StandardScaler} in one call: `x` is what was learned from, the others are brought along.
 * @example const { x: xTrain, others: [xTest] } = data.standardize(train, test);
 */
export function standardize(
  x: Tensor,
  ...others: Tensor[]
): { x: Tensor; others: Tensor[]; scaler: StandardScaler } {
  const scaler = new StandardScaler().fit(x);
  return { x: scaler.transform(x), others: others.map((other) => scaler.transform(other)), scaler };
}

/** Size of the parts, order and seed. */
export interface SplitOptions {
  /** Share of the rows that goes into the second part. Default 0.25. */
  testSize?: number;
  /** Mix the rows first. Default true. */
  shuffle?: boolean;
  /** Makes the mixing repeatable. Default: drawn from the generator that `manualSeed` seeds. */
  seed?: number;
}

/**
 * Splits the rows of tensors into a part to train on and a part to test or validate on.
 * @returns the parts of x first, then those of y, as scikit-learn does
 * @throws {RangeError} when the tensors differ in their number of rows, or a part would be empty
 * @example const [xTrain, xTest, yTrain, yTest] = data.trainTestSplit(x, y, { testSize: 0.2, seed: 0 });
 */
export function trainTestSplit(
  x: Tensor,
  y: Tensor,
  options: SplitOptions = {},
): [xTrain: Tensor, xTest: Tensor, yTrain: Tensor, yTest: Tensor] {
  requireTensor("trainTestSplit", x);
  requireTensor("trainTestSplit", y);
  checkOptions("trainTestSplit", options, { testSize: 1, shuffle: 1, seed: 1 });
  const { testSize = 0.25, shuffle = true, seed } = options;
  const shapes = [x.array.shape, y.array.shape];
  const n = shapes[0][0] ?? 0;
  if (shapes[1][0] !== n) {
    throw new RangeError(
      say`trainTestSplit: ${showShape(shapes[0])} and ${showShape(shapes[1])} differ in their number of rows.`,
    );
  }
  const test = Math.ceil(n * testSize - 1e-9);
  if (!(test > 0 && test < n)) {
    throw new RangeError(say`trainTestSplit: testSize ${testSize} of ${n} rows leaves one part empty.`);
  }
  if (!shuffle) {
    const parts = (t: Tensor): [Tensor, Tensor] => [narrow(t, 0, 0, n - test), narrow(t, 0, n - test, test)];
    return [...parts(x), ...parts(y)];
  }
  const generator = seed === undefined ? defaultGenerator : new Generator(seed);
  const order = permutation(generator, n);
  const [kept, tested] = [fromArray(order.subarray(0, n - test)), fromArray(order.subarray(n - test))];
  const parts = (t: Tensor): [Tensor, Tensor] => [indexSelect(t, 0, kept), indexSelect(t, 0, tested)];
  return [...parts(x), ...parts(y)];
}
