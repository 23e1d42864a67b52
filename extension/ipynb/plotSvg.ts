/** A still picture of a plot, on white, for readers that have no renderer of ours. Pure. */
import type { Sample } from "../../engine/payload/sample.ts";
import { plotAxis, type PlotAxis } from "./plotAxis.ts";
import type { PlotLine, PlotModel, PlotPanel } from "./plotModel.ts";

const ink = "#24292f";
const grid = "#d8dee4";
const dashes = { solid: "", dash: "6 3", dashdot: "8 3 2 3", dot: "2 3" } as const;

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function plotSvg(model: PlotModel): string {
  const { width, height, title, panels, xLabel } = model;
  const top = title === "" ? 12 : 34;
  const bottom = xLabel === "" ? 28 : 46;
  const each = (height - top - bottom) / Math.max(1, panels.length);
  const left = Math.min(64, width / 3);
  const boxes = panels.map((_, i): Box => ({
    left,
    top: top + i * each,
    width: width - left - 14,
    height: each - (i < panels.length - 1 ? 14 : 0),
  }));
  const xs = plotAxis(valuesOf(panels, "x"), model.xScale, model.xLim, Math.max(2, width / 80));
  const parts = panels.map((panel, i) => panelSvg(panel, xs, boxes[i] ?? { left, top, width, height }));
  const last = boxes.at(-1);
  if (last) parts.push(xTicks(xs, last));
  if (title !== "") parts.push(text(width / 2, 20, title, 'text-anchor="middle" font-size="14"'));
  if (xLabel !== "")
    parts.push(text(left + (width - left - 14) / 2, height - 10, xLabel, 'text-anchor="middle"'));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-label="${escaped(labelOf(model))}" font-family="sans-serif" font-size="12" fill="${ink}">` +
    `<rect width="100%" height="100%" fill="#ffffff"/>${parts.join("")}</svg>`
  );
}

function labelOf({ title, panels, xLabel }: PlotModel): string {
  const names = panels.flatMap(({ lines }) => lines.map(({ name }) => name)).filter((name) => name !== "");
  return [title || "Plot", xLabel && `over ${xLabel}`, names.length > 0 && `: ${names.join(", ")}`]
    .filter(Boolean)
    .join(" ");
}

function panelSvg(panel: PlotPanel, xs: PlotAxis, box: Box): string {
  const { yLabel, yScale, yLim, lines } = panel;
  const ys = plotAxis(valuesOf([panel], "y"), yScale, yLim, Math.max(2, box.height / 45));
  const parts: string[] = [];
  for (const { place, label } of ys.ticks) {
    const y = round(box.top + box.height * (1 - place));
    parts.push(`<path d="M${box.left} ${y}h${round(box.width)}" stroke="${grid}"/>`);
    parts.push(text(box.left - 6, y + 4, label, 'text-anchor="end"'));
  }
  for (const { place } of xs.ticks) {
    parts.push(
      `<path d="M${round(box.left + box.width * place)} ${round(box.top)}v${round(box.height)}" stroke="${grid}"/>`,
    );
  }
  const frame = `x="${box.left}" y="${round(box.top)}" width="${round(box.width)}" height="${round(box.height)}"`;
  parts.push(`<rect ${frame} fill="none" stroke="#8c959f"/>`);
  parts.push(
    `<svg ${frame} overflow="hidden">${lines.map((line) => lineSvg(line, xs, ys, box)).join("")}</svg>`,
  );
  const middle = round(box.top + box.height / 2);
  if (yLabel !== "")
    parts.push(text(14, middle, yLabel, `text-anchor="middle" transform="rotate(-90 14 ${middle})"`));
  parts.push(legend(lines, box));
  return parts.join("");
}

function xTicks(xs: PlotAxis, { left, top, width, height }: Box): string {
  return xs.ticks
    .map(({ place, label }) => text(left + width * place, top + height + 16, label, 'text-anchor="middle"'))
    .join("");
}

/** Points that fall onto the one before are left out: a long training is no larger than what can be seen. */
function lineSvg(
  { x, y, colour, dash, lines, markers }: PlotLine,
  xs: PlotAxis,
  ys: PlotAxis,
  box: Box,
): string {
  let path = "";
  let pen = "M";
  let before = "";
  const marks = new Map<string, string>();
  x.forEach((value, i) => {
    const [across, up] = [xs.place(value), ys.place(y[i])];
    if (across === null || up === null) {
      pen = "M";
      return;
    }
    const point = `${round(across * box.width)} ${round((1 - up) * box.height)}`;
    if (point === before && pen === "L") return;
    path += pen + point;
    pen = "L";
    before = point;
    const at = `cx="${Math.round(across * box.width)}" cy="${Math.round((1 - up) * box.height)}"`;
    marks.set(at, `<circle ${at} r="2.5"/>`);
  });
  const stroke = escaped(colour);
  const dashed = dashes[dash] === "" ? "" : ` stroke-dasharray="${dashes[dash]}"`;
  return (
    (lines ? `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="1.8"${dashed}/>` : "") +
    (markers || marks.size === 1 ? `<g fill="${stroke}">${[...marks.values()].join("")}</g>` : "")
  );
}

/** In the upper right corner. */
function legend(lines: readonly PlotLine[], { left, top, width }: Box): string {
  const named = lines.filter(({ name }) => name !== "");
  if (named.length === 0) return "";
  const longest = Math.max(...named.map(({ name }) => name.length));
  const box = { width: Math.min(width - 12, 44 + longest * 7), height: 8 + named.length * 17 };
  const x = round(left + width - box.width - 6);
  const rows = named.map(({ name, colour, dash }, i) => {
    const y = round(top + 20 + i * 17);
    const dashed = dashes[dash] === "" ? "" : ` stroke-dasharray="${dashes[dash]}"`;
    const line = `<path d="M${x + 6} ${y - 4}h24" stroke="${escaped(colour)}" stroke-width="1.8"${dashed}/>`;
    return line + text(x + 36, y, name, "");
  });
  const frame = `x="${x}" y="${round(top + 6)}" width="${round(box.width)}" height="${box.height}"`;
  return `<rect ${frame} fill="#ffffff" fill-opacity="0.85" stroke="${grid}"/>${rows.join("")}`;
}

function* valuesOf(panels: readonly PlotPanel[], which: "x" | "y"): Generator<Sample> {
  for (const { lines } of panels) for (const line of lines) yield* line[which];
}

function text(x: number, y: number, words: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}"${attributes === "" ? "" : ` ${attributes}`}>${escaped(words)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What a cell names is text: never markup. Characters that XML does not know are left out. */
function escaped(words: string): string {
  return words
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")

    .replaceAll(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "",
    );
}
