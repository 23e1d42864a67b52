/** Parallel coordinates: a line for each run, from what it was given to what came of it. */
import { letters } from "../../../../engine/payload/letters.ts";
import { resultOf, type RunsPicture, settingTexts } from "../../../../engine/payload/runs/runs.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import type { DrawingFrame } from "../drawing.ts";
import { settingName } from "./runsTexts.ts";

/** Axes that are told apart. */
const MOST_AXES = 7;
/** Names on one axis. */
const MOST_NAMES = 12;
/** Pixels that an axis needs for its name and its numbers. */
const AXIS_WIDTH = 84;
const TOP = 46;
const HIGH = 170;

export interface ParallelAxis {
  /** Of the setting, or of the metric at the end. */
  name: string;
  isResult: boolean;
  /** Where each run lies, 0 to 1; null where it has no value. */
  at: (number | null)[];
  ticks: { at: number; text: string }[];
}

export const parallelHeight = (width: number): number => TOP + (width < 420 ? HIGH * 0.8 : HIGH) + 26;

/** None for fewer than three runs, or where nothing differs. */
export function parallelAxes(payload: RunsPicture): ParallelAxis[] {
  const { runs, differing, metric } = payload;
  if (runs.length < 3) return [];
  const settingText = settingTexts(runs);
  const settings = differing
    .filter((name) => new Set(runs.map((run) => settingText(run, name))).size > 1)
    .slice(0, MOST_AXES - 1)
    .map((name) =>
      axisOf(
        name,
        false,
        runs.map((run) => (name === "model" ? settingText(run, name) : (run.settings[name] ?? null))),
      ),
    );
  if (settings.length === 0) return [];
  return [
    ...settings,
    axisOf(
      metric,
      true,
      runs.map((run) => resultOf(run, metric)),
    ),
  ];
}

function axisOf(
  name: string,
  isResult: boolean,
  values: readonly (string | number | boolean | null)[],
): ParallelAxis {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length > 0 && values.every((value) => value === null || typeof value === "number")) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const log = low > 0 && high / low >= 30;
    const place = (value: number): number => {
      if (high === low) return 0.5;
      return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    };
    const distinct = [...new Set(numbers)].sort((a, b) => a - b);
    const shown = distinct.length <= 6 ? distinct : [low, high];
    return {
      name,
      isResult,
      at: values.map((value) => (typeof value === "number" ? place(value) : null)),
      ticks: shown.map((value) => ({ at: place(value), text: numberText(value) })),
    };
  }
  // Numbers in names by their size: 2-8-1 before 2-32-1.
  const names = [...new Set(values.filter((value) => value !== null).map(String))].sort(
    (a, b) => a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1),
  );
  const place = (text: string): number =>
    names.length === 1 ? 0.5 : names.indexOf(text) / (names.length - 1);
  return {
    name,
    isResult,
    at: values.map((value) => (value === null ? null : place(String(value)))),
    ticks: (names.length <= MOST_NAMES ? names : [names[0] ?? "", names.at(-1) ?? ""]).map((text) => ({
      at: place(text),
      text,
    })),
  };
}

export function parallelNodes(
  payload: RunsPicture,
  { theme, width, texts, focus }: DrawingFrame,
  pointed: number | null,
): SvgNode[] {
  const axes = fitting(parallelAxes(payload), width);
  const high = width < 420 ? HIGH * 0.8 : HIGH;
  const [left, right] = [34, 74];
  const across = (i: number): number => left + ((width - left - right) * i) / (axes.length - 1);
  const up = (share: number): number => TOP + (1 - share) * high;
  const [first = "#0072b2", second = "#c96200"] = theme.palette.cycle;
  const count = payload.runs.length;
  const lineOf = (i: number): string => {
    let pen = "M";
    return axes
      .map(({ at }, a) => {
        const share = at[i] ?? null;
        if (share === null) {
          pen = "M";
          return "";
        }
        const part = `${pen}${round(across(a))} ${round(up(share))}`;
        pen = "L";
        return part;
      })
      .join("");
  };
  // The best last, so that it lies on top.
  const order = payload.runs.map((_, i) => i).reverse();
  const lines = order.flatMap((i) => {
    const isPointed = pointed === i;
    const best = i === 0;
    const stroke = isPointed || best ? second : first;
    const faded = pointed !== null && !isPointed;
    const look = {
      "fill": "none",
      "stroke-linejoin": "round",
      stroke,
      "stroke-width": isPointed ? 3.4 : best ? 2.6 : 1.3,
      "opacity": faded ? 0.15 : best || isPointed ? 1 : Math.max(0.25, 0.8 - count / 200),
    };
    const key = `r${i}`;
    return [
      svg("path", { "d": lineOf(i), ...look, "pointer-events": "none" }),
      svg("path", {
        "data-key": key,
        "d": lineOf(i),
        "fill": "none",
        "stroke": "transparent",
        "stroke-width": 9,
        "pointer-events": "stroke",
      }),
      ...(focus === key && axes.every(({ at }) => (at[i] ?? null) === null)
        ? [svg("circle", { cx: left, cy: TOP, r: 4, fill: second })]
        : []),
    ];
  });
  const frame = axes.flatMap(({ name, ticks, isResult }, a) => {
    const x = round(across(a));
    const anchor = a === 0 ? "start" : a === axes.length - 1 ? "end" : "middle";
    const title = isResult ? name : settingName(name, texts.runs);
    const room = Math.max(6, Math.floor(width / axes.length / 7));
    const legible = legibleTicks(ticks, (1.2 * letters("small", theme.fontSize)) / high);
    const tickTexts = clippedApart(
      legible.map(({ text }) => text),
      room,
    );
    return [
      svg("line", {
        "x1": x,
        "y1": TOP,
        "x2": x,
        "y2": TOP + high,
        "stroke": theme.axis,
        "stroke-width": 1.4,
      }),
      svg(
        "text",
        {
          "x": a === 0 ? 8 : a === axes.length - 1 ? width - 8 : x,
          "y": TOP - 14,
          "text-anchor": anchor,
          "fill": theme.foreground,
          "font-size": theme.fontSize,
          "font-weight": isResult ? 600 : 400,
        },
        clipped(title, room),
      ),
      ...legible.map(({ at }, i) =>
        svg(
          "text",
          {
            "x": x + 6,
            "y": round(up(at)),
            "dy": "0.35em",
            "fill": theme.muted,
            "font-size": letters("small", theme.fontSize),
            "stroke": theme.background,
            "stroke-width": 3,
            "paint-order": "stroke",
            "pointer-events": "none",
          },
          tickTexts[i] ?? "",
        ),
      ),
    ];
  });
  return [
    svg(
      "text",
      {
        "x": round(width / 2),
        "y": 14,
        "text-anchor": "middle",
        "fill": theme.muted,
        "font-size": theme.fontSize,
      },
      texts.runs.parallel,
    ),
    ...lines,
    ...frame,
  ];
}

/** Those that do not stand in one another's text: the ends, and between them as many as have room. */
export function legibleTicks<T extends { at: number }>(ticks: readonly T[], apart: number): T[] {
  const chosen: T[] = [];
  const ends = [ticks[0], ticks.at(-1), ...ticks.slice(1, -1)];
  for (const tick of ends)
    if (tick && chosen.every(({ at }) => Math.abs(at - tick.at) >= apart)) chosen.push(tick);
  return chosen;
}

/** The axes that have room for their names: the first settings, and what came of them. */
function fitting(axes: readonly ParallelAxis[], width: number): ParallelAxis[] {
  const most = Math.max(2, Math.floor(width / AXIS_WIDTH));
  return axes.length <= most ? [...axes] : [...axes.slice(0, most - 1), ...axes.slice(-1)];
}

/** Clipped at the end; at the beginning where they would be the same otherwise, so far as they are the same there. */
export function clippedApart(texts: readonly string[], most: number): string[] {
  const short = texts.map((text) => clipped(text, most));
  return texts.map((text, i) => {
    const alike = texts.filter((other, j) => other !== text && short[j] === short[i]);
    if (alike.length === 0) return short[i] ?? text;
    const same = Math.min(...alike.map((other) => commonLength(text, other)));
    // From the beginning of the word in which they part.
    const from = Math.max(text.lastIndexOf(" ", same), 0);
    return clipped(`…${text.slice(from).trimStart()}`, most);
  });
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;
}
