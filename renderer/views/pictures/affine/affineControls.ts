/** The sliders of an affine map of the plane: how far it is applied, and its entries. */
import type { PlaneMap } from "./affineMap.ts";
import type { AffineTexts } from "./affineTexts.ts";
import type { Control } from "../drawing.ts";
import type { AffinePicture } from "../../../../engine/payload/pictures.ts";
import { numberText } from "../../../../engine/payload/sample.ts";

/** Of the sliders for entries. */
const STEP = 0.05;

/** Progress, then the entries of W row by row, then those of b. */
export function settingsOf({ weight, bias }: AffinePicture): number[] {
  const entries = weight.flat().map((value) => value ?? 0);
  return [bias ? 2 : 1, ...entries, ...(bias ?? [0, 0]).map((value) => value ?? 0)];
}

export function mapOf([
  progress = 0,
  a = 0,
  b = 0,
  c = 0,
  d = 0,
  b1 = 0,
  b2 = 0,
]: readonly number[]): PlaneMap {
  return {
    progress,
    weight: [
      [a, b],
      [c, d],
    ],
    bias: [b1, b2],
  };
}

const LABELS = ["W₁₁", "W₁₂", "W₂₁", "W₂₂", "b₁", "b₂"];

export function controlsOf(start: readonly number[], biased: boolean, texts: AffineTexts): Control[] {
  const [progress = 0, ...entries] = start;
  const stage = (value: number): string =>
    value === 0 ? "x" : value <= 1 ? "x · Wᵀ" : value < 2 ? "x · Wᵀ + …" : "x · Wᵀ + b";
  return [
    {
      label: texts.progress,
      min: 0,
      max: biased ? 2 : 1,
      step: 0.1,
      value: progress,
      text: stage,
      steps: true,
    },
    ...entries.slice(0, biased ? 6 : 4).map((value, i) => {
      const room = Math.max(3, Math.ceil(1.5 * Math.abs(value)));
      // From the entry itself in whole steps: a slider can stand at no other values.
      const below = Math.ceil((value + room) / STEP);
      const above = Math.ceil((room - value) / STEP);
      return {
        label: LABELS[i] ?? "",
        min: value - below * STEP,
        max: value + above * STEP,
        step: STEP,
        value,
        text: (to: number) => numberText(Math.round(to * 1e4) / 1e4),
        steps: false,
      };
    }),
  ];
}
