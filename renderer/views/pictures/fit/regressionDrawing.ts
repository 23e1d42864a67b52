/** A model of one input as a curve through its examples, with the distance to each. */
import { Extent } from "../../scale/axes.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import { axisNames, BOTTOM, headerHeight, headerNodes, textLines } from "./fitFrame.ts";
import { fitTexts } from "./fitTexts.ts";
import { legendLines, type LegendEntry } from "../../svg/legendLine.ts";
import type { ExampleSet, RegressionPicture } from "../../../../engine/payload/pictures.ts";
import type { PictureTexts } from "../pictureTexts.ts";
import { atX, atY, line, pathOf, type Plane, planeGrid, round } from "../../svg/plane.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";

const LEFT = 58;
const RIGHT = 14;
/** With no more examples than this, a line shows how far each is from the model. */
const DISTANCES = 80;

export function regressionDrawing(payload: RegressionPicture): Drawing {
  const { title, sets, xLabel, yLabel } = payload;
  const examples = ordered(sets);
  return {
    width: 620,
    height: (width) => layoutOf(payload, width).height,
    draw: (frame) => draw(payload, frame),
    describe: ({ fit }) =>
      `${fit.regression(title, sets.map(({ count }) => count.toLocaleString("en")).join(" + "))} ${errorParts(payload, fit).join(" · ")}.`,
    keys: examples.map(({ key }) => key),
    tip: (key, texts) => tip(payload, key, texts),
    table: ({ fit }) => ({
      head: [xLabel, yLabel, fit.says, ""],
      rows: examples.map(({ set, i }) => [
        numberText(set.x[i]),
        numberText(set.y[i]),
        numberText(set.predicted[i]),
        set.role === "validation" ? fit.heldOut : "",
      ]),
    }),
    tableOpen: false,
    fileName: title || "regression",
  };
}

/** All examples from left to right. */
function ordered(sets: readonly ExampleSet[]): { key: string; set: ExampleSet; i: number }[] {
  return sets
    .flatMap((set, s) => set.x.map((_, i) => ({ key: `p${s}.${i}`, set, i })))
    .sort((a, b) => (a.set.x[a.i] ?? 0) - (b.set.x[b.i] ?? 0));
}

interface Layout {
  plane: Plane;
  height: number;
}

/** Words are measured as in the longer language: the height must not depend on it. */
function layoutOf(payload: RegressionPicture, width: number): Layout {
  const { x, sets, title } = payload;
  const inner = Math.max(80, width - LEFT - RIGHT);
  const high = Math.round(Math.min(320, Math.max(200, inner * 0.55)));
  const words = ["the model", "examples", ...(sets.length > 1 ? ["held-out ones"] : [])];
  const lines = legendLines(
    words.map((one) => ({ words: one, sign: () => [] })),
    inner,
  ).length;
  // Of the examples only: a model that goes far off must not make them small.
  const extent = new Extent();
  for (const set of sets) for (const value of set.y) extent.add(value);
  const top = headerHeight(title, lines + textLines(errorParts(payload, fitTexts.en), inner).length);
  const plane: Plane = {
    left: LEFT,
    top,
    width: inner,
    height: high,
    x: [x[0] ?? 0, x.at(-1) ?? 1],
    y: extent.range("linear", 0.15) ?? [0, 1],
  };
  return { plane, height: top + high + BOTTOM };
}

function draw(payload: RegressionPicture, frame: DrawingFrame): SvgNode[] {
  const { x, y, sets, xLabel, yLabel } = payload;
  const { theme, width, focus } = frame;
  const { plane } = layoutOf(payload, width);
  const { left, top, height } = plane;
  const [, curve = "#c96200"] = theme.palette.cycle;
  const few = sets.reduce((sum, set) => sum + set.x.length, 0) <= DISTANCES;
  const points = sets.flatMap((set, s) =>
    set.x.flatMap((at, i) => {
      const [value, said] = [set.y[i], set.predicted[i]];
      if (at === null || value === null || value === undefined) return [];
      const key = `p${s}.${i}`;
      const pointed = focus === key;
      const [px, py] = [atX(plane, at), atY(plane, value)];
      const distance =
        (few || pointed) && typeof said === "number"
          ? [
              svg("line", {
                ...line(px, py, px, atY(plane, said)),
                "class": "gradbook-distance",
                "stroke": theme.muted,
                "stroke-width": pointed ? 1.6 : 0.9,
                "stroke-dasharray": "2 2",
              }),
            ]
          : [];
      return [
        ...distance,
        example(set.role, px, py, pointed ? 6 : 3.8, frame, { "data-key": key, "class": "gradbook-example" }),
      ];
    }),
  );
  return [
    ...header(payload, frame),
    ...planeGrid(plane, theme, { x: true, y: true }),
    // An svg of its own cuts off what leaves the plane.
    svg(
      "svg",
      { x: left, y: top, width: plane.width, height, viewBox: `${left} ${top} ${plane.width} ${height}` },
      ...points,
      svg("path", {
        "class": "gradbook-model",
        "d": pathOf(plane, x, y),
        "fill": "none",
        "stroke": curve,
        "stroke-width": theme.lineWidth + 0.6,
        "stroke-linejoin": "round",
        "pointer-events": "none",
      }),
    ),
    ...axisNames(plane, xLabel, yLabel, theme),
  ];
}

/** Filled where the model learns from it, hollow where it was held out. */
function example(
  role: ExampleSet["role"],
  x: number,
  y: number,
  radius: number,
  { theme }: DrawingFrame,
  attributes: Readonly<Record<string, string>> = {},
): SvgNode {
  const [first = "#0072b2", , third = "#006e4a"] = theme.palette.cycle;
  const look =
    role === "train"
      ? { "fill": first, "fill-opacity": 0.75, "stroke": theme.background, "stroke-width": 0.8 }
      : { "fill": theme.background, "stroke": third, "stroke-width": 1.8 };
  return svg("circle", { ...attributes, cx: round(x), cy: round(y), r: radius, ...look });
}

function header(payload: RegressionPicture, frame: DrawingFrame): SvgNode[] {
  const { title, sets } = payload;
  const { theme, texts, width } = frame;
  const { fit } = texts;
  const [, curve = "#c96200"] = theme.palette.cycle;
  const entries: LegendEntry[] = [
    {
      words: fit.model,
      sign: (x, y) => [
        svg("line", {
          ...line(x - 12, y, x + 12, y),
          "stroke": curve,
          "stroke-width": theme.lineWidth + 0.6,
        }),
      ],
    },
    ...sets.map(({ role }): LegendEntry => ({
      words: role === "train" ? fit.examples : fit.heldOut,
      sign: (x, y) => [example(role, x, y, 4.2, frame)],
    })),
  ];
  const inner = Math.max(80, width - LEFT - RIGHT);
  const legend = legendLines(entries, inner);
  return headerNodes({ title, legend, text: textLines(errorParts(payload, fit), inner) }, LEFT, theme);
}

function errorParts({ sets }: RegressionPicture, fit: PictureTexts["fit"]): string[] {
  const parts = sets.map(({ role, error }) =>
    role === "train" ? fit.error(numberText(error)) : fit.errorHeldOut(numberText(error)),
  );
  const [first] = sets;
  if (first && first.x.length < first.count)
    parts.push(fit.shown(String(first.x.length), first.count.toLocaleString("en")));
  return parts;
}

function tip({ sets, xLabel, yLabel }: RegressionPicture, key: string, { fit }: PictureTexts): string[] {
  const [, s, i] = /^p(\d+)\.(\d+)$/.exec(key) ?? [];
  const set = sets[Number(s)];
  const at = Number(i);
  if (set?.x[at] === undefined) return [];
  const [value, said] = [set.y[at] ?? null, set.predicted[at] ?? null];
  return [
    ...(set.role === "validation" ? [fit.heldOut] : []),
    `${xLabel} = ${numberText(set.x[at])}`,
    `${yLabel} = ${numberText(value)}`,
    `${fit.says} ${numberText(said)}`,
    ...(value === null || said === null ? [] : [`${fit.difference} ${numberText(said - value)}`]),
  ];
}
