/** A tensor at a glance: what is known of it, a small picture, and its text. */
import { element } from "../element.ts";
import { numberText, type Sample } from "../../../engine/payload/sample.ts";
import type { TensorPayload, TensorPicture } from "../../../engine/payload/values.ts";
import type { RichStrings } from "./richStrings.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

export function tensorView(
  document: Document,
  payload: TensorPayload,
  strings: RichStrings,
  dark: boolean,
): HTMLElement {
  const { shape, dtype, text, picture } = payload;
  const head = element(
    document,
    "div",
    "gradbook-tensor-head",
    {},
    element(document, "strong", "", {}, strings.tensor(shape.join(" × ") || "()", dtype)),
    ...facts(payload, strings).map((fact) => element(document, "span", "", {}, fact)),
  );
  const body = element(document, "div", "gradbook-tensor-body");
  if (picture) body.append(pictureOf(document, picture, strings, dark));
  body.append(element(document, "pre", "gradbook-tensor-text", { tabindex: "0" }, text));
  return element(document, "div", "gradbook-tensor", {}, head, body);
}

function facts({ shape, min, max, mean, notFinite, looked }: TensorPayload, strings: RichStrings): string[] {
  const all = shape.reduce((product, extent) => product * extent, 1);
  return [
    ...(min === null || max === null || mean === null
      ? []
      : [strings.range(numberText(min), numberText(max), numberText(mean))]),
    ...(notFinite > 0 ? [strings.notFinite(notFinite)] : []),
    ...(looked < all ? [strings.looked(looked.toLocaleString("en"))] : []),
  ];
}

function pictureOf(document: Document, picture: TensorPicture, strings: RichStrings, dark: boolean): Element {
  return picture.kind === "heat"
    ? heatMap(document, picture, strings, dark)
    : histogram(document, picture, strings);
}

function svg(document: Document, width: number, height: number, label: string): SVGElement {
  const made = document.createElementNS(svgNamespace, "svg");
  made.setAttribute("viewBox", `0 0 ${width} ${height}`);
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", label);
  made.setAttribute("class", "gradbook-tensor-picture");
  return made;
}

function rect(document: Document, box: readonly number[], title: string): SVGElement {
  const made = document.createElementNS(svgNamespace, "rect");
  ["x", "y", "width", "height"].forEach((name, i) => made.setAttribute(name, String(box[i])));
  const hint = document.createElementNS(svgNamespace, "title");
  hint.textContent = title;
  made.append(hint);
  return made;
}

function heatMap(
  document: Document,
  { rows, columns, values }: Extract<TensorPicture, { kind: "heat" }>,
  strings: RichStrings,
  dark: boolean,
): Element {
  const drawn = svg(document, columns.length, rows.length, strings.heatMap(rows.length, columns.length));
  const cell = Math.max(4, Math.min(18, Math.floor(160 / Math.max(rows.length, columns.length))));
  drawn.setAttribute("style", `width: ${cell * columns.length}px; height: ${cell * rows.length}px`);
  drawn.setAttribute("preserveAspectRatio", "none");
  drawn.setAttribute("shape-rendering", "crispEdges");
  const colour = colourScale(values, dark);
  rows.forEach((row, i) => {
    columns.forEach((column, j) => {
      const value = values[i * columns.length + j] ?? null;
      const box = rect(document, [j, i, 1, 1], `[${row}, ${column}] ${numberText(value)}`);
      box.setAttribute("fill", colour(value));
      drawn.append(box);
    });
  });
  return drawn;
}

function histogram(
  document: Document,
  { from, to, counts }: Extract<TensorPicture, { kind: "histogram" }>,
  strings: RichStrings,
): Element {
  const [start, end] = [numberText(from), numberText(to)];
  const drawn = svg(document, counts.length, 10, strings.histogram(start, end));
  drawn.setAttribute("style", "width: 168px; height: 64px");
  drawn.setAttribute("preserveAspectRatio", "none");
  const most = Math.max(1, ...counts);
  const width = (to - from) / counts.length;
  counts.forEach((count, i) => {
    const height = (10 * count) / most;
    const [low, high] = [from + i * width, from + (i + 1) * width].map((value) => numberText(value));
    const bar = rect(
      document,
      [i + 0.06, 10 - height, 0.88, height],
      strings.counted(low ?? "", high ?? "", count),
    );
    bar.setAttribute("class", "gradbook-bar");
    drawn.append(bar);
  });
  const labels = element(
    document,
    "div",
    "gradbook-tensor-ends",
    {},
    ...[start, end].map((text) => element(document, "span", "", {}, text)),
  );
  return element(document, "div", "", {}, drawn, labels);
}

type Rgb = readonly [number, number, number];

/** Viridis by five of its colours. */
const sequential: readonly Rgb[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** Blue over a quiet middle to red, for values on both sides of zero. */
function diverging(dark: boolean): readonly Rgb[] {
  const middle: Rgb = dark ? [50, 50, 54] : [245, 245, 245];
  return dark
    ? [[64, 145, 240], [48, 90, 150], middle, [165, 75, 55], [245, 115, 75]]
    : [[33, 102, 172], [140, 180, 220], middle, [235, 150, 120], [178, 24, 43]];
}

/** Colours for values: from the least to the greatest, or symmetric around zero where both signs occur. */
export function colourScale(values: readonly Sample[], dark: boolean): (value: Sample) => string {
  const finite = values.filter((value) => value !== null);
  const [least, greatest] = [Math.min(...finite), Math.max(...finite)];
  const both = least < 0 && greatest > 0;
  const span = both ? Math.max(-least, greatest) : greatest - least;
  const colours = both ? diverging(dark) : sequential;
  return (value) => {
    if (value === null) return "transparent";
    const share = span === 0 ? 0.5 : both ? (value / span + 1) / 2 : (value - least) / span;
    const at = Math.min(1, Math.max(0, share)) * (colours.length - 1);
    const low = colours[Math.floor(at)] ?? sequential[0];
    const high = colours[Math.ceil(at)] ?? low;
    if (!low || !high) return "transparent";
    const mixed = low.map((part, i) => Math.round(part + (at - Math.floor(at)) * ((high[i] ?? part) - part)));
    return `rgb(${mixed.join(", ")})`;
  };
}
