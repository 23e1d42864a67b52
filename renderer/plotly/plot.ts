/** The only file that knows Plotly; it is loaded when the first chart is drawn. */
import type { Data, Layout, PlotlyHTMLElement } from "plotly.js-dist";
import type { Chart } from "../views/chart/chart.ts";
import { hasWebGl } from "./webGl.ts";

export interface Plot {
  /** Draws `chart`, changing only what differs from the one drawn before. */
  draw(chart: Chart): Promise<void>;
  /** Shows the hover label at `x` (in the axis's units), or none. */
  point(x: number | null): void;
  /** What is shown, as a data URL of a PNG on `background`, at twice the size. */
  png(background: string): Promise<string>;
  /** Which lines, by their place, the person has hidden through the legend. */
  hidden(): ReadonlySet<number>;
  /** Frees what Plotly holds for the element. */
  purge(): void;
}

export interface PlotEvents {
  /** The person chose a part of the axes, in Plotly's range units; null where an axis stayed as it was. */
  zoomed: (across: [number, number] | null, up: [number, number] | null) => void;
  /** The person asked to see everything. */
  reset: () => void;
}

type Plotly = typeof import("plotly.js-dist");

/** Plotly's hover machinery, which its declarations leave out. */
interface Fx {
  hover: (
    root: HTMLElement,
    event: { xval: number } | { curveNumber: number; pointNumber: number }[],
    subplot?: string,
  ) => void;
  unhover: (root: HTMLElement) => void;
}

const config = {
  displayModeBar: false,
  displaylogo: false,
  responsive: false,
  scrollZoom: false,
  doubleClick: false as const,
  showTips: false,
  typesetMath: false,
};

/** Prepares `root`, an element in the page, for drawing. */
export type OpenPlot = (root: HTMLElement, events: PlotEvents) => Promise<Plot>;

/** @param load loads Plotly's module; called for each plot */
export function plotsWith(load: () => Promise<{ default: unknown }>): OpenPlot {
  return async (root, events) => {
    const { default: plotly } = await load();
    return new PlotlyPlot(root, events, plotly as Plotly & { Fx: Fx });
  };
}

export const openPlot: OpenPlot = (root, events) => plotsWith(() => import("plotly.js-dist"))(root, events);

class PlotlyPlot implements Plot {
  readonly #root: HTMLElement;
  readonly #events: PlotEvents;
  readonly #plotly: Plotly & { Fx: Fx };
  #drawn = false;
  /** Where the hover label stands: a redraw removes it, and a live chart redraws often. */
  #hovered: number | null = null;

  constructor(root: HTMLElement, events: PlotEvents, plotly: Plotly & { Fx: Fx }) {
    this.#root = root;
    this.#events = events;
    this.#plotly = plotly;
  }

  async draw(chart: Chart): Promise<void> {
    const { data, layout } = forPlotly(drawable(chart, this.#root.ownerDocument));
    const graph = await this.#plotly.react(this.#root, data, layout, config);
    if (!this.#drawn) this.#listen(graph);
    this.#drawn = true;
    if (this.#hovered !== null) this.point(this.#hovered);
  }

  #listen(graph: PlotlyHTMLElement): void {
    graph.on("plotly_relayout", (change) => {
      const range = (axis: "xaxis" | "yaxis"): [number, number] | null => {
        const [low, high] = [change[`${axis}.range[0]`], change[`${axis}.range[1]`]];
        return typeof low === "number" && typeof high === "number" ? [low, high] : null;
      };
      const [across, up] = [range("xaxis"), range("yaxis")];
      if (across || up) this.#events.zoomed(across, up);
    });
    graph.on("plotly_doubleclick", () => {
      this.#events.reset();
    });
    graph.on("plotly_hover", ({ points, event }) => {
      // Plotly tells of what `point` asked for, too, and late: that is known already.
      if ("xval" in event) return;
      const x = points[0]?.x;
      this.#hovered = typeof x === "number" ? x : null;
    });
    graph.on("plotly_unhover", () => {
      this.#hovered = null;
    });
  }

  point(x: number | null): void {
    if (!this.#drawn) return;
    this.#hovered = x;
    if (x === null) this.#plotly.Fx.unhover(this.#root);
    else this.#plotly.Fx.hover(this.#root, { xval: x }, "xy");
  }

  png(background: string): Promise<string> {
    const { data, layout } = this.#root as PlotlyHTMLElement;
    const { clientWidth: width, clientHeight: height } = this.#root;
    return this.#plotly.toImage(
      { data, layout: { ...layout, paper_bgcolor: background } },
      { format: "png", width, height, scale: 2 },
    );
  }

  hidden(): ReadonlySet<number> {
    if (!this.#drawn) return new Set();
    const { data } = this.#root as PlotlyHTMLElement;
    return new Set(data.flatMap(({ visible }, i) => (visible === "legendonly" ? [i] : [])));
  }

  purge(): void {
    this.#plotly.purge(this.#root);
  }
}

/** Where there is no WebGL, SVG draws what was meant for it: slowly, but Plotly would draw nothing. */
function drawable(chart: Chart, document: Document): Chart {
  if (!chart.data.some(({ type }) => type === "scattergl")) return chart;
  return hasWebGl(document)
    ? chart
    : { ...chart, data: chart.data.map((trace) => ({ ...trace, type: "scatter" })) };
}

/** Plotly's declarations know dashes by name only; lists of pixels (`"6px,2px"`) are as good to Plotly. */
function forPlotly(chart: Chart): { data: Data[]; layout: Partial<Layout> } {
  return chart as unknown as { data: Data[]; layout: Partial<Layout> };
}
