/** A page without a layout engine and without Plotly: what the renderer's logic needs of a browser. */
import { JSDOM } from "jsdom";
import type { Chart } from "../../../renderer/views/chart/chart.ts";
import type { Stage } from "../../../renderer/page/chart/chartView.ts";
import { clockOf } from "../../../renderer/page/chart/drawThrottle.ts";
import type { SafeFigure } from "../../../renderer/views/plotly/safeFigure.ts";
import type { Surroundings } from "../../../renderer/plotly/anyPlot.ts";
import type { PlotEvents } from "../../../renderer/plotly/plot.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";
import type { Theme } from "../../../renderer/views/theme/theme.ts";
import { FakeClock } from "./fakeClock.ts";
import { lightTheme } from "./frames.ts";

export interface FakePlot {
  root: HTMLElement;
  events: PlotEvents;
  drawn: Chart[];
  pointed: (number | null)[];
  purged: boolean;
}

export interface FakeAnyPlot {
  root: HTMLElement;
  drawn: ({ figure: SafeFigure } & Surroundings)[];
  purged: boolean;
}

export class FakePage {
  readonly window = new JSDOM("<body></body>", { pretendToBeVisual: true }).window;
  readonly document = this.window.document;
  readonly plots: FakePlot[] = [];
  readonly anyPlots: FakeAnyPlot[] = [];
  /** Time passes when a test says so, and while something is drawn; frames come as in a browser. */
  readonly clock = new FakeClock();
  /** How long each drawing takes, in milliseconds of that clock. */
  drawingTakes = 0;
  theme: Theme = lightTheme;
  /** Size of every element; 0 hides them. */
  width = 600;
  failToLoad: Error | null = null;
  /** Whether the page has other things to do, so that nothing that waits for an idle page comes. */
  busy = false;
  readonly #pageClock = clockOf(this.window as unknown as Window);
  #observers = new Set<() => void>();

  readonly stage: Stage = {
    document: this.document,
    strings: stringsFor("en"),
    theme: () => this.theme,
    clock: {
      now: () => this.clock.now(),
      after: (ms, run) => this.clock.after(ms, run),
      nextFrame: (run) => this.#pageClock.nextFrame(run),
      whenIdle: (run) => (this.busy ? () => undefined : this.#pageClock.nextFrame(run)),
    },
    openPlot: (root, events) => {
      if (this.failToLoad) return Promise.reject(this.failToLoad);
      const plot: FakePlot = { root, events, drawn: [], pointed: [], purged: false };
      this.plots.push(plot);
      return Promise.resolve({
        draw: (chart) => {
          plot.drawn.push(structuredClone(chart));
          this.clock.pass(this.drawingTakes);
          return Promise.resolve();
        },
        point: (x) => void plot.pointed.push(x),
        png: () => Promise.resolve("data:image/png;base64,eA=="),
        hidden: () => new Set(),
        purge: () => {
          plot.purged = true;
        },
      });
    },
    openAnyPlot: (root) => {
      const plot: FakeAnyPlot = { root, drawn: [], purged: false };
      this.anyPlots.push(plot);
      return {
        draw: (figure, surroundings) => {
          if (this.failToLoad) return Promise.reject(this.failToLoad);
          plot.drawn.push({ figure: structuredClone(figure), ...surroundings });
          return Promise.resolve();
        },
        png: () => Promise.resolve("data:image/png;base64,eA=="),
        purge: () => {
          plot.purged = true;
        },
      };
    },
  };

  constructor() {
    const size = { get: () => this.width, configurable: true };
    Object.defineProperty(this.window.HTMLElement.prototype, "clientWidth", size);
    Object.defineProperty(this.window.HTMLElement.prototype, "clientHeight", size);
    // jsdom complains of each canvas that it cannot paint.
    this.window.HTMLCanvasElement.prototype.getContext = () => null;
    const observers = this.#observers;
    Object.assign(this.window, {
      ResizeObserver: class {
        readonly #callback: () => void;
        constructor(callback: () => void) {
          this.#callback = callback;
        }
        observe() {
          observers.add(this.#callback);
          this.#callback();
        }
        disconnect() {
          observers.delete(this.#callback);
        }
      },
    });
  }

  get observerCount(): number {
    return this.#observers.size;
  }

  /** Gives every element another size, as when the notebook is resized or an output is shown. */
  resize(width: number): void {
    this.width = width;
    for (const observer of this.#observers) observer();
  }

  host(): HTMLElement {
    const host = this.document.createElement("div");
    this.document.body.append(host);
    return host;
  }

  /** Lets animation frames and promises run. */
  async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) {
      await new Promise((resolve) => this.window.requestAnimationFrame(resolve));
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  press(target: Element, key: string): boolean {
    return target.dispatchEvent(
      new this.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  }

  close(): void {
    this.window.close();
  }
}
