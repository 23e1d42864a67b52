import assert from "node:assert/strict";
import { parseColour } from "../../../renderer/views/theme/colour.ts";
import { styleOf } from "../../../renderer/views/curves/curvePanels.ts";
import { darkPalette, lightPalette, type Palette } from "../../../renderer/views/theme/palette.ts";
import type { CurveSeries } from "../../../engine/payload/curves.ts";
import { contrast } from "./contrast.ts";
import { darkTheme, lightTheme } from "./frames.ts";

type Vector = [number, number, number];

/** How a colour looks to dichromats, in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const sight: Record<string, [Vector, Vector, Vector]> = {
  "usual sight": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  "protanopia": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "deuteranopia": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "tritanopia": [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function labOf(colour: string, matrix: [Vector, Vector, Vector]): Vector {
  const { r, g, b } = parseColour(colour)!;
  const linear = [r, g, b].map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  const [lr, lg, lb] = matrix.map((row) =>
    Math.min(1, Math.max(0, row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2])),
  ) as Vector;
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * lr + 0.3576 * lg + 0.1805 * lb) / 0.95047);
  const y = f(0.2126 * lr + 0.7152 * lg + 0.0722 * lb);
  const z = f((0.0193 * lr + 0.1192 * lg + 0.9505 * lb) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(a: string, b: string, matrix: [Vector, Vector, Vector]): number {
  const other = labOf(b, matrix);
  return Math.hypot(...labOf(a, matrix).map((value, i) => value - other[i]));
}

const cases: [string, Palette, string][] = [
  ["light", lightPalette, "#ffffff"],
  ["dark", darkPalette, "#1f1f1f"],
  ["dark high contrast", darkPalette, "#000000"],
];

describe("the palettes", () => {
  for (const [name, palette, background] of cases) {
    it(`stand out from a ${name} background by at least 3:1`, () => {
      for (const colour of [...palette.cycle, ...Object.values(palette.letters)]) {
        assert.ok(contrast(colour, background) >= 3, `${colour}: ${contrast(colour, background).toFixed(2)}`);
      }
    });

    for (const [who, matrix] of Object.entries(sight)) {
      it(`keep the first four and the book's four lines apart, ${name}, ${who}`, () => {
        const book = [palette.cycle[0], palette.letters.m, palette.letters.g, palette.letters.r];
        for (const lines of [palette.cycle.slice(0, 4), book]) {
          lines.forEach((a, i) => {
            for (const b of lines.slice(i + 1)) {
              const apart = difference(a, b, matrix);
              assert.ok(apart >= 11, `${a} and ${b} differ by ${apart.toFixed(1)} only`);
            }
          });
        }
      });
    }
  }

  it("give training and validation of a metric colours that stand out and differ", () => {
    const series = (metric: string, role: "train" | "validation"): CurveSeries => {
      return { name: metric + role, role, metric, x: [], y: [] };
    };
    const all = ["loss", "accuracy", "mae", "f1", "auc"].flatMap((m) => [
      series(m, "train"),
      series(m, "validation"),
    ]);
    for (const theme of [lightTheme, darkTheme]) {
      for (let i = 0; i < all.length; i += 2) {
        const train = styleOf(all[i], all, theme);
        const validation = styleOf(all[i + 1], all, theme);
        for (const { color } of [train, validation]) {
          assert.ok(contrast(color, theme.background) >= 3, `${color} on ${theme.background}`);
        }
        assert.ok(difference(train.color, validation.color, sight["deuteranopia"]) >= 18);
        assert.equal(train.dash, "solid");
        assert.notEqual(validation.dash, "solid");
      }
    }
  });
});
