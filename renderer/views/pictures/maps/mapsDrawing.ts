/** Matrices as heat maps side by side: attention, what channels see, kernels. */
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import type { HeatMap, MapGroup, MapsPicture } from "../../../../engine/payload/pictures.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import type { Theme } from "../../theme/theme.ts";
import { cellText } from "../cellText.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import { groupWords, tableOf, type Target, targetsOf, tip } from "./mapsDescription.ts";
import { columnsOf, layoutOf, type PlacedMap, SMALL } from "./mapsLayout.ts";

/** Strengths of a colour that are told apart. */
const LEVELS = 20;
/** Cells that can be pointed at one by one, in all maps: more cells share a target. */
const TARGETS = 2400;

export function mapsDrawing(payload: MapsPicture): Drawing {
  const { title, groups, shows } = payload;
  const all = groups.flatMap(({ maps }, g) => maps.map((map, i) => ({ map, g, i })));
  const side = Math.max(2, Math.floor(Math.sqrt(TARGETS / Math.max(1, all.length))));
  const cells = all.flatMap(({ map, g, i }) =>
    targetsOf(map, side).map(({ r, c }) => `c${g}.${i}.${r}.${c}`),
  );
  return {
    width: 640,
    height: (width) => layoutOf(payload, width).height,
    draw: (frame) => draw(payload, side, frame),
    describe: ({ maps: texts }) => {
      const counts = groups.map((group, g) => groupWords(payload, group, g, texts));
      const [first] = groups[0]?.maps ?? [];
      const count = first ? texts.count(String(all.length), first.rows, first.columns) : "0";
      const named = groups.filter(({ title: name }) => name !== "").map(({ title: name }) => name);
      const list =
        shows === "maps"
          ? named.length > 0
            ? texts.list + named.join(texts.pair)
            : ""
          : counts.join(texts.list);
      return texts.summary[shows](title, list, count);
    },
    keys: [...all.map(({ g, i }) => `m${g}.${i}`), ...cells],
    tip: (key, texts) => tip(payload, side, key, texts),
    table: (texts) => tableOf(payload, texts),
    tableOpen: false,
    fileName: title || shows,
  };
}

function draw(payload: MapsPicture, side: number, frame: DrawingFrame): SvgNode[] {
  const { title, groups, shows } = payload;
  const { theme, texts, width } = frame;
  const layout = layoutOf(payload, width);
  const heading = {
    "x": 12,
    "y": 17,
    "fill": theme.foreground,
    "font-size": theme.fontSize,
    "font-weight": 600,
  };
  const headings = groups.flatMap((group, g) => {
    const y = layout.headings[g] ?? null;
    if (y === null) return [];
    const words = groupWords(payload, group, g, texts.maps);
    const text = { "x": 12, y, "fill": theme.foreground, "font-size": theme.fontSize };
    const from = words === "" ? 12 : 12 + textWidth(words, theme.fontSize) + 18;
    const isFirst = g === 0 || shows !== "maps";
    return [
      ...(words === "" ? [] : [svg("text", text, words)]),
      ...(isFirst ? scaleOf(group, from, y, frame) : []),
    ];
  });
  return [
    ...(title === "" ? [] : [svg("text", heading, title)]),
    ...headings,
    ...layout.maps.flatMap((placed) => [
      ...cellsOf(payload, placed, theme),
      ...namesOf(payload, placed, layout.upright, frame),
      ...targetNodes(placed, side, frame),
    ]),
  ];
}

/** From the least value to the greatest. */
function scaleOf({ low, high }: MapGroup, x: number, y: number, { theme, width }: DrawingFrame): SvgNode[] {
  if (low === null || high === null) return [];
  const quiet = { "fill": theme.muted, "font-size": SMALL, y };
  const [from, to] = [numberText(low), numberText(high)];
  const start = Math.min(x, width - textWidth(from + to, SMALL) - 90) + textWidth(from, SMALL) + 6;
  const count = 12;
  const most = Math.max(Math.abs(low), Math.abs(high), 1e-300);
  const steps = Array.from({ length: count }, (_, k) => {
    const look = lookOf(low + ((high - low) * k) / (count - 1), most, theme);
    return svg("rect", { x: round(start + k * 5), y: y - 9, width: 5, height: 10, ...look });
  });
  return [
    svg("text", { ...quiet, "x": round(start - 5), "text-anchor": "end" }, from),
    ...steps,
    svg("rect", {
      x: round(start),
      y: y - 9,
      width: count * 5,
      height: 10,
      fill: "none",
      stroke: theme.grid,
    }),
    svg("text", { ...quiet, x: round(start + count * 5 + 5) }, to),
  ];
}

/** Positive and negative values differ in colour; the further from 0, the stronger. */
function lookOf(value: number, most: number, { palette }: Theme): { "fill": string; "fill-opacity": number } {
  const [positive = "", negative = ""] = palette.cycle;
  return { "fill": value < 0 ? negative : positive, "fill-opacity": levelOf(value, most) / LEVELS };
}

function levelOf(value: number, most: number): number {
  return Math.round((Math.abs(value) / most) * LEVELS);
}

/** One path for all cells that look the same: a picture of many thousand cells stays small. */
function cellsOf(payload: MapsPicture, { map, group, x, y, cell }: PlacedMap, theme: Theme): SvgNode[] {
  const { low, high } = payload.groups[group] ?? { low: null, high: null };
  const most = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0), 1e-300);
  const paths = new Map<string, string>();
  map.values.forEach((row, r) => {
    const looks = row.map((value) =>
      value === null ? "none" : `${value < 0 ? "−" : "+"}${levelOf(value, most)}`,
    );
    for (let from = 0; from < looks.length;) {
      const look = looks[from] ?? "";
      let to = from + 1;
      while (to < looks.length && looks[to] === look) to++;
      if (!/^[+−]0$/.test(look)) {
        const run = `M${round(x + from * cell)} ${round(y + r * cell)}h${round((to - from) * cell)}v${round(cell)}h${round((from - to) * cell)}z`;
        paths.set(look, (paths.get(look) ?? "") + run);
      }
      from = to;
    }
  });
  const [positive = "", negative = ""] = theme.palette.cycle;
  const frame = {
    x: round(x),
    y: round(y),
    width: round(cell * columnsOf(map)),
    height: round(cell * map.values.length),
  };
  return [
    ...[...paths].map(([look, d]) =>
      svg("path", {
        d,
        "class": "gradbook-heat",
        "shape-rendering": "crispEdges",
        "fill": look === "none" ? theme.muted : look.startsWith("−") ? negative : positive,
        "fill-opacity": look === "none" ? 0.25 : Number(look.slice(1)) / LEVELS,
      }),
    ),
    svg("rect", { ...frame, class: "gradbook-map", fill: "none", stroke: theme.axis }),
    ...(cell >= 28 ? numbersOf(map, x, y, cell, most, theme) : []),
  ];
}

/** Where there is room, the number is written as well. */
function numbersOf(map: HeatMap, x: number, y: number, cell: number, most: number, theme: Theme): SvgNode[] {
  return map.values.flatMap((row, r) =>
    row.map((value, c) =>
      svg(
        "text",
        {
          "x": round(x + (c + 0.5) * cell),
          "y": round(y + (r + 0.5) * cell),
          "dy": "0.35em",
          "text-anchor": "middle",
          "font-size": letters("number"),
          "pointer-events": "none",
          "fill": Math.abs(value ?? 0) / most > 0.55 ? theme.background : theme.foreground,
        },
        cellText(value, most),
      ),
    ),
  );
}

/** The map's title, what its rows and columns are called, and the axes. */
function namesOf(
  payload: MapsPicture,
  placed: PlacedMap,
  upright: boolean,
  { theme }: DrawingFrame,
): SvgNode[] {
  const { xTicks, yTicks, xLabel, yLabel, shows } = payload;
  const { map, x, y, cell, isFirst } = placed;
  const [rows, columns] = [map.values.length, columnsOf(map)];
  const [right, bottom] = [x + columns * cell, y + rows * cell];
  const quiet = { "fill": theme.muted, "font-size": SMALL };
  const middle = { "text-anchor": "middle" };
  const title = map.title === "" || columns * cell < 14 ? [] : [map.title];
  const numbered = shows === "maps";
  const across = xTicks.length > 0 ? ticksOf(xTicks, columns, map.columnsEach, cell, SMALL + 2) : [];
  const down = yTicks.length > 0 ? ticksOf(yTicks, rows, map.rowsEach, cell, SMALL + 2) : [];
  const acrossNumbers =
    numbered && xTicks.length === 0 ? ticksOf(null, columns, map.columnsEach, cell, 18) : [];
  const downNumbers =
    numbered && yTicks.length === 0 ? ticksOf(null, rows, map.rowsEach, cell, SMALL + 2) : [];
  const longest = Math.min(90, Math.max(0, ...xTicks.map((name) => textWidth(name, SMALL))));
  const labelY = bottom + (xTicks.length > 0 ? (upright ? longest + 20 : 28) : numbered ? 28 : 14);
  return [
    ...title.map((text) =>
      svg("text", { ...quiet, ...middle, x: round((x + right) / 2), y: round(y - 4) }, text),
    ),
    ...across.map(({ at, text }) => {
      const place = { x: round(x + (at + 0.5) * cell), y: round(bottom + (upright ? 5 : 13)) };
      return upright
        ? svg(
            "text",
            {
              ...quiet,
              ...place,
              "text-anchor": "end",
              "dy": "0.35em",
              "transform": `rotate(-90 ${place.x} ${place.y})`,
            },
            text,
          )
        : svg("text", { ...quiet, ...middle, ...place }, text);
    }),
    ...acrossNumbers.map(({ at, text }) =>
      svg("text", { ...quiet, ...middle, x: round(x + (at + 0.5) * cell), y: round(bottom + 12) }, text),
    ),
    ...(isFirst
      ? [...down, ...downNumbers].map(({ at, text }) =>
          svg(
            "text",
            {
              ...quiet,
              "x": round(x - 5),
              "y": round(y + (at + 0.5) * cell),
              "dy": "0.35em",
              "text-anchor": "end",
            },
            text,
          ),
        )
      : []),
    ...(xLabel === ""
      ? []
      : [svg("text", { ...quiet, ...middle, x: round((x + right) / 2), y: round(labelY) }, xLabel)]),
    ...(yLabel === "" || !isFirst
      ? []
      : [
          svg(
            "text",
            {
              ...quiet,
              ...middle,
              x: 13,
              y: round((y + bottom) / 2),
              transform: `rotate(-90 13 ${round((y + bottom) / 2)})`,
            },
            yLabel,
          ),
        ]),
  ];
}

/** Names of as many cells as there is room for, `room` pixels each. */
function ticksOf(
  names: readonly string[] | null,
  cells: number,
  each: number,
  cell: number,
  room: number,
): { at: number; text: string }[] {
  const every = Math.max(1, Math.ceil(room / cell));
  return Array.from({ length: Math.ceil(cells / every) }, (_, k) => {
    const at = k * every;
    return { at, text: names ? (names[at * each] ?? "") : String(at * each) };
  });
}

/** What can be pointed at: the map as a whole, and its cells. */
function targetNodes(placed: PlacedMap, side: number, { theme, focus }: DrawingFrame): SvgNode[] {
  const { map, group, index, x, y, cell } = placed;
  const whole = `m${group}.${index}`;
  const at = (key: string, target: Target): SvgNode[] => {
    const box = {
      x: round(x + target.c * cell),
      y: round(y + target.r * cell),
      width: round(target.columns * cell),
      height: round(target.rows * cell),
    };
    const mark = {
      ...box,
      "fill": "none",
      "stroke": theme.foreground,
      "stroke-width": 2,
      "pointer-events": "none",
    };
    return [
      svg("rect", { ...box, "data-key": key, "fill": "transparent" }),
      ...(focus === key ? [svg("rect", mark)] : []),
    ];
  };
  const all = { r: 0, c: 0, rows: map.values.length, columns: columnsOf(map) };
  return [
    ...at(whole, all),
    ...targetsOf(map, side).flatMap((target) => at(`c${group}.${index}.${target.r}.${target.c}`, target)),
  ];
}
