import { ChartView, type Stage } from "./chartView.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { shownFigure } from "../../views/chart/shownCharts.ts";

/** A still figure in the page. */
export class StillFigure {
  readonly #view: ChartView;

  constructor(stage: Stage, payload: Figure) {
    this.#view = new ChartView(stage, shownFigure(payload));
  }

  get root(): HTMLElement {
    return this.#view.root;
  }

  /** The output was rendered again: the same box shows the new figure. */
  update(payload: Figure): void {
    this.#view.show(shownFigure(payload));
  }

  redraw(): void {
    this.#view.invalidate();
  }

  dispose(): void {
    this.#view.dispose();
  }
}
