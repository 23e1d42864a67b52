/** A control where nobody can move it: in a report, in Jupyter. Pure. */
import type { Control, DrawingControl, PointsControl } from "../../../engine/payload/control.ts";
import { controlWords } from "../../../engine/payload/controlWords.ts";
import { svg, svgRoot, svgText, type SvgNode } from "../svg/svg.ts";
import { paper } from "../theme/theme.ts";
import { pointsNodes, pointsSize } from "./pointsSvg.ts";

/** The text of an SVG file, for those that are pictures; null for others, whose words say all. */
export function controlSvg(control: Control, language: string): string | null {
  if (control.kind !== "drawing" && control.kind !== "points") return null;
  const { size, nodes } = control.kind === "drawing" ? drawingStill(control) : pointsStill(control);
  const font = { "font-family": paper.fontFamily };
  return svgText(svgRoot(size, controlWords(control, language), paper.background, font, ...nodes));
}

interface Still {
  size: { width: number; height: number };
  nodes: SvgNode[];
}

function pointsStill(control: PointsControl): Still {
  return { size: pointsSize, nodes: pointsNodes(control, paper, null) };
}

function drawingStill({ width, height, value }: DrawingControl): Still {
  const side = Math.max(1, Math.round(168 / Math.max(width, height)));
  const size = { width: width * side, height: height * side };
  const inked = value.flatMap((ink, i) =>
    ink === 0
      ? []
      : [
          svg("rect", {
            x: (i % width) * side,
            y: Math.floor(i / width) * side,
            width: side,
            height: side,
            fill: `rgb(${ink},${ink},${ink})`,
          }),
        ],
  );
  return { size, nodes: [svg("rect", { ...size, fill: "black" }), ...inked] };
}
