/** The outputs on the page, by VS Code's id: made once, updated in place, freed when they go. */
import type { Stage } from "./chart/chartView.ts";
import { LiveCurves } from "./chart/liveCurves.ts";
import { element } from "./element.ts";
import { applyDelta, type CurvesPayload } from "../../engine/payload/curves.ts";
import type { FromRenderer, ChartMessage } from "../../engine/payload/messages.ts";
import { PictureOutput } from "./picture/pictureOutput.ts";
import { type Payload, readPayload } from "../views/readPayload.ts";
import { PlotlyFigure } from "./chart/plotlyFigure.ts";
import { StaticFigure } from "./chart/staticFigure.ts";
import { stringsFor } from "../views/text/strings.ts";

/** Of charts that went. */
const mostRemembered = 20;
/** Charts whose outputs have not come yet, and what is kept of one: then its output does better to ask. */
const mostComing = 8;
const mostDeltas = 25;

type Output = StaticFigure | LiveCurves | PictureOutput | PlotlyFigure;

export class Outputs {
  readonly #stage: Stage;
  readonly #post: (message: FromRenderer) => void;
  readonly #shown = new Map<string, Output>();
  /** As they are now, by their ids: charts that are told of before VS Code has brought their outputs to the page. */
  readonly #coming = new Map<string, CurvesPayload>();
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
    else if (payload.kind === "curves" && known instanceof LiveCurves)
      known.update(payload.curves, this.#come(payload.curves));
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
      const { curves } = payload;
      return new LiveCurves(stage, curves, this.#post, this.#heightOf(curves.title), this.#come(curves));
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
    let taken = false;
    for (const output of this.#shown.values()) {
      if (output instanceof LiveCurves && output.receive(message)) taken = true;
    }
    if (!taken) this.#keep(message);
  }

  /** Keeps what is told of a chart until its output comes. */
  #keep(message: ChartMessage): void {
    const id = message.type === "delta" ? message.delta.id : message.payload.id;
    const chart = message.type === "delta" ? this.#coming.get(id) : message.payload;
    this.#coming.delete(id);
    if (!chart || chart.state !== "running" || chart.sequence >= mostDeltas) return;
    // Pages may be given the same message object.
    const own = message.type === "delta" ? chart : structuredClone(chart);
    if (message.type === "delta" && !applyDelta(own, message.delta)) return;
    this.#coming.set(id, own);
    for (const oldest of this.#coming.keys()) if (this.#coming.size > mostComing) this.#coming.delete(oldest);
  }

  /** What was told of the chart; undefined where it was nothing, or not all. */
  #come({ id }: CurvesPayload): CurvesPayload | undefined {
    const chart = this.#coming.get(id);
    this.#coming.delete(id);
    return chart;
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
