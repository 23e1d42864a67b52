/** Python's notation of what stands between the brackets, as text: `"1:3, -1"`, `"..., None"`. */
import { say } from "../../payload/say.ts";

/** A range of an axis: see {@link slice}. */
export interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

/** `"1:3"`, `"::2"`, `"-1"`, `"..."`, `"None"`, and several of them with commas: `":, 0"`. */
export type IndexText = "..." | "None" | `${number}` | `${string}:${string}` | `${string},${string}`;

/**
 * A range of an axis as in Python: from `start` up to but without `stop`; null leaves an end open, negative
 * numbers count from the end, what lies outside is ignored. `step` is at least 1.
 * @example x.get(slice(1, 3), slice(null, null, 2))
 */
export function slice(start: number | null, stop: number | null = null, step = 1): Slice {
  return { start, stop, step };
}

/**
 * What `text` stands for, an entry for each place; a comma at the end is allowed, as in Python.
 * @throws {SyntaxError} naming the place that is neither a number, a slice, `...` nor `None`
 */
export function parseIndexText(text: string): (number | null | "..." | Slice)[] {
  const places = text.split(",").map((place) => place.trim());
  if (places.length > 1 && places.at(-1) === "") places.pop();
  return places.map((place) => {
    if (place === "...") return place;
    if (place === "None") return null;
    if (/^[+-]?\d+$/.test(place)) return Number(place);
    return parseSlice(place);
  });
}

function parseSlice(text: string): Slice {
  const parts = text.split(":").map((part) => (part.trim() === "" ? null : Number(part)));
  if (
    parts.length < 2 ||
    parts.length > 3 ||
    parts.some((part) => part !== null && !Number.isInteger(part))
  ) {
    throw new SyntaxError(
      say`get: "${text}" is no index; write a number, "start:stop" or "start:stop:step" with any part empty,
        "..." or "None".`,
    );
  }
  return { start: parts[0], stop: parts[1], step: parts[2] ?? 1 };
}
