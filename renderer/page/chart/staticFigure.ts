import { ChartView, type Stage } from "./chartView.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { figureChart } from "../../views/chart/payloadCharts.ts";

/** A still figure in the page. */
export class StaticFigure {
  readonly #view: ChartView;

  constructor(stage: Stage, payload: Figure) {
    this.#view = new ChartView(stage, figureChart(payload));
  }

  get root(): HTMLElement {
    return this.#view.root;
  }

  /** The output was rendered again: the same box shows the new figure. */
  update(payload: Figure): void {
    this.#view.show(figureChart(payload));
  }

  redraw(): void {
    this.#view.invalidate();
  }

  dispose(): void {
    this.#view.dispose();
  }
}
