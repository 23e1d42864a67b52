/**
 * The life of one chart in the page: draws when visible and when it is time, and frees what it took. Our own SVG is
 * there at once and moves with a training at little cost; Plotly, which answers the pointer, takes over when the
 * training has ended and the page is idle, or as soon as the person turns to the chart.
 */
import { type ChartBox, makeChartBox, type Tool } from "./chartBox.ts";
import { chartAction, type ChartAction, zoomed } from "./chartKeys.ts";
import { measuredWidth } from "./measuredWidth.ts";
import { ChartTexts } from "./chartTexts.ts";
import { type Cancel, type Clock, DrawThrottle } from "./drawThrottle.ts";
import type { Frame } from "../../views/chart/frame.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { chartSvg } from "../../views/chart/chartSvg.ts";
import type { ShownChart } from "../../views/chart/shownChart.ts";
import type { OpenAnyPlot } from "../../plotly/anyPlot.ts";
import type { Plot, PlotEvents } from "../../plotly/plot.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import { readRow, rowsOf } from "../../views/text/points.ts";
import { svgText } from "../../views/svg/svg.ts";
import { fileNameOf, saveDataUrl, svgUrl } from "../saveImage.ts";
import { moveCursor, type PointCursor, type CursorStep } from "./pointCursor.ts";
import type { WhatIf } from "../../views/curves/stopping.ts";
import type { Strings } from "../../views/text/strings.ts";
import type { Theme } from "../../views/theme/theme.ts";
import { WhatIfPanel } from "./whatIfPanel.ts";

/** What all charts of a page share. */
export interface Stage {
  document: Document;
  strings: Strings;
  /** The theme of now. */
  theme: () => Theme;
  clock: Clock;
  openPlot: (root: HTMLElement, events: PlotEvents) => Promise<Plot>;
  openAnyPlot: OpenAnyPlot;
}

/** One chart in the page. */
export class ChartView {
  readonly #stage: Stage;
  readonly #box: ChartBox;
  readonly #observer: ResizeObserver;
  readonly #texts: ChartTexts;
  #picture: ShownChart;
  readonly #pace: DrawThrottle;
  #plot: Promise<Plot> | null = null;
  /** The same once it has been loaded. */
  #loaded: Plot | null = null;
  #cancelLoading: Cancel | null = null;
  /** Whether the person has turned to the chart: with the pointer, the focus or a button. */
  #touched = false;
  #drawnByPlot = false;
  #disposed = false;
  #zoom: [number, number] | null = null;
  #zoomUp: [number, number] | null = null;
  #revision = 0;
  #logScale: boolean;
  #smoothed = false;
  #shifted = false;
  #whatIf: WhatIf | null = null;
  readonly #panel: WhatIfPanel | null;
  /** The point that the keyboard reads. */
  #reading: PointCursor | null = null;

  constructor(stage: Stage, picture: ShownChart) {
    this.#stage = stage;
    this.#picture = picture;
    this.#pace = new DrawThrottle(stage.clock, () => this.#draw());
    this.#logScale = picture.logScale;
    this.#box = makeChartBox(stage.document, stage.strings, this.#tools(), picture.message !== null);
    this.#box.reserve(picture.size);
    this.#box.live(picture.live);
    this.#box.frame.addEventListener("keydown", (event) => this.#pressed(event));
    this.#box.frame.addEventListener("blur", () => this.#leave());
    for (const turned of ["pointerenter", "focus"]) {
      this.#box.frame.addEventListener(turned, () => this.#touch());
    }
    this.#observer = new (viewOf(stage.document).ResizeObserver)(() => this.invalidate());
    this.#observer.observe(this.#box.frame);
    this.#texts = new ChartTexts(stage.document, stage.strings, this.#box, picture);
    this.#panel = picture.payload ? this.#makePanel(picture.payload) : null;
  }

  get root(): HTMLElement {
    return this.#box.root;
  }

  /** Shows `picture` in the same box: its words now, the drawing in the next frame or, while it is live, in time. */
  show(picture: ShownChart): void {
    this.#picture = picture;
    this.#box.reserve(picture.size);
    this.#box.live(picture.live);
    this.#texts.renew(picture);
    if (picture.payload) this.#panel?.renew(picture.payload);
    if (picture.live) this.#pace.inTime();
    else this.#pace.soon();
  }

  /** Asks for a redraw in the next frame. */
  invalidate(): void {
    this.#pace.soon();
  }

  dispose(): void {
    this.#disposed = true;
    this.#observer.disconnect();
    this.#pace.stop();
    this.#cancelLoading?.();
    this.#plot?.then(
      (plot) => plot.purge(),
      () => undefined,
    );
    this.#box.root.remove();
  }

  async #draw(): Promise<void> {
    const { clientWidth: width, clientHeight: height } = this.#box.frame;
    // A hidden output has no size; the observer calls again when it is shown.
    if (width === 0 || height === 0) return;
    const { clock } = this.#stage;
    const interactive = this.#touched || !this.#picture.live;
    const began = clock.now();
    try {
      const chart = this.#picture.chart(this.#frame(width, height));
      if (interactive && this.#loaded) {
        await this.#loaded.draw(chart);
        if (this.#disposed) return;
        this.#box.still(null);
        // The first drawing says nothing of the next: Plotly is compiled in it, too.
        if (this.#drawnByPlot) this.#pace.took(clock.now() - began);
        else if (this.#reading) this.#point(this.#reading.x);
        this.#drawnByPlot = true;
      } else {
        const widthOf = measuredWidth(this.#stage.document, chart.layout.font.family);
        this.#box.still(chartSvg(chart, { description: "", background: "none", widthOf }));
        this.#pace.took(clock.now() - began);
        if (interactive) this.#loadInTime();
      }
      this.#box.drawn();
    } catch (error) {
      this.#box.note(this.#stage.strings.cannotDraw(messageOf(error)));
    }
  }

  #touch(): void {
    if (this.#touched) return;
    this.#touched = true;
    this.invalidate();
  }

  /** Loads Plotly: now for a person who waits for it, else when the page has nothing better to do. */
  #loadInTime(): void {
    const load = (): void => {
      this.#open().then(
        () => this.invalidate(),
        (error: unknown) => this.#box.note(this.#stage.strings.cannotDraw(messageOf(error))),
      );
    };
    if (this.#plot) return;
    this.#cancelLoading?.();
    if (this.#touched) load();
    else this.#cancelLoading = this.#stage.clock.whenIdle(load);
  }

  async #open(): Promise<Plot> {
    this.#plot ??= this.#stage.openPlot(this.#box.plot, {
      zoomed: (across, up) => {
        this.#zoom = across ?? this.#zoom;
        this.#zoomUp = up ?? this.#zoomUp;
        this.invalidate();
      },
      reset: () => this.#reset(),
    });
    try {
      this.#loaded = await this.#plot;
      return this.#loaded;
    } catch (error) {
      this.#plot = null;
      throw error;
    }
  }

  #frame(width: number, height: number): Frame {
    const { strings, theme } = this.#stage;
    return {
      width,
      height,
      strings,
      theme: theme(),
      zoom: this.#zoom,
      zoomUp: this.#zoomUp,
      revision: this.#revision,
      logScale: this.#logScale,
      smoothed: this.#smoothed,
      shifted: this.#shifted,
      whatIf: this.#whatIf,
    };
  }

  #makePanel(payload: CurvesPayload): WhatIfPanel {
    const panel = new WhatIfPanel(this.#stage.document, this.#stage.strings, (whatIf) => {
      if (whatIf === null && this.#whatIf === null) return;
      this.#whatIf = whatIf;
      this.invalidate();
    });
    this.#box.insert(panel.root);
    panel.renew(payload);
    return panel;
  }

  #reset(): void {
    this.#zoom = this.#zoomUp = null;
    this.#revision++;
    this.invalidate();
  }

  #toggle(which: "toggleLog" | "toggleSmoothed" | "toggleShifted"): void {
    if (which === "toggleLog") this.#logScale = !this.#logScale;
    else if (which === "toggleSmoothed") this.#smoothed = !this.#smoothed;
    else this.#shifted = !this.#shifted;
    this.#box.syncTools();
    this.invalidate();
  }

  #tools(): Tool[] {
    const { strings } = this.#stage;
    const toggles: Tool[] = [
      {
        icon: "log",
        hint: strings.logHint,
        pressed: () => this.#logScale,
        run: () => this.#toggle("toggleLog"),
      },
      {
        icon: "smooth",
        hint: strings.smoothHint,
        pressed: () => this.#smoothed,
        run: () => this.#toggle("toggleSmoothed"),
      },
      {
        icon: "shift",
        hint: strings.shiftHint,
        pressed: () => this.#shifted,
        run: () => this.#toggle("toggleShifted"),
      },
    ];
    return [
      ...(this.#picture.offersToggles ? toggles : []),
      { icon: "reset", hint: strings.resetHint, run: () => this.#reset() },
      { icon: "savePng", hint: strings.savePng, run: () => void this.#save("png") },
      { icon: "saveSvg", hint: strings.saveSvg, run: () => void this.#save("svg") },
    ];
  }

  async #save(format: "png" | "svg"): Promise<void> {
    const { document, theme, strings } = this.#stage;
    const { background } = theme();
    try {
      const url =
        format === "png"
          ? await this.#png(background)
          : this.#svg(this.#loaded?.hidden() ?? new Set(), background);
      saveDataUrl(document, url, fileNameOf(this.#picture.fileName, format));
    } catch (error) {
      this.#box.announce(strings.cannotSave(messageOf(error)));
    }
  }

  async #png(background: string): Promise<string> {
    const plot = await this.#open();
    const { clientWidth: width, clientHeight: height } = this.#box.frame;
    this.#touched = true;
    await plot.draw(this.#picture.chart(this.#frame(width, height)));
    this.#box.still(null);
    return plot.png(background);
  }

  /** @param hidden lines to leave out, by their place */
  #svg(hidden: ReadonlySet<number>, background: string): string {
    const { clientWidth: width, clientHeight: height } = this.#box.frame;
    const { data, layout } = this.#picture.chart(this.#frame(width, height));
    const chart = { layout, data: data.filter((_, i) => !hidden.has(i)) };
    const description = this.#picture.describe(this.#stage.strings);
    return svgUrl(svgText(chartSvg(chart, { description, background })));
  }

  #pressed(event: KeyboardEvent): void {
    const action = chartAction(event);
    if (!action || !this.#act(action)) return;
    // VS Code hears keys on the window and would move to another cell.
    event.stopPropagation();
    event.preventDefault();
  }

  /** Returns false when the key means nothing here and is the notebook's. */
  #act(action: ChartAction): boolean {
    switch (action.type) {
      case "move":
      case "moveTo":
        this.#read(action);
        return true;
      case "zoom":
        this.#zoomBy(action.factor);
        return true;
      case "reset":
        this.#reset();
        return true;
      case "toggleLog":
      case "toggleSmoothed":
      case "toggleShifted":
        if (this.#picture.offersToggles) this.#toggle(action.type);
        return this.#picture.offersToggles;
      case "leave": {
        const reading = this.#reading !== null;
        this.#leave();
        return reading;
      }
    }
  }

  #read(step: CursorStep): void {
    const { strings } = this.#stage;
    const curves = this.#picture.curves();
    const next = moveCursor(rowsOf(curves), this.#reading, step);
    this.#reading = next;
    if (!next) {
      this.#box.announce(strings.noData);
      return;
    }
    const text = `${this.#picture.xName(strings)} ${numberText(next.x)}: ${readRow(next.row, curves)}`;
    this.#box.announce(next.beyond ? `${strings.readoutEnd}: ${text}` : text);
    this.#point(next.x);
  }

  #leave(): void {
    if (this.#reading === null) return;
    this.#reading = null;
    this.#point(null);
  }

  #point(x: number | null): void {
    this.#loaded?.point(x);
  }

  #zoomBy(factor: number): void {
    const { clientWidth: width, clientHeight: height } = this.#box.frame;
    const full = this.#picture.chart({ ...this.#frame(width, height), zoom: null }).layout.xaxis;
    const view = this.#zoom ?? full.range;
    const at = this.#reading?.x;
    const read = at !== undefined && full.type === "log" ? Math.log10(at) : at;
    this.#zoom = zoomed(view, full.range, read ?? (view[0] + view[1]) / 2, factor);
    this.invalidate();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function viewOf(document: Document): Window & typeof globalThis {
  if (!document.defaultView) throw new Error("render: the output's document is not in a window");
  return document.defaultView;
}
