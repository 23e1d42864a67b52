/** A chart as SVG: what Plotly draws in the page, for exports and files. Pure. */
import { lines } from "../text/plainText.ts";
import { round } from "../svg/plane.ts";
import { svg, svgRoot, type SvgNode } from "../svg/svg.ts";
import { textWidth } from "../../../engine/payload/letters.ts";
import type { Chart, ChartAnnotation, ChartAxis, ChartShape, YAxisId } from "./chart.ts";
import { type Area, dashes, placeOn, textSvg } from "./chartSvgParts.ts";
import { legendSvg } from "./legendSvg.ts";
import { traceSvg } from "./traceSvg.ts";

/** What a file needs beside the chart. */
export interface ChartSvgOptions {
  /** The text alternative. */
  description: string;
  /** What lies behind everything. */
  background: string;
  /** Pixels that a text takes, where there is somebody who knows; near enough by default. */
  widthOf?: typeof textWidth;
}

export function chartSvg(
  chart: Chart,
  { description, background, widthOf = textWidth }: ChartSvgOptions,
): SvgNode {
  const { data, layout } = chart;
  const { width, height, margin, font } = layout;
  const whole: Area = {
    left: margin.l,
    top: margin.t,
    width: Math.max(1, width - margin.l - margin.r),
    height: Math.max(1, height - margin.t - margin.b),
  };
  const panels = panelsOf(chart, whole);
  const shapes = (layer: ChartShape["layer"]): SvgNode[] =>
    layout.shapes.filter((shape) => shape.layer === layer).map((shape) => shapeSvg(shape, chart, whole));
  return svgRoot(
    { width, height },
    description,
    background,
    { "font-family": font.family, "font-size": font.size, "fill": font.color },
    ...shapes("below"),
    ...panels.flatMap(({ area, axis }) => gridSvg(layout.xaxis, axis, area)),
    ...panels.map(({ id, area, axis }) =>
      svg(
        "svg",
        {
          x: area.left,
          y: round(area.top),
          width: area.width,
          height: round(area.height),
          overflow: data.some(({ yaxis, cliponaxis }) => yaxis === id && cliponaxis) ? "hidden" : "visible",
        },
        ...data
          .filter(({ yaxis, opacity, x }) => yaxis === id && opacity !== 0 && x.length > 0)
          .flatMap((trace) => traceSvg(trace, layout.xaxis, axis, area)),
      ),
    ),
    ...shapes("above"),
    ...panels.flatMap(({ area, axis }) => axisSvg(axis, area)),
    ...xAxisSvg(layout.xaxis, panels.at(-1)?.area ?? whole, height),
    ...layout.annotations.flatMap((annotation) => annotationSvg(annotation, chart, whole, widthOf)),
    ...titleSvg(chart),
    ...legendSvg(chart, whole, widthOf),
  );
}

interface PanelArea {
  id: YAxisId;
  axis: ChartAxis;
  area: Area;
}

function panelsOf({ layout }: Chart, whole: Area): PanelArea[] {
  const axes: [YAxisId, ChartAxis | undefined][] = [
    ["y", layout.yaxis],
    ["y2", layout.yaxis2],
    ["y3", layout.yaxis3],
  ];
  return axes.flatMap(([id, axis]) => (axis ? [{ id, axis, area: areaOf(axis, whole) }] : []));
}

function areaOf({ domain = [0, 1] }: ChartAxis, whole: Area): Area {
  const height = whole.height * (domain[1] - domain[0]);
  return { ...whole, top: whole.top + whole.height * (1 - domain[1]), height };
}

const inside = (place: number): boolean => place >= -1e-6 && place <= 1 + 1e-6;

function placedTicks(axis: ChartAxis): { at: number; value: number; text: string }[] {
  return axis.tickvals.flatMap((value, i) => {
    const at = placeOn(axis, value);
    return at !== null && inside(at) ? [{ at, value, text: axis.ticktext[i] ?? "" }] : [];
  });
}

function gridSvg(x: ChartAxis, y: ChartAxis, { left, top, width, height }: Area): SvgNode[] {
  const stroke = (axis: ChartAxis, value: number): string =>
    axis.zeroline && value === 0 ? axis.zerolinecolor : axis.gridcolor;
  const down = placedTicks(x).map(({ at, value }) =>
    svg("path", {
      d: `M${round(left + at * width)} ${round(top)}v${round(height)}`,
      stroke: stroke(x, value),
    }),
  );
  const across = placedTicks(y).map(({ at, value }) =>
    svg("path", { d: `M${left} ${round(top + height * (1 - at))}h${width}`, stroke: stroke(y, value) }),
  );
  return [...down, ...across];
}

/** Frame, tick labels and title of a y axis. */
function axisSvg(axis: ChartAxis, { left, top, width, height }: Area): SvgNode[] {
  const { tickfont, title, ticklen } = axis;
  const labels = placedTicks(axis).map(({ at, text }) =>
    textSvg(text, left - ticklen - 3, top + height * (1 - at), tickfont, {
      "text-anchor": "end",
      "dy": "0.35em",
    }),
  );
  const frame = axis.showline
    ? [
        svg("rect", {
          x: left,
          y: round(top),
          width,
          height: round(height),
          fill: "none",
          stroke: axis.linecolor,
        }),
      ]
    : [];
  if (title.text === "") return [...labels, ...frame];
  const x = title.font.size;
  const middle = round(top + height / 2);
  const named = textSvg(title.text, x, middle, title.font, {
    "text-anchor": "middle",
    "transform": `rotate(-90 ${x} ${middle})`,
  });
  return [...labels, ...frame, named];
}

function xAxisSvg(axis: ChartAxis, { left, top, width, height }: Area, bottom: number): SvgNode[] {
  const { tickfont, title, ticklen } = axis;
  const labels = placedTicks(axis).map(({ at, text }) =>
    textSvg(text, left + at * width, top + height + ticklen + tickfont.size + 3, tickfont, {
      "text-anchor": "middle",
    }),
  );
  if (title.text === "") return labels;
  const named = textSvg(title.text, left + width / 2, bottom - title.font.size * 0.5, title.font, {
    "text-anchor": "middle",
  });
  return [...labels, named];
}

function titleSvg({ layout: { title, width, height } }: Chart): SvgNode[] {
  if (title.text === "") return [];
  return [
    textSvg(title.text, title.x * width, (1 - title.y) * height, title.font, {
      "text-anchor": title.xanchor === "left" ? "start" : "middle",
      "dy": "0.7em",
    }),
  ];
}

function annotationSvg(
  note: ChartAnnotation,
  { layout }: Chart,
  whole: Area,
  widthOf: typeof textWidth,
): SvgNode[] {
  const { font, xanchor, yanchor, bgcolor, borderpad = 1 } = note;
  // Unlike shapes, annotations give the logarithm of what is shown on a logarithmic axis.
  const along = (axis: ChartAxis, value: number): number =>
    (value - axis.range[0]) / (axis.range[1] - axis.range[0] || 1);
  const x = whole.left + whole.width * (note.xref === "paper" ? note.x : along(layout.xaxis, note.x));
  let y = whole.top + whole.height * (1 - note.y);
  if (note.yref !== "paper") {
    const axis = axisNamed(layout, note.yref);
    const area = areaOf(axis, whole);
    y = area.top + area.height * (1 - along(axis, note.y));
  }
  // Plotly gives each a frame, though one that is not seen.
  const pad = borderpad + 1;
  const left = x + (note.xshift ?? 0) + pad * { left: 1, center: 0, right: -1 }[xanchor];
  const top = y - (note.yshift ?? 0) + pad * { top: 1, middle: 0, bottom: -1 }[yanchor];
  const width = Math.max(...lines(note.text).map((line) => widthOf(line, font.size)));
  const height = font.size * (1.25 * lines(note.text).length - 0.1);
  const from = {
    x: left - width * { left: 0, center: 0.5, right: 1 }[xanchor],
    y: top - height * { top: 0, middle: 0.5, bottom: 1 }[yanchor],
  };
  const behind =
    bgcolor === undefined
      ? []
      : [
          svg("rect", {
            x: round(from.x - borderpad),
            y: round(from.y - borderpad),
            width: round(width + 2 * borderpad),
            height: round(height + 2 * borderpad),
            fill: bgcolor,
          }),
        ];
  const text = textSvg(note.text, left, from.y + 0.9 * font.size, font, {
    "text-anchor": { left: "start", center: "middle", right: "end" }[xanchor],
  });
  return [...behind, text];
}

function axisNamed(layout: Chart["layout"], id: YAxisId): ChartAxis {
  return (id === "y2" ? layout.yaxis2 : id === "y3" ? layout.yaxis3 : layout.yaxis) ?? layout.yaxis;
}

function shapeSvg(shape: ChartShape, { layout }: Chart, whole: Area): SvgNode {
  const { yref } = shape;
  const axis = yref === "paper" ? null : axisNamed(layout, yref);
  const area = axis ? areaOf(axis, whole) : whole;
  const atX = (value: number): number => {
    const place = shape.xref === "paper" ? value : placeOn(layout.xaxis, value);
    return round(whole.left + whole.width * clamped(place ?? 0));
  };
  const atY = (value: number): number =>
    round(area.top + area.height * (1 - clamped((axis ? placeOn(axis, value) : value) ?? 0)));
  const { color, width } = shape.line;
  const pen = { "stroke": color, "stroke-width": width };
  if (shape.type === "path") {
    const at = `translate(${atX(shape.xanchor)} ${atY(shape.yanchor)})`;
    return svg("path", { d: shape.path, transform: at, fill: "none", ...pen });
  }
  const [x0, x1, y0, y1] = [atX(shape.x0), atX(shape.x1), atY(shape.y0), atY(shape.y1)];
  if (shape.type === "line") {
    return svg("path", { d: `M${x0} ${y0}L${x1} ${y1}`, ...pen, ...dashes(shape.line.dash) });
  }
  const box = {
    x: Math.min(x0, x1),
    y: Math.min(y0, y1),
    width: round(Math.abs(x1 - x0)),
    height: round(Math.abs(y1 - y0)),
  };
  if ("fillcolor" in shape) return svg("rect", { ...box, fill: shape.fillcolor });
  return svg("rect", { ...box, fill: "none", ...pen });
}

function clamped(place: number): number {
  return Math.min(1, Math.max(0, place));
}
