/** The renderer's views in an exported page, which has no VS Code around it. */
import { clockOf } from "./chart/drawThrottle.ts";
import { Outputs } from "./outputs.ts";
import { unpackModule } from "./packed.ts";
import { observeTheme, readTheme } from "./pageTheme.ts";
import { installStyles } from "./styles.ts";
import { isRich, RichOutputs } from "./values/richOutputs.ts";
import type { FromRenderer, ToRenderer } from "../../engine/payload/messages.ts";
import { CONTROL_MIME, CURVES_MIME, FIGURE_MIME, PLOTLY_MIME } from "../../engine/payload/mime.ts";
import type { Theme } from "../views/theme/theme.ts";
import { anyPlotsWith } from "../plotly/anyPlot.ts";
import { plotsWith } from "../plotly/plot.ts";
import { stringsFor } from "../views/text/strings.ts";

/** Pixels below and above what is seen: outputs are drawn a little before they come into view. */
const ahead = 800;

/** What shows controls in a page in which they can be moved. */
export interface PageControls {
  render(id: string, read: () => unknown, host: HTMLElement, language: string): void;
  receive(message: Extract<ToRenderer, { type: "controlMoved" }>): void;
  redraw(): void;
  dispose(id: string): void;
}

/** @param post told what outputs ask for */
export type MakeControls = (
  document: Document,
  theme: () => Theme,
  post: (message: FromRenderer) => void,
) => PageControls;

export class PageOutputs {
  readonly #document: Document;
  readonly #outputs: Outputs;
  readonly #rich: RichOutputs;
  readonly #controls: PageControls | null;
  readonly #language: string;
  #plotly: Promise<{ default: unknown }> | undefined;

  /**
   * @param post told what outputs ask for
   * @param makeControls where there are controls that can be moved
   */
  constructor(
    document: Document,
    window: Window,
    post: (message: FromRenderer) => void = () => undefined,
    makeControls?: MakeControls,
  ) {
    installStyles(document);
    this.#document = document;
    this.#language = document.documentElement.lang;
    let theme = readTheme(document);
    const stage = {
      document,
      strings: stringsFor(this.#language),
      theme: () => theme,
      clock: clockOf(window),
      openPlot: plotsWith(() => this.#loadPlotly()),
      openAnyPlot: anyPlotsWith({
        small: () => this.#loadPlotly(),
        more: () => this.#loadMorePlotly(),
      }),
    };
    this.#outputs = new Outputs(stage, post);
    this.#rich = new RichOutputs(document, () => theme.dark, post);
    this.#controls = makeControls?.(document, () => theme, post) ?? null;
    observeTheme(document, (changed) => {
      theme = changed;
      this.#outputs.redraw();
      this.#rich.redraw();
      this.#controls?.redraw();
    });
  }

  /** Renders JSON of type `mime` into `host`; `read` parses it and may throw. */
  render(id: string, mime: string, read: () => unknown, host: HTMLElement): void {
    if (mime === CONTROL_MIME) this.#controls?.render(id, read, host, this.#language);
    else if (isRich(mime)) this.#rich.render(id, mime, read, host, this.#language);
    else this.#outputs.render(id, mime, read, host, this.#language);
  }

  receive(message: Exclude<ToRenderer, { type: "textPage" }>): void {
    if (message.type === "controlMoved") this.#controls?.receive(message);
    else this.#outputs.receive(message);
  }

  dispose(id: string): void {
    this.#outputs.dispose(id);
    this.#rich.dispose(id);
    this.#controls?.dispose(id);
  }

  /** Shows the outputs that the page was written with as a notebook does, each once it is about to be seen. */
  awaken(page: ParentNode): void {
    page.querySelectorAll<HTMLIFrameElement>("iframe.html").forEach(fit);
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          seen.unobserve(target);
          this.#awakenOne(target as HTMLElement).catch((error: unknown) => {
            target.setAttribute("data-asleep", error instanceof Error ? error.message : String(error));
          });
        }
      },
      { rootMargin: `${ahead}px` },
    );
    for (const figure of page.querySelectorAll("figure[data-mime]")) seen.observe(figure);
  }

  /** Shows one output; what cannot be shown stays the still picture that it is. */
  async #awakenOne(figure: HTMLElement): Promise<void> {
    const mime = figure.dataset["mime"] ?? "";
    const data = figure.querySelector('script[type="application/json"]')?.textContent ?? "";
    if ([FIGURE_MIME, CURVES_MIME, PLOTLY_MIME].includes(mime)) await this.#loadPlotly();
    const host = this.#document.createElement("section");
    host.className = "gradbook-awake";
    figure.append(host);
    figure.classList.add("awake");
    this.render(figure.id, mime, () => JSON.parse(data) as unknown, host);
  }

  /** In pages that show or may show a figure which needs it. */
  #loadMorePlotly(): Promise<unknown> {
    const id = "gradbook-plotly-more";
    if (this.#document.getElementById(id)) return unpackModule(this.#document, id);
    return Promise.reject(new Error(stringsFor(this.#language).notInPage));
  }

  #loadPlotly(): Promise<{ default: unknown }> {
    return (this.#plotly ??= unpackModule(this.#document, "gradbook-plotly"));
  }
}

/** A frame of HTML, in which no script runs, is as high as what it holds. */
function fit(frame: HTMLIFrameElement): void {
  const measure = (): void => {
    const height = frame.contentDocument?.documentElement.offsetHeight ?? 0;
    if (height > 0) frame.style.height = `${Math.min(1200, height)}px`;
  };
  frame.addEventListener("load", measure);
  measure();
}
