/** An affine map of the plane: a grid, the unit square and points on their way. */
import { carried, determinant, type Pair, type PlaneMap, viewOf } from "./affineMap.ts";
import type { AffineTexts } from "./affineTexts.ts";
import { tickText } from "./axes.ts";
import type { Control, Drawing, DrawingFrame, Panel } from "./drawing.ts";
import { heatDrawing } from "./heatDrawing.ts";
import type { AffinePicturePayload } from "./picturePayload.ts";
import { atX, atY, line, type Plane, planeGrid, round } from "./plane.ts";
import { formatNumber } from "./points.ts";
import { svg, type SvgNode } from "./svg.ts";

const SIZE = 440;
const LEFT = 34;
const TOP = 10;
const RIGHT = 12;
const BOTTOM = 26;
/** Of the sliders for entries. */
const STEP = 0.05;

export function affineDrawing(payload: AffinePicturePayload): Drawing {
  return payload.inputs === 2 && payload.outputs === 2 ? planeDrawing(payload) : heatDrawing(payload);
}

function planeDrawing(payload: AffinePicturePayload): Drawing {
  const { title, bias } = payload;
  const points = pointsOf(payload);
  const start = settingsOf(payload);
  return {
    width: SIZE,
    height: (width) => Math.min(SIZE, width) - LEFT - RIGHT + TOP + BOTTOM,
    draw: (frame) => draw(points, frame),
    controls: ({ affine }) => controlsOf(start, bias !== null, affine),
    keysText: ({ affine }) => affine.keys,
    panel: (settings, { affine }) => panelOf(mapOf(settings), bias !== null, affine),
    describe: ({ affine }) =>
      [affine.summary(title, 2, 2), ...sentences(mapOf(start), bias !== null, affine)].join(" "),
    keys: points.map((_, i) => `p${i}`),
    tip: (key) => {
      const point = points[Number(key.slice(1))];
      if (!point) return [];
      const map = mapOf(start);
      return ["x", ...(bias ? ["x · Wᵀ", "x · Wᵀ + b"] : ["x · Wᵀ"])].map(
        (name, progress) => `${name} = ${pairText(carried({ ...map, progress }, point))}`,
      );
    },
    table: ({ affine }) => ({
      head: affine.head,
      rows: points.map((point) =>
        [0, 1, 2].map((progress) => pairText(carried({ ...mapOf(start), progress }, point))),
      ),
    }),
    tableOpen: false,
    fileName: title || "affine",
  };
}

/** Progress, then the entries of W row by row, then those of b. */
function settingsOf({ weight, bias }: AffinePicturePayload): number[] {
  const entries = weight.flat().map((value) => value ?? 0);
  return [bias ? 2 : 1, ...entries, ...(bias ?? [0, 0]).map((value) => value ?? 0)];
}

function mapOf([progress = 0, a = 0, b = 0, c = 0, d = 0, b1 = 0, b2 = 0]: readonly number[]): PlaneMap {
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

function controlsOf(start: readonly number[], biased: boolean, texts: AffineTexts): Control[] {
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
        text: (to: number) => formatNumber(Math.round(to * 1e4) / 1e4),
        steps: false,
      };
    }),
  ];
}

function panelOf(map: PlaneMap, biased: boolean, texts: AffineTexts): Panel {
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
function sentences(map: PlaneMap, biased: boolean, texts: AffineTexts): string[] {
  const det = determinant(map.weight);
  const rows = [rowText(map, 0, biased), rowText(map, 1, biased)];
  if (Math.abs(det) < 1e-9) return [...rows, texts.collapses];
  return [...rows, texts.areas(formatNumber(det)), ...(det < 0 ? [texts.flips] : [])];
}

/** `y₁ = 1.5·x₁ + 0.5·x₂ + 2` */
function rowText({ weight, bias }: PlaneMap, row: number, biased: boolean): string {
  const [first = 0, second = 0] = weight[row] ?? [];
  const shift = biased ? signed(bias[row] ?? 0, "") : "";
  return `y${row === 0 ? "₁" : "₂"} = ${formatNumber(first)}·x₁${signed(second, "·x₂")}${shift}`;
}

function signed(value: number, unit: string): string {
  return ` ${value < 0 ? "−" : "+"} ${formatNumber(Math.abs(value))}${unit}`;
}

function pairText([x, y]: Pair): string {
  return `(${tickText(x)}, ${tickText(y)})`;
}

const SQUARE: readonly Pair[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** A coordinate that is not finite is drawn at 0: there is no better place. */
function pointsOf({ points }: AffinePicturePayload): Pair[] {
  return points.map(([x, y]) => [x ?? 0, y ?? 0]);
}

function draw(all: readonly Pair[], frame: DrawingFrame): SvgNode[] {
  const { theme, settings, width, focus } = frame;
  const map = mapOf(settings);
  const stages = [0, 1, 2].flatMap((progress) =>
    [...SQUARE, ...all].map((point) => carried({ ...map, progress }, point)),
  );
  const range = viewOf(stages);
  const size = Math.min(SIZE, width) - LEFT - RIGHT;
  const plane: Plane = {
    left: LEFT,
    top: TOP,
    width: size,
    height: size,
    x: [-range, range],
    y: [-range, range],
  };
  const inside: Plane = { ...plane, left: 0, top: 0 };
  const [blue = "", orange = "", green = "", red = ""] = theme.palette.cycle;
  const to = (point: Pair): Pair => carried(map, point);
  const polygon = (corners: readonly Pair[]): string =>
    corners.map(([x, y]) => `${round(atX(inside, x))},${round(atY(inside, y))}`).join(" ");
  const grid = gridLines(range).map(([from, end]) => {
    const axis = from[0] === 0 && end[0] === 0 ? true : from[1] === 0 && end[1] === 0;
    return segment(inside, to(from), to(end), {
      "class": "gradbook-affine-grid",
      "stroke": blue,
      "stroke-opacity": axis ? 0.8 : 0.32,
      "stroke-width": axis ? 1.6 : 1,
    });
  });
  const origin = to([0, 0]);
  const carriedPoints = all.flatMap((point, i) => {
    const [from, end] = [point, to(point)];
    const key = `p${i}`;
    return [
      svg("circle", {
        "cx": round(atX(inside, from[0])),
        "cy": round(atY(inside, from[1])),
        "r": 3,
        "fill": "none",
        "stroke": theme.muted,
        "stroke-opacity": 0.6,
      }),
      segment(inside, from, end, {
        "stroke": theme.muted,
        "stroke-opacity": 0.28,
        "stroke-dasharray": "2 3",
      }),
      svg("circle", {
        "class": "gradbook-affine-point",
        "data-key": key,
        "cx": round(atX(inside, end[0])),
        "cy": round(atY(inside, end[1])),
        "r": focus === key ? 6 : 4.2,
        "fill": theme.foreground,
        "stroke": theme.background,
      }),
    ];
  });
  const arrows = [
    ...arrow(inside, origin, to([1, 0]), orange, "e₁", frame),
    ...arrow(inside, origin, to([0, 1]), green, "e₂", frame),
    ...(map.progress > 1 ? arrow(inside, [0, 0], origin, red, "b", frame) : []),
  ];
  // A picture in the picture cuts off what leaves the plane.
  return [
    ...planeGrid(plane, theme, { x: true, y: true }),
    svg(
      "svg",
      { x: LEFT, y: TOP, width: size, height: size, overflow: "hidden" },
      ...grid,
      svg("polygon", {
        "points": polygon(SQUARE),
        "fill": "none",
        "stroke": theme.muted,
        "stroke-dasharray": "4 3",
      }),
      svg("polygon", {
        "class": "gradbook-affine-square",
        "points": polygon(SQUARE.map(to)),
        "fill": blue,
        "fill-opacity": 0.2,
        "stroke": blue,
        "stroke-width": 2,
      }),
      ...carriedPoints,
      ...arrows,
    ),
  ];
}

/** Lines through whole numbers, as far as the view goes before the map. */
function gridLines(range: number): [Pair, Pair][] {
  const every = Math.max(1, Math.ceil(range / 8));
  const most = Math.floor(range / every) * every;
  const lines: [Pair, Pair][] = [];
  for (let k = -most; k <= most; k += every) {
    lines.push([
      [k, -most],
      [k, most],
    ]);
    lines.push([
      [-most, k],
      [most, k],
    ]);
  }
  return lines;
}

function segment(plane: Plane, from: Pair, to: Pair, attributes: Record<string, string | number>): SvgNode {
  const [x1, y1, x2, y2] = [atX(plane, from[0]), atY(plane, from[1]), atX(plane, to[0]), atY(plane, to[1])];
  return svg("line", { ...line(x1, y1, x2, y2), ...attributes });
}

function arrow(
  plane: Plane,
  from: Pair,
  to: Pair,
  colour: string,
  name: string,
  { theme }: DrawingFrame,
): SvgNode[] {
  const [x1, y1, x2, y2] = [atX(plane, from[0]), atY(plane, from[1]), atX(plane, to[0]), atY(plane, to[1])];
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 3) return [];
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const corner = (side: number): string =>
    `${round(x2 - 10 * dx - side * 4.5 * dy)},${round(y2 - 10 * dy + side * 4.5 * dx)}`;
  return [
    svg("line", {
      ...line(x1, y1, x2 - 8 * dx, y2 - 8 * dy),
      "class": "gradbook-affine-arrow",
      "stroke": colour,
      "stroke-width": 2.6,
    }),
    svg("polygon", { points: `${round(x2)},${round(y2)} ${corner(1)} ${corner(-1)}`, fill: colour }),
    svg(
      "text",
      {
        "x": round((x1 + x2) / 2 + 13 * dy),
        "y": round((y1 + y2) / 2 - 13 * dx),
        "dy": "0.35em",
        "text-anchor": "middle",
        "fill": colour,
        "font-size": theme.fontSize,
        "font-weight": "600",
        "stroke": theme.background,
        "stroke-width": 3,
        "paint-order": "stroke",
      },
      name,
    ),
  ];
}
