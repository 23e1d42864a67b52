/** The computation graph: what is computed, what is stored, and how the gradient comes back. */
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import { type Drawing, type DrawingFrame, smallestScale } from "../drawing.ts";
import { FONT, LINE, placeGraph, type GraphPlaces, type PlacedNode } from "./graphLayout.ts";
import { graphPanel, numbersOf, stepTitle } from "./graphPanel.ts";
import { bytesText, valueText } from "./graphValue.ts";
import type { GraphNode, GraphPicture, GraphStep } from "../../../../engine/payload/graphPicture.ts";
import type { PictureTexts } from "../pictureTexts.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";

/** Of the part of a larger graph that is in view. */
const TALLEST = 720;
const WIDEST = 500;

export function graphDrawing(payload: GraphPicture): Drawing {
  const { nodes, steps, operations, title } = payload;
  const places = placeGraph(payload);
  const last = Math.max(0, steps.length - 1);
  const name = nodes.at(-1)?.name ?? "";
  const scaleAt = (width: number): number =>
    Math.min(1, Math.max(smallestScale, width / Math.max(1, places.width)));
  return {
    width: Math.min(WIDEST, Math.max(200, places.width)),
    height: (width) => Math.min(TALLEST, Math.ceil(places.height * scaleAt(width))),
    extent: (width) => ({ width: places.width, height: places.height, scale: scaleAt(width) }),
    inView: ([step = 0]) => {
      const node = places.nodes[steps[step]?.node ?? -1];
      return node ?? null;
    },
    controls: ({ graph }) => [
      {
        label: graph.step,
        min: 0,
        max: last,
        step: 1,
        value: last,
        text: (step) => graph.stepOf(step, last),
        steps: true,
      },
    ],
    keysText: ({ graph }) => graph.keys,
    panel: ([step = last], { graph }) => graphPanel(payload, step, graph),
    draw: (frame) => draw(payload, places, frame),
    describe: ({ graph }) =>
      [title, graph.summary({ name, operations, nodes: nodes.length, steps: last })]
        .filter((text) => text !== "")
        .join(": "),
    keys: nodes.map((_, i) => `n${i}`),
    tip: (key, texts) => tip(payload, key, texts),
    table: ({ graph }) => ({
      head: graph.head,
      rows: steps.flatMap((step, i) =>
        step.terms.map((term) => [
          String(i),
          stepTitle(payload, step, graph),
          term.formula,
          numbersOf(term),
          String(step.held),
        ]),
      ),
    }),
    tableOpen: false,
    fileName: title || `graph-${name}`,
  };
}

/** How far a step has come. */
interface Moment {
  at: number;
  step: GraphStep | undefined;
  /** The step in which the backward pass comes through each node. */
  backward: ReadonlyMap<number, number>;
}

function draw(payload: GraphPicture, places: GraphPlaces, frame: DrawingFrame): SvgNode[] {
  const { nodes, links, steps } = payload;
  const at = frame.settings[0] ?? steps.length - 1;
  const backward = new Map(
    steps.flatMap(({ phase, node }, i) => (phase === "backward" ? [[node, i] as const] : [])),
  );
  const moment: Moment = { at, step: steps[at], backward };
  const drawn = links.map(({ from, to, gradient }, i) => {
    const points = places.links[i] ?? [];
    return svg(
      "g",
      { class: "gradbook-graph-link" },
      ...link(points, { from: nodes[from], toIndex: to, to: nodes[to], gradient }, moment, frame),
    );
  });
  return [...drawn, ...nodes.map((node, i) => nodeOf(node, i, places.nodes[i], moment, frame))];
}

function link(
  points: readonly { x: number; y: number }[],
  ends: { from: GraphNode | undefined; to: GraphNode | undefined; toIndex: number; gradient: boolean },
  { at, step, backward }: Moment,
  { theme }: DrawingFrame,
): SvgNode[] {
  const [blue = "", orange = ""] = theme.palette.cycle;
  const back = backward.get(ends.toIndex) ?? Infinity;
  const active = step?.node === ends.toIndex;
  const returns = ends.gradient && at >= back;
  const reached = (ends.to?.valueAt ?? 0) <= at;
  const colour = returns ? orange : active && step.phase === "forward" ? blue : theme.muted;
  const strong = active && (step.phase === "forward" || (step.phase === "backward" && ends.gradient));
  const path = svg("path", {
    "d": smooth(points),
    "fill": "none",
    "stroke": colour,
    "stroke-width": strong ? 2.6 : 1.4,
    "stroke-opacity": strong ? 1 : returns ? 0.75 : reached ? 0.6 : 0.25,
    ...(ends.gradient ? {} : { "stroke-dasharray": "3 3" }),
  });
  const tip = returns ? arrow(points[0], points[1], colour) : arrow(points.at(-1), points.at(-2), colour);
  return [
    path,
    ...tip.map((head) =>
      reached ? head : { ...head, attributes: { ...head.attributes, "fill-opacity": 0.3 } },
    ),
  ];
}

/** Through the middles of the polyline's segments, so that it has no corners. */
function smooth(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${round(first.x)} ${round(first.y)}`;
  rest.forEach((point, i) => {
    const next = rest[i + 1];
    path += next
      ? `Q${round(point.x)} ${round(point.y)} ${round((point.x + next.x) / 2)} ${round((point.y + next.y) / 2)}`
      : `L${round(point.x)} ${round(point.y)}`;
  });
  return path;
}

type Point = { x: number; y: number } | undefined;

function arrow(tip: Point, before: Point, fill: string): SvgNode[] {
  if (!tip || !before) return [];
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [dx, dy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const corner = (side: number) =>
    `${round(tip.x - 7 * dx - side * 3.6 * dy)},${round(tip.y - 7 * dy + side * 3.6 * dx)}`;
  return [svg("polygon", { points: `${round(tip.x)},${round(tip.y)} ${corner(1)} ${corner(-1)}`, fill })];
}

function nodeOf(
  node: GraphNode,
  i: number,
  place: PlacedNode | undefined,
  { at, step }: Moment,
  { theme, focus }: DrawingFrame,
): SvgNode {
  if (!place) return svg("g", {});
  const [blue = "", orange = "", green = ""] = theme.palette.cycle;
  const { x, y, width, height } = place;
  const key = `n${i}`;
  const reached = node.valueAt <= at;
  const current = step?.node === i;
  const turn = step?.phase === "backward" || step?.phase === "seed" ? orange : blue;
  const border = current ? turn : node.kind === "leaf" ? green : reached ? theme.muted : theme.axis;
  const lines: SvgNode[] = [];
  const say = (text: string, fill: string, weight: string, faded = false): void => {
    lines.push(
      svg(
        "text",
        {
          "x": round(x + width / 2),
          "y": round(y + 5 + (lines.length + 0.78) * LINE),
          "text-anchor": "middle",
          "font-size": FONT,
          "font-weight": weight,
          "fill": fill,
          ...(faded ? { "fill-opacity": 0.5 } : {}),
        },
        text,
      ),
    );
  };
  say(place.title, theme.foreground, "600", !reached);
  if (place.value !== null && reached) say(place.value, theme.foreground, "400");
  else if (place.value !== null) say("·", theme.muted, "400", true);
  if (place.gradient !== null && node.gradientAt >= 0 && node.gradientAt <= at) {
    say(`∂ ${place.gradient}`, orange, "400");
  }
  const box = {
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    rx: node.kind === "operation" ? 12 : 4,
  };
  return svg(
    "g",
    {
      "class": `gradbook-graph-node gradbook-graph-${node.kind}`,
      "data-key": key,
      ...(current ? { "data-current": "" } : {}),
    },
    svg("rect", { ...box, fill: theme.background }),
    svg("rect", {
      ...box,
      "fill": current ? turn : node.kind === "leaf" ? green : theme.foreground,
      "fill-opacity": current ? 0.16 : node.kind === "leaf" ? 0.1 : reached ? 0.05 : 0,
      "stroke": focus === key ? theme.foreground : border,
      "stroke-width": current ? 2.4 : focus === key ? 2 : 1.2,
      ...(node.kind === "constant" || !reached ? { "stroke-dasharray": "4 3" } : {}),
    }),
    ...lines,
    ...badge(node, place, at, step, theme),
  );
}

/** At the corner of what is stored: how many bytes; bright while a step reads it. */
function badge(
  { name, stored }: GraphNode,
  { x, y, width }: PlacedNode,
  at: number,
  step: GraphStep | undefined,
  theme: DrawingFrame["theme"],
): SvgNode[] {
  if (!stored || at < stored.from || at > stored.to) return [];
  const [blue = "", orange = ""] = theme.palette.cycle;
  const read = step?.reads.some((one) => one.bytes > 0 && one.name === name) ?? false;
  const colour = read ? orange : blue;
  const text = bytesText(stored.bytes);
  const size = letters("small");
  const pill = textWidth(text, size) + 10;
  return [
    svg("rect", {
      class: "gradbook-graph-stored",
      x: round(x + width - pill + 6),
      y: round(y - 8),
      width: round(pill),
      height: 16,
      rx: 8,
      fill: read ? colour : theme.background,
      stroke: colour,
    }),
    svg(
      "text",
      {
        "x": round(x + width - pill / 2 + 6),
        "y": round(y + 3.6),
        "text-anchor": "middle",
        "font-size": size,
        "fill": read ? theme.background : colour,
      },
      text,
    ),
  ];
}

function tip({ nodes }: GraphPicture, key: string, { graph }: PictureTexts): string[] {
  const node = nodes[Number(key.slice(1))];
  if (!node) return [];
  const { kind, name, formula, operation, value, gradient, stored, operations } = node;
  const what = kind === "leaf" ? graph.leaf : kind === "constant" ? graph.constant : operation;
  return [
    formula === "" ? name : `${name} = ${formula}`,
    ...(what === "" ? [] : [what]),
    ...(operations > 1 ? [graph.operations(operations)] : []),
    ...(value ? [graph.shape(`(${value.shape.join(", ")})`)] : []),
    `${graph.value} ${value ? valueText(value, 12, 5) : graph.notStored}`,
    ...(gradient ? [`${graph.gradient} ${valueText(gradient, 12, 5)}`] : []),
    ...(stored ? [graph.stored(bytesText(stored.bytes))] : []),
  ];
}
