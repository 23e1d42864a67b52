/** Icons of our own for buttons, in the manner of VS Code's: strokes on 16 by 16, in the colour of the text. */

const svgNamespace = "http://www.w3.org/2000/svg";

const paths = {
  log: "M2.5 13.5h11M2.5 2.5v11M3.5 11.5c5 0 8-1.5 9.5-8",
  smooth: "M1.5 10.5c2-7 4.5-7 6.5-2.5s4.5 4.5 6.5-2.5",
  shift: "M6 4.5 2.5 8 6 11.5M2.5 8h8M13.5 3v10",
  reset: "M3.5 8a4.5 4.5 0 1 1 1.300 3.200M3.5 4.5V8H7",
  savePng: "M2.5 3.5h11v9h-11zM2.5 10.5l3-3 2.5 2.5 2-2 3.5 3.5M10.5 6h.01",
  saveSvg: "M3 11.5c1-6 9-6 10 0M2 4.5h12M8 4.5v1.5M2 11.5h2v2H2zM12 11.5h2v2h-2zM7 3.5h2v2H7z",
  grid: "M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.200 3.5v9M9.800 3.5v9",
  copy: "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
  goTo: "M2.5 8h10M8.5 4l4 4-4 4",
  first: "M12 3.5 7.5 8l4.5 4.5M4.5 3.5v9",
  previous: "M10 3.5 5.5 8l4.5 4.5",
  next: "M6 3.5 10.5 8 6 12.5",
  last: "M4 3.5 8.5 8 4 12.5M11.5 3.5v9",
  shade: "M2.5 2.5h11v11h-11zM8 2.5v11M8 5l5-2M8 8l5.5-3M8 11l5.5-3.5",
} as const;

export type IconName = keyof typeof paths;

export function icon(document: Document, name: IconName): SVGElement {
  const svg = document.createElementNS(svgNamespace, "svg");
  const attributes = {
    "viewBox": "0 0 16 16",
    "width": "16",
    "height": "16",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
    "class": "gradbook-icon",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(svgNamespace, "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}
