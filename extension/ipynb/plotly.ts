/** A plot as Plotly's JSON, which Jupyter's and VS Code's Plotly renderers draw so that it can be played with. Pure. */
import type { PlotModel } from "./plotModel.ts";

export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

export function plotlyFigure(model: PlotModel): { data: object[]; layout: object; config: object } {
  const { panels } = model;
  const share = 1 / Math.max(1, panels.length);
  const suffix = (i: number): string => (i === 0 ? "" : String(i + 1));
  const data = panels.flatMap(({ lines }, i) =>
    lines.map(({ name, x, y, colour, dash, lines: joined, markers }) => ({
      type: "scatter",
      mode: [joined && "lines", markers && "markers"].filter(Boolean).join("+"),
      name: plain(name),
      showlegend: name !== "",
      x,
      y,
      yaxis: `y${suffix(i)}`,
      line: { color: colour, dash },
    })),
  );
  const yAxes = panels.map(({ yLabel, yScale, yLim }, i) => [
    `yaxis${suffix(i)}`,
    {
      title: { text: plain(yLabel) },
      type: yScale,
      domain: [1 - (i + 1) * share + (i < panels.length - 1 ? 0.04 : 0), 1 - i * share],
      ...(yLim && { range: range(yLim, yScale) }),
    },
  ]);
  const layout = {
    title: { text: plain(model.title) },
    width: model.width,
    height: model.height,
    xaxis: {
      title: { text: plain(model.xLabel) },
      type: model.xScale,
      anchor: `y${suffix(Math.max(0, panels.length - 1))}`,
      ...(model.xLim && { range: range(model.xLim, model.xScale) }),
    },
    ...(Object.fromEntries(yAxes) as object),
  };
  return { data, layout, config: { responsive: true } };
}

/** Plotly gives the range of a logarithmic axis in powers of ten. */
function range([low, high]: readonly [number, number], scale: string): number[] {
  return scale === "log" ? [Math.log10(low), Math.log10(high)] : [low, high];
}

/** Plotly reads `<b>` and the like in its texts; what a cell names is text. */
function plain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
