/** Differences that are known and not mended yet. Each goes when its mending is there. */
import type { AllowedDifference } from "./allowed.ts";

const known = (id: string, words: RegExp): AllowedDifference => ({
  id: `pending: ${id}`,
  reason: "Known, to be mended.",
  matches: (step, { kind, message }) => words.test(`${kind} ${step.kind}: ${message}`),
});

export const pending: readonly AllowedDifference[] = [
  known(
    "whole numbers in place",
    /can't be cast to the desired output type|_cpu" not|argument alpha must not be/,
  ),
  known("overlaps", /refer to a single memory location|some elements of the input tensor/),
  known(
    "0-d",
    /no dimensions|at least a #?1?-?dimensional|with <= 2 dimensions|^value t:|^shape (t|maskedSelect)|does not stretch to/,
  ),
  known("empty pieces", /^structure (unbind|chunk|split)/),
  known("division of whole numbers by 0", /ZeroDivisionError|negative integer powers/),
  known("probabilities", /should be between 0 and 1/),
  known("axes of 0-d", /Dimension out of range/),
];
