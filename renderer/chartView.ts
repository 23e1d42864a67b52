/** The life of one chart in the page: draws at most once a frame, when visible, and frees what it took. */
import { type Box, makeBox, type Tool } from "./box.ts";
import type { Chart } from "./chart.ts";
import { chartAction, type ChartAction, zoomed } from "./chartKeys.ts";
import { dataTable } from "./dataTable.ts";
import type { Frame } from "./frame.ts";
import type { Picture } from "./picture.ts";
import type { Plot, PlotEvents } from "./plot.ts";
import { formatNumber, readRow, rowsOf } from "./points.ts";
import { fileNameOf, saveDataUrl } from "./saveImage.ts";
import type { Strings } from "./strings.ts";
import type { Theme } from "./theme.ts";

/** What all charts of a page share. */
export interface Stage {
  document: Document;
  strings: Strings;
  /** The theme of now. */
  theme: () => Theme;
  openPlot: (root: HTMLElement, events: PlotEvents) => Promise<Plot>;
}

/** While points keep coming, texts for reading are renewed no more often than this, in milliseconds. */
const readingInterval = 1000;
const announceInterval = 5000;

export class ChartView {
  readonly #stage: Stage;
  readonly #box: Box;
  readonly #observer: ResizeObserver;
  #picture: Picture;
  #plot: Promise<Plot> | null = null;
  #chart: Chart | null = null;
  #frameRequest = 0;
  #drawing = false;
  #stale = false;
  #disposed = false;
  #zoom: [number, number] | null = null;
  #revision = 0;
  #logScale = false;
  #smoothed = false;
  /** x of the point that the keyboard reads, or null. */
  #reading: number | null = null;
  #described = -Infinity;
  #announced = 0;
  #spoken: string | null;

  constructor(stage: Stage, picture: Picture) {
    this.#stage = stage;
    this.#picture = picture;
    this.#spoken = picture.message;
    this.#box = makeBox(stage.document, stage.strings, this.#tools(), picture.message !== null);
    this.#box.reserve(picture.size);
    this.#box.frame.addEventListener("keydown", (event) => this.#pressed(event));
    this.#box.frame.addEventListener("blur", () => this.#leave());
    this.#box.details.addEventListener("toggle", () => this.#renewTable());
    this.#observer = new (viewOf(stage.document).ResizeObserver)(() => this.invalidate());
    this.#observer.observe(this.#box.frame);
    this.#renewTexts(true);
  }

  get root(): HTMLElement {
    return this.#box.root;
  }

  /** Shows `picture` from the next frame on, in the same box. */
  show(picture: Picture): void {
    const ended = this.#picture.live && !picture.live;
    this.#picture = picture;
    this.#box.reserve(picture.size);
    this.#renewTexts(ended || !picture.live);
    this.invalidate();
  }

  /** Asks for a redraw in the next frame. */
  invalidate(): void {
    if (this.#disposed) return;
    this.#frameRequest ||= viewOf(this.#stage.document).requestAnimationFrame(() => {
      this.#frameRequest = 0;
      void this.#draw();
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#observer.disconnect();
    if (this.#frameRequest) viewOf(this.#stage.document).cancelAnimationFrame(this.#frameRequest);
    this.#plot?.then(
      (plot) => plot.purge(),
      () => undefined,
    );
    this.#box.root.remove();
  }

  async #draw(): Promise<void> {
    if (this.#drawing) {
      this.#stale = true;
      return;
    }
    const { clientWidth: width, clientHeight: height } = this.#box.frame;
    // A hidden output has no size; the observer calls again when it is shown.
    if (width === 0 || height === 0) return;
    this.#drawing = true;
    try {
      const plot = await this.#open();
      if (this.#disposed) return;
      this.#chart = this.#picture.chart(this.#frame(width, height));
      await plot.draw(this.#chart);
      this.#box.drawn();
    } catch (error) {
      this.#box.note(this.#stage.strings.cannotLoad(error instanceof Error ? error.message : String(error)));
    } finally {
      this.#drawing = false;
      if (this.#stale) {
        this.#stale = false;
        this.invalidate();
      }
    }
  }

  #open(): Promise<Plot> {
    if (!this.#plot) {
      this.#box.note(this.#stage.strings.loading);
      this.#plot = this.#stage.openPlot(this.#box.plot, {
        zoomed: (range) => {
          this.#zoom = range;
          this.invalidate();
        },
        reset: () => this.#reset(),
      });
      this.#plot.catch(() => {
        this.#plot = null;
      });
    }
    return this.#plot;
  }

  #frame(width: number, height: number): Frame {
    const { strings, theme } = this.#stage;
    return {
      width,
      height,
      strings,
      theme: theme(),
      zoom: this.#zoom,
      revision: this.#revision,
      logScale: this.#logScale,
      smoothed: this.#smoothed,
    };
  }

  #reset(): void {
    this.#zoom = null;
    this.#revision++;
    this.invalidate();
  }

  #toggle(which: "toggleLog" | "toggleSmoothed"): void {
    if (which === "toggleLog") this.#logScale = !this.#logScale;
    else this.#smoothed = !this.#smoothed;
    this.#box.syncTools();
    this.invalidate();
  }

  #tools(): Tool[] {
    const { strings } = this.#stage;
    const toggles: Tool[] = [
      {
        label: strings.log,
        hint: strings.logHint,
        pressed: () => this.#logScale,
        run: () => this.#toggle("toggleLog"),
      },
      {
        label: strings.smooth,
        hint: strings.smoothHint,
        pressed: () => this.#smoothed,
        run: () => this.#toggle("toggleSmoothed"),
      },
    ];
    return [
      ...(this.#picture.offersToggles ? toggles : []),
      { label: strings.reset, hint: strings.resetHint, run: () => this.#reset() },
      { label: "PNG", hint: strings.savePng, run: () => void this.#save("png") },
      { label: "SVG", hint: strings.saveSvg, run: () => void this.#save("svg") },
    ];
  }

  async #save(format: "png" | "svg"): Promise<void> {
    const { document, theme, strings } = this.#stage;
    if (!this.#chart) return;
    try {
      const plot = await this.#open();
      const url = await plot.image(format, this.#chart, theme().background);
      saveDataUrl(document, url, fileNameOf(this.#picture.fileName, format));
    } catch (error) {
      this.#box.announce(strings.cannotLoad(error instanceof Error ? error.message : String(error)));
    }
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
        if (this.#picture.offersToggles) this.#toggle(action.type);
        return this.#picture.offersToggles;
      case "leave": {
        const reading = this.#reading !== null;
        this.#leave();
        return reading;
      }
    }
  }

  #read(action: Extract<ChartAction, { type: "move" | "moveTo" }>): void {
    const curves = this.#picture.curves();
    const rows = rowsOf(curves);
    const now = this.#reading === null ? -1 : rows.findIndex((row) => row.x === this.#reading);
    const wanted =
      action.type === "moveTo"
        ? action.end === "first"
          ? 0
          : rows.length - 1
        : now < 0
          ? action.by > 0
            ? 0
            : rows.length - 1
          : now + action.by;
    const row = rows[Math.min(Math.max(wanted, 0), rows.length - 1)];
    const { strings } = this.#stage;
    if (!row) {
      this.#box.announce(strings.noData);
      return;
    }
    this.#reading = row.x;
    const beyond = wanted < 0 || wanted >= rows.length ? `${strings.readoutEnd}: ` : "";
    const text = `${this.#picture.xName(strings)} ${formatNumber(row.x)}: ${readRow(row, curves)}`;
    this.#box.announce(beyond + text);
    void this.#plot?.then((plot) => plot.point(row.x));
  }

  #leave(): void {
    if (this.#reading === null) return;
    this.#reading = null;
    void this.#plot?.then((plot) => plot.point(null));
  }

  #zoomBy(factor: number): void {
    const { clientWidth: width, clientHeight: height } = this.#box.frame;
    const full = this.#picture.chart({ ...this.#frame(width, height), zoom: null }).layout.xaxis;
    if (!full.range) return;
    const view = this.#zoom ?? full.range;
    const read = this.#reading !== null && full.type === "log" ? Math.log10(this.#reading) : this.#reading;
    this.#zoom = zoomed(view, full.range, read ?? (view[0] + view[1]) / 2, factor);
    this.invalidate();
  }

  /** Message at once; description, table and speech in their own time while the picture is live. */
  #renewTexts(atOnce: boolean): void {
    const { message } = this.#picture;
    this.#box.message(message ?? "");
    const now = performance.now();
    if (atOnce || now - this.#described >= readingInterval) {
      this.#described = now;
      this.#box.describe(this.#picture.describe(this.#stage.strings));
      this.#renewTable();
    }
    if (message === null || message === this.#spoken) return;
    if (atOnce || now - this.#announced >= announceInterval) {
      this.#announced = now;
      this.#spoken = message;
      this.#box.announce(message);
    }
  }

  #renewTable(): void {
    if (!this.#box.details.open) return;
    const { document, strings } = this.#stage;
    const { xName, curves } = this.#picture;
    this.#box.table.replaceChildren(dataTable(document, xName(strings), curves(), strings));
  }
}

function viewOf(document: Document): Window & typeof globalThis {
  if (!document.defaultView) throw new Error("render: the output's document is not in a window");
  return document.defaultView;
}
