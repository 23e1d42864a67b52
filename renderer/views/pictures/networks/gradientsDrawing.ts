/** Lengths of gradients on a logarithmic axis: through time, or over the steps of a training. */
import { letters } from "../../../../engine/payload/letters.ts";
import type { GradientsPicture } from "../../../../engine/payload/networkPictures.ts";
import { legendLines, legendNodes, LEGEND_LINE, type LegendEntry } from "../../svg/legendLine.ts";
import { atX, atY, line, pathOf, type Plane, round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import { ticksOf } from "../../scale/ticks.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import type { Theme } from "../../theme/theme.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import { axisNames, BOTTOM } from "../fit/fitFrame.ts";

const LEFT = 62;
const RIGHT = 14;
const HEIGHT = 250;
const DASHES = ["none", "6 3", "2 3", "8 3 2 3"] as const;

export function gradientsDrawing(payload: GradientsPicture): Drawing {
  const { over, title, x, lines } = payload;
  return {
    width: 620,
    height: (width) => layoutOf(payload, width).height,
    draw: (frame) => draw(payload, frame),
    describe: ({ networks }) => {
      const ends = lines.map(({ name, y }) => `${name}: ${numberText(y[0])} … ${numberText(y.at(-1))}`);
      return [networks.gradients[over](title), ...(x.length === 0 ? [networks.waiting] : ends)].join(" ");
    },
    keys: x.map((_, i) => `x${i}`),
    tip: (key, { networks }) => {
      const i = Number(key.slice(1));
      const at = x[i];
      if (at === undefined) return [];
      return [networks.at[over](String(at)), ...lines.map(({ name, y }) => `${name}: ${numberText(y[i])}`)];
    },
    table: ({ networks }) => ({
      head: [networks.xAxis[over], ...lines.map(({ name }) => name)],
      rows: x.map((at, i) => [String(at), ...lines.map(({ y }) => numberText(y[i]))]),
    }),
    tableOpen: false,
    fileName: title || "gradients",
  };
}

/** The exponent of a length; null for one that is 0, which has none. */
function exponent(value: number | null | undefined): number | null {
  return typeof value === "number" && value > 0 ? Math.log10(value) : null;
}

function layoutOf(
  { title, x, lines }: GradientsPicture,
  width: number,
): { plane: Plane; height: number; top: number } {
  const inner = Math.max(80, width - LEFT - RIGHT);
  const entries = lines.map(({ name }): LegendEntry => ({ words: name, sign: () => [] }));
  const top = 8 + (title === "" ? 0 : LEGEND_LINE);
  const under = top + legendLines(entries, inner).length * LEGEND_LINE + 8;
  const values = lines.flatMap(({ y }) => y.map(exponent)).filter((value) => value !== null);
  const [low, high] = values.length === 0 ? [-1, 1] : [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.15, (high - low) * 0.06);
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 1];
  const plane: Plane = {
    left: LEFT,
    top: under,
    width: inner,
    height: HEIGHT,
    x: last > first ? [first, last] : [first - 0.5, first + 0.5],
    y: [low - room, high + room],
  };
  return { plane, height: under + HEIGHT + BOTTOM, top };
}

function draw(payload: GradientsPicture, frame: DrawingFrame): SvgNode[] {
  const { over, title, x, lines } = payload;
  const { theme, texts, width, focus } = frame;
  const { plane, top } = layoutOf(payload, width);
  const look = (k: number) => ({
    "stroke": theme.palette.cycle[k % theme.palette.cycle.length] ?? theme.foreground,
    "stroke-dasharray": DASHES[Math.floor(k / 2) % DASHES.length] ?? "none",
    "stroke-width": theme.lineWidth,
  });
  const entries = lines.map(({ name }, k): LegendEntry => ({
    words: name,
    sign: (at, y) => [svg("line", { ...line(at - 12, y, at + 12, y), ...look(k) })],
  }));
  const heading = {
    "x": LEFT,
    "y": 8 + LEGEND_LINE / 2,
    "dy": "0.35em",
    "fill": theme.foreground,
    "font-size": theme.fontSize,
    "font-weight": 600,
  };
  const i = focus === null ? -1 : Number(focus.slice(1));
  const pointed = x[i];
  const step = plane.width / Math.max(1, x.length - 1);
  return [
    ...(title === "" ? [] : [svg("text", heading, title)]),
    ...legendNodes(legendLines(entries, plane.width), LEFT, top, theme),
    ...grid(plane, theme),
    ...lines.map(({ y }, k) =>
      svg("path", {
        "d": pathOf(plane, x, y.map(exponent)),
        "class": "gradbook-gradient",
        "fill": "none",
        "stroke-linejoin": "round",
        ...look(k),
      }),
    ),
    // A single point is no line.
    ...(x.length === 1 ? lines.flatMap(({ y }, k) => dot(plane, x[0], y[0], look(k).stroke, theme)) : []),
    ...(pointed === undefined
      ? []
      : [
          svg("line", {
            ...line(atX(plane, pointed), plane.top, atX(plane, pointed), plane.top + plane.height),
            stroke: theme.muted,
          }),
          ...lines.flatMap(({ y }, k) => dot(plane, pointed, y[i], look(k).stroke, theme)),
        ]),
    ...(x.length === 0
      ? [
          svg(
            "text",
            {
              "x": round(plane.left + plane.width / 2),
              "y": round(plane.top + plane.height / 2),
              "text-anchor": "middle",
              "fill": theme.muted,
              "font-size": theme.fontSize,
            },
            texts.networks.waiting,
          ),
        ]
      : []),
    ...axisNames(plane, texts.networks.xAxis[over], texts.networks.gradientAxis, theme),
    ...x.map((at, k) =>
      svg("rect", {
        "data-key": `x${k}`,
        "x": round(atX(plane, at) - step / 2),
        "y": plane.top,
        "width": round(Math.max(1, step)),
        "height": plane.height,
        "fill": "transparent",
      }),
    ),
  ];
}

function dot(
  plane: Plane,
  x: number | undefined,
  y: number | null | undefined,
  fill: string,
  theme: Theme,
): SvgNode[] {
  const at = exponent(y);
  if (at === null || x === undefined) return [];
  return [
    svg("circle", {
      cx: round(atX(plane, x)),
      cy: round(atY(plane, at)),
      r: 4,
      fill,
      stroke: theme.background,
    }),
  ];
}

/** Powers of ten across, as many as there is room for. */
function grid(plane: Plane, theme: Theme): SvgNode[] {
  const { left, top, width, height } = plane;
  const text = { "fill": theme.muted, "font-size": letters("small", theme.fontSize) };
  const [low, high] = plane.y;
  const every = Math.max(1, Math.ceil((high - low) / 8));
  const powers: number[] = [];
  for (let power = Math.ceil(low); power <= high; power++) if (power % every === 0) powers.push(power);
  const rows =
    powers.length >= 2
      ? powers.map((power) => ({ at: power, text: powerText(power) }))
      : ticksOf("linear", plane.y, 5).tickvals.map((at) => ({
          at,
          text: numberText(Number((10 ** at).toPrecision(2))),
        }));
  const columns = ticksOf("linear", plane.x, width / 70);
  return [
    ...rows.flatMap(({ at, text: words }) => [
      svg("line", { ...line(left, atY(plane, at), left + width, atY(plane, at)), stroke: theme.grid }),
      svg(
        "text",
        { ...text, "x": left - 7, "y": round(atY(plane, at)), "dy": "0.35em", "text-anchor": "end" },
        words,
      ),
    ]),
    ...columns.tickvals.flatMap((value, i) => [
      svg("line", { ...line(atX(plane, value), top, atX(plane, value), top + height), stroke: theme.grid }),
      svg(
        "text",
        { ...text, "x": round(atX(plane, value)), "y": top + height + 17, "text-anchor": "middle" },
        columns.ticktext[i] ?? "",
      ),
    ]),
    svg("rect", { x: left, y: top, width, height, fill: "none", stroke: theme.axis }),
  ];
}

function powerText(power: number): string {
  const digits = String(power).replace(/[-\d]/g, (sign) =>
    sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(Number(sign)),
  );
  return power === 0 ? "1" : power === 1 ? "10" : `10${digits}`;
}
