/** The words beside a picture. */
import type { Panel } from "../../views/pictures/drawing.ts";
import { element } from "../element.ts";
import { svg } from "../../views/svg/svg.ts";
import { patch } from "./patchSvg.ts";
import type { Theme } from "../../views/theme/theme.ts";

export class PanelView {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #lines: HTMLElement;
  readonly #chart: HTMLElement;

  constructor(document: Document, ...above: HTMLElement[]) {
    this.#document = document;
    this.#lines = element(document, "div", "gradbook-panel-lines");
    this.#chart = element(document, "div", "", { "aria-hidden": "true" });
    this.root = element(document, "div", "gradbook-panel", {}, ...above, this.#chart, this.#lines);
  }

  show({ lines, chart }: Panel, theme: Theme): void {
    this.#lines.replaceChildren(
      ...lines.map(({ kind, text }) => element(this.#document, "div", `gradbook-panel-${kind}`, {}, text)),
    );
    const width = this.#chart.clientWidth;
    if (!chart || width === 0) {
      this.#chart.replaceChildren();
      return;
    }
    const { height } = chart;
    const picture = svg(
      "svg",
      { width, height, "viewBox": `0 0 ${width} ${height}`, "font-family": theme.fontFamily },
      ...chart.draw(width, theme),
    );
    patch(this.#document, this.#chart, [picture]);
  }
}
