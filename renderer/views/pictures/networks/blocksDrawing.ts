/** A network over images or sequences: what each layer gives, one below the other. */
import { letters, textWidth } from "../../../../engine/payload/letters.ts";
import type { DiagramBlock } from "../../../../engine/payload/networkPictures.ts";
import type { DiagramPicture } from "../../../../engine/payload/pictures.ts";
import { line, round } from "../../svg/plane.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import { tableOf } from "../diagramDescription.ts";
import type { Drawing, DrawingFrame } from "../drawing.ts";
import type { PictureTexts } from "../pictureTexts.ts";
import { blockIcon } from "./blockIcon.ts";

const ROW = 58;
/** Room above a group for its name. */
const GROUP = 22;
const TOP = 8;
const LEFT = 16;
const ICON = 92;

export function blocksDrawing(payload: DiagramPicture, blocks: readonly DiagramBlock[]): Drawing {
  const { title, rows } = payload;
  const tops = topsOf(title, blocks);
  return {
    width: 600,
    height: () => (tops.at(-1) ?? 0) + ROW + 6,
    draw: (frame) => draw(payload, blocks, tops, frame),
    describe: (texts) => {
      const total = rows.reduce((sum, row) => sum + row.parameters, 0);
      const layers = blocks.map((block) => `${nameOf(block, texts)} ${shapeText(block.shape)}`.trim());
      return texts.network(title, layers.join(" → "), total.toLocaleString("en"));
    },
    keys: blocks.map((_, i) => `b${i}`),
    tip: (key, texts) => {
      const block = blocks[Number(key.slice(1))];
      return block ? tipOf(block, texts) : [];
    },
    table: (texts) => tableOf(payload, texts),
    tableOpen: true,
    fileName: title || "network",
  };
}

/** Where each block begins: below the name of its group where it is the first of one. */
function topsOf(title: string, blocks: readonly DiagramBlock[]): number[] {
  let y = TOP + (title === "" ? 0 : 24);
  return blocks.map((block, i) => {
    const before = blocks[i - 1]?.group ?? "";
    if (block.group !== before) y += block.group === "" ? 10 : GROUP;
    const top = y;
    y += ROW;
    return top;
  });
}

const shapeText = (shape: readonly number[]): string => `(${shape.join(", ")})`;

function nameOf({ name, type }: DiagramBlock, texts: PictureTexts): string {
  return type === "" ? texts.input : [type, name].filter((text) => text !== "").join(" ");
}

function factsText({ facts }: DiagramBlock, { networks }: PictureTexts): string {
  return facts.map(({ name, value }) => networks.facts[name](value)).join(networks.list);
}

function tipOf(block: DiagramBlock, texts: PictureTexts): string[] {
  const [first = 0] = block.shape;
  const kind =
    block.shape.length === 3
      ? texts.networks.channels(first)
      : block.shape.length === 2
        ? texts.networks.steps(first, block.shape.slice(1).join(", "))
        : texts.units(first);
  return [
    nameOf(block, texts),
    factsText(block, texts),
    block.then.join(" → "),
    `${shapeText(block.shape)}: ${kind}`,
    block.parameters > 0 ? texts.parameters(block.parameters.toLocaleString("en")) : "",
    block.group,
  ].filter((text) => text !== "");
}

function draw(
  { title }: DiagramPicture,
  blocks: readonly DiagramBlock[],
  tops: readonly number[],
  frame: DrawingFrame,
): SvgNode[] {
  const { theme } = frame;
  const heading = {
    "x": LEFT,
    "y": 20,
    "fill": theme.foreground,
    "font-size": theme.fontSize,
    "font-weight": 600,
  };
  return [
    ...(title === "" ? [] : [svg("text", heading, title)]),
    ...groupNodes(blocks, tops, frame),
    ...blocks.flatMap((block, i) => [
      ...(i === 0 ? [] : arrow((tops[i - 1] ?? 0) + ROW - 9, (tops[i] ?? 0) + 6, frame)),
      ...blockNodes(block, i, tops[i] ?? 0, frame),
    ]),
  ];
}

/** A frame around the blocks of a part of the model, with its name. */
function groupNodes(
  blocks: readonly DiagramBlock[],
  tops: readonly number[],
  { theme, width }: DrawingFrame,
): SvgNode[] {
  const nodes: SvgNode[] = [];
  for (let from = 0; from < blocks.length;) {
    const group = blocks[from]?.group ?? "";
    let to = from;
    while (to + 1 < blocks.length && blocks[to + 1]?.group === group) to++;
    if (group !== "") {
      const top = (tops[from] ?? 0) - 16;
      const box = { x: 5, y: top, width: width - 10, height: (tops[to] ?? 0) + ROW - top - 3, rx: 6 };
      nodes.push(
        svg("rect", {
          ...box,
          "class": "gradbook-group",
          "fill": theme.grid,
          "fill-opacity": 0.5,
          "stroke": theme.axis,
        }),
        svg(
          "text",
          {
            "x": width - 12,
            "y": top + 13,
            "text-anchor": "end",
            "fill": theme.muted,
            "font-size": letters("small", theme.fontSize),
          },
          group,
        ),
      );
    }
    from = to + 1;
  }
  return nodes;
}

function arrow(from: number, to: number, { theme }: DrawingFrame): SvgNode[] {
  const x = LEFT + ICON / 2;
  return [
    svg("line", { ...line(x, from, x, to), stroke: theme.muted }),
    svg("path", {
      d: `M${x - 3} ${round(to - 4)}L${x} ${round(to)}L${x + 3} ${round(to - 4)}`,
      fill: "none",
      stroke: theme.muted,
    }),
  ];
}

/** The first of `names` that has room, or as much of the last as has. @param room pixels */
function fitted(names: readonly string[], room: number, size: number): string {
  const whole = names.find((name) => textWidth(name, size) <= room);
  if (whole !== undefined) return whole;
  let text = names.at(-1) ?? "";
  while (text.length > 1 && textWidth(`${text}…`, size) > room) text = text.slice(0, -1);
  return `${text.trimEnd()}…`;
}

function blockNodes(block: DiagramBlock, i: number, top: number, frame: DrawingFrame): SvgNode[] {
  const { theme, texts, width, focus } = frame;
  const key = `b${i}`;
  const text = { "font-size": theme.fontSize };
  const small = letters("small", theme.fontSize);
  const quiet = { "fill": theme.muted, "font-size": small };
  const x = LEFT + ICON + 14;
  const narrow = width < 460;
  const parameters = block.parameters > 0 ? texts.parameters(block.parameters.toLocaleString("en")) : "";
  const facts = factsText(block, texts);
  const then = block.then.length > 0 ? `→ ${block.then.join(" → ")}` : "";
  const below = [facts, then].filter((part) => part !== "").join("  ");
  const shape = shapeText(block.shape);
  const room = width - 16 - x - textWidth(shape, theme.fontSize) - 12;
  const under = width - 16 - x - (parameters === "" || narrow ? 0 : textWidth(parameters, small) + 12);
  // Of a name with its group's, the last part is what tells a layer from its neighbours.
  const last = block.name.slice(block.name.lastIndexOf(".") + 1);
  const names = [nameOf(block, texts), nameOf({ ...block, name: last }, texts)];
  return [
    ...(focus === key
      ? [
          svg("rect", {
            x: 8,
            y: top,
            width: width - 16,
            height: ROW - 4,
            rx: 4,
            fill: theme.grid,
            stroke: theme.foreground,
          }),
        ]
      : []),
    ...blockIcon(block, LEFT, top + 4, ICON, ROW - 12, theme),
    svg("text", { ...text, x, y: top + 24, fill: theme.foreground }, fitted(names, room, theme.fontSize)),
    ...(below === "" ? [] : [svg("text", { ...quiet, x, y: top + 42 }, fitted([below], under, small))]),
    svg(
      "text",
      { ...text, "x": width - 16, "y": top + 24, "text-anchor": "end", "fill": theme.foreground },
      shape,
    ),
    ...(parameters === "" || narrow
      ? []
      : [svg("text", { ...quiet, "x": width - 16, "y": top + 42, "text-anchor": "end" }, parameters)]),
    svg("rect", {
      "data-key": key,
      "class": "gradbook-block",
      "x": 8,
      "y": top,
      "width": width - 16,
      "height": ROW - 4,
      "fill": "transparent",
    }),
  ];
}
