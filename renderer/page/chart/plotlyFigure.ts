/** A figure of `display.plotly` in the page: drawn by Plotly alone, as soon as the page has a moment. */
import { type ChartBox, makeChartBox, type Tool } from "./chartBox.ts";
import type { Stage } from "./chartView.ts";
import { DrawThrottle } from "./drawThrottle.ts";
import { element } from "../element.ts";
import { fileNameOf, saveDataUrl } from "../saveImage.ts";
import type { PlotlyPayload } from "../../../engine/payload/plotly/figure.ts";
import { titleIn } from "../../../engine/payload/plotly/figure.ts";
import { plotlyHead, plotlyRows, plotlyWords } from "../../../engine/payload/plotly/words.ts";
import type { AnyPlot } from "../../plotly/anyPlot.ts";
import { safeFigure } from "../../views/plotly/safeFigure.ts";
import { themeTemplate } from "../../views/plotly/themeTemplate.ts";

/** Of figures that do not say how large they are. */
const usual = { width: 800, height: 420 };
const largest = 2000;

export class PlotlyFigure {
  readonly #stage: Stage;
  readonly #box: ChartBox;
  readonly #plot: AnyPlot;
  readonly #observer: ResizeObserver;
  readonly #pace: DrawThrottle;
  #payload: PlotlyPayload;
  #disposed = false;

  constructor(stage: Stage, payload: PlotlyPayload) {
    this.#stage = stage;
    this.#payload = payload;
    this.#pace = new DrawThrottle(stage.clock, () => this.#draw());
    this.#box = makeChartBox(stage.document, stage.strings, this.#tools(), false);
    this.#box.root.classList.add("gradbook-any");
    // What is turned and read by the keyboard is Plotly's: its buttons can have the focus.
    this.#box.frame.setAttribute("role", "figure");
    for (const name of ["aria-description", "tabindex"]) this.#box.frame.removeAttribute(name);
    this.#box.plot.removeAttribute("aria-hidden");
    this.#box.still(null);
    this.#box.note(stage.strings.drawing);
    this.#plot = stage.openAnyPlot(this.#box.plot);
    this.#observer = new (windowOf(stage.document).ResizeObserver)(() => this.#pace.soon());
    this.#observer.observe(this.#box.frame);
    this.#tell();
  }

  get root(): HTMLElement {
    return this.#box.root;
  }

  /** The output was rendered again: the same box shows the new figure. */
  update(payload: PlotlyPayload): void {
    this.#payload = payload;
    this.#tell();
    this.#pace.soon();
  }

  redraw(): void {
    this.#pace.soon();
  }

  dispose(): void {
    this.#disposed = true;
    this.#observer.disconnect();
    this.#pace.stop();
    this.#plot.purge();
    this.#box.root.remove();
  }

  /** Words and size, which are there before anything is drawn. */
  #tell(): void {
    const { document, strings } = this.#stage;
    const { layout } = this.#payload;
    const size = (name: "width" | "height"): number => {
      const given = layout[name];
      return typeof given === "number" && given > 0 ? Math.min(given, largest) : usual[name];
    };
    this.#box.reserve({ width: size("width"), height: size("height"), keepsAspect: false });
    this.#box.describe(plotlyWords(this.#payload, strings.language));
    const row = (tag: "th" | "td", texts: readonly string[]): HTMLElement =>
      element(document, "tr", "", {}, ...texts.map((text) => element(document, tag, "", {}, text)));
    const head = element(document, "thead", "", {}, row("th", plotlyHead(strings.language)));
    const rows = plotlyRows(this.#payload, strings.language).map((texts) => row("td", texts));
    this.#box.table.replaceChildren(
      element(document, "table", "", {}, head, element(document, "tbody", "", {}, ...rows)),
    );
  }

  async #draw(): Promise<void> {
    const { clientWidth: width, clientHeight: height } = this.#box.frame;
    // A hidden output has no size; the observer calls again when it is shown.
    if (width === 0 || height === 0) return;
    const { strings, theme, clock } = this.#stage;
    const began = clock.now();
    try {
      await this.#plot.draw(safeFigure(this.#payload), {
        template: themeTemplate(theme()),
        width,
        height,
        language: strings.language,
      });
      if (this.#disposed) return;
      this.#box.drawn();
      this.#pace.took(clock.now() - began);
    } catch (error) {
      if (!this.#disposed) this.#box.note(strings.cannotDraw(messageOf(error)));
    }
  }

  #tools(): Tool[] {
    const { strings } = this.#stage;
    return [{ icon: "savePng", hint: strings.savePng, run: () => void this.#save() }];
  }

  async #save(): Promise<void> {
    const { document, theme, strings } = this.#stage;
    try {
      const url = await this.#plot.png(theme().background);
      saveDataUrl(document, url, fileNameOf(titleIn(this.#payload.layout), "png"));
    } catch (error) {
      this.#box.announce(strings.cannotSave(messageOf(error)));
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function windowOf(document: Document): Window & typeof globalThis {
  if (!document.defaultView) throw new Error("render: the output's document is not in a window");
  return document.defaultView;
}
