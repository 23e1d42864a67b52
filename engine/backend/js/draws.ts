/** Random fills by the plain loops of `engine/random`, from a generator's state in an array. */
import type { TypedArray } from "../../core/ndarray.ts";
import {
  fillChoice,
  fillExponential,
  fillPermutation,
  fillRandint,
  fillUniform,
} from "../../random/fills.ts";
import { borrowed, Generator, returned } from "../../random/generator.ts";
import { fillNormal, type FloatArray } from "../../random/normal.ts";
import { Draw, type DrawCode } from "../backend.ts";

const generator = new Generator(0);

export function drawPlainly(op: DrawCode, state: Int32Array, out: TypedArray, p0: number, p1: number): void {
  returned(generator, state);
  switch (op) {
    case Draw.uniform:
      fillUniform(generator, out as FloatArray, p0, p1);
      break;
    case Draw.normal:
      fillNormal(generator, out as FloatArray, p0, p1);
      break;
    case Draw.integers:
      fillRandint(generator, out, p0, p1);
      break;
    case Draw.choice:
      fillChoice(generator, out, p0, p1);
      break;
    case Draw.exponential:
      fillExponential(generator, out as FloatArray, p0);
      break;
    case Draw.permutation:
      fillPermutation(generator, out as Int32Array);
  }
  borrowed(generator, state);
}
