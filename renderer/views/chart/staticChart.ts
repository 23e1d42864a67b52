/** Charts where no page draws them: in Jupyter, on paper, in a report whose scripts are off. Pure. */
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { svgText } from "../svg/svg.ts";
import { stringsFor } from "../text/strings.ts";
import { paper } from "../theme/theme.ts";
import type { Chart } from "./chart.ts";
import { chartSvg } from "./chartSvg.ts";
import { curvesChart, figureChart } from "./payloadCharts.ts";

export interface StaticChart {
  /** As Plotly draws it. */
  chart: Chart;
  /** The text of an SVG file, on white. */
  svg: string;
  /** The text alternative. */
  description: string;
}

/** @param language a BCP 47 tag; English where we have no translation */
export function staticChart(payload: Figure | CurvesPayload, language = "en"): StaticChart {
  const strings = stringsFor(language);
  const shown = "figsize" in payload ? figureChart(payload) : curvesChart(payload);
  const { width, height } = shown.size;
  const chart = shown.chart({
    width: Math.round(width),
    height: Math.round(height),
    theme: paper,
    strings,
    zoom: null,
    zoomUp: null,
    revision: 0,
    logScale: shown.logScale,
    smoothed: false,
    shifted: false,
    whatIf: null,
  });
  const description = shown.describe(strings);
  const svg = svgText(chartSvg(chart, { description, background: paper.background }));
  return { chart, svg, description };
}
