/** The entries of a larger affine map as a heat map: a row an output, a column an input, the bias beside them. */
import { cellText } from "./cellText.ts";
import { letters } from "../../../engine/payload/letters.ts";
import type { Drawing, DrawingFrame } from "./drawing.ts";
import { numberText, type Sample } from "../../../engine/payload/sample.ts";
import type { AffinePicture } from "../../../engine/payload/pictures.ts";
import type { PictureTexts } from "./pictureTexts.ts";
import { round } from "../svg/plane.ts";
import { svg, type SvgNode } from "../svg/svg.ts";

const LEFT = 62;
const TOP = 26;
const BOTTOM = 46;
const RIGHT = 12;
/** Between the weights and the bias. */
const GAP = 14;
const LARGEST = 34;

export function heatDrawing(payload: AffinePicture): Drawing {
  const { title, weight, bias, inputs, outputs, rowsEach, columnsEach } = payload;
  const columns = weight[0]?.length ?? 0;
  const wide = columns + (bias ? 1 : 0);
  const cellAt = (width: number): number =>
    Math.max(
      3,
      Math.min(LARGEST, (width - LEFT - RIGHT - (bias ? GAP : 0)) / Math.max(1, wide), 460 / weight.length),
    );
  return {
    width: Math.ceil(
      Math.min(620, LEFT + RIGHT + GAP + wide * Math.min(LARGEST, Math.max(6, 460 / weight.length))),
    ),
    height: (width) => TOP + Math.ceil(weight.length * cellAt(width)) + BOTTOM,
    draw: (frame) => draw(payload, frame, cellAt(frame.width)),
    describe: ({ affine }) =>
      [
        affine.summary(title, inputs, outputs),
        ...(rowsEach * columnsEach > 1 ? [affine.blocks(rowsEach, columnsEach)] : []),
      ].join(" "),
    keys: [
      ...weight.flatMap((row, i) => row.map((_, j) => `c${i}.${j}`)),
      ...(bias ?? []).map((_, i) => `b${i}`),
    ],
    tip: (key, texts) => tip(payload, key, texts),
    table: ({ affine }) => ({
      head: [
        "W",
        ...Array.from({ length: columns }, (_, j) => span(j, columnsEach, inputs)),
        ...(bias ? [affine.bias] : []),
      ],
      rows: weight.map((row, i) => [
        span(i, rowsEach, outputs),
        ...row.map((value) => numberText(value)),
        ...(bias ? [numberText(bias[i] ?? null)] : []),
      ]),
    }),
    tableOpen: false,
    fileName: title || "affine",
  };
}

/** The indices that cell `k` stands for: `3`, or `6…8`. */
function span(k: number, each: number, count: number): string {
  const last = Math.min(count, (k + 1) * each) - 1;
  return each === 1 ? String(k) : `${k * each}…${last}`;
}

function tip(
  { weight, bias, inputs, outputs, rowsEach, columnsEach }: AffinePicture,
  key: string,
  { affine }: PictureTexts,
): string[] {
  const [i = -1, j = -1] = key.slice(1).split(".").map(Number);
  const row = span(i, rowsEach, outputs);
  if (key.startsWith("b")) {
    const value = bias?.[i];
    return value === undefined
      ? []
      : [`b[${row}] = ${numberText(value)}`, `${affine.bias}, ${affine.output} ${row}`];
  }
  const value = weight[i]?.[j];
  if (value === undefined) return [];
  const column = span(j, columnsEach, inputs);
  return [
    `W[${row}, ${column}] ${rowsEach * columnsEach > 1 ? `${affine.mean} ` : ""}= ${numberText(value)}`,
    `${affine.input} ${column} → ${affine.output} ${row}`,
  ];
}

function draw(payload: AffinePicture, frame: DrawingFrame, cell: number): SvgNode[] {
  const { weight, bias, inputs, outputs, rowsEach, columnsEach } = payload;
  const { theme, texts, width } = frame;
  const columns = weight[0]?.length ?? 0;
  const largest = Math.max(
    1e-12,
    ...[...weight.flat(), ...(bias ?? [])].map((value) => Math.abs(value ?? 0)),
  );
  const [right, bottom] = [LEFT + columns * cell, TOP + weight.length * cell];
  const quiet = { "fill": theme.muted, "font-size": letters("small", theme.fontSize) };
  const at = (value: Sample, x: number, y: number, key: string): SvgNode[] =>
    cellOf(value, x, y, cell, key, largest, frame);
  const cells = [
    ...weight.flatMap((row, i) =>
      row.flatMap((value, j) => at(value, LEFT + j * cell, TOP + i * cell, `c${i}.${j}`)),
    ),
    ...(bias ?? []).flatMap((value, i) => at(value, right + GAP, TOP + i * cell, `b${i}`)),
  ];
  const rowLabels = everyFew(weight.length, cell).map((i) =>
    svg(
      "text",
      { ...quiet, "x": LEFT - 6, "y": round(TOP + (i + 0.5) * cell), "dy": "0.35em", "text-anchor": "end" },
      String(i * rowsEach),
    ),
  );
  const columnLabels = everyFew(columns, cell / 2).map((j) =>
    svg(
      "text",
      { ...quiet, "x": round(LEFT + (j + 0.5) * cell), "y": bottom + 15, "text-anchor": "middle" },
      String(j * columnsEach),
    ),
  );
  const legend = `${numberText(-largest)} … ${numberText(largest)}`;
  return [
    svg(
      "text",
      { "x": LEFT, "y": 16, "fill": theme.foreground, "font-size": theme.fontSize },
      `W (${outputs}, ${inputs})`,
    ),
    ...(bias
      ? [svg("text", { ...quiet, "x": round(right + GAP + cell / 2), "y": 16, "text-anchor": "middle" }, "b")]
      : []),
    ...cells,
    ...rowLabels,
    ...columnLabels,
    svg(
      "text",
      { ...quiet, x: LEFT, y: round(bottom + 33) },
      `${texts.affine.input} → · ${texts.affine.output} ↓`,
    ),
    svg(
      "text",
      {
        ...quiet,
        "x": round(Math.min(width - RIGHT, right + (bias ? GAP + cell : 0))),
        "y": round(bottom + 33),
        "text-anchor": "end",
      },
      legend,
    ),
  ];
}

/** Positive and negative entries differ in colour; where there is room the number is written as well. */
function cellOf(
  value: Sample,
  x: number,
  y: number,
  cell: number,
  key: string,
  largest: number,
  { theme, focus }: DrawingFrame,
): SvgNode[] {
  const [positive = "", negative = ""] = theme.palette.cycle;
  const share = Math.abs(value ?? 0) / largest;
  const gap = cell > 8 ? 1 : 0;
  const colour = value === null ? theme.muted : value < 0 ? negative : positive;
  const box = {
    "data-key": key,
    "class": "gradbook-affine-cell",
    "x": round(x),
    "y": round(y),
    "width": round(cell - gap),
    "height": round(cell - gap),
    "fill": colour,
    "fill-opacity": round(0.04 + 0.96 * share),
    ...(focus === key ? { "stroke": theme.foreground, "stroke-width": 2 } : {}),
  };
  const written =
    cell >= 30
      ? [
          svg(
            "text",
            {
              "x": round(x + cell / 2),
              "y": round(y + cell / 2),
              "dy": "0.35em",
              "text-anchor": "middle",
              "font-size": letters("number", theme.fontSize),
              "pointer-events": "none",
              "fill": share > 0.55 ? theme.background : theme.foreground,
            },
            cellText(value, largest),
          ),
        ]
      : [];
  return [svg("rect", box), ...written];
}

/** Indices that have room for a label: each takes some 16 pixels. */
function everyFew(count: number, room: number): number[] {
  const every = Math.max(1, Math.ceil(16 / room));
  return Array.from({ length: Math.ceil(count / every) }, (_, k) => k * every);
}
