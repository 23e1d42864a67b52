/** Live train/validation curves: one chart that follows its training through messages. */
import { ChartView, type Stage } from "./chartView.ts";
import { applyDelta, type CurvesPayload } from "../../../engine/payload/curves.ts";
import type { FromRenderer, ChartMessage } from "../../../engine/payload/messages.ts";
import { shownCurves } from "../../views/chart/shownCharts.ts";

/** A snapshot that does not come is asked for again after this many milliseconds. */
const askAgainAfter = 1000;

export class LiveCurves {
  readonly #view: ChartView;
  readonly #post: (message: FromRenderer) => void;
  #payload: CurvesPayload;
  #asked = -Infinity;

  /** Shows `payload`, which it owns from now on, and asks for what has happened since it was made. */
  constructor(stage: Stage, payload: CurvesPayload, post: (message: FromRenderer) => void) {
    this.#payload = payload;
    this.#post = post;
    this.#view = new ChartView(stage, shownCurves(payload));
    if (payload.state === "running") this.#ask();
  }

  get root(): HTMLElement {
    return this.#view.root;
  }

  /** The output was rendered again: the newer of the two states stays. */
  update(payload: CurvesPayload): void {
    const sameChart = payload.id === this.#payload.id;
    if (!sameChart || payload.sequence >= this.#payload.sequence) this.#payload = payload;
    this.#view.show(shownCurves(this.#payload));
    if (this.#payload.state === "running") this.#ask();
  }

  /** A message from the extension; those about other charts are ignored. */
  receive(message: ChartMessage): void {
    if (message.type === "snapshot") {
      if (message.payload.id !== this.#payload.id) return;
      this.#asked = -Infinity;
      if (message.payload.sequence < this.#payload.sequence) return;
      // Several views may be given the same message object, and each changes its own payload in place.
      this.#payload = structuredClone(message.payload);
    } else {
      if (message.delta.id !== this.#payload.id) return;
      if (!applyDelta(this.#payload, message.delta)) {
        if (performance.now() - this.#asked >= askAgainAfter) this.#ask();
        return;
      }
    }
    this.#view.show(shownCurves(this.#payload));
  }

  redraw(): void {
    this.#view.invalidate();
  }

  dispose(): void {
    this.#view.dispose();
  }

  #ask(): void {
    this.#asked = performance.now();
    this.#post({ type: "attach", id: this.#payload.id });
  }
}
