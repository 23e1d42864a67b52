import type { MapGroup, MapsPicture } from "../../../engine/payload/pictures.ts";
import { short } from "./graphText.ts";

const heads = {
  maps: "Heat maps",
  features: "What the channels see",
  kernels: "Kernels of convolutions",
};
/** From nothing to the strongest colour. */
const SHADES = " ░▒▓█";
/** Rows and columns of maps that are drawn with characters. */
const [ROWS, COLUMNS] = [16, 100];

/**
 * Heat maps in words; small matrices in shades, beside one another. In one line what a network sees and looks for, as of
 * whatever is shown again and again: a terminal writes it over the one before.
 */
export function mapsText({ shows, title, groups }: MapsPicture): string {
  const head = `${heads[shows]}${title === "" ? "" : ` “${title}”`}`;
  if (shows !== "maps") return `${head}: ${groups.map(groupWords).join("; ")}`;
  return [head, ...groups.flatMap(groupLines)].join("\n");
}

function groupWords({ title, low, high, total, maps }: MapGroup): string {
  const [first] = maps;
  const left = maps.length < total ? ` of ${total}` : "";
  const count = `${maps.length}${left} ${maps.length === 1 && left === "" ? "map" : "maps"}`;
  const size = first ? ` of ${first.rows} × ${first.columns}` : "";
  return `${title === "" ? "" : `${title}: `}${count}${size}, from ${short(low)} to ${short(high)}`;
}

function groupLines(group: MapGroup): string[] {
  const { low, high, maps } = group;
  const [first] = maps;
  if (!first) return [];
  const words = groupWords(group);
  const most = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0));
  const { length: rows } = first.values;
  const wide = maps.reduce((sum, { values }) => sum + (values[0]?.length ?? 0) + 1, 0);
  if (rows > ROWS || wide > COLUMNS) return [words];
  const shade = (value: number | null): string =>
    value === null
      ? "?"
      : SHADES.charAt(Math.round((most === 0 ? 0 : Math.abs(value) / most) * (SHADES.length - 1)));
  const lines = Array.from({ length: rows }, (_, r) =>
    maps.map(({ values }) => (values[r] ?? []).map(shade).join("")).join("│"),
  );
  return [words, ...lines];
}
