/** A classifier over the plane of two inputs: a colour for each class, stronger where it is surer, and examples. */
import { areaNodes, areasOnce, type AreasOf } from "./boundaryRegions.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import { axisNames, BOTTOM, headerHeight, headerNodes, textLines } from "./fitFrame.ts";
import { fitTexts } from "./fitTexts.ts";
import { legendLines, type LegendEntry } from "../../svg/legendLine.ts";
import { mark, markColour } from "../../svg/marks.ts";
import type { BoundaryPicture } from "../../../../engine/payload/pictures.ts";
import type { PictureTexts } from "../pictureTexts.ts";
import { atX, atY, type Plane, planeGrid, round } from "../../svg/plane.ts";
import { fieldCross, fieldKeys, fieldNodes, fieldOf } from "../../svg/planeFields.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";

const LEFT = 50;
const RIGHT = 14;
const RADIUS = 4.5;

export function boundaryDrawing(payload: BoundaryPicture): Drawing {
  const { title, classes, examples } = payload;
  const areas = areasOnce(payload);
  return {
    width: 560,
    height: (width) => layoutOf(payload, width).height,
    draw: (frame) => draw(payload, areas, frame),
    describe: ({ fit }) =>
      `${fit.boundary(title, classes.map(fit.className).join(", "))} ${rightParts(payload, fit).join(" · ")}`,
    keys: [...examples.x.map((_, i) => `p${i}`), ...fieldKeys],
    tip: (key, texts) => tip(payload, key, texts),
    table: ({ fit }) => ({
      head: [...payload.xLabels, fit.isClass(""), fit.saysClass("", "")].map((text) => text.trim()),
      rows: examples.x.map((x, i) => [
        numberText(x),
        numberText(examples.y[i]),
        classes[examples.label[i] ?? -1] ?? "",
        classes[examples.said[i] ?? -1] ?? "",
      ]),
    }),
    tableOpen: false,
    fileName: title || "decision boundary",
  };
}

interface Layout {
  plane: Plane;
  height: number;
}

/** Words are measured as in the longer language: the height must not depend on it. */
function layoutOf(payload: BoundaryPicture, width: number): Layout {
  const inner = Math.max(80, width - LEFT - RIGHT);
  const entries = payload.classes.map((name): LegendEntry => ({ words: `class ${name}`, sign: () => [] }));
  const wrong: LegendEntry = { words: "wrong", sign: () => [] };
  const lines = legendLines([...entries, wrong], inner).length;
  const top = headerHeight(payload.title, lines + textLines(rightParts(payload, fitTexts.en), inner).length);
  const high = Math.round(Math.min(400, Math.max(200, inner * 0.72)));
  const plane = { left: LEFT, top, width: inner, height: high, x: payload.across, y: payload.up };
  return { plane, height: top + high + BOTTOM };
}

function draw(payload: BoundaryPicture, areasOf: AreasOf, frame: DrawingFrame): SvgNode[] {
  const { examples, xLabels } = payload;
  const { theme, width, focus } = frame;
  const { plane } = layoutOf(payload, width);
  const marks = examples.x.flatMap((x, i) => {
    const y = examples.y[i];
    if (x === null || y === null || y === undefined) return [];
    const key = `p${i}`;
    const kind = examples.label[i] ?? 0;
    const [cx, cy] = [atX(plane, x), atY(plane, y)];
    const wrong = kind !== examples.said[i];
    const radius = focus === key ? RADIUS + 2 : RADIUS;
    const look = {
      "data-key": key,
      "class": "gradbook-example",
      "fill": markColour(theme, kind),
      "stroke": theme.background,
    };
    return [
      ...(wrong ? [ring(cx, cy, radius + 2.5, theme.foreground, key)] : []),
      mark(kind, cx, cy, radius, look),
    ];
  });
  return [
    ...header(payload, frame),
    ...planeGrid(plane, theme, { x: true, y: true }),
    ...areaNodes(areasOf(plane), theme),
    ...fieldNodes(plane),
    ...marks,
    ...axisNames(plane, xLabels[0], xLabels[1], theme),
    ...fieldCross(plane, focus, theme.foreground),
  ];
}

function ring(x: number, y: number, radius: number, stroke: string, key: string): SvgNode {
  return svg("circle", {
    "data-key": key,
    "class": "gradbook-wrong",
    "cx": round(x),
    "cy": round(y),
    "r": radius,
    "fill": "none",
    stroke,
    "stroke-width": 1.6,
  });
}

function header(payload: BoundaryPicture, { theme, texts: { fit }, width }: DrawingFrame): SvgNode[] {
  const { title, classes } = payload;
  const inner = Math.max(80, width - LEFT - RIGHT);
  const entries = classes.map((name, kind): LegendEntry => ({
    words: fit.className(name),
    sign: (x, y) => [
      mark(kind, x, y, RADIUS + 0.5, { fill: markColour(theme, kind), stroke: theme.background }),
    ],
  }));
  const wrong: LegendEntry = {
    words: fit.wrong,
    sign: (x, y) => [
      svg("circle", {
        "cx": x,
        "cy": y,
        "r": RADIUS + 2.5,
        "fill": "none",
        "stroke": theme.foreground,
        "stroke-width": 1.6,
      }),
    ],
  };
  const legend = legendLines([...entries, wrong], inner);
  return headerNodes({ title, legend, text: textLines(rightParts(payload, fit), inner) }, LEFT, theme);
}

function tip(payload: BoundaryPicture, key: string, { fit }: PictureTexts): string[] {
  const { xLabels, across, up, classes, examples, resolution, said, lead } = payload;
  const name = (kind: number | undefined): string => fit.className(classes[kind ?? -1] ?? "");
  const where = (x: number | null | undefined, y: number | null | undefined): string[] => [
    `${xLabels[0]} = ${numberText(x)}`,
    `${xLabels[1]} = ${numberText(y)}`,
  ];
  const field = fieldOf(key);
  if (field) {
    const [x, y] = [across[0] + field[0] * (across[1] - across[0]), up[0] + field[1] * (up[1] - up[0])];
    const [column, row] = field.map((share) => Math.round(share * (resolution - 1)));
    const i = (row ?? 0) * resolution + (column ?? 0);
    return [...where(x, y), fit.saysClass(name(said[i]), sureness(lead[i], classes.length))];
  }
  const i = /^p\d+$/.test(key) ? Number(key.slice(1)) : -1;
  if (examples.x[i] === undefined) return [];
  return [
    ...where(examples.x[i], examples.y[i]),
    fit.isClass(name(examples.label[i])),
    fit.saysClass(name(examples.said[i]), sureness(examples.lead[i], classes.length)),
  ];
}

/** The probability of the class that is ahead, where two share all of it; else by how much it is ahead. */
function sureness(lead: number | null | undefined, classes: number): string {
  if (lead === null || lead === undefined) return "";
  return classes === 2 ? percent((1 + lead) / 2) : `+${percent(lead)}`;
}

function rightParts({ correct, examples }: BoundaryPicture, fit: PictureTexts["fit"]): string[] {
  const { x, count } = examples;
  const right = fit.right(
    String(correct),
    String(x.length),
    percent(x.length === 0 ? 0 : correct / x.length),
  );
  return x.length < count ? [right, fit.shown(String(x.length), count.toLocaleString("en"))] : [right];
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
