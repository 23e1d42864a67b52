/** How long a live chart takes to draw what has come, in a page like the notebook's. */
import type { CurvesDelta, CurveSeries } from "../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../engine/payload/mime.ts";
import { curvesOf, training } from "../../unit/renderer/samples.ts";
import type { NotebookPage } from "../../unit/renderer/page/notebookPage.ts";

/** As Plotly leaves it on the page. */
interface Graph extends HTMLElement {
  data: { x: unknown[] }[];
  once: (event: "plotly_afterplot", listener: () => void) => void;
}

export interface UpdateTimes {
  /** Milliseconds of the page's thread for each update: taking the message in, drawing, and laying out. */
  ms: number[];
  /** Points that are drawn of each curve. */
  points: number;
}

/**
 * Shows a training of so many epochs under way, loss and accuracy of training and validation, watched by early
 * stopping, and sends it `updates` more epochs one by one.
 */
export async function measureUpdates(
  notebook: NotebookPage,
  epochs: number,
  updates: number,
): Promise<UpdateTimes> {
  const id = `chart-of-${epochs}`;
  const all = training(epochs + updates);
  const part = (from: number, to: number): CurveSeries[] =>
    all.map((one) => ({ ...one, x: one.x.slice(from, to), y: one.y.slice(from, to) }));
  const stopping = {
    monitor: "valLoss",
    direction: "min",
    minDelta: 0.01,
    patience: 2 * epochs,
    baseline: null,
    startFromEpoch: 0,
  } as const;
  await notebook.render(
    id,
    CURVES_MIME,
    curvesOf(part(0, epochs), { id, epochs: 2 * epochs, state: "running", stopping, naiveLoss: 2.3 }),
  );
  await notebook.drawn(id);
  const deltas = Array.from({ length: updates }, (_, i): CurvesDelta => {
    const at = epochs + i;
    return { id, sequence: i + 1, append: part(at, at + 1), message: `Epoch ${at + 1}/${2 * epochs}` };
  });
  const times = await notebook.page.evaluate(sendOneByOne, { id, deltas });
  await notebook.page.evaluate((shown) => window.notebook.dispose(shown), id);
  return times;
}

/** Runs in the page. */
async function sendOneByOne({ id, deltas }: { id: string; deltas: CurvesDelta[] }): Promise<UpdateTimes> {
  const graph = document.querySelector<Graph>(`#${id} .gradbook-plot`);
  if (!graph) throw new Error("There is no chart.");
  const ms: number[] = [];
  // The chart draws when it has rested: the time of an update runs from the beginning of the frame that draws it.
  let began = 0;
  const plain = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (run) =>
    plain((at) => {
      began = performance.now();
      run(at);
    });
  for (const delta of deltas) {
    const drawn = new Promise<void>((resolve) => graph.once("plotly_afterplot", resolve));
    const received = performance.now();
    window.notebook.receive({ type: "delta", delta });
    const taken = performance.now() - received;
    await drawn;
    graph.getBoundingClientRect();
    ms.push(taken + performance.now() - began);
  }
  window.requestAnimationFrame = plain;
  return { ms, points: Math.max(...graph.data.map(({ x }) => x.length)) };
}
