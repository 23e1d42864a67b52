/** A recurrent layer, folded, and unrolled in time: the same weights at every step. */
import { letters } from "../../../../engine/payload/letters.ts";
import type { RecurrencePicture } from "../../../../engine/payload/networkPictures.ts";
import { line, round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import { type Drawing, type DrawingFrame, smallestScale } from "../drawing.ts";
import { formulasOf } from "./recurrenceFormulas.ts";

const CELL = { width: 58, height: 34 };
const STEP = { across: 92, up: 74 };
const FOLDED = 165;
const TOP = 16;
const BOTTOM = 52;

export function recurrenceDrawing(payload: RecurrencePicture): Drawing {
  const { title, type, layers, steps, bothWays, parameters } = payload;
  const width = FOLDED + steps.length * STEP.across + 30;
  const height = TOP + (title === "" ? 0 : 20) + layers * STEP.up + BOTTOM + (bothWays ? 16 : 0);
  const name = `${type} ${payload.name}`.trim();
  const cells = steps.flatMap((t) => Array.from({ length: layers }, (_, l) => ({ t, l: l + 1 })));
  const scaleAt = (room: number): number => Math.min(1, Math.max(smallestScale, room / width));
  return {
    width: Math.min(760, width),
    height: (room) => Math.ceil(height * scaleAt(room)) + (width * scaleAt(room) > room ? 16 : 0),
    extent: (room) => ({ width, height, scale: scaleAt(room) }),
    inView: ([at = 0]) =>
      at === 0 ? null : { x: FOLDED + (at - 1) * STEP.across, y: 0, width: STEP.across, height },
    draw: (frame) => draw(payload, height, frame),
    controls: ({ networks }) => [
      {
        label: networks.unroll,
        min: 0,
        max: steps.length,
        step: 1,
        value: steps.length,
        text: (at) => (at === 0 ? networks.folded : networks.unrolledTo(at)),
        steps: true,
      },
    ],
    keysText: ({ networks }) => networks.unrollKeys,
    panel: (_settings, { networks }) => ({
      lines: [
        { kind: "title", text: name },
        ...formulasOf(payload).map((text) => ({ kind: "formula" as const, text })),
        { kind: "note", text: networks.sameWeights(parameters.toLocaleString("en")) },
        ...(bothWays ? [{ kind: "note" as const, text: networks.bothWays }] : []),
      ],
    }),
    describe: ({ networks }) =>
      `${networks.recurrence(title, name, steps.length)} ${formulasOf(payload).join("; ")}`,
    keys: cells.map(({ t, l }) => `c${t}.${l}`),
    tip: (key, { networks }) => {
      const [t = 0, l = 0] = key.slice(1).split(".").map(Number);
      if (t < 1 || t > steps.length || l < 1 || l > layers) return [];
      const { reads, gives } = flow(payload, t, l);
      return [networks.cell(l, t), networks.reads(reads, gives)];
    },
    table: ({ networks }) => ({
      head: networks.cellHead,
      rows: cells.map(({ t, l }) => {
        const { reads, gives } = flow(payload, t, l);
        return [String(l), String(t), reads, gives];
      }),
    }),
    tableOpen: false,
    fileName: title || type,
  };
}

const subscript = (n: number): string => String(n).replace(/\d/g, (d) => "₀₁₂₃₄₅₆₇₈₉".charAt(Number(d)));
const superscript = (n: number): string => String(n).replace(/\d/g, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(Number(d)));

/** The state of a layer at a step: `h₃`, or `h²₃` where there are several layers. */
function state({ layers }: RecurrencePicture, t: number, l: number): string {
  return `h${layers > 1 ? superscript(l) : ""}${subscript(t)}`;
}

function flow(payload: RecurrencePicture, t: number, l: number): { reads: string; gives: string } {
  const below = l === 1 ? `x${subscript(t)}` : state(payload, t, l - 1);
  const memory = (at: number): string =>
    payload.type === "LSTM" ? `, ${state(payload, at, l).replace("h", "c")}` : "";
  return {
    reads: `${below}, ${state(payload, t - 1, l)}${memory(t - 1)}`,
    gives: `${state(payload, t, l)}${memory(t)}`,
  };
}

function draw(payload: RecurrencePicture, height: number, frame: DrawingFrame): SvgNode[] {
  const { title, type, layers, steps, bothWays } = payload;
  const { theme, settings, texts } = frame;
  const shown = settings[0] ?? steps.length;
  const base = height - BOTTOM - (bothWays ? 16 : 0);
  const y = (l: number): number => base - (l - 0.5) * STEP.up;
  const x = (t: number): number => FOLDED + (t - 0.5) * STEP.across;
  const [colour = ""] = theme.palette.cycle;
  const heading = {
    "x": 12,
    "y": 20,
    "fill": theme.foreground,
    "font-size": theme.fontSize,
    "font-weight": 600,
  };
  const level = Array.from({ length: layers }, (_, l) => l + 1);
  const folded = level.flatMap((l) => [
    ...cell(62, y(l), type, "", colour, frame),
    ...loop(62, y(l), frame),
    ...arrow(62, l === 1 ? base + 8 : y(l - 1) - CELL.height / 2, 62, y(l) + CELL.height / 2, theme.muted),
  ]);
  const top = y(layers) - CELL.height / 2;
  const words = (text: string, at: number, up: number): SvgNode =>
    svg(
      "text",
      {
        "x": round(at),
        "y": round(up),
        "text-anchor": "middle",
        "fill": theme.foreground,
        "font-size": theme.fontSize,
      },
      text,
    );
  return [
    ...(title === "" ? [] : [svg("text", heading, title)]),
    ...folded,
    words("xₜ", 62, base + 22),
    ...arrow(62, top, 62, top - 16, theme.muted),
    words(`h${layers > 1 ? superscript(layers) : ""}ₜ`, 84, top - 6),
    ...(shown > 0 ? [words("=", FOLDED - 24, y(1) + 4)] : []),
    ...steps
      .slice(0, shown)
      .flatMap((t) => [
        words(`x${subscript(t)}`, x(t), base + 22),
        ...level.flatMap((l) => [
          ...cell(x(t), y(l), type, `c${t}.${l}`, colour, frame),
          ...arrow(
            x(t),
            l === 1 ? base + 8 : y(l - 1) - CELL.height / 2,
            x(t),
            y(l) + CELL.height / 2,
            theme.muted,
          ),
          ...across(payload, t, l, x(t), y(l), t === shown, frame),
        ]),
        ...arrow(x(t), top, x(t), top - 14, theme.muted),
      ]),
    ...(shown > 0
      ? [
          svg(
            "text",
            {
              "x": round(x(1) - 24),
              "y": height - 8,
              "fill": theme.muted,
              "font-size": letters("small", theme.fontSize),
            },
            `${texts.networks.time} →${bothWays ? " ←" : ""}`,
          ),
        ]
      : []),
  ];
}

/** What a cell hands on to the next step: the state, and an LSTM's memory above it. */
function across(
  payload: RecurrencePicture,
  t: number,
  l: number,
  x: number,
  y: number,
  isLast: boolean,
  { theme }: DrawingFrame,
): SvgNode[] {
  const [, orange = "", green = ""] = theme.palette.cycle;
  const from = x + CELL.width / 2;
  const to = x + STEP.across - CELL.width / 2;
  const small = { "text-anchor": "middle", "font-size": letters("small", theme.fontSize) };
  const label = (text: string, up: number, fill: string): SvgNode =>
    svg("text", { ...small, fill, x: round((from + to) / 2), y: round(up) }, text);
  const end = isLast ? to - 8 : to;
  const isLstm = payload.type === "LSTM";
  const down = isLstm ? 7 : 0;
  const name = state(payload, t, l);
  return [
    ...arrow(from, y + down, end, y + down, orange),
    label(name, y + down - (isLstm ? 3 : 5), theme.foreground),
    ...(isLstm
      ? [...arrow(from, y - 8, end, y - 8, green), label(name.replace("h", "c"), y - 13, theme.foreground)]
      : []),
    ...(payload.bothWays && !isLast
      ? arrow(to, y + CELL.height / 2 - 1, from, y + CELL.height / 2 - 1, theme.muted)
      : []),
  ];
}

function cell(
  x: number,
  y: number,
  type: string,
  key: string,
  colour: string,
  { theme, focus }: DrawingFrame,
): SvgNode[] {
  const box = {
    x: round(x - CELL.width / 2),
    y: round(y - CELL.height / 2),
    width: CELL.width,
    height: CELL.height,
    rx: 5,
  };
  const isFocused = key !== "" && focus === key;
  return [
    svg("rect", { ...box, fill: theme.background }),
    svg("rect", {
      ...box,
      "class": "gradbook-cell",
      ...(key === "" ? {} : { "data-key": key }),
      "fill": colour,
      "fill-opacity": 0.18,
      "stroke": isFocused ? theme.foreground : colour,
      "stroke-width": isFocused ? 2.5 : 1.4,
    }),
    svg(
      "text",
      {
        "x": round(x),
        "y": round(y),
        "dy": "0.35em",
        "text-anchor": "middle",
        "pointer-events": "none",
        "fill": theme.foreground,
        "font-size": theme.fontSize,
      },
      type,
    ),
  ];
}

/** What a folded cell hands on to itself. */
function loop(x: number, y: number, { theme }: DrawingFrame): SvgNode[] {
  const [, orange = ""] = theme.palette.cycle;
  const right = x + CELL.width / 2;
  const d = `M${right} ${y - 7}C${right + 32} ${y - 30} ${right + 32} ${y + 30} ${right + 3} ${y + 8}`;
  return [
    svg("path", { d, "fill": "none", "stroke": orange, "stroke-width": 1.5 }),
    svg("path", {
      "d": `M${right + 9} ${y + 7}L${right + 2} ${y + 7}L${right + 5} ${y + 14}`,
      "fill": "none",
      "stroke": orange,
      "stroke-width": 1.5,
    }),
  ];
}

function arrow(x1: number, y1: number, x2: number, y2: number, stroke: string): SvgNode[] {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const wing = (turn: number): string =>
    `${round(x2 - 6 * Math.cos(angle + turn))} ${round(y2 - 6 * Math.sin(angle + turn))}`;
  return [
    svg("line", { ...line(x1, y1, x2, y2), stroke, "stroke-width": 1.5 }),
    svg("path", {
      "d": `M${wing(0.5)}L${round(x2)} ${round(y2)}L${wing(-0.5)}`,
      "fill": "none",
      stroke,
      "stroke-width": 1.5,
    }),
  ];
}
