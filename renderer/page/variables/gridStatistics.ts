/** What stands beside the data viewer's grid: range, NaN, heat map and histogram of the slice. */
import { element } from "../element.ts";
import type { GridPart } from "../../../engine/payload/variables.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import { colourScale } from "../values/tensorView.ts";
import type { GridPlace } from "./gridKeys.ts";
import type { VariablesTexts } from "./variablesTexts.ts";

const svgNamespace = "http://www.w3.org/2000/svg";
/** Side of the heat map, in pixels. */
const side = 224;

/** What the person can do there. */
export interface GridActions {
  /** Shows the next number that is not finite. */
  next: () => void;
  show: (place: GridPlace) => void;
}

export function gridStatistics(
  document: Document,
  { stats, extent }: GridPart,
  texts: VariablesTexts,
  dark: boolean,
  actions: GridActions,
): HTMLElement[] {
  const { min, max, mean, notFinite, looked, counts, heat } = stats;
  const parts: HTMLElement[] = [element(document, "h2", "", {}, texts.slice)];
  const line = (text: string): HTMLElement => element(document, "p", "", {}, text);
  if (min !== null && max !== null && mean !== null) {
    parts.push(line(texts.stats(numberText(min), numberText(mean), numberText(max))));
  }
  if (looked < extent[0] * extent[1]) parts.push(line(texts.looked(looked.toLocaleString("en"))));
  const broken = line(notFinite === 0 ? texts.allFinite : texts.notFinite(notFinite));
  if (notFinite > 0) {
    broken.className = "gradbook-not-finite-line";
    const next = element(document, "button", "gradbook-text-button", { type: "button" }, texts.next);
    next.addEventListener("click", actions.next);
    broken.append(" ", next);
  }
  if (looked > 0) parts.push(broken);
  if (heat.rows > 0 && heat.columns > 0)
    parts.push(heatMap(document, { heat, extent }, texts, dark, actions));
  if (min !== null && max !== null) parts.push(histogram(document, counts, min, max, texts));
  return parts;
}

function heatMap(
  document: Document,
  { heat, extent }: { heat: GridPart["stats"]["heat"]; extent: GridPart["extent"] },
  texts: VariablesTexts,
  dark: boolean,
  { show }: GridActions,
): HTMLElement {
  const { rows, columns, values } = heat;
  const canvas = element(document, "canvas", "gradbook-grid-heat", {
    "role": "img",
    "aria-label": texts.heat(rows, columns),
    "title": texts.heat(rows, columns),
  });
  canvas.width = columns;
  canvas.height = rows;
  // As wide as the numbers are many, within reason.
  const ratio = Math.max(0.15, Math.min(6, rows / columns));
  canvas.style.width = `${ratio > 1 ? Math.max(24, side / ratio) : side}px`;
  canvas.style.height = `${ratio > 1 ? side : Math.max(24, side * ratio)}px`;
  const context = canvas.getContext("2d");
  const colour = colourScale(values, dark);
  values.forEach((value, block) => {
    if (!context) return;
    // Magenta is in none of the scales.
    context.fillStyle = value === null ? "#ff00d4" : colour(value);
    context.fillRect(block % columns, Math.floor(block / columns), 1, 1);
  });
  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    show({
      row: Math.floor(((event.clientY - box.top) / box.height) * extent[0]),
      column: Math.floor(((event.clientX - box.left) / box.width) * extent[1]),
    });
  });
  return canvas;
}

function histogram(
  document: Document,
  counts: readonly number[],
  min: number,
  max: number,
  texts: VariablesTexts,
): HTMLElement {
  const [from, to] = [numberText(min), numberText(max)];
  const svg = document.createElementNS(svgNamespace, "svg");
  for (const [name, value] of Object.entries({
    "viewBox": `0 0 ${counts.length} 10`,
    "preserveAspectRatio": "none",
    "role": "img",
    "aria-label": texts.histogram(from, to),
    "class": "gradbook-grid-histogram",
  }))
    svg.setAttribute(name, value);
  const most = Math.max(1, ...counts);
  const width = (max - min) / counts.length;
  counts.forEach((count, i) => {
    const bar = document.createElementNS(svgNamespace, "rect");
    const height = count === 0 ? 0 : Math.max(0.25, (10 * count) / most);
    const box = { x: i + 0.05, y: 10 - height, width: 0.9, height };
    for (const [name, value] of Object.entries(box)) bar.setAttribute(name, String(value));
    bar.setAttribute("class", "gradbook-bar");
    const title = document.createElementNS(svgNamespace, "title");
    const [low, high] = [min + i * width, min + (i + 1) * width].map((value) => numberText(value));
    title.textContent = texts.counted(low ?? "", high ?? "", count);
    bar.append(title);
    svg.append(bar);
  });
  const ends = element(
    document,
    "div",
    "gradbook-grid-ends",
    {},
    ...[from, to].map((text) => element(document, "span", "", {}, text)),
  );
  return element(document, "div", "", {}, svg, ends);
}
