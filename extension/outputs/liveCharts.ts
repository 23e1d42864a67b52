/** The present state of the charts that are growing, for renderers that see only part of their life. */
import type * as vscode from "vscode";
import { applyDelta, type CurvesDelta, type CurvesPayload } from "../../engine/payload/curves.ts";
import type { FromRenderer, ToRenderer } from "../../engine/payload/messages.ts";

/** Passes points on to the renderers, and answers a renderer that comes (back) into view with a snapshot. */
export class LiveCharts implements vscode.Disposable {
  readonly #messaging: vscode.NotebookRendererMessaging;
  readonly #charts = new Map<string, CurvesPayload>();
  readonly #listener: vscode.Disposable;

  constructor(messaging: vscode.NotebookRendererMessaging) {
    this.#messaging = messaging;
    this.#listener = messaging.onDidReceiveMessage(({ editor, message }) => {
      const asked = message as FromRenderer;
      if (asked.type === "attach") this.#answer(editor, asked.id);
    });
  }

  /** Told of each state of a chart whose training has ended. */
  onEnd: ((chart: CurvesPayload) => void) | undefined;

  /**
   * Starts, or starts again from another state, the chart that `payload` names. Pages are told at once: the output that
   * holds it takes a longer way, and the first points would wait for it.
   *
   * @param instead the chart whose place it takes
   */
  open(payload: CurvesPayload, instead?: string): void {
    const known = this.#charts.has(payload.id);
    this.#charts.set(payload.id, structuredClone(payload));
    // One that does not grow is all in its output.
    if (known || payload.state === "running") this.#send({ type: "snapshot", payload, instead });
    if (payload.state !== "running") this.onEnd?.(payload);
  }

  /**
   * A delta that does not fit what is known is dropped: the kernel sends a snapshot at the end of a run.
   * @param shown whether pages are told
   */
  apply(delta: CurvesDelta, shown = true): void {
    const chart = this.#charts.get(delta.id);
    if (!chart || !applyDelta(chart, delta)) return;
    if (shown) this.#send({ type: "delta", delta });
    if (chart.state !== "running") this.onEnd?.(chart);
  }

  /** The chart as it is now. */
  snapshot(id: string): CurvesPayload | undefined {
    return this.#charts.get(id);
  }

  /** Forgets a chart that is shown no more. */
  close(id: string): void {
    this.#charts.delete(id);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#charts.clear();
  }

  #answer(editor: vscode.NotebookEditor, id: string): void {
    const payload = this.#charts.get(id);
    if (payload) this.#send({ type: "snapshot", payload }, editor);
  }

  #send(message: ToRenderer, editor?: vscode.NotebookEditor): void {
    void this.#messaging.postMessage(message, editor);
  }
}
