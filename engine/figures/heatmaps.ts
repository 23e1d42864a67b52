import { letters } from "../payload/letters.ts";
import { expect } from "../core/expect.ts";
import { host } from "../core/host.ts";
import { checkOptions } from "../core/options.ts";
import { plural } from "../payload/language.ts";
import { type Phrase, say } from "../payload/say.ts";
import { encodePng, pngDataUrl } from "./png.ts";
import type { TensorLike } from "./values.ts";

/** How `showHeatmaps` draws. */
export interface HeatmapOptions {
  /** One for each column. */
  titles?: readonly string[] | null;
  /** Width and height of the whole in inches. Default [2.5, 2.5]. */
  figsize?: readonly [number, number];
  /** Colours of the largest values: `Reds` (the default), `Blues`, `Greens`, `Greys` or `viridis`. */
  cmap?: keyof typeof colourMaps;
}

type Colour = readonly [red: number, green: number, blue: number];

/** From the smallest value to the largest, at equal steps. */
const colourMaps = {
  Reds: [
    [255, 245, 240],
    [252, 187, 161],
    [251, 106, 74],
    [203, 24, 29],
    [103, 0, 13],
  ],
  Blues: [
    [247, 251, 255],
    [198, 219, 239],
    [107, 174, 214],
    [33, 113, 181],
    [8, 48, 107],
  ],
  Greens: [
    [247, 252, 245],
    [199, 233, 192],
    [116, 196, 118],
    [35, 139, 69],
    [0, 68, 27],
  ],
  Greys: [
    [255, 255, 255],
    [217, 217, 217],
    [150, 150, 150],
    [82, 82, 82],
    [0, 0, 0],
  ],
  viridis: [
    [68, 1, 84],
    [59, 82, 139],
    [33, 145, 140],
    [94, 201, 98],
    [253, 231, 37],
  ],
} as const satisfies Record<string, readonly Colour[]>;

const matrices: Phrase = "matrices of shape (rows, columns, height, width)";
const INCH = 96;
const LINE = 15;
const [LEFT, BAR] = [44, 70];

/**
 * Shows matrices as heat maps in a grid, as attention weights are looked at: a row of the grid for each index of the
 * first axis, a column for each of the second. The colours go from the smallest value of all to the largest.
 * @param matrices of shape (rows, columns, height, width)
 * @throws {TypeError} for another shape
 * @example d2l.showHeatmaps(torch.eye(10).reshape(1, 1, 10, 10), "Keys", "Queries");
 */
export function showHeatmaps(
  matrices: TensorLike,
  xlabel: string,
  ylabel: string,
  options: HeatmapOptions = {},
): void {
  const svg = heatmapsSvg(matrices, xlabel, ylabel, options);
  const [rows, columns, height, width] = Array.from(matrices.shape);
  const text = `${plural(rows * columns, "heat map")} ${height} × ${width}: ${ylabel}, ${xlabel}`;
  host().display?.({ "image/svg+xml": svg, "text/plain": text });
}

/** The picture that {@link showHeatmaps} shows. Pure. */
export function heatmapsSvg(
  given: TensorLike,
  xlabel: string,
  ylabel: string,
  options: HeatmapOptions = {},
): string {
  checkOptions("showHeatmaps", options, { titles: 1, figsize: 1, cmap: 1 });
  const { titles = null, figsize = [2.5, 2.5], cmap = "Reds" } = options;
  const shape = Array.from((given as Partial<TensorLike> | null | undefined)?.shape ?? []);
  expect("showHeatmaps", matrices, given, shape.length === 4);
  if (!Object.hasOwn(colourMaps, cmap))
    throw new RangeError(
      say`showHeatmaps: there is no cmap ${cmap}; use ${Object.keys(colourMaps).join(", ")}.`,
    );
  const values = given.toArray() as number[][][][];
  const [rows, columns, height, width] = shape;
  const all = values.flat(3).filter(Number.isFinite);
  const [low, high] = [
    all.reduce((a, b) => Math.min(a, b), Infinity),
    all.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const share = (value: number): number => (value - low) / (high - low || 1);
  const top = titles?.length ? LINE + 4 : 4;
  // All cells are squares; the whole is as wide as asked for, or as high, whichever is less.
  const room = [figsize[0] * INCH - LEFT - BAR, figsize[1] * INCH - 2 * LINE - top];
  const cell = Math.max(1.5, Math.min(room[0] / (columns * width), room[1] / (rows * height)));
  const [wide, tall] = [cell * width, cell * height];
  const [gapX, gapY] = [10, 8];
  const inner = { width: columns * (wide + gapX) - gapX, height: rows * (tall + gapY) - gapY };
  const parts: string[] = [];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const [x, y] = [LEFT + j * (wide + gapX), top + i * (tall + gapY)];
      const pixels = values[i][j].flat().flatMap((value) => colour(cmap, share(value)));
      parts.push(image(x, y, wide, tall, pngOf(width, height, pixels)));
      if (i === 0 && titles?.[j]) parts.push(text(x + wide / 2, top - 5, titles[j]));
      if (i === rows - 1) {
        parts.push(
          text(x, y + tall + 12, "0", "start"),
          text(x + wide, y + tall + 12, String(width - 1), "end"),
        );
        parts.push(text(x + wide / 2, y + tall + 26, xlabel));
      }
      if (j === 0) {
        parts.push(text(x - 4, y + 9, "0", "end"), text(x - 4, y + tall, String(height - 1), "end"));
        parts.push(
          text(12, y + tall / 2, ylabel, "middle", `transform="rotate(-90 12 ${fixed(y + tall / 2)})"`),
        );
      }
    }
  const bar = LEFT + inner.width + 14;
  const steps = Array.from({ length: 64 }, (_, i) => colour(cmap, 1 - i / 63));
  parts.push(image(bar, top, 10, inner.height, pngOf(1, steps.length, steps.flat())));
  for (const [value, y] of [
    [high, top + 9],
    [low, top + inner.height],
  ] as const)
    parts.push(text(bar + 14, y, Number(value.toPrecision(3)).toString(), "start"));
  const [w, h] = [bar + 10 + 46, top + inner.height + 2 * LINE].map(Math.ceil);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${parts.join("")}</svg>`;
}

function colour(cmap: keyof typeof colourMaps, share: number): number[] {
  const map: readonly Colour[] = colourMaps[cmap];
  if (Number.isNaN(share)) return [128, 128, 128];
  const at = Math.max(0, Math.min(1, share)) * (map.length - 1);
  const from = Math.min(map.length - 2, Math.floor(at));
  return map[from].map((value, i) => Math.round(value + (at - from) * (map[from + 1][i] - value)));
}

function pngOf(width: number, height: number, pixels: readonly number[]): string {
  return pngDataUrl(encodePng(width, height, 3, Uint8Array.from(pixels)));
}

const fixed = (value: number): string => String(Math.round(value * 100) / 100);

function image(x: number, y: number, width: number, height: number, url: string): string {
  const box = `x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"`;
  return `<image ${box} preserveAspectRatio="none" style="image-rendering:pixelated" href="${url}"/>`;
}

function text(x: number, y: number, content: string, anchor = "middle", more = ""): string {
  const safe = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${more} text-anchor="${anchor}" font-family="sans-serif" font-size="${letters("small")}" fill="#808080">${safe}</text>`;
}
