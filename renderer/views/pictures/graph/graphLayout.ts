/** Where the nodes and links of a computation graph go. */
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import { Graph, layout } from "@dagrejs/dagre";
import type { GraphNode, GraphPicture } from "../../../../engine/payload/graphPicture.ts";
import { numberText } from "../../../../engine/payload/sample.ts";
import { valueText } from "./graphValue.ts";

/** Pixels. The layout must not depend on the theme: the page reserves its place before it is drawn. */
export const FONT = letters("text");
export const LINE = 16;
const PADDING = 10;
const MARGIN = 14;
/** Longer texts are cut. */
const WIDEST = 30;

export interface PlacedNode {
  /** Of the upper left corner. */
  x: number;
  y: number;
  width: number;
  height: number;
  title: string;
  /** Null for a value that was not stored. */
  value: string | null;
  gradient: string | null;
}

export interface GraphPlaces {
  width: number;
  height: number;
  nodes: PlacedNode[];
  /** A polyline for each link, from the node that is computed first. */
  links: { x: number; y: number }[][];
}

/** Inputs at the top, the output at the bottom. */
export function placeGraph({ nodes, links }: GraphPicture): GraphPlaces {
  const graph = new Graph();
  // Aligned to one side, what follows from each other stands in one column, and does not drift.
  graph.setGraph({
    rankdir: "TB",
    align: "DL",
    nodesep: 16,
    ranksep: 26,
    edgesep: 10,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  const texts = nodes.map(textsOf);
  nodes.forEach((_, i) => graph.setNode(String(i), sizeOf(texts[i])));
  for (const { from, to } of links) graph.setEdge(String(from), String(to), {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: nodes.map((_, i) => {
      const at = graph.node(String(i));
      const { title = "", value = null, gradient = null } = texts[i] ?? {};
      const corner = { x: at.x - at.width / 2, y: at.y - at.height / 2 };
      return { ...corner, width: at.width, height: at.height, title, value, gradient };
    }),
    links: links.map(({ from, to }) => graph.edge(String(from), String(to))?.points ?? []),
  };
}

type NodeTexts = Pick<PlacedNode, "title" | "value" | "gradient">;

function textsOf(node: GraphNode): NodeTexts {
  const { kind, name, formula, operation, value, gradient } = node;
  const full =
    kind === "layer"
      ? `${name} = ${operation || `${node.operations} × …`}`
      : formula
        ? `${name} = ${formula}`
        : name;
  const title = full.length > WIDEST ? `${full.slice(0, WIDEST - 1)}…` : full;
  const known = value ? valueText(value, 8, 3) : null;
  // A number that has no other name is its own title.
  const repeated =
    kind === "constant" && value?.values?.length === 1 && known === numberText(value.values[0] ?? NaN);
  return {
    title,
    value: repeated && known === name ? null : known,
    gradient: gradient ? valueText(gradient, 8, 3) : null,
  };
}

function sizeOf(texts: NodeTexts | undefined): { width: number; height: number } {
  const { title = "", value = null, gradient = null } = texts ?? {};
  const lines = [value, gradient === null ? null : `∂ ${gradient}`].filter((text) => text !== null);
  // Digits, of which there are most, are narrower than letters.
  const numbers = 0.92 * Math.max(0, ...lines.map((text) => textWidth(text, FONT)));
  const widest = Math.max(textWidth(title, FONT) * 1.08, numbers);
  return { width: Math.max(44, widest + 2 * PADDING), height: (lines.length + 1) * LINE + PADDING };
}
