/** Plotly for figures in its own words, with the kinds of traces that they need. */
import type { Config, Data, Layout } from "plotly.js-dist";
import type { SafeFigure } from "../views/plotly/safeFigure.ts";
import { languageOf } from "../../engine/payload/language.ts";
import { needsMorePlotly, type PlotlyObject, type PlotlyValue } from "../../engine/payload/plotly/figure.ts";
import { simplifiedChinese } from "./plotlyZhCn.ts";
import { hasWebGl } from "./webGl.ts";

export interface Surroundings {
  /** What is drawn as the figure does not say. */
  template: object;
  width: number;
  height: number;
  /** Of Plotly's own words, such as the names of its buttons: a BCP 47 tag. */
  language: string;
}

export interface AnyPlot {
  /** Draws `figure`, changing only what differs from the one drawn before. */
  draw(figure: SafeFigure, surroundings: Surroundings): Promise<void>;
  /** What is shown, as a data URL of a PNG on `background`, at twice the size. */
  png(background: string): Promise<string>;
  /** Frees what Plotly holds for the element. */
  purge(): void;
}

type Plotly = typeof import("plotly.js-dist");
interface PlotlyModule {
  default: Plotly;
}

/** Prepares `root`, an element in the page, for drawing `figure`. */
export type OpenAnyPlot = (root: HTMLElement) => AnyPlot;

/** How a page comes to the two parts of Plotly; both are called for each drawing. */
export interface PlotlyLoader {
  small: () => Promise<unknown>;
  /** The other kinds of traces: a function that adds them to the small part. */
  more: () => Promise<unknown>;
}

export function anyPlotsWith({ small, more }: PlotlyLoader): OpenAnyPlot {
  let added: Promise<void> | null = null;
  const load = async (all: boolean): Promise<Plotly> => {
    const module = (await small()) as PlotlyModule;
    if (!all) return module.default;
    added ??= (async () => {
      const { default: add } = (await more()) as { default: (plotly: PlotlyModule) => void };
      add(module);
    })();
    try {
      await added;
    } catch (error) {
      // The next figure tries again.
      added = null;
      throw error;
    }
    return module.default;
  };
  return (root) => new LoadedPlot(root, load);
}

export const openAnyPlot: OpenAnyPlot = anyPlotsWith({
  small: () => import("plotly.js-dist"),
  more: () => import("plotly-more"),
});

class LoadedPlot implements AnyPlot {
  readonly #root: HTMLElement;
  readonly #load: (all: boolean) => Promise<Plotly>;
  #plotly: Plotly | null = null;
  #drawings = 0;
  #purged = false;

  constructor(root: HTMLElement, load: (all: boolean) => Promise<Plotly>) {
    this.#root = root;
    this.#load = load;
  }

  async draw(
    { data, layout, config }: SafeFigure,
    { template, width, height, language }: Surroundings,
  ): Promise<void> {
    const plotly = await this.#load(needsMorePlotly(data));
    if (this.#purged) return;
    this.#plotly = plotly;
    const traces = hasWebGl(this.#root.ownerDocument)
      ? data
      : data.map((trace) => (trace["type"] === "scattergl" ? { ...trace, type: "scatter" } : trace));
    // A theme of its own that a figure brings stays; zoom and turns of a person's do when it is drawn again.
    const shown = {
      template,
      uirevision: true,
      ...layout,
      width,
      height,
      autosize: false,
      datarevision: ++this.#drawings,
    };
    await plotly.react(this.#root, traces, shown, {
      ...config,
      ...settings,
      ...wordsFor(language),
      modeBarButtonsToRemove: removed(config),
    } as Partial<Config>);
  }

  async png(background: string): Promise<string> {
    if (!this.#plotly) throw new Error("it is not drawn yet");
    const { data, layout } = this.#root as unknown as { data: Data[]; layout: Partial<Layout> };
    const { clientWidth: width, clientHeight: height } = this.#root;
    const colour = (layout as { paper_bgcolor?: unknown }).paper_bgcolor ?? background;
    return this.#plotly.toImage(
      { data, layout: { ...layout, paper_bgcolor: colour as string } },
      { format: "png", width, height, scale: 2 },
    );
  }

  purge(): void {
    this.#purged = true;
    this.#plotly?.purge(this.#root);
  }
}

/** A page has a button of its own that saves a picture; Plotly's would save what VS Code does not pass on. */
function removed({ modeBarButtonsToRemove: more }: PlotlyObject): PlotlyValue[] {
  return ["toImage", ...(Array.isArray(more) ? more : [])];
}

/** Plotly's own words are English where it has no others. */
function wordsFor(language: string): Pick<Partial<Config>, "locale" | "locales"> {
  if (languageOf(language) === "en") return { locale: "en" };
  return { locale: "zh-cn", locales: { "zh-cn": { dictionary: simplifiedChinese } } };
}

/** Whatever a figure says: nothing is sent or opened, and formulas are not looked for with a library that is not there. */
const settings = {
  displaylogo: false,
  showSendToCloud: false,
  showEditInChartStudio: false,
  plotlyServerURL: "",
  responsive: false,
  editable: false,
  typesetMath: false,
  showTips: false,
};
