/** What recurrent layers and cells check before they calculate. */
import { requireTensor } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";

/** @throws {RangeError} unless all are whole numbers of at least 1 */
export function requireSizes(owner: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(
        say`${owner}: ${name} is ${size}; give a whole number of at least 1, as in new nn.${owner}(28, 256).`,
      );
    }
  }
}

/** @throws {RangeError} unless `x` has one of the numbers of axes and ends in `inputSize` elements */
export function requireInput(
  owner: string,
  x: Tensor,
  inputSize: number,
  ranks: readonly [number, number],
): void {
  requireTensor(owner, x);
  const { shape } = x.array;
  if (!ranks.includes(shape.length)) {
    throw new RangeError(
      say`${owner}: the input has shape ${showShape(shape)}; it must have ${ranks[1]} axes, or ${ranks[0]} without
        a batch.`,
    );
  }
  if (shape[shape.length - 1] !== inputSize) {
    throw new RangeError(
      say`${owner}: the input has shape ${showShape(shape)}, but its last axis must have inputSize = ${inputSize}
        elements.`,
    );
  }
}

/** @throws {RangeError} unless the state that was given has the shape that it must have */
export function requireState(owner: string, state: Tensor, shape: readonly number[]): void {
  requireTensor(owner, state);
  const own = state.array.shape;
  if (own.length !== shape.length || own.some((extent, axis) => extent !== shape[axis])) {
    throw new RangeError(
      say`${owner}: the initial state has shape ${showShape(own)}; it must be ${showShape(shape)}.`,
    );
  }
}

/** @throws {TypeError} unless an LSTM was given two states */
export function requirePair(owner: string, state: unknown): void {
  if (!Array.isArray(state) || state.length !== 2) {
    throw new TypeError(say`${owner}: the initial state is a pair, [h, c].`);
  }
}
