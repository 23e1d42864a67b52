/** What all charts have in common: size, colours, title, and what the pointer does. */
import { letters, type LetterSize, textWidth } from "../../../engine/payload/letters.ts";
import { fontOf } from "../scale/axes.ts";
import type { ChartAnnotation, ChartLayout } from "./chart.ts";
import { withAlpha } from "../theme/colour.ts";
import type { Frame } from "./frame.ts";
import { plainText } from "../text/plainText.ts";
import type { Theme } from "../theme/theme.ts";

type Common =
  | "width"
  | "height"
  | "margin"
  | "paper_bgcolor"
  | "plot_bgcolor"
  | "font"
  | "title"
  | "hoversubplots"
  | "hoverlabel"
  | "dragmode";

/** @param side where the title stands: over the left edge of the plot, or in the middle of the picture */
export function chartStyle(
  title: string,
  side: "left" | "center",
  margin: ChartLayout["margin"],
  { theme, width, height }: Frame,
): Pick<ChartLayout, Common> {
  return {
    width,
    height,
    margin,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: fontOf(theme, theme.foreground),
    title: {
      ...fittingTitle(title, side === "left" ? width - margin.l : width, theme),
      x: side === "left" ? margin.l / width : 0.5,
      xanchor: side,
      y: 0.98,
      yanchor: "top",
    },
    hoversubplots: "axis",
    hoverlabel: {
      bgcolor: theme.hoverBackground,
      bordercolor: theme.hoverBorder,
      font: fontOf(theme, theme.hoverForeground),
      namelength: -1,
    },
    dragmode: "zoom",
  };
}

/** As large as it has room, down to small letters; then cut off. @param room in pixels */
function fittingTitle(
  title: string,
  room: number,
  theme: Theme,
): Pick<ChartLayout["title"], "text" | "font"> {
  const lines = title.split("\n");
  const fits = (line: string, size: LetterSize): boolean =>
    textWidth(line, letters(size, theme.fontSize)) <= room;
  const size =
    (["heading", "text"] as const).find((one) => lines.every((line) => fits(line, one))) ?? "small";
  const shown = lines.map((line) => {
    if (fits(line, size)) return line;
    const signs = Array.from(line);
    while (signs.length > 1 && !fits(`${signs.join("")}…`, size)) signs.pop();
    return `${signs.join("").trimEnd()}…`;
  });
  return { text: plainText(shown.join("\n")), font: fontOf(theme, theme.foreground, size) };
}

export function legendStyle(theme: Theme) {
  return {
    bgcolor: withAlpha(theme.background, 0.82),
    bordercolor: theme.grid,
    borderwidth: 1,
    font: fontOf(theme, theme.foreground),
  };
}

/** What is said in the middle of a chart that has nothing to show. @param y as a share of the height, from below */
export function noteAmid(y: number, text: string, color: string, theme: Theme): ChartAnnotation {
  return {
    text: plainText(text),
    x: 0.5,
    y,
    xref: "paper",
    yref: "paper",
    xanchor: "center",
    yanchor: "middle",
    showarrow: false,
    font: fontOf(theme, color),
  };
}
