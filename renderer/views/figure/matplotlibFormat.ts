/** matplotlib's format strings (`fmt` of `pyplot.plot`) → the look of a line. */
import type { Theme } from "../theme/theme.ts";

export interface LineFormat {
  /** Index into the colour cycle, a colour letter, or a colour as CSS knows it; null: the next of the cycle. */
  colour: { cycle: number } | { letter: ColourLetter } | { css: string } | null;
  style: "solid" | "dashed" | "dashdot" | "dotted" | "none";
  /** matplotlib's marker character, or null. */
  marker: string | null;
}

export type ColourLetter = "b" | "g" | "r" | "c" | "m" | "y" | "k" | "w";

interface Symbol {
  name: string;
  /** Relative to matplotlib's default marker size of 6 points. */
  scale: number;
}

/** matplotlib's marker → Plotly's symbol. */
const symbols: Readonly<Record<string, Symbol>> = {
  ".": { name: "circle", scale: 0.6 },
  ",": { name: "square", scale: 0.25 },
  "o": { name: "circle", scale: 1 },
  "v": { name: "triangle-down", scale: 1.1 },
  "^": { name: "triangle-up", scale: 1.1 },
  "<": { name: "triangle-left", scale: 1.1 },
  ">": { name: "triangle-right", scale: 1.1 },
  "1": { name: "y-down-open", scale: 1.2 },
  "2": { name: "y-up-open", scale: 1.2 },
  "3": { name: "y-left-open", scale: 1.2 },
  "4": { name: "y-right-open", scale: 1.2 },
  "8": { name: "octagon", scale: 1 },
  "s": { name: "square", scale: 0.9 },
  "p": { name: "pentagon", scale: 1.1 },
  "P": { name: "cross", scale: 1.1 },
  "*": { name: "star", scale: 1.4 },
  "h": { name: "hexagon2", scale: 1.1 },
  "H": { name: "hexagon", scale: 1.1 },
  "+": { name: "cross-thin-open", scale: 1.2 },
  "x": { name: "x-thin-open", scale: 1.1 },
  "X": { name: "x", scale: 1.1 },
  "D": { name: "diamond", scale: 1.15 },
  "d": { name: "diamond-tall", scale: 1.3 },
  "|": { name: "line-ns-open", scale: 1.2 },
  "_": { name: "line-ew-open", scale: 1.2 },
};

/** matplotlib's dash patterns (rcParams `lines.*_pattern`), in units of the line's width. */
const patterns: Record<Exclude<LineFormat["style"], "solid" | "none">, number[]> = {
  dashed: [3.7, 1.6],
  dashdot: [6.4, 1.6, 1, 1.6],
  dotted: [1, 1.65],
};

/**
 * Parses `fmt` by matplotlib's rules: colour, marker and line style in any order; without a style, a marker
 * stands alone and a line is solid. A `fmt` that is a colour's name as a whole (`teal`, `tab:orange`,
 * `#0af`) is that colour. What cannot be read is left out: a picture is better than none, and the engine
 * has checked the string already.
 */
export function parseFormat(fmt: string): LineFormat {
  const whole = wholeColour(fmt);
  if (whole) return { colour: whole, style: "solid", marker: null };
  let colour: LineFormat["colour"] = null;
  let style: LineFormat["style"] | null = null;
  let marker: string | null = null;
  for (let at = 0; at < fmt.length;) {
    const pair = fmt.slice(at, at + 2);
    const char = pair.charAt(0);
    if (pair === "--" || pair === "-.") {
      style = pair === "--" ? "dashed" : "dashdot";
      at += 2;
    } else if (/^C\d$/.test(pair)) {
      colour = { cycle: Number(pair.charAt(1)) };
      at += 2;
    } else {
      if (char === "-" || char === ":") style = char === "-" ? "solid" : "dotted";
      else if (isLetter(char)) colour = { letter: char };
      else if (char in symbols) marker = char;
      at += 1;
    }
  }
  return { colour, style: style ?? (marker === null ? "solid" : "none"), marker };
}

function isLetter(char: string): char is ColourLetter {
  return char !== "" && "bgrcmykw".includes(char);
}

const tableau = ["blue", "orange", "green", "red", "purple", "brown", "pink", "gray", "olive", "cyan"];

function wholeColour(fmt: string): LineFormat["colour"] {
  if (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(fmt)) return { css: fmt.toLowerCase() };
  if (fmt.startsWith("tab:")) {
    const cycle = tableau.indexOf(fmt.slice(4).replace("grey", "gray"));
    return cycle < 0 ? null : { cycle };
  }
  // Words of colours all hold a letter that no format character uses.
  return /^[a-z]{3,}$/.test(fmt) && /[^bgrcmykwovsphxd]/.test(fmt) ? { css: fmt } : null;
}

/** The colour of a line; `next` takes the next one from the cycle. */
export function resolveColour(colour: LineFormat["colour"], theme: Theme, next: () => number): string {
  const { cycle, letters } = theme.palette;
  if (colour !== null && "css" in colour) return colour.css;
  if (colour !== null && "letter" in colour) {
    if (colour.letter === "k") return theme.foreground;
    if (colour.letter === "w") return theme.background;
    return letters[colour.letter];
  }
  const index = colour === null ? next() : colour.cycle;
  return cycle[index % cycle.length] ?? theme.foreground;
}

/** Plotly's `line.dash` for a line of `width` pixels. */
export function dashOf(style: LineFormat["style"], width: number): string {
  if (style === "solid" || style === "none") return "solid";
  return patterns[style].map((part) => `${Number((part * width).toFixed(1))}px`).join(",");
}

/** Plotly's symbol and size in pixels; `circle` when there is no marker. */
export function symbolOf(marker: string | null): { symbol: string; size: number; open: boolean } {
  const { name, scale } = (marker === null ? undefined : symbols[marker]) ?? { name: "circle", scale: 1 };
  return { symbol: name, size: Math.max(2, Math.round(8 * scale)), open: name.endsWith("-open") };
}
