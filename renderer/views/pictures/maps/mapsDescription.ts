/** What is said of heat maps and their cells, and their table. */
import type { HeatMap, MapGroup, MapsPicture } from "../../../../engine/payload/pictures.ts";
import { numberText, type Sample } from "../../../../engine/payload/sample.ts";
import type { DrawingTable } from "../drawing.ts";
import type { PictureTexts } from "../pictureTexts.ts";
import { columnsOf } from "./mapsLayout.ts";

/** Entries that the table lists one by one: of more, each map is a row. */
const LISTED = 400;

/** The name of a group, and how many of its maps there are where some are left out. */
export function groupWords(
  { shows }: MapsPicture,
  { title, maps, total }: MapGroup,
  g: number,
  texts: PictureTexts["maps"],
): string {
  const name = shows === "features" && g === 0 ? `${texts.input} ${title}` : title;
  return maps.length < total ? `${name} · ${texts.shown(maps.length, total.toLocaleString("en"))}` : name;
}

/** A cell, or a block of cells, that can be pointed at. */
export interface Target {
  /** Of the first cell, and how many cells it has. */
  r: number;
  c: number;
  rows: number;
  columns: number;
}

/** A map's cells, or where these are many, blocks of them: at most `side` along each axis. */
export function targetsOf(map: HeatMap, side: number): Target[] {
  const [rows, columns] = [map.values.length, columnsOf(map)];
  const [down, across] = [Math.ceil(rows / side), Math.ceil(columns / side)];
  const targets: Target[] = [];
  for (let r = 0; r < rows; r += down) {
    for (let c = 0; c < columns; c += across) {
      targets.push({ r, c, rows: Math.min(down, rows - r), columns: Math.min(across, columns - c) });
    }
  }
  return targets;
}

function nameOf({ shows }: MapsPicture, map: HeatMap, group: MapGroup, texts: PictureTexts["maps"]): string {
  const name =
    shows === "features"
      ? texts.channel(map.title)
      : shows === "kernels"
        ? texts.kernel(map.title)
        : texts.map(map.title);
  return group.title === "" ? name : `${group.title}${texts.pair}${name}`;
}

/** Of what is pointed at, line by line. */
export function tip(
  payload: MapsPicture,
  side: number,
  key: string,
  { maps: texts }: PictureTexts,
): string[] {
  const [g = -1, i = -1, r = -1, c = -1] = key.slice(1).split(".").map(Number);
  const group = payload.groups[g];
  const map = group?.maps[i];
  if (!group || !map) return [];
  const name = nameOf(payload, map, group, texts);
  if (key.startsWith("m")) {
    const { low, high, mean, at } = factsOf(map);
    const where = at ? placeOf(payload, map, { ...at, rows: 1, columns: 1 }, texts) : "";
    return [
      name,
      `(${map.rows}, ${map.columns})${texts.pair}${texts.range(numberText(low), numberText(high))}${texts.pair}${texts.mean} ${numberText(mean)}`,
      ...(at ? [texts.largest(numberText(high), where)] : []),
    ];
  }
  const target = targetsOf(map, side).find((one) => one.r === r && one.c === c);
  if (!target) return [];
  const values = map.values.slice(r, r + target.rows).flatMap((row) => row.slice(c, c + target.columns));
  const single = values.length === 1 && map.rowsEach * map.columnsEach === 1;
  return [
    `${placeOf(payload, map, target, texts)}: ${single ? "" : `${texts.mean} `}${numberText(meanOf(values))}`,
    name,
  ];
}

/** `queries “the”, keys “cat”`, or `row 3, column 5`. */
function placeOf(
  { xLabel, yLabel, xTicks, yTicks }: MapsPicture,
  map: HeatMap,
  { r, c, rows, columns }: Target,
  texts: PictureTexts["maps"],
): string {
  const span = (first: number, count: number, each: number, of: number, names: readonly string[]): string => {
    const [from, to] = [first * each, Math.min(of, (first + count) * each) - 1];
    return from === to ? (names[from] ?? String(from)) : `${names[from] ?? from}…${names[to] ?? to}`;
  };
  return [
    `${yLabel || texts.row} ${span(r, rows, map.rowsEach, map.rows, yTicks)}`,
    `${xLabel || texts.column} ${span(c, columns, map.columnsEach, map.columns, xTicks)}`,
  ].join(texts.pair);
}

interface Facts {
  low: Sample;
  high: Sample;
  mean: Sample;
  /** Where the largest is. */
  at: { r: number; c: number } | null;
}

function factsOf({ values }: HeatMap): Facts {
  const facts: Facts = { low: null, high: null, mean: meanOf(values.flat()), at: null };
  values.forEach((row, r) => {
    row.forEach((value, c) => {
      if (value === null) return;
      facts.low = Math.min(facts.low ?? Infinity, value);
      if (facts.high === null || value > facts.high) [facts.high, facts.at] = [value, { r, c }];
    });
  });
  return facts;
}

function meanOf(values: readonly Sample[]): Sample {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length;
}

export function tableOf(payload: MapsPicture, { maps: texts }: PictureTexts): DrawingTable {
  const { groups, xTicks, yTicks } = payload;
  const all = groups.flatMap((group) => group.maps.map((map) => ({ group, map })));
  const entries = all.reduce((sum, { map }) => sum + map.values.length * columnsOf(map), 0);
  if (entries > LISTED) {
    return {
      head: [...texts.head],
      rows: all.map(({ group, map }) => {
        const { low, high, mean } = factsOf(map);
        return [
          nameOf(payload, map, group, texts),
          `(${map.rows}, ${map.columns})`,
          ...[low, high, mean].map((value) => numberText(value)),
        ];
      }),
    };
  }
  const columns = Math.max(0, ...all.map(({ map }) => columnsOf(map)));
  return {
    head: [
      texts.head[0] ?? "",
      payload.yLabel || texts.row,
      ...Array.from({ length: columns }, (_, c) => xTicks[c] ?? String(c)),
    ],
    rows: all.flatMap(({ group, map }) =>
      map.values.map((row, r) => [
        nameOf(payload, map, group, texts),
        yTicks[r] ?? String(r),
        ...row.map((value) => numberText(value)),
      ]),
    ),
  };
}
