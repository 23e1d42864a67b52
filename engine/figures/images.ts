import { letters, textWidth } from "../payload/letters.ts";
import { expectIterable } from "../core/expect.ts";
import { host } from "../core/host.ts";
import { say } from "../payload/say.ts";
import { encodePng, pngDataUrl } from "./png.ts";
import type { TensorLike } from "./values.ts";
import { plural } from "../payload/language.ts";

/** One image: height × width, or height × width × 3, numbers of any range. */
export type Image = TensorLike | readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];

/** Pixels to an inch, as a browser has it. */
const INCH = 96;
const TITLE_LINE = 15;

export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  values: number[];
}

/**
 * Shows images in a grid, as the book's `showImages`. Each is stretched from its smallest value (black) to its
 * largest (white); colour images hold red, green and blue in [0, 1].
 *
 * @param images a list of images, or a tensor of shape (n, height, width) or (n, height, width, 3)
 * @param titles one per image; a line break starts a second line
 * @param scale inches of one image
 * @throws {TypeError} for something that is not an image
 * @example d2l.showImages(x.reshape(18, 8, 8), 2, 9, labels);
 */
export function showImages(
  images: TensorLike | readonly Image[],
  numRows: number,
  numCols: number,
  titles: readonly string[] = [],
  scale = 1.5,
): void {
  expectIterable("showImages", "pictures, such as a tensor (count, height, width)", images);
  const svg = imagesSvg(images, numRows, numCols, titles, scale);
  const text = `${plural(Math.min(numRows * numCols, listOf(images).length), "image")}${titles.length ? `: ${titles.map((t) => t.replaceAll("\n", "/")).join(", ")}` : ""}`;
  host().display?.({ "image/svg+xml": svg, "text/plain": text });
}

/** The picture that {@link showImages} shows. Pure. */
export function imagesSvg(
  images: TensorLike | readonly Image[],
  numRows: number,
  numCols: number,
  titles: readonly string[] = [],
  scale = 1.5,
): string {
  const side = scale * INCH;
  const lines = Math.max(0, ...titles.map((title) => title.split("\n").length));
  const words = titles.flatMap((title) => title.split("\n")).map((line) => textWidth(line, letters("text")));
  const [cellWidth, cellHeight] = [Math.max(side, ...words) + side * 0.08, side * 1.08 + lines * TITLE_LINE];
  const cells = listOf(images)
    .slice(0, numRows * numCols)
    .map((image, i) => {
      const [x, y] = [(i % numCols) * cellWidth, Math.floor(i / numCols) * cellHeight];
      return cell(pixelsOf(image, i), x + (cellWidth - side * 1.08) / 2, y, side, lines, titles[i] ?? "");
    });
  const [width, height] = [numCols * cellWidth, numRows * cellHeight].map(Math.ceil);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${cells.join("")}</svg>`;
}

function cell(pixels: Pixels, x: number, y: number, side: number, lines: number, title: string): string {
  const text = title.split("\n").map((line, i) => {
    const at = `x="${x + side / 2}" y="${y + (i + 1) * TITLE_LINE - 3}"`;
    return line === ""
      ? ""
      : `<text ${at} text-anchor="middle" font-family="sans-serif" font-size="${letters("text")}" fill="#808080">${escape(line)}</text>`;
  });
  const { width, height, channels, values } = pixels;
  const url = pngDataUrl(encodePng(width, height, channels, Uint8Array.from(values)));
  const box = `x="${x}" y="${y + lines * TITLE_LINE}" width="${side}" height="${side}"`;
  return `${text.join("")}<image ${box} style="image-rendering:pixelated" href="${url}"/>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function listOf(images: TensorLike | readonly Image[]): readonly unknown[] {
  const list: unknown = "toArray" in images ? images.toArray() : images;
  if (Array.isArray(list)) return list;
  throw new TypeError(say`showImages: give a list of images, or a tensor of shape (n, height, width).`);
}

/** @param operation who asks, for errors */
export function pixelsOf(image: unknown, index: number, operation = "showImages"): Pixels {
  const rows: unknown =
    typeof image === "object" && image !== null && "toArray" in image
      ? (image as TensorLike).toArray()
      : image;
  const grid = Array.isArray(rows) ? (rows as unknown[]) : [];
  const [first] = grid;
  if (!Array.isArray(first)) {
    throw new TypeError(
      say`${operation}: image ${index} is not a grid of numbers; use x.reshape(-1, height, width).`,
    );
  }
  const channels = Array.isArray(first[0]) ? 3 : 1;
  const raw = grid.flat(2).map(Number);
  const [width, height] = [first.length, grid.length];
  if (raw.length !== width * height * channels) {
    throw new TypeError(say`${operation}: image ${index} has rows of different lengths, or not 3 colours.`);
  }
  const least = raw.reduce((a, b) => Math.min(a, b), Infinity);
  const most = raw.reduce((a, b) => Math.max(a, b), -Infinity);
  const low = channels === 3 ? 0 : least;
  const range = channels === 3 ? 1 : most - low || 1;
  const values = raw.map((value) => Math.max(0, Math.min(255, Math.round(((value - low) / range) * 255))));
  return { width, height, channels, values };
}
