/** The classes of examples, however they are written. */
import { say } from "../payload/say.ts";
import type { Tensor } from "../core/tensor.ts";

export interface ClassLabels {
  /** Names by number. */
  classes: string[];
  /** Number of each example's class. */
  labels: number[];
}

/** @param known how many classes the model knows */
export function labelsOf(y: Tensor, count: number, known: number, names?: readonly string[]): ClassLabels {
  const values = y.detach().reshape(-1).toArray() as number[];
  const { shape } = y.array;
  const oneHot = shape.length === 2 && shape[0] === count && shape[1] === known && known > 1;
  if (!oneHot && values.length !== count) {
    throw new TypeError(
      say`decisionBoundary: there are ${count} examples and y has the shape [${shape.join(", ")}]; give one
        class an example: [n].`,
    );
  }
  const given = oneHot
    ? Array.from({ length: count }, (_, i) => greatest(values.slice(i * known, (i + 1) * known)))
    : values;
  const numbers = numbersOf(given, known);
  if (names && names.length !== known) {
    throw new TypeError(
      say`decisionBoundary: there are ${names.length} classNames and the model has ${known} classes; give a name
        for each.`,
    );
  }
  return {
    classes: names ? [...names] : numbers.map(String),
    labels: given.map((value) => numbers.indexOf(value)),
  };
}

/** 0, 1, 2 …; of two classes any two numbers, such as −1 and 1, in their order. */
function numbersOf(given: readonly number[], known: number): number[] {
  const numbers = Array.from({ length: known }, (_, i) => i);
  const found = [...new Set(given)].sort((a, b) => a - b);
  const stranger = found.find((value) => !numbers.includes(value));
  if (stranger === undefined) return numbers;
  if (known === 2 && found.length === 2) return found;
  throw new TypeError(
    say`decisionBoundary: ${stranger} is in y, and the model's classes are 0 to ${known - 1}; number the classes
      from 0, or give the model an output for each.`,
  );
}

function greatest(row: readonly number[]): number {
  return row.indexOf(Math.max(...row));
}
