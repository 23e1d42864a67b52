/** An activation function, its derivative, and what units receive, on one x axis. */
import type { Drawing, DrawingFrame } from "./drawing.ts";
import { Extent } from "../scale/axes.ts";
import type { ActivationPicture, ReceivedValues } from "../../../engine/payload/pictures.ts";
import { atX, atY, line, pathOf, type Plane, planeGrid, round } from "../svg/plane.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import type { PictureTexts } from "./pictureTexts.ts";
import { svg, type SvgNode } from "../svg/svg.ts";
import { textWidth } from "../../../engine/payload/letters.ts";

const LEFT = 46;
const RIGHT = 14;
const TOP = 30;
const BOTTOM = 30;
const CURVES = 220;
/** Height of a histogram, and of its heading. */
const HISTOGRAM = 74;
const HEADING = 30;

export function activationDrawing(payload: ActivationPicture): Drawing {
  const { name, x, y, slope, received } = payload;
  const at = (key: string): number => (/^x\d+$/.test(key) ? Number(key.slice(1)) : -1);
  return {
    width: 620,
    height: () => TOP + CURVES + BOTTOM + received.length * (HISTOGRAM + HEADING),
    draw: (frame) => draw(payload, frame),
    describe: (texts) =>
      [
        texts.activationSummary(name, numberText(x[0]), numberText(x.at(-1))),
        ...received.map((layer) => texts.activationLayer(layer)),
      ].join(" "),
    keys: x.map((_, i) => `x${i}`),
    tip: (key, texts) => {
      const i = at(key);
      if (i < 0 || i >= x.length) return [];
      const here = received.map((layer) => {
        const count = layer.bins[binAt(layer, i, x.length)] ?? 0;
        const share = `${numberText((100 * count) / Math.max(1, layer.count))} %`;
        return texts.receivedHere(layer.layer, String(count), share);
      });
      return [
        `x = ${numberText(x[i])}`,
        `${name}(x) = ${numberText(y[i])}`,
        `${name}′(x) = ${numberText(slope[i])}`,
        ...here,
      ];
    },
    table: () => ({
      head: ["x", `${name}(x)`, `${name}′(x)`],
      rows: x.map((value, i) => [numberText(value), numberText(y[i]), numberText(slope[i])]),
    }),
    tableOpen: false,
    fileName: name,
  };
}

function binAt({ bins }: ReceivedValues, i: number, count: number): number {
  return Math.min(bins.length - 1, Math.floor((i / Math.max(1, count - 1)) * bins.length));
}

function draw(payload: ActivationPicture, frame: DrawingFrame): SvgNode[] {
  const { name, x, y, slope, received } = payload;
  const { theme, texts, width, focus } = frame;
  const [first = "#0072b2", second = "#c96200"] = theme.palette.cycle;
  const inner = Math.max(60, width - LEFT - RIGHT);
  const range: [number, number] = [x[0] ?? 0, x.at(-1) ?? 1];
  const extent = new Extent();
  for (const value of [...y, ...slope]) extent.add(value);
  const curves: Plane = {
    left: LEFT,
    top: TOP,
    width: inner,
    height: CURVES,
    x: range,
    y: extent.range("linear", 0.07) ?? [0, 1],
  };
  const i = focus === null ? -1 : Number(focus.slice(1));
  const pointed = x[i] ?? null;
  const curve = (values: ActivationPicture["y"], color: string, dash: string) =>
    svg("path", {
      "d": pathOf(curves, x, values),
      "fill": "none",
      "stroke": color,
      "stroke-width": theme.lineWidth,
      "stroke-linejoin": "round",
      "stroke-dasharray": dash,
    });
  const bottom = TOP + CURVES + BOTTOM + received.length * (HISTOGRAM + HEADING);
  return [
    ...legend([`${name}(x)`, `${name}′(x), ${texts.derivative}`], [first, second], frame),
    ...planeGrid(curves, theme, { x: true, y: true }),
    curve(slope, second, "6 3"),
    curve(y, first, "none"),
    ...received.flatMap((layer, k) =>
      histogram(layer, TOP + CURVES + BOTTOM + k * (HISTOGRAM + HEADING), range, i, x.length, frame),
    ),
    ...(pointed === null
      ? []
      : [
          svg("line", {
            ...line(atX(curves, pointed), TOP, atX(curves, pointed), bottom - (received.length ? 0 : BOTTOM)),
            stroke: theme.muted,
          }),
          ...[
            [y[i], first],
            [slope[i], second],
          ].flatMap(([value, color]) =>
            typeof value === "number" && typeof color === "string"
              ? [
                  svg("circle", {
                    cx: round(atX(curves, pointed)),
                    cy: round(atY(curves, value)),
                    r: 4,
                    fill: color,
                    stroke: theme.background,
                  }),
                ]
              : [],
          ),
        ]),
    ...x.map((_, k) =>
      svg("rect", {
        "data-key": `x${k}`,
        "x": round(LEFT + ((k - 0.5) / Math.max(1, x.length - 1)) * inner),
        "y": TOP,
        "width": round(inner / Math.max(1, x.length - 1)),
        "height": bottom - TOP,
        "fill": "transparent",
      }),
    ),
  ];
}

function legend(names: readonly string[], colors: readonly string[], { theme }: DrawingFrame): SvgNode[] {
  let left = LEFT;
  return names.flatMap((name, k) => {
    const x = left;
    left += 34 + textWidth(name, theme.fontSize) + 16;
    return [
      svg("line", {
        ...line(x, 14, x + 24, 14),
        "stroke": colors[k] ?? "",
        "stroke-width": theme.lineWidth,
        "stroke-dasharray": k === 0 ? "none" : "6 3",
      }),
      svg(
        "text",
        { "x": x + 30, "y": 14, "dy": "0.35em", "fill": theme.foreground, "font-size": theme.fontSize },
        name,
      ),
    ];
  });
}

function histogram(
  layer: ReceivedValues,
  top: number,
  range: readonly [number, number],
  pointed: number,
  points: number,
  { theme, texts, width }: DrawingFrame,
): SvgNode[] {
  const most = Math.max(1, ...layer.bins);
  const inner = Math.max(60, width - LEFT - RIGHT);
  const plane: Plane = {
    left: LEFT,
    top: top + HEADING,
    width: inner,
    height: HISTOGRAM - 6,
    x: range,
    y: [0, most],
  };
  const color = theme.palette.cycle[2] ?? "#006e4a";
  const step = inner / layer.bins.length;
  const here = pointed < 0 ? -1 : binAt(layer, pointed, points);
  const bars = layer.bins.flatMap((count, k) =>
    count === 0
      ? []
      : [
          svg("rect", {
            "x": round(LEFT + k * step + 0.5),
            "y": round(atY(plane, count)),
            "width": round(Math.max(1, step - 1)),
            "height": round(atY(plane, 0) - atY(plane, count)),
            "fill": color,
            "fill-opacity": k === here ? 1 : 0.65,
          }),
        ],
  );
  return [
    svg(
      "text",
      { "x": LEFT, "y": top + HEADING - 9, "fill": theme.foreground, "font-size": theme.fontSize },
      heading(layer, texts, inner < 420),
    ),
    ...bars,
    svg("line", { ...line(LEFT, atY(plane, 0), LEFT + inner, atY(plane, 0)), stroke: theme.axis }),
  ];
}

/** Where there is little room, without the words that the histogram explains itself. */
function heading(layer: ReceivedValues, texts: PictureTexts, short: boolean): string {
  const outside = (100 * (layer.below + layer.above)) / Math.max(1, layer.count);
  return [
    short ? layer.layer : texts.received(layer.layer),
    texts.units(layer.units),
    texts.dead(layer.dead),
    texts.saturated(layer.saturated),
    ...(outside > 0 ? [texts.outside(`${numberText(outside)} %`)] : []),
  ].join(" · ");
}
