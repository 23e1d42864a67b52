/** An affine map of the plane: a grid, the unit square and points on their way. */
import { controlsOf, mapOf, settingsOf } from "./affineControls.ts";
import { carried, type Pair, viewOf } from "./affineMap.ts";
import { pairText, panelOf, sentences } from "./affineDescription.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import { heatDrawing } from "../heatDrawing.ts";
import type { AffinePicture } from "../../../../engine/payload/pictures.ts";
import { atX, atY, line, type Plane, planeGrid, round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";

const SIZE = 440;
const LEFT = 34;
const TOP = 10;
const RIGHT = 12;
const BOTTOM = 26;
export function affineDrawing(payload: AffinePicture): Drawing {
  return payload.inputs === 2 && payload.outputs === 2 ? planeDrawing(payload) : heatDrawing(payload);
}

function planeDrawing(payload: AffinePicture): Drawing {
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

const SQUARE: readonly Pair[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** A coordinate that is not finite is drawn at 0: there is no better place. */
function pointsOf({ points }: AffinePicture): Pair[] {
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
