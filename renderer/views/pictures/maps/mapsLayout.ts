/** Where heat maps stand: in lines, as many in a line as there is room for. */
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import type { HeatMap, MapsPicture } from "../../../../engine/payload/pictures.ts";

/** Pixels. */
export const SMALL = letters("small");
const GAP = 10;
const HEAD = 22;
const CAPTION = 15;
const LEFT = 12;
const RIGHT = 12;
/** The largest side of a cell. */
const CELL = 34;
/** The sides between which a map is drawn. */
const sides: Readonly<Record<MapsPicture["shows"], readonly [least: number, most: number]>> = {
  maps: [58, 330],
  features: [46, 112],
  kernels: [34, 84],
};
/** Names are written upright below columns that are narrower than they. */
const LONGEST_NAME = 90;

export interface PlacedMap {
  map: HeatMap;
  group: number;
  index: number;
  x: number;
  y: number;
  cell: number;
  /** Whether it is the first of its line: names of rows stand there. */
  isFirst: boolean;
}

export interface MapsLayout {
  maps: PlacedMap[];
  /** Of each group: where its heading stands; null without one. */
  headings: (number | null)[];
  /** Pixels left of the first map of a line and below each map, for names. */
  left: number;
  /** Whether names of columns are written upright. */
  upright: boolean;
  height: number;
}

export const columnsOf = (map: HeatMap): number => map.values[0]?.length ?? 0;

export function layoutOf(payload: MapsPicture, width: number): MapsLayout {
  const { title, groups, xTicks, yTicks, xLabel, yLabel, shows } = payload;
  const longest = (names: readonly string[]): number =>
    Math.min(LONGEST_NAME, Math.max(0, ...names.map((name) => textWidth(name, SMALL))));
  const numbered = shows === "maps";
  const left = LEFT + (yLabel ? 18 : 0) + (yTicks.length > 0 ? longest(yTicks) + 8 : numbered ? 22 : 0);
  const [least, most] = sides[shows];
  const room = Math.max(least, width - left - RIGHT);
  const maps: PlacedMap[] = [];
  const headings: (number | null)[] = [];
  let top = title === "" ? 6 : HEAD + 6;
  const names = longest(xTicks);
  let upright = false;
  groups.forEach((group, g) => {
    const isHeaded = group.title !== "" || shows !== "maps" || g === 0;
    headings.push(isHeaded ? top + 14 : null);
    if (isHeaded) top += HEAD + 2;
    const columns = Math.max(1, ...group.maps.map(columnsOf));
    const fitting = Math.max(1, Math.floor((room + GAP) / (least + GAP)));
    const wanted = Math.max(1, group.inLine ?? group.maps.length);
    // Maps that make a line together stay in it, however small that makes them.
    const inLine = group.inLine === null || wanted > 3 * fitting ? Math.min(wanted, fitting) : wanted;
    const gap = inLine > fitting ? 3 : GAP;
    const side = Math.min(most, (room + gap) / inLine - gap);
    const cell = Math.max(
      0.5,
      Math.min(CELL, side / columns, most / Math.max(1, ...group.maps.map(({ values }) => values.length))),
    );
    upright ||= xTicks.length > 0 && names > cell - 4;
    const below =
      (xTicks.length > 0 ? (names > cell - 4 ? names + 8 : 16) : numbered ? 15 : 0) + (xLabel ? 16 : 0);
    const captioned = group.maps.some((map) => map.title !== "") && cell * columns >= 14;
    for (let start = 0; start < group.maps.length; start += inLine) {
      const line = group.maps.slice(start, start + inLine);
      const y = top + (captioned ? CAPTION : 0);
      line.forEach((map, k) => {
        const x = left + k * (cell * columns + gap);
        maps.push({ map, group: g, index: start + k, x, y, cell, isFirst: k === 0 });
      });
      top = y + cell * Math.max(0, ...line.map(({ values }) => values.length)) + below + gap;
    }
  });
  return { maps, headings, left, upright, height: Math.ceil(top + 2) };
}
