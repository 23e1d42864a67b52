/** Pictures where no page draws them: in Jupyter, on paper, in a report whose scripts are off. Pure. */
import { drawingOf } from "./drawingOf.ts";
import type { DrawingTable } from "./drawing.ts";
import type { Picture } from "../../../engine/payload/pictures.ts";
import { pictureTextsFor } from "./pictureTexts.ts";
import { svgRoot, svgText, type SvgNode } from "../svg/svg.ts";
import { paper } from "../theme/theme.ts";

export interface StaticPicture {
  /** The text of an SVG file, on white. */
  svg: string;
  /** The text alternative. */
  description: string;
  table: DrawingTable;
  /** Whether the table belongs to what is shown, rather than to who asks for it. */
  tableOpen: boolean;
}

/** @param language a BCP 47 tag; English where we have no translation */
export function staticPicture(payload: Picture, language = "en"): StaticPicture {
  const drawing = drawingOf(payload);
  const texts = pictureTextsFor(language);
  const { width, height } = drawing.extent?.(drawing.width) ?? {
    width: drawing.width,
    height: drawing.height(drawing.width),
  };
  const settings = drawing.controls?.(texts).map(({ value }) => value) ?? [];
  const description = drawing.describe(texts);
  const root = svgRoot(
    { width, height },
    description,
    paper.background,
    { "font-family": paper.fontFamily },
    ...seen(drawing.draw({ width, theme: paper, texts, focus: null, settings })),
  );
  return { svg: svgText(root), description, table: drawing.table(texts), tableOpen: drawing.tableOpen };
}

/** What can be seen: targets for the pointer are of no use here. */
function seen(nodes: readonly SvgNode[]): SvgNode[] {
  return nodes.filter(isSeen).map(({ children, ...node }) => {
    const shown = children.filter((child) => typeof child === "string" || isSeen(child));
    return {
      ...node,
      children: shown.map((child) => (typeof child === "string" ? child : (seen([child])[0] ?? ""))),
    };
  });
}

function isSeen({ attributes: { fill, stroke } }: SvgNode): boolean {
  return fill !== "transparent" && stroke !== "transparent";
}
