/** Images with what they are and what a model says of them. */
import { letters } from "../payload/letters.ts";
import { channelsLast } from "./axes/axes.ts";
import { type Image, pixelsOf } from "./images.ts";
import { encodePng, pngDataUrl } from "./png.ts";

export interface LabelledImage {
  image: Image;
  /** What it is; "" where nobody knows. */
  label: string;
  /** What the model says; null without one. */
  prediction: string | null;
  /** A quiet line below. */
  note: string;
}

/** Pixels. */
const SIDE = 92;
const GAP = 14;
const LINE = 15;

/** As SVG, in colours that are readable on light and on dark; a wrong prediction has a sign besides its colour. */
export function labelledImages(
  images: readonly LabelledImage[],
  columns = Math.min(6, images.length),
): string {
  const texts = images.some(({ label, prediction }) => label !== "" || prediction !== null);
  const notes = images.some(({ note }) => note !== "");
  const lines = Number(texts) + Number(notes);
  const [wide, tall] = [SIDE + GAP, SIDE + 8 + lines * LINE];
  const parts = images.map(({ image, label, prediction, note }, i) => {
    const [x, y] = [(i % columns) * wide, Math.floor(i / columns) * tall];
    const { width, height, channels, values } = pixelsOf(channelsLast(image), i);
    const url = pngDataUrl(encodePng(width, height, channels, Uint8Array.from(values)));
    const isWrong = prediction !== null && label !== "" && prediction !== label;
    const words =
      prediction === null
        ? label
        : label === ""
          ? prediction
          : isWrong
            ? `✗ ${prediction} (${label})`
            : `✓ ${label}`;
    const colour = isWrong ? "#d64545" : prediction === null || label === "" ? "#808080" : "#2a9d5f";
    const frame = isWrong
      ? `<rect x="${x}" y="${y}" width="${SIDE}" height="${SIDE}" fill="none" stroke="${colour}" stroke-width="3"/>`
      : "";
    return [
      `<image x="${x}" y="${y}" width="${SIDE}" height="${SIDE}" style="image-rendering:pixelated" href="${url}"/>${frame}`,
      words === "" ? "" : text(x, y + SIDE + LINE - 2, words, colour),
      note === "" ? "" : text(x, y + SIDE + (Number(texts) + 1) * LINE - 2, note, "#808080"),
    ].join("");
  });
  const [width, height] = [columns * wide, Math.ceil(images.length / Math.max(1, columns)) * tall];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join("")}</svg>`;
}

function text(x: number, y: number, content: string, colour: string): string {
  const short = content.length > 17 ? `${content.slice(0, 16)}…` : content;
  const safe = short.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<text x="${x + SIDE / 2}" y="${y}" text-anchor="middle" font-family="sans-serif" font-size="${letters("small")}" fill="${colour}">${safe}</text>`;
}
