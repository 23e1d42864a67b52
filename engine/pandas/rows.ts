/** What picks rows or columns by their places: a number, a list, `"0:4"`, `torch.slice(0, 4)`. */
import { parseIndexText, type Slice } from "../ops/index/indexText.ts";
import { say } from "../payload/say.ts";

/** Several places along one axis. */
export type Rows = `${string}:${string}` | Slice | readonly number[];

/** The places, counted from 0; negative ones count from the end.
 * @throws {RangeError} for a place that is not there */
export function rowsFor(rows: Rows, length: number): number[] {
  if (typeof rows !== "string")
    return "start" in rows ? sliced(rows, length) : rows.map((at) => placeOf(at, length));
  const [slice, ...more] = parseIndexText(rows);
  if (more.length > 0 || typeof slice !== "object" || slice === null)
    throw new RangeError(say`get: "${rows}" picks no rows; give it as "first:last".`);
  return sliced(slice, length);
}

/** @throws {RangeError} when there is no such place */
export function placeOf(at: number, length: number): number {
  const place = at < 0 ? at + length : at;
  if (!Number.isInteger(place) || place < 0 || place >= length)
    throw new RangeError(say`iloc: there is no place ${at} among ${length}.`);
  return place;
}

function sliced({ start, stop, step }: Slice, length: number): number[] {
  const bound = (at: number | null, open: number): number =>
    at === null ? open : Math.min(Math.max(at < 0 ? at + length : at, 0), length);
  const places: number[] = [];
  for (let i = bound(start, 0); i < bound(stop, length); i += step) places.push(i);
  return places;
}
