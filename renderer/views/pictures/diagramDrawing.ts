/** A network: units in columns, every connection between those drawn, weights as colour and width. */
import { letters } from "../../../engine/payload/letters.ts";
import { tableOf, tip } from "./diagramDescription.ts";
import type { Drawing, DrawingFrame } from "./drawing.ts";
import type { DiagramColumn, DiagramPicture } from "../../../engine/payload/pictures.ts";
import { line, round } from "../svg/plane.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import { svg, type SvgNode } from "../svg/svg.ts";

const TOP = 40;
const BOTTOM = 62;
const SIDE = 46;
/** Between the centres of two units; the gap that stands for hidden units is as large. */
const STEP = 38;
const RADIUS = 13;
/** With no more connections than this, each carries its number. */
const NUMBERED = 8;
/** Space a column needs for its words. */
const COLUMN = 150;

export function diagramDrawing(payload: DiagramPicture): Drawing {
  const { columns, links, rows, title } = payload;
  const slots = Math.max(1, ...columns.map(slotsOf));
  return {
    width: Math.min(760, Math.max(320, columns.length * COLUMN + 40)),
    height: () => TOP + slots * STEP + BOTTOM,
    draw: (frame) => draw(payload, frame, slots),
    describe: (texts) => {
      const total = rows.reduce((sum, row) => sum + row.parameters, 0);
      return texts.network(
        title,
        columns.map((column) => `${column.units}${column.activation && ` ${column.activation}`}`).join(" → "),
        total.toLocaleString("en"),
      );
    },
    keys: [
      ...columns.flatMap((column, c) => column.shown.map((_, k) => `u${c}.${k}`)),
      ...links.flatMap(({ weights }, c) => weights.flatMap((row, j) => row.map((_, i) => `w${c}.${j}.${i}`))),
    ],
    tip: (key, texts) => tip(payload, key, texts),
    table: (texts) => tableOf(payload, texts),
    tableOpen: true,
    fileName: title || "network",
  };
}

/** Places of a column: its units, and one for those left out. */
function slotsOf(column: DiagramColumn): number {
  return column.shown.length + (gapOf(column) < 0 ? 0 : 1);
}

/** Index of the unit before which others are left out; −1 when all are shown. */
function gapOf({ shown }: DiagramColumn): number {
  return shown.findIndex((unit, k) => k > 0 && unit !== (shown[k - 1] ?? 0) + 1);
}

interface Place {
  x: number;
  y: number;
}

function placeOf(
  columns: readonly DiagramColumn[],
  width: number,
  slots: number,
  c: number,
  k: number,
): Place {
  const column = columns[c];
  if (!column) return { x: 0, y: 0 };
  const gap = gapOf(column);
  const slot = k + (gap >= 0 && k >= gap ? 1 : 0);
  const x = columns.length === 1 ? width / 2 : SIDE + (c * (width - 2 * SIDE)) / (columns.length - 1);
  return { x, y: TOP + (slot + 0.5 + (slots - slotsOf(column)) / 2) * STEP };
}

function draw(payload: DiagramPicture, frame: DrawingFrame, slots: number): SvgNode[] {
  const { columns, links } = payload;
  const { theme, width, focus } = frame;
  const place = (c: number, k: number) => placeOf(columns, width, slots, c, k);
  const [positive = "#0072b2", negative = "#c96200"] = theme.palette.cycle;
  const numbered =
    links.reduce((sum, { weights }) => sum + weights.length * (weights[0]?.length ?? 0), 0) <= NUMBERED;
  const edges = links.flatMap(({ weights }, c) => {
    const largest = Math.max(1e-12, ...weights.flat().map((w) => Math.abs(w ?? 0)));
    return weights.flatMap((row, j) =>
      row.flatMap((weight, i) => {
        const [from, to] = [place(c, i), place(c + 1, j)];
        const key = `w${c}.${j}.${i}`;
        const share = Math.abs(weight ?? 0) / largest;
        const near = focus === key || focus === `u${c + 1}.${j}` || focus === `u${c}.${i}`;
        const shape = line(from.x + RADIUS, from.y, to.x - RADIUS, to.y);
        const drawn = svg("line", {
          ...shape,
          "data-key": key,
          "class": "gradbook-weight",
          "stroke": weight === null ? theme.muted : weight < 0 ? negative : positive,
          "stroke-width": round((0.6 + 3.4 * share) * (focus === key ? 1.6 : 1)),
          "stroke-opacity": focus === null || near ? round(0.35 + 0.65 * share) : 0.12,
          ...(weight !== null && weight < 0 ? { "stroke-dasharray": "7 3" } : {}),
        });
        const target = svg("line", { ...shape, "data-key": key, "stroke": "transparent", "stroke-width": 8 });
        if (!numbered) return [drawn, target];
        const [x, y] = [from.x + (to.x - from.x) * 0.42, from.y + (to.y - from.y) * 0.42];
        return [drawn, target, label(numberText(weight), x, y - 6, frame)];
      }),
    );
  });
  const units = columns.flatMap((column, c) => unitsOf(payload, column, c, place, frame));
  return [...edges, ...units];
}

/** Small text that stays readable over lines. */
function label(text: string, x: number, y: number, { theme }: DrawingFrame, anchor = "middle"): SvgNode {
  return svg(
    "text",
    {
      "x": round(x),
      "y": round(y),
      "text-anchor": anchor,
      "fill": theme.foreground,
      "font-size": letters("small", theme.fontSize),
      "stroke": theme.background,
      "stroke-width": 3,
      "paint-order": "stroke",
    },
    text,
  );
}

function unitsOf(
  { columns, links }: DiagramPicture,
  column: DiagramColumn,
  c: number,
  place: (c: number, k: number) => Place,
  frame: DrawingFrame,
): SvgNode[] {
  const { theme, texts, focus } = frame;
  const [positive = "#0072b2", negative = "#c96200"] = theme.palette.cycle;
  const largest = Math.max(1e-12, ...(column.biases ?? []).map((bias) => Math.abs(bias ?? 0)));
  const circles = column.shown.flatMap((_, k) => {
    const { x, y } = place(c, k);
    const key = `u${c}.${k}`;
    const bias = column.biases?.[k];
    const dot =
      typeof bias === "number"
        ? [
            svg("circle", {
              "data-key": key,
              "class": "gradbook-bias",
              "cx": round(x + 9),
              "cy": round(y + 9),
              "r": round(2.5 + 2.5 * (Math.abs(bias) / largest)),
              "fill": bias < 0 ? negative : positive,
              "stroke": theme.background,
            }),
          ]
        : [];
    return [
      svg("circle", {
        "data-key": key,
        "class": "gradbook-unit",
        "cx": round(x),
        "cy": round(y),
        "r": RADIUS,
        "fill": theme.background,
        "stroke": focus === key ? theme.foreground : theme.muted,
        "stroke-width": focus === key ? 2.5 : 1.5,
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
          "font-size": letters("small", theme.fontSize),
        },
        unitName(columns, column, c, k),
      ),
      ...dot,
      ...(typeof bias === "number" && column.shown.length === 1
        ? [label(`${texts.bias} ${numberText(bias)}`, x, y - RADIUS - 7, frame)]
        : []),
    ];
  });
  const gap = gapOf(column);
  const before = gap < 0 ? null : place(c, gap - 1);
  const hidden = column.units - column.shown.length;
  const ellipsis = before
    ? [
        label("⋮", before.x, before.y + STEP - 2, frame),
        label(texts.moreUnits(hidden.toLocaleString("en")), before.x, before.y + STEP + 11, frame),
      ]
    : [];
  return [
    ...circles,
    ...ellipsis,
    ...captions(column, c, columns.length, links[c - 1]?.parameters, place, frame),
  ];
}

/** `x₁`, `h₂`, `o₁`, as textbooks name them; with several hidden layers all are h. */
function unitName(columns: readonly DiagramColumn[], column: DiagramColumn, c: number, k: number): string {
  const letter = c === 0 ? "x" : c === columns.length - 1 ? "o" : "h";
  const digits = String((column.shown[k] ?? 0) + 1);
  return digits.length > 2
    ? digits
    : letter + digits.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉".charAt(Number(digit)));
}

function captions(
  column: DiagramColumn,
  c: number,
  count: number,
  parameters: number | undefined,
  place: (c: number, k: number) => Place,
  frame: DrawingFrame,
): SvgNode[] {
  const { theme, texts, width } = frame;
  const { x } = place(c, 0);
  const narrow = width / count < 110;
  const anchor = c === 0 ? "start" : c === count - 1 ? "end" : "middle";
  const at = c === 0 ? x - RADIUS - 20 : c === count - 1 ? x + RADIUS + 20 : x;
  const slots = slotsOf(column);
  const bottom = place(c, 0).y + (slots - 1) * STEP + 34;
  const name = c === 0 ? texts.input : column.name === "" ? "Linear" : `Linear ${column.name}`;
  const words = [
    c > 0 && parameters !== undefined ? texts.parameters(parameters.toLocaleString("en")) : "",
    column.notes.join(", "),
  ].filter((text) => text !== "");
  const quiet = { "text-anchor": anchor, "fill": theme.muted, "font-size": letters("small", theme.fontSize) };
  const heading = narrow ? String(column.units) : `${name} · ${column.units}`;
  return [
    svg(
      "text",
      {
        "x": round(at),
        "y": 16,
        "text-anchor": anchor,
        "fill": theme.foreground,
        "font-size": theme.fontSize,
      },
      heading,
    ),
    ...(column.activation === "" ? [] : [svg("text", { ...quiet, x: round(at), y: 32 }, column.activation)]),
    ...(narrow
      ? []
      : words.map((text, k) => svg("text", { ...quiet, x: round(at), y: round(bottom + k * 15) }, text))),
  ];
}
