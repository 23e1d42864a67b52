/** A classifier over the plane of two inputs: a colour for each class, stronger where it is surer, and examples. */
import type { Drawing, DrawingFrame } from "./drawing.ts";
import { LEGEND_LINE, legendLines, legendNodes, type LegendEntry } from "./legendLine.ts";
import { mark, markColour } from "./marks.ts";
import type { BoundaryPicturePayload } from "./picturePayload.ts";
import type { PictureTexts } from "./pictureTexts.ts";
import { atX, atY, type Plane, planeGrid, round } from "./plane.ts";
import { formatNumber } from "./points.ts";
import { regionOf } from "./regions.ts";
import { svg, type SvgNode } from "./svg.ts";

const LEFT = 50;
const RIGHT = 14;
const TOP = 8;
/** Ticks and the name of the x axis. */
const BOTTOM = 44;
const RADIUS = 4.5;
/** Leads at which a colour gets stronger, and how much is laid over what is there. */
const levels = [
  [0, 0.16],
  [0.35, 0.12],
  [0.65, 0.12],
  [0.9, 0.14],
] as const;
/** Fields along each axis that can be pointed at, apart from the examples. */
const FIELDS = 16;
const fontSize = 13;

export function boundaryDrawing(payload: BoundaryPicturePayload): Drawing {
  const { title, classes, examples } = payload;
  const regions = regionsOnce(payload);
  return {
    width: 560,
    height: (width) => layoutOf(payload, width).height,
    draw: (frame) => draw(payload, regions, frame),
    describe: ({ fit }) =>
      `${fit.boundary(title, classes.map(fit.className).join(", "))} ${rightText(payload, fit)}${shownText(payload, fit)}`,
    keys: [
      ...examples.x.map((_, i) => `p${i}`),
      ...Array.from({ length: FIELDS * FIELDS }, (_, i) => `f${i % FIELDS}.${Math.floor(i / FIELDS)}`),
    ],
    tip: (key, texts) => tip(payload, key, texts),
    table: ({ fit }) => ({
      head: [...payload.xLabels, fit.isClass(""), fit.saysClass("", "")].map((text) => text.trim()),
      rows: examples.x.map((x, i) => [
        show(x),
        show(examples.y[i]),
        classes[examples.label[i] ?? -1] ?? "",
        classes[examples.said[i] ?? -1] ?? "",
      ]),
    }),
    tableOpen: false,
    fileName: title || "decision boundary",
  };
}

interface Layout {
  header: number;
  plane: Plane;
  height: number;
}

/** Words are measured as in the longer language: the height must not depend on it. */
function layoutOf(payload: BoundaryPicturePayload, width: number): Layout {
  const inner = Math.max(80, width - LEFT - RIGHT);
  const entries = payload.classes.map((name): LegendEntry => ({ words: `class ${name}`, sign: () => [] }));
  const wrong: LegendEntry = { words: "wrong", sign: () => [] };
  const lines = legendLines([...entries, wrong], inner, fontSize).length;
  const header = TOP + (payload.title === "" ? 0 : LEGEND_LINE) + (lines + 1) * LEGEND_LINE + 6;
  const high = Math.round(Math.min(400, Math.max(200, inner * 0.72)));
  const plane = { left: LEFT, top: header, width: inner, height: high, x: payload.across, y: payload.up };
  return { header, plane, height: header + high + BOTTOM };
}

type Regions = (plane: Plane) => { fill: string; edge: string; kind: number; opacity: number }[];

/** The same for the same plane: pointing at something draws everything again. */
function regionsOnce(payload: BoundaryPicturePayload): Regions {
  const { classes, said, lead, resolution } = payload;
  let known: { width: number; regions: ReturnType<Regions> } | null = null;
  return (plane) => {
    if (known?.width === plane.width) return known.regions;
    const step = 1 / (resolution - 1);
    const place = (column: number, row: number): readonly [number, number] => [
      plane.left + column * step * plane.width,
      plane.top + (1 - row * step) * plane.height,
    ];
    const regions = classes.flatMap((_, kind) => {
      if (!said.includes(kind)) return [];
      const value = (column: number, row: number): number => {
        const i = row * resolution + column;
        const ahead = lead[i] ?? 0;
        return said[i] === kind ? ahead : -ahead;
      };
      const field = { columns: resolution, rows: resolution, value, place };
      return levels.map(([level, opacity]) => ({ ...regionOf(field, level), kind, opacity }));
    });
    known = { width: plane.width, regions };
    return regions;
  };
}

function draw(payload: BoundaryPicturePayload, regions: Regions, frame: DrawingFrame): SvgNode[] {
  const { examples, xLabels } = payload;
  const { theme, width, focus } = frame;
  const { plane } = layoutOf(payload, width);
  const areas = regions(plane);
  const fills = areas.map(({ fill, kind, opacity }) =>
    svg("path", {
      "class": "gradbook-region",
      "d": fill,
      "fill": markColour(theme, kind),
      "fill-opacity": opacity,
    }),
  );
  const edges = areas
    .filter((_, i) => i % levels.length === 0)
    .map(({ edge }) =>
      svg("path", {
        "class": "gradbook-boundary",
        "d": edge,
        "fill": "none",
        "stroke": theme.foreground,
        "stroke-width": 1.2,
        "stroke-opacity": 0.7,
        "stroke-linecap": "round",
      }),
    );
  const marks = examples.x.flatMap((x, i) => {
    const y = examples.y[i];
    if (x === null || y === null || y === undefined) return [];
    const key = `p${i}`;
    const kind = examples.label[i] ?? 0;
    const [cx, cy] = [atX(plane, x), atY(plane, y)];
    const wrong = kind !== examples.said[i];
    const radius = focus === key ? RADIUS + 2 : RADIUS;
    const look = {
      "data-key": key,
      "class": "gradbook-example",
      "fill": markColour(theme, kind),
      "stroke": theme.background,
    };
    return [
      ...(wrong ? [ring(cx, cy, radius + 2.5, theme.foreground, key)] : []),
      mark(kind, cx, cy, radius, look),
    ];
  });
  return [
    ...header(payload, frame),
    ...planeGrid(plane, theme, { x: true, y: true }),
    ...fills,
    ...edges,
    ...fields(plane),
    ...marks,
    ...axisNames(plane, xLabels, frame),
    ...pointedField(plane, focus, theme.foreground),
  ];
}

function ring(x: number, y: number, radius: number, stroke: string, key: string): SvgNode {
  return svg("circle", {
    "data-key": key,
    "class": "gradbook-wrong",
    "cx": round(x),
    "cy": round(y),
    "r": radius,
    "fill": "none",
    stroke,
    "stroke-width": 1.6,
  });
}

function header(payload: BoundaryPicturePayload, { theme, texts: { fit }, width }: DrawingFrame): SvgNode[] {
  const { title, classes } = payload;
  const inner = Math.max(80, width - LEFT - RIGHT);
  const top = TOP + (title === "" ? 0 : LEGEND_LINE);
  const entries = classes.map((name, kind): LegendEntry => ({
    words: fit.className(name),
    sign: (x, y) => [
      mark(kind, x, y, RADIUS + 0.5, { fill: markColour(theme, kind), stroke: theme.background }),
    ],
  }));
  const wrong: LegendEntry = {
    words: fit.wrong,
    sign: (x, y) => [
      svg("circle", {
        "cx": x,
        "cy": y,
        "r": RADIUS + 2.5,
        "fill": "none",
        "stroke": theme.foreground,
        "stroke-width": 1.6,
      }),
    ],
  };
  const lines = legendLines([...entries, wrong], inner, fontSize);
  const words = { "x": LEFT, "dy": "0.35em", "font-size": theme.fontSize };
  return [
    ...(title === ""
      ? []
      : [
          svg(
            "text",
            { ...words, "y": TOP + LEGEND_LINE / 2, "fill": theme.foreground, "font-weight": 600 },
            title,
          ),
        ]),
    ...legendNodes(lines, LEFT, top, theme),
    svg(
      "text",
      { ...words, y: top + (lines.length + 0.5) * LEGEND_LINE, fill: theme.muted },
      rightText(payload, fit) + shownText(payload, fit),
    ),
  ];
}

function axisNames(
  { left, top, width, height }: Plane,
  [x, y]: readonly [string, string],
  { theme }: DrawingFrame,
): SvgNode[] {
  const words = { "fill": theme.foreground, "font-size": theme.fontSize, "text-anchor": "middle" };
  const middle = round(top + height / 2);
  return [
    svg("text", { ...words, x: round(left + width / 2), y: top + height + 36 }, x),
    svg("text", { ...words, x: 13, y: middle, transform: `rotate(-90 13 ${middle})` }, y),
  ];
}

function fields({ left, top, width, height }: Plane): SvgNode[] {
  return Array.from({ length: FIELDS * FIELDS }, (_, i) =>
    svg("rect", {
      "data-key": `f${i % FIELDS}.${Math.floor(i / FIELDS)}`,
      "x": round(left + ((i % FIELDS) / FIELDS) * width),
      "y": round(top + height - ((Math.floor(i / FIELDS) + 1) / FIELDS) * height),
      "width": round(width / FIELDS),
      "height": round(height / FIELDS),
      "fill": "transparent",
    }),
  );
}

/** A cross in the middle of the field that is pointed at. */
function pointedField({ left, top, width, height }: Plane, focus: string | null, stroke: string): SvgNode[] {
  const at = fieldOf(focus ?? "");
  if (!at) return [];
  const [x, y] = [round(left + at[0] * width), round(top + (1 - at[1]) * height)];
  return [
    svg("path", { "d": `M${x - 5} ${y}h10M${x} ${y - 5}v10`, "fill": "none", stroke, "stroke-width": 1.5 }),
  ];
}

/** Where the middle of a field is, as shares of both axes. */
function fieldOf(key: string): readonly [number, number] | null {
  const [, column, row] = /^f(\d+)\.(\d+)$/.exec(key) ?? [];
  if (column === undefined || row === undefined) return null;
  return [(Number(column) + 0.5) / FIELDS, (Number(row) + 0.5) / FIELDS];
}

function tip(payload: BoundaryPicturePayload, key: string, { fit }: PictureTexts): string[] {
  const { xLabels, across, up, classes, examples, resolution, said, lead } = payload;
  const name = (kind: number | undefined): string => fit.className(classes[kind ?? -1] ?? "");
  const where = (x: number | null | undefined, y: number | null | undefined): string[] => [
    `${xLabels[0]} = ${show(x)}`,
    `${xLabels[1]} = ${show(y)}`,
  ];
  const field = fieldOf(key);
  if (field) {
    const [x, y] = [across[0] + field[0] * (across[1] - across[0]), up[0] + field[1] * (up[1] - up[0])];
    const [column, row] = field.map((share) => Math.round(share * (resolution - 1)));
    const i = (row ?? 0) * resolution + (column ?? 0);
    return [...where(x, y), fit.saysClass(name(said[i]), sureness(lead[i], classes.length))];
  }
  const i = /^p\d+$/.test(key) ? Number(key.slice(1)) : -1;
  if (examples.x[i] === undefined) return [];
  return [
    ...where(examples.x[i], examples.y[i]),
    fit.isClass(name(examples.label[i])),
    fit.saysClass(name(examples.said[i]), sureness(examples.lead[i], classes.length)),
  ];
}

/** The probability of the class that is ahead, where two share all of it; else by how much it is ahead. */
function sureness(lead: number | null | undefined, classes: number): string {
  if (lead === null || lead === undefined) return "";
  return classes === 2 ? percent((1 + lead) / 2) : `+${percent(lead)}`;
}

function rightText({ correct, examples }: BoundaryPicturePayload, fit: PictureTexts["fit"]): string {
  const { length } = examples.x;
  return fit.right(String(correct), String(length), percent(length === 0 ? 0 : correct / length));
}

function shownText({ examples }: BoundaryPicturePayload, fit: PictureTexts["fit"]): string {
  const { x, count } = examples;
  return x.length < count ? ` · ${fit.shown(String(x.length), count.toLocaleString("en"))}` : "";
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

function show(value: number | null | undefined): string {
  return value === null || value === undefined ? "NaN" : formatNumber(value);
}
