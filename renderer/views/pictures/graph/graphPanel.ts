/** What is said of one step of a computation graph. */
import { letters } from "../../../../engine/payload/letters.ts";
import type { Panel, PanelLine } from "../drawing.ts";
import type { GraphTexts } from "./graphTexts.ts";
import { bytesText, valueText } from "./graphValue.ts";
import type { GraphPicture, GraphStep, GraphTerm } from "../../../../engine/payload/graphPicture.ts";
import { round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import type { Theme } from "../../theme/theme.ts";

/** Numbers of one tensor that are written out, and their digits. */
const MOST = 12;
const DIGITS = 4;
const CHART = 50;

export function graphPanel(payload: GraphPicture, step: number, texts: GraphTexts): Panel {
  const now = payload.steps[step];
  if (!now) return { lines: [] };
  return {
    lines: [
      { kind: "title", text: stepTitle(payload, now, texts) },
      ...now.terms.flatMap((term) => termLines(payload, term, now, texts)),
      ...memoryLines(payload, now, step, texts),
      ...notes(payload, now, texts),
    ],
    said: texts.held(bytesText(now.held)),
    chart: { height: CHART, draw: (width, theme) => heldChart(payload, step, width, theme, texts) },
  };
}

export function stepTitle({ nodes }: GraphPicture, step: GraphStep, texts: GraphTexts): string {
  const node = nodes[step.node];
  const what = node ? node.operation || texts.operations(node.operations) : "";
  switch (step.phase) {
    case "start":
      return texts.start;
    case "forward":
      return texts.forward(what);
    case "seed":
      return texts.seed;
    case "backward":
      return texts.backward(what);
    case "end":
      return texts.end;
  }
}

/** `[−3.87, 3.87] ⊙ [0.99, 0.31] = [−3.83, 1.18]`; without factors, the result alone. */
export function numbersOf({ factors, joiner, result }: GraphTerm): string {
  const text = result ? valueText(result, MOST, DIGITS) : "";
  const product = factors.map((factor) => valueText(factor, MOST, DIGITS)).join(` ${joiner} `);
  if (product === "") return text === "" ? "" : `= ${text}`;
  if (joiner === "→") return `${product} → ${text}`;
  return `${product} = ${text}`;
}

function termLines(
  { nodes }: GraphPicture,
  term: GraphTerm,
  step: GraphStep,
  texts: GraphTexts,
): PanelLine[] {
  const numbers = numbersOf(term);
  return [
    { kind: "formula", text: term.formula },
    ...(numbers === "" && step.phase !== "start"
      ? [{ kind: "numbers" as const, text: texts.notStored }]
      : [{ kind: "numbers" as const, text: numbers }]),
    ...(term.adds && step.phase === "backward"
      ? [{ kind: "note" as const, text: texts.adds(nodes[term.to]?.name ?? "") }]
      : []),
  ];
}

function memoryLines({ nodes }: GraphPicture, step: GraphStep, at: number, texts: GraphTexts): PanelLine[] {
  const stores = nodes.flatMap(({ name, stored }) =>
    stored?.from === at ? [`${name} (${bytesText(stored.bytes)})`] : [],
  );
  const reads = step.reads.map(({ name, bytes, last }) => {
    const about =
      bytes === 0 ? [texts.noCopy] : [texts.stored(bytesText(bytes)), ...(last ? [texts.released] : [])];
    return `${name} (${about.join(", ")})`;
  });
  return [
    ...(stores.length > 0 ? [{ kind: "note" as const, text: texts.stores(stores.join(", ")) }] : []),
    ...(reads.length > 0 ? [{ kind: "note" as const, text: texts.reads(reads.join(", ")) }] : []),
  ];
}

function notes(
  { gradients, folded, operations, nodes }: GraphPicture,
  { phase }: GraphStep,
  texts: GraphTexts,
) {
  if (phase !== "end" && phase !== "start") return [];
  const lines: PanelLine[] = [];
  if (gradients === "left") lines.push({ kind: "note", text: texts.freed });
  if (gradients === "none") lines.push({ kind: "note", text: texts.notScalar });
  if (folded) lines.push({ kind: "note", text: texts.folded(operations, nodes.length) });
  return lines;
}

/** The bytes held, a bar a step: they pile up on the way forward and go on the way back. */
function heldChart(
  { steps }: GraphPicture,
  at: number,
  width: number,
  theme: Theme,
  texts: GraphTexts,
): SvgNode[] {
  const most = Math.max(1, ...steps.map(({ held }) => held));
  const [first = "", second = ""] = theme.palette.cycle;
  const each = width / Math.max(1, steps.length);
  const room = CHART - 20;
  const bars = steps.map(({ held, phase }, i) => {
    const height = Math.max(1, (held / most) * room);
    return svg("rect", {
      "x": round(i * each + Math.min(1, each / 4)),
      "y": round(room + 2 - height),
      "width": round(Math.max(1, each - Math.min(2, each / 2))),
      "height": round(height),
      "fill": phase === "backward" || phase === "seed" ? second : first,
      "fill-opacity": i === at ? 1 : 0.38,
    });
  });
  const label = svg(
    "text",
    { "x": 0, "y": CHART - 4, "fill": theme.muted, "font-size": letters("small", theme.fontSize) },
    texts.held(bytesText(steps[at]?.held ?? 0)),
  );
  return [...bars, svg("rect", { x: 0, y: room + 2, width, height: 1, fill: theme.axis }), label];
}
