/** Where ticks stand on an axis, and what they say: the same in the page and in every export. */
import { ticks } from "d3-array";
import { numberText } from "../../../engine/payload/sample.ts";
import type { Scale } from "../../../engine/payload/figure.ts";

export interface Ticks {
  tickmode: "array";
  tickvals: number[];
  ticktext: string[];
}

type Range = readonly [number, number];

/** About `count` ticks over `range`, which is in logarithms on a log axis. */
export function ticksOf(scale: Scale, range: Range, count: number): Ticks {
  return labelled(
    scale === "log" ? logTicks(range, Math.max(2, count)) : ticks(...range, Math.max(1, count)),
  );
}

/** About `count` whole numbers at most. */
export function wholeTicks(range: Range, count: number): Ticks {
  const wholes = Math.floor(Math.abs(range[1] - range[0])) + 1;
  return labelled(ticks(...range, Math.max(1, Math.min(count, wholes))).filter(Number.isInteger));
}

/** Even ones within a decade, else 1-2-5 or 1-3 in each of up to four, else decades. */
function logTicks(range: Range, count: number): number[] {
  const [from, to] = [Math.min(...range), Math.max(...range)];
  const decades = to - from;
  if (decades < 1) return ticks(10 ** from, 10 ** to, count);
  const most = decades > 4 ? 0 : count;
  const leads = decades * 3 <= most ? [1, 2, 5] : decades * 2 <= most ? [1, 3] : [1];
  const stride = leads.length > 1 ? 1 : Math.max(1, Math.ceil(decades / count));
  const values: number[] = [];
  for (let k = Math.floor(from); k <= to; k++) {
    if (k % stride === 0) values.push(...leads.map((lead) => Number(`${lead}e${k}`)));
  }
  const inside = (at: number) => at >= from - 1e-9 && at <= to + 1e-9;
  return values.filter((value) => inside(Math.log10(value)));
}

function labelled(values: number[]): Ticks {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  // On one axis all are written alike: 10000 beside 10⁵ would be read twice.
  const powers = sizes.some((size) => size < 1e-3 || size >= 1e6);
  return { tickmode: "array", tickvals: values, ticktext: values.map(powers ? powerText : plainNumber) };
}

/** `0.02`, `500`, `2×10⁻⁵`, `10⁶`: as short as it stays readable by itself. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-3 && size < 1e5) ? plainNumber(value) : powerText(value);
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function plainNumber(value: number): string {
  return numberText(value, 6);
}

function powerText(value: number): string {
  const rounded = Number(value.toPrecision(6));
  if (rounded === 0) return "0";
  const [lead = "1", exponent = "0"] = rounded.toExponential().split("e");
  const power = exponent
    .replace(/\D/g, (sign) => (sign === "-" ? "⁻" : ""))
    .replace(/\d/g, (digit) => superscripts.charAt(Number(digit)));
  const factor = lead === "1" ? "" : lead === "-1" ? "−" : `${lead.replace("-", "−")}×`;
  return `${factor}10${power}`;
}
