/** The outputs on the page, by VS Code's id: made once, updated in place, freed when they go. */
import type { Stage } from "./chart/chartView.ts";
import { LiveCurves } from "./chart/liveCurves.ts";
import { element } from "./element.ts";
import type { FromRenderer, ChartMessage } from "../../engine/payload/messages.ts";
import { PictureOutput } from "./picture/pictureOutput.ts";
import { type Payload, readPayload } from "../views/readPayload.ts";
import { PlotlyFigure } from "./chart/plotlyFigure.ts";
import { StaticFigure } from "./chart/staticFigure.ts";
import { stringsFor } from "../views/text/strings.ts";

/** Of charts that went. */
const mostRemembered = 20;

type Output = StaticFigure | LiveCurves | PictureOutput | PlotlyFigure;

export class Outputs {
  readonly #stage: Stage;
  readonly #post: (message: FromRenderer) => void;
  readonly #shown = new Map<string, Output>();
  /** Charts of trainings that went last, by their titles, with their heights: who runs a cell again gets them back. */
  readonly #gone: { title: string; height: number }[] = [];

  constructor(stage: Stage, post: (message: FromRenderer) => void) {
    this.#stage = stage;
    this.#post = post;
  }

  /**
   * Renders JSON of type `mime` into `host`; `read` parses it and may throw. `language` is the editor's, where
   * the output carries it.
   */
  render(id: string, mime: string, read: () => unknown, host: HTMLElement, language?: string): void {
    const stage = language === undefined ? this.#stage : { ...this.#stage, strings: stringsFor(language) };
    let output: Output;
    try {
      output = this.#upsert(stage, id, mime, read());
    } catch (error) {
      this.dispose(id);
      const { document, strings } = stage;
      const reason = error instanceof Error ? error.message : String(error);
      host.replaceChildren(element(document, "p", "", { role: "alert" }, strings.cannotRead(reason)));
      return;
    }
    // Moving the box keeps what is drawn in it: no flash when VS Code renders an output again.
    if (output.root.parentElement !== host || host.childNodes.length !== 1) {
      host.replaceChildren(output.root);
      output.redraw();
    }
  }

  #upsert(stage: Stage, id: string, mime: string, value: unknown): Output {
    const payload = readPayload(mime, value);
    const known = this.#shown.get(id);
    if (payload.kind === "figure" && known instanceof StaticFigure) known.update(payload.figure);
    else if (payload.kind === "curves" && known instanceof LiveCurves) known.update(payload.curves);
    else if (payload.kind === "picture" && known instanceof PictureOutput) known.update(payload.picture);
    else if (payload.kind === "plotly" && known instanceof PlotlyFigure) known.update(payload.plotly);
    else {
      known?.dispose();
      const made = this.#make(stage, payload);
      this.#shown.set(id, made);
      return made;
    }
    return known;
  }

  #make(stage: Stage, payload: Payload): Output {
    if (payload.kind === "figure") return new StaticFigure(stage, payload.figure);
    if (payload.kind === "curves") {
      return new LiveCurves(stage, payload.curves, this.#post, this.#heightOf(payload.curves.title));
    }
    if (payload.kind === "plotly") return new PlotlyFigure(stage, payload.plotly);
    return new PictureOutput(stage, payload.picture);
  }

  /** How high the chart was that this one stands in for; 0 where there was none. */
  #heightOf(title: string): number {
    const at = this.#gone.findIndex((gone) => gone.title === title);
    return at < 0 ? 0 : (this.#gone.splice(at, 1)[0]?.height ?? 0);
  }

  receive(message: ChartMessage): void {
    for (const output of this.#shown.values()) if (output instanceof LiveCurves) output.receive(message);
  }

  redraw(): void {
    for (const output of this.#shown.values()) output.redraw();
  }

  /** Frees one output, or all. */
  dispose(id?: string): void {
    for (const [key, output] of this.#shown) {
      if (id !== undefined && key !== id) continue;
      if (output instanceof LiveCurves) {
        this.#gone.push({ title: output.title, height: output.root.getBoundingClientRect().height });
        if (this.#gone.length > mostRemembered) this.#gone.shift();
      }
      output.dispose();
      this.#shown.delete(key);
    }
  }
}
