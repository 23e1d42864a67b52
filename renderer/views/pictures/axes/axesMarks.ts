/** The marks of a plot as SVG, each with what is said of its parts. */
import type {
  AxesMark,
  BarsMark,
  BoxesMark,
  CellsMark,
  ImageMark,
  LineMark,
  PointsMark,
} from "../../../../engine/payload/axesPicture.ts";
import type { Sample } from "../../../../engine/payload/sample.ts";
import { mark as shape, markColour } from "../../svg/marks.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import { parseColour } from "../../theme/colour.ts";
import type { Theme } from "../../theme/theme.ts";
import type { DrawingFrame } from "../drawing.ts";
import { type Panel, xAt, yAt } from "./axesFrame.ts";

/** Places of a line that can be pointed at. */
export const MOST_ON_LINE = 240;
const LEVELS = 24;
const DASHES = { solid: "", dashed: "6 4", dotted: "2 3" } as const;

/** Where a mark is drawn: its panel, its place among the marks that have a colour, and the beginning of its keys. */
export interface MarkPlace {
  panel: Panel;
  colour: number;
  key: string;
  frame: DrawingFrame;
}

export function markNodes(mark: AxesMark, place: MarkPlace): SvgNode[] {
  switch (mark.kind) {
    case "line":
      return lineNodes(mark, place);
    case "points":
      return pointNodes(mark, place);
    case "bars":
      return barNodes(mark, place);
    case "boxes":
      return boxNodes(mark, place);
    case "cells":
      return cellNodes(mark, place);
    case "image":
      return imageNodes(mark, place);
  }
}

/** Which points of a line can be pointed at. */
export function pointedOf({ x }: LineMark): number[] {
  const every = Math.max(1, Math.ceil(x.length / MOST_ON_LINE));
  return x.map((_, i) => i).filter((i) => i % every === 0 || i === x.length - 1);
}

export function lineLook(
  { style, faint }: LineMark,
  colour: number,
  theme: Theme,
): Record<string, string | number> {
  return {
    "stroke": faint ? theme.muted : markColour(theme, colour),
    "stroke-width": faint ? 1.2 : theme.lineWidth,
    ...(style === "solid" ? {} : { "stroke-dasharray": DASHES[style] }),
  };
}

function lineNodes(mark: LineMark, { panel, colour, key, frame }: MarkPlace): SvgNode[] {
  const { theme, focus } = frame;
  const nodes: SvgNode[] = [];
  const [low, high] = [mark.low, mark.high];
  if (low && high) {
    nodes.push(
      svg("path", {
        "class": "gradbook-band",
        "d": bandPath(panel, mark.x, low, high),
        "fill": markColour(theme, colour),
        "fill-opacity": theme.highContrast ? 0.35 : 0.2,
      }),
    );
  }
  nodes.push(
    svg("path", {
      "class": "gradbook-line",
      "d": linePath(panel, mark),
      "fill": "none",
      "stroke-linejoin": "round",
      ...lineLook(mark, colour, theme),
    }),
  );
  if (mark.faint) return nodes;
  const alone = mark.x.length <= 40;
  for (const i of pointedOf(mark)) {
    const [x, y] = [xAt(panel, mark.x[i]), yAt(panel, mark.y[i])];
    if (x === null || y === null) continue;
    const name = `${key}.${i}`;
    if (focus === name || (alone && mark.x.length <= 2))
      nodes.push(svg("circle", { cx: round(x), cy: round(y), r: 4, fill: markColour(theme, colour) }));
    nodes.push(
      svg("circle", { "data-key": name, "cx": round(x), "cy": round(y), "r": 6, "fill": "transparent" }),
    );
  }
  return nodes;
}

function linePath(panel: Panel, { x, y, step }: LineMark): string {
  let path = "";
  let before: number | null = null;
  x.forEach((value, i) => {
    const [px, py] = [xAt(panel, value), yAt(panel, y[i])];
    if (px === null || py === null) {
      before = null;
      return;
    }
    // Far outside, a path becomes wrong in some readers.
    const high = Math.max(panel.top - 4000, Math.min(panel.top + panel.height + 4000, py));
    if (before === null) path += `M${round(px)} ${round(high)}`;
    else path += step ? `H${round(px)}V${round(high)}` : `L${round(px)} ${round(high)}`;
    before = high;
  });
  return path;
}

function bandPath(
  panel: Panel,
  x: readonly Sample[],
  low: readonly Sample[],
  high: readonly Sample[],
): string {
  let path = "";
  let run: [number, number, number][] = [];
  const close = (): void => {
    if (run.length > 0) {
      const there = run.map(([px, , py]) => `${round(px)} ${round(py)}`);
      const back = [...run].reverse().map(([px, py]) => `${round(px)} ${round(py)}`);
      path += `M${[...there, ...back].join("L")}Z`;
    }
    run = [];
  };
  x.forEach((value, i) => {
    const [px, bottom, top] = [xAt(panel, value), yAt(panel, low[i]), yAt(panel, high[i])];
    if (px === null || bottom === null || top === null) close();
    else run.push([px, bottom, top]);
  });
  close();
  return path;
}

function errorBar(
  panel: Panel,
  at: number,
  low: Sample | undefined,
  high: Sample | undefined,
  lies: boolean,
  stroke: string,
): SvgNode[] {
  const [from, to] = lies ? [xAt(panel, low), xAt(panel, high)] : [yAt(panel, low), yAt(panel, high)];
  if (from === null || to === null) return [];
  const [a, b, c] = [round(from), round(to), round(at)];
  const d = lies
    ? `M${a} ${c}H${b}M${a} ${c - 4}v8M${b} ${c - 4}v8`
    : `M${c} ${a}V${b}M${c - 4} ${a}h8M${c - 4} ${b}h8`;
  return [svg("path", { d, "fill": "none", stroke, "stroke-width": 1.4, "pointer-events": "none" })];
}

function pointNodes(mark: PointsMark, { panel, colour, key, frame }: MarkPlace): SvgNode[] {
  const { theme, focus } = frame;
  const many = mark.x.length > 400;
  const ramp = rampOf(mark.values, theme);
  return mark.x.flatMap((value, i) => {
    const [x, y] = [xAt(panel, value), yAt(panel, mark.y[i])];
    if (x === null || y === null) return [];
    const name = `${key}.${i}`;
    const pointed = focus === name;
    const look = {
      "data-key": name,
      "fill": ramp ? ramp(mark.values?.[i] ?? null) : markColour(theme, colour),
      "fill-opacity": many ? 0.55 : 0.8,
      "stroke": pointed ? theme.foreground : theme.background,
      "stroke-width": pointed ? 1.8 : many ? 0.3 : 0.8,
    };
    return [
      ...(mark.low && mark.high ? errorBar(panel, x, mark.low[i], mark.high[i], false, theme.muted) : []),
      shape(colour, x, y, pointed ? 6 : many ? 2.6 : 4, look),
    ];
  });
}

/** From one colour to another, for numbers. */
export function rampOf(values: readonly Sample[] | null, theme: Theme): ((value: Sample) => string) | null {
  if (!values) return null;
  const [low, high] = endsOf(values);
  const [from, to] = [parseColour(markColour(theme, 0)), parseColour(markColour(theme, 1))];
  return (value) => {
    if (value === null || !from || !to) return theme.muted;
    const share = high > low ? (value - low) / (high - low) : 0.5;
    const mixed = (["r", "g", "b"] as const).map((part) =>
      Math.round(from[part] + share * (to[part] - from[part])),
    );
    return `rgb(${mixed.join(",")})`;
  };
}

export function endsOf(values: readonly Sample[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function barNodes(mark: BarsMark, { panel, colour, key, frame }: MarkPlace): SvgNode[] {
  const { theme, focus } = frame;
  return mark.at.flatMap((at, i) => {
    const half = (mark.width[i] ?? 0) / 2;
    if (at === null) return [];
    const along = mark.lies ? yAt : xAt;
    const up = mark.lies ? xAt : yAt;
    const [a, b] = [along(panel, at - half), along(panel, at + half)];
    const scale = mark.lies ? panel.panel.xScale : panel.panel.yScale;
    const floor = scale === "log" ? 10 ** (mark.lies ? panel.x[0] : panel.y[0]) : mark.from[i];
    const [from, to] = [up(panel, floor), up(panel, mark.to[i])];
    if (a === null || b === null || from === null || to === null) return [];
    const [start, end] = [Math.min(a, b), Math.max(a, b)];
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const name = `${key}.${i}`;
    const gap = end - start > 6 ? 0.5 : 0;
    const box = mark.lies
      ? {
          x: round(low),
          y: round(start + gap),
          width: round(high - low),
          height: round(Math.max(0.5, end - start - 2 * gap)),
        }
      : {
          x: round(start + gap),
          y: round(low),
          width: round(Math.max(0.5, end - start - 2 * gap)),
          height: round(high - low),
        };
    return [
      svg("rect", {
        "data-key": name,
        ...box,
        "fill": markColour(theme, colour),
        "fill-opacity": 0.78,
        ...(focus === name ? { "stroke": theme.foreground, "stroke-width": 1.8 } : {}),
      }),
      ...(mark.low && mark.high
        ? errorBar(panel, (start + end) / 2, mark.low[i], mark.high[i], mark.lies, theme.foreground)
        : []),
    ];
  });
}

function boxNodes(mark: BoxesMark, { panel, colour, key, frame }: MarkPlace): SvgNode[] {
  const { theme, focus } = frame;
  const stroke = markColour(theme, colour);
  return mark.boxes.flatMap((box, i) => {
    const [middle, left, right] = [xAt(panel, box.at), xAt(panel, box.at - 0.3), xAt(panel, box.at + 0.3)];
    const [low, q1, median] = [yAt(panel, box.low), yAt(panel, box.q1), yAt(panel, box.median)];
    const [q3, high] = [yAt(panel, box.q3), yAt(panel, box.high)];
    if (
      middle === null ||
      left === null ||
      right === null ||
      low === null ||
      q1 === null ||
      median === null ||
      q3 === null ||
      high === null
    )
      return [];
    const name = `${key}.${i}`;
    const width = focus === name ? 2.6 : 1.6;
    const whisker = `M${round(middle)} ${round(q1)}V${round(low)}M${round(middle)} ${round(q3)}V${round(high)}M${round(middle - 8)} ${round(low)}h16M${round(middle - 8)} ${round(high)}h16`;
    return [
      svg("path", { "d": whisker, "fill": "none", stroke, "stroke-width": width }),
      svg("rect", {
        "data-key": name,
        "x": round(left),
        "y": round(q3),
        "width": round(right - left),
        "height": round(Math.max(1, q1 - q3)),
        "fill": stroke,
        "fill-opacity": 0.2,
        stroke,
        "stroke-width": width,
      }),
      svg("path", {
        "d": `M${round(left)} ${round(median)}H${round(right)}`,
        "stroke": theme.foreground,
        "stroke-width": 2,
        "pointer-events": "none",
      }),
      ...box.beyond.flatMap((value, j) => {
        const y = yAt(panel, value);
        if (y === null) return [];
        const dot = `${name}.${j}`;
        return [
          svg("circle", {
            "data-key": dot,
            "cx": round(middle),
            "cy": round(y),
            "r": focus === dot ? 5 : 3,
            "fill": "none",
            stroke,
            "stroke-width": 1.4,
            "pointer-events": "all",
          }),
        ];
      }),
    ];
  });
}

/** How strong a value is coloured, 0 to 1, and whether as a negative one. */
export function strengthOf(value: number, low: number, high: number): { share: number; negative: boolean } {
  if (low < 0)
    return {
      share: Math.min(1, Math.abs(value) / Math.max(Math.abs(low), Math.abs(high), 1e-300)),
      negative: value < 0,
    };
  const share = high > low ? (value - low) / (high - low) : value > 0 ? 1 : 0;
  return { share: Math.max(0, Math.min(1, share)), negative: false };
}

export function cellLook(
  value: number,
  low: number,
  high: number,
  theme: Theme,
): { "fill": string; "fill-opacity": number } {
  const { share, negative } = strengthOf(value, low, high);
  return { "fill": markColour(theme, negative ? 1 : 0), "fill-opacity": Math.round(share * LEVELS) / LEVELS };
}

function cellNodes(mark: CellsMark, { panel, key, frame }: MarkPlace): SvgNode[] {
  const { theme, focus } = frame;
  const [low, high] = [mark.low ?? 0, mark.high ?? 1];
  const columns = mark.values[0]?.length ?? 1;
  const [width, height] = [panel.width / columns, panel.height / Math.max(1, mark.values.length)];
  return mark.values.flatMap((row, r) =>
    row.flatMap((value, c) => {
      const name = `${key}.${r}.${c}`;
      const box = {
        x: round(panel.left + c * width),
        y: round(panel.top + r * height),
        width: round(width + 0.3),
        height: round(height + 0.3),
      };
      const look =
        value === null ? { "fill": theme.muted, "fill-opacity": 0.3 } : cellLook(value, low, high, theme);
      const text = mark.texts[r]?.[c];
      const strong = value !== null && strengthOf(value, low, high).share > 0.6;
      return [
        svg("rect", { "data-key": name, ...box, ...look }),
        ...(text === undefined || width < 7 * text.length || height < 13
          ? []
          : [
              svg(
                "text",
                {
                  "x": round(box.x + width / 2),
                  "y": round(box.y + height / 2),
                  "dy": "0.35em",
                  "text-anchor": "middle",
                  "font-size": theme.fontSize,
                  "pointer-events": "none",
                  "fill": strong ? theme.background : theme.foreground,
                },
                text,
              ),
            ]),
        ...(focus === name
          ? [
              svg("rect", {
                ...box,
                "fill": "none",
                "stroke": theme.foreground,
                "stroke-width": 2,
                "pointer-events": "none",
              }),
            ]
          : []),
      ];
    }),
  );
}

function imageNodes({ url, width, height }: ImageMark, { panel, key }: MarkPlace): SvgNode[] {
  // Whatever else a payload names is not loaded.
  if (!/^data:image\/png;base64,[A-Za-z0-9+/=]*$/.test(url)) return [];
  return [
    svg("image", {
      "data-key": `${key}.0`,
      "x": round(panel.left),
      "y": round(panel.top),
      "width": round(panel.width),
      "height": round(panel.height),
      "preserveAspectRatio": "none",
      "style": width * height < 65_536 ? "image-rendering:pixelated" : "",
      "href": url,
    }),
  ];
}
