/** The pixels that one output of each layer sees, as frames in the image, one in another. */
import type { ReceptiveLayer, ReceptivePicture } from "../../../../engine/payload/networkPictures.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import type { NetworkTexts } from "./networkTexts.ts";

const SIZE = 380;
const MARGIN = 12;

const nameOf = ({ name, type }: ReceptiveLayer): string => `${type} ${name}`.trim();
const by = (pair: readonly [number, number]): string => pair.join(" × ");

export function receptiveDrawing(payload: ReceptivePicture): Drawing {
  const { title, layers, height, width: columns } = payload;
  const last = layers.length - 1;
  const frameOf = frameAround(payload);
  return {
    width: SIZE,
    height: (width) => {
      const { down } = frameOf(width);
      return Math.ceil(down) + 2 * MARGIN + (title === "" ? 0 : 20);
    },
    draw: (frame) => draw(payload, frameOf(frame.width), frame),
    controls: ({ networks }) =>
      layers.length < 2
        ? []
        : [
            {
              label: networks.layer,
              min: 0,
              max: last,
              step: 1,
              value: last,
              text: (i) => nameOf(layers[i] ?? ({ name: "", type: "" } as ReceptiveLayer)),
              steps: true,
            },
          ],
    keysText: ({ networks }) => networks.receptiveKeys,
    panel: ([at = last], { networks }) => {
      const layer = layers[at];
      if (!layer) return { lines: [] };
      const [title0 = "", ...notes] = wordsOf(payload, layer, networks);
      return {
        lines: [{ kind: "title", text: title0 }, ...notes.map((text) => ({ kind: "note" as const, text }))],
      };
    },
    describe: ({ networks }) =>
      [
        networks.receptive(title, height, columns),
        ...layers.map((layer) => networks.sees(nameOf(layer), by(layer.field))),
      ].join(" "),
    keys: layers.map((_, i) => `l${i}`),
    tip: (key, { networks }) => {
      const layer = layers[Number(key.slice(1))];
      return layer ? wordsOf(payload, layer, networks) : [];
    },
    table: ({ networks }) => ({
      head: networks.receptiveHead,
      rows: layers.map((layer) => [nameOf(layer), by(layer.output), by(layer.field), by(layer.jump)]),
    }),
    tableOpen: true,
    fileName: title || "receptive field",
  };
}

function wordsOf({ height, width }: ReceptivePicture, layer: ReceptiveLayer, texts: NetworkTexts): string[] {
  const { field, from } = layer;
  const all = from[0] <= 0 && from[1] <= 0 && from[0] + field[0] >= height && from[1] + field[1] >= width;
  return [texts.sees(nameOf(layer), by(field)), ...(all ? [texts.all] : [texts.apart(by(layer.jump))])];
}

/** What is drawn: the image, and what fields reach beyond it into the padding. */
interface View {
  cell: number;
  /** Row and column at the top left. */
  row: number;
  column: number;
  down: number;
}

function frameAround({ height, width: columns, layers }: ReceptivePicture): (width: number) => View {
  const row = Math.min(0, ...layers.map(({ from }) => from[0]));
  const column = Math.min(0, ...layers.map(({ from }) => from[1]));
  const bottom = Math.max(height, ...layers.map(({ from, field }) => from[0] + field[0]));
  const right = Math.max(columns, ...layers.map(({ from, field }) => from[1] + field[1]));
  return (width) => {
    const room = Math.min(SIZE, width) - 2 * MARGIN;
    const cell = Math.min(24, room / (right - column), SIZE / (bottom - row));
    return { cell, row, column, down: (bottom - row) * cell };
  };
}

function draw(
  { title, height, width: columns, layers }: ReceptivePicture,
  view: View,
  frame: DrawingFrame,
): SvgNode[] {
  const { theme, settings, focus } = frame;
  const { cell } = view;
  const top = MARGIN + (title === "" ? 0 : 20);
  const [x, y] = [
    (column: number) => MARGIN + (column - view.column) * cell,
    (row: number) => top + (row - view.row) * cell,
  ];
  const heading = {
    "x": MARGIN,
    "y": 18,
    "fill": theme.foreground,
    "font-size": theme.fontSize,
    "font-weight": 600,
  };
  const grid = [
    ...Array.from(
      { length: height + 1 },
      (_, r) => `M${round(x(0))} ${round(y(r))}h${round(columns * cell)}`,
    ),
    ...Array.from(
      { length: columns + 1 },
      (_, c) => `M${round(x(c))} ${round(y(0))}v${round(height * cell)}`,
    ),
  ].join("");
  const pointed = focus === null ? (settings[0] ?? layers.length - 1) : Number(focus.slice(1));
  // The largest first, so that the smaller ones can be pointed at.
  const order = layers
    .map((layer, i) => ({ layer, i }))
    .sort((a, b) => b.layer.field[0] - a.layer.field[0] || b.i - a.i);
  const box = ({ from, field }: ReceptiveLayer) => ({
    x: round(x(from[1])),
    y: round(y(from[0])),
    width: round(field[1] * cell),
    height: round(field[0] * cell),
  });
  return [
    ...(title === "" ? [] : [svg("text", heading, title)]),
    svg("path", { "d": grid, "stroke": theme.grid, "stroke-width": cell < 4 ? 0.4 : 1, "fill": "none" }),
    svg("rect", {
      x: round(x(0)),
      y: round(y(0)),
      width: round(columns * cell),
      height: round(height * cell),
      fill: "none",
      stroke: theme.axis,
    }),
    ...order.map(({ layer, i }) => {
      const colour = theme.palette.cycle[i % theme.palette.cycle.length] ?? theme.foreground;
      return svg("rect", {
        ...box(layer),
        "data-key": `l${i}`,
        "class": "gradbook-field",
        "fill": colour,
        "fill-opacity": i === pointed ? 0.3 : 0.04,
        "stroke": colour,
        "stroke-width": i === pointed ? 3 : 1.2,
        ...(layer.from[0] < 0 || layer.from[1] < 0 ? { "stroke-dasharray": "6 3" } : {}),
      });
    }),
  ];
}
