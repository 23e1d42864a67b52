/** The present state of charts that grow: views that come into the page in the middle of a training ask for it. */
import { applyDelta, type CurvesDelta, type CurvesPayload } from "../../engine/payload/curves.ts";
import type { ChartMessage, FromRenderer } from "../../engine/payload/messages.ts";

export class Charts {
  readonly #send: (message: ChartMessage) => void;
  readonly #charts = new Map<string, CurvesPayload>();

  constructor(send: (message: ChartMessage) => void) {
    this.#send = send;
  }

  open(chart: CurvesPayload): void {
    this.#charts.set(chart.id, structuredClone(chart));
  }

  apply(delta: CurvesDelta): void {
    const chart = this.#charts.get(delta.id);
    if (chart && applyDelta(chart, delta)) this.#send({ type: "delta", delta });
  }

  /** The chart as it is now. */
  snapshot(id: string): CurvesPayload | undefined {
    return this.#charts.get(id);
  }

  close(id: string): void {
    this.#charts.delete(id);
  }

  answer(asked: FromRenderer): void {
    if (asked.type !== "attach") return;
    // A view that asks is not in the page yet.
    queueMicrotask(() => {
      const payload = this.#charts.get(asked.id);
      if (payload) this.#send({ type: "snapshot", payload });
    });
  }
}
