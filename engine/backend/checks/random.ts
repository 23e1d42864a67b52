/** Kernels of random fills. */
import type { DType } from "../../core/ndarray.ts";
import { Draw, type DrawCode, STATE_LENGTH } from "../backend.ts";
import type { Check } from "./samples.ts";

/** Enough for whole blocks and a tail. */
const COUNT = 37;

/** One fill of each kernel, and where the generator is after it. */
export function randomChecks(): Check[] {
  const check = (op: DrawCode, dtype: DType, p0: number, p1: number): Check => [
    "draw",
    ({ backend, ints, of }) => {
      const words = Array.from({ length: 624 }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
      // Most words are given out already, so that the next ones are made.
      const state = ints([...words, 616, ...Array.from({ length: STATE_LENGTH - 625 }, () => 0)]);
      const out = of(dtype, [COUNT]);
      backend.draw(op, state, out, p0, p1);
      return [out, state];
    },
  ];
  return [
    check(Draw.uniform, "float32", -0.5, 2),
    check(Draw.uniform, "float64", -0.5, 2),
    check(Draw.normal, "float32", 1, 3),
    check(Draw.normal, "float64", 1, 3),
    check(Draw.integers, "int32", -3, 7),
    check(Draw.integers, "float32", -3, 7),
    check(Draw.choice, "float32", 0.7, 2),
    check(Draw.choice, "float64", 0.7, 2),
    check(Draw.exponential, "float64", 2, 0),
    check(Draw.permutation, "int32", 0, 0),
  ];
}
