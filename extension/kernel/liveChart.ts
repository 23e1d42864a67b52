import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import type { ChartOptions, ChartPort, ChartUpdate } from "../../engine/host.ts";
import {
  applyDelta,
  CURVES_MIME,
  type CurvesDelta,
  type CurveSeries,
  type CurvesPayload,
  type CurvesState,
  type Sample,
} from "../../renderer/payload.ts";
import { describeChart } from "./chartText.ts";
import type { MimeBundle } from "./protocol.ts";
import type { RunOutputs } from "./runOutputs.ts";

/** Deltas are at least this far apart, in milliseconds: 5 a second. Drawing one takes a page some 20 ms. */
const interval = 200;

/**
 * A chart that grows while a cell trains. Updates are collected and sent as deltas, by the clock, since no
 * timer runs in a synchronous training loop; the whole chart is sent when it opens and when it ends.
 */
export class LiveChart implements ChartPort {
  readonly #outputs: RunOutputs;
  readonly #chart: CurvesPayload;
  readonly #language: string;
  #collected: CurvesDelta | null = null;
  #sentAt: number;
  #timer: NodeJS.Timeout | null = null;

  /** @param language the person's, for the chart in words */
  constructor(outputs: RunOutputs, options: ChartOptions, language = "en") {
    this.#outputs = outputs;
    this.#language = language;
    this.#chart = {
      version: 1,
      id: `chart-${randomUUID()}`,
      title: options.title,
      epochs: options.epochs,
      ...(options.yScale === "log" ? { yScale: "log" } : {}),
      series: [],
      marks: {},
      state: "running",
      message: "",
      sequence: 0,
    };
    this.#sentAt = performance.now();
    this.#snapshot();
  }

  get ended(): boolean {
    return this.#chart.state !== "running";
  }

  update(update: ChartUpdate): void {
    this.#collect(update);
    if (update.state !== undefined && update.state !== "running") {
      this.flush();
      this.#snapshot();
    } else if (performance.now() - this.#sentAt >= interval) {
      this.flush();
    } else {
      this.#timer ??= setTimeout(() => this.flush(), interval);
    }
  }

  /** Sends what was collected. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const delta = this.#collected;
    if (!delta) return;
    this.#collected = null;
    this.#sentAt = performance.now();
    applyDelta(this.#chart, delta);
    this.#outputs.delta(delta);
  }

  /** The run that the chart belongs to is over: the output keeps the whole chart. */
  end(state: CurvesState): void {
    if (this.ended) return;
    this.update({ points: [], state });
  }

  #collect(update: ChartUpdate): void {
    const delta = (this.#collected ??= {
      id: this.#chart.id,
      sequence: this.#chart.sequence + 1,
      append: [],
    });
    for (const points of update.points) {
      const known = delta.append.find(({ name }) => name === points.name);
      const series: CurveSeries = known ?? { ...points, x: [], y: [] };
      for (const x of points.x) series.x.push(x);
      for (const y of points.y) series.y.push(sample(y));
      if (!known) delta.append.push(series);
    }
    if (update.marks) delta.marks = { ...delta.marks, ...update.marks };
    if (update.stopping) delta.stopping = update.stopping;
    if (update.naiveLoss !== undefined) delta.naiveLoss = update.naiveLoss;
    if (update.state) delta.state = update.state;
    if (update.message !== undefined) delta.message = update.message;
  }

  #snapshot(): void {
    const chart = structuredClone(this.#chart);
    const data = {
      [CURVES_MIME]: chart,
      "text/plain": describeChart(chart, this.#language),
    } satisfies MimeBundle;
    this.#outputs.display(chart.id, data, true);
  }
}

/** A number as JSON can carry it. */
export function sample(value: number): Sample {
  return Number.isFinite(value) ? value : null;
}
