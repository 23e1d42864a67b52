/** What is said of an affine map of the plane: its formulas, and what its determinant means. */
import { determinant, type Pair, type PlaneMap } from "./affineMap.ts";
import type { AffineTexts } from "./affineTexts.ts";
import { tickText } from "../../scale/ticks.ts";
import type { Panel } from "../drawing.ts";
import { numberText } from "../../../../engine/payload/sample.ts";

export function panelOf(map: PlaneMap, biased: boolean, texts: AffineTexts): Panel {
  const { progress } = map;
  const title = progress === 0 ? texts.before : progress <= 1 ? texts.linear : texts.translation;
  return {
    lines: [
      { kind: "title", text: title },
      ...[0, 1].map((row) => ({ kind: "formula" as const, text: rowText(map, row, biased) })),
      ...sentences(map, biased, texts)
        .slice(2)
        .map((text) => ({ kind: "note" as const, text })),
    ],
  };
}

/** The two rows, and what the determinant says. */
export function sentences(map: PlaneMap, biased: boolean, texts: AffineTexts): string[] {
  const det = determinant(map.weight);
  const rows = [rowText(map, 0, biased), rowText(map, 1, biased)];
  if (Math.abs(det) < 1e-9) return [...rows, texts.collapses];
  return [...rows, texts.areas(numberText(det)), ...(det < 0 ? [texts.flips] : [])];
}

/** `y₁ = 1.5·x₁ + 0.5·x₂ + 2` */
function rowText({ weight, bias }: PlaneMap, row: number, biased: boolean): string {
  const [first = 0, second = 0] = weight[row] ?? [];
  const shift = biased ? signed(bias[row] ?? 0, "") : "";
  return `y${row === 0 ? "₁" : "₂"} = ${numberText(first)}·x₁${signed(second, "·x₂")}${shift}`;
}

function signed(value: number, unit: string): string {
  return ` ${value < 0 ? "−" : "+"} ${numberText(Math.abs(value))}${unit}`;
}

export function pairText([x, y]: Pair): string {
  return `(${tickText(x)}, ${tickText(y)})`;
}
