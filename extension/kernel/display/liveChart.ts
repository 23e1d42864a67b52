import { clearTimeout, now, setTimeout, type Timer } from "../cell/clock.ts";
import { uniqueId } from "./ids.ts";
import type { ChartOptions, ChartPort, ChartUpdate } from "../../../engine/core/host.ts";
import type {
  ChartCurve,
  CurvesDelta,
  CurveSeries,
  CurvesPayload,
  CurvesState,
} from "../../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../../engine/payload/mime.ts";
import { sample } from "../../../engine/payload/sample.ts";
import type { RunOutputs } from "./runOutputs.ts";

/** Deltas are at least this far apart, in milliseconds: 5 a second. Drawing one takes a page some 20 ms. */
const interval = 200;

interface GrowingCurve {
  series: CurveSeries;
  /** How many of its points have been sent; null when not even its name was. */
  sent: number | null;
}

/** What else a delta brings. */
type News = Omit<CurvesDelta, "id" | "sequence" | "append">;

/**
 * A chart that grows while a cell trains. Updates are collected and sent as deltas, by the clock, since no
 * timer runs in a synchronous training loop; the whole chart is sent when it opens and when it ends.
 *
 * An epoch may take 50 µs, so it only appends numbers to the chart; the rest is done for all epochs of a delta.
 */
export class LiveChart implements ChartPort {
  readonly #outputs: RunOutputs;
  /** As it is now, what has not been sent included. */
  readonly #chart: CurvesPayload;
  readonly #curves = new Map<string, GrowingCurve>();
  /** Where the points of `add` go: as a rule it is given the same array at every epoch. */
  #adding: { curves: readonly ChartCurve[]; series: readonly CurveSeries[] } = { curves: [], series: [] };
  /** Not sent yet, beside points; null when there are no points either. */
  #news: News | null = null;
  /** Whether the chart has ended, and then changed: its snapshot is not the whole of it. */
  #outgrown = false;
  #sentAt: number;
  /** A point has been sent. */
  #begun = false;
  #timer: Timer | null = null;

  constructor(outputs: RunOutputs, options: ChartOptions) {
    this.#outputs = outputs;
    this.#chart = {
      version: 1,
      id: `chart-${uniqueId()}`,
      title: options.title,
      epochs: options.epochs,
      ...(options.yScale === "log" ? { yScale: "log" } : {}),
      series: [],
      marks: {},
      state: "running",
      message: "",
      sequence: 0,
    };
    this.#sentAt = now();
    this.#snapshot();
  }

  get ended(): boolean {
    return this.#chart.state !== "running";
  }

  update(update: ChartUpdate): void {
    for (const { x, y, ...curve } of update.points) {
      const { series } = this.#curve(curve);
      for (const at of x) series.x.push(at);
      for (const value of y) series.y.push(value === null ? null : sample(value));
    }
    this.#learn(update);
    if (this.ended && update.state) this.#snapshot();
    else this.#changed();
  }

  add(x: number, curves: readonly ChartCurve[], y: readonly number[], message?: string): void {
    if (curves !== this.#adding.curves)
      this.#adding = { curves, series: curves.map((curve) => this.#curve(curve).series) };
    const { series } = this.#adding;
    for (let i = 0; i < series.length; i++) {
      series[i]?.x.push(x);
      series[i]?.y.push(sample(y[i] ?? NaN));
    }
    this.#news ??= {};
    if (message !== undefined) this.#news.message = this.#chart.message = message;
    this.#changed();
  }

  /** Sends what was collected. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const news = this.#news;
    if (!news) return;
    this.#news = null;
    this.#sentAt = now();
    const { id } = this.#chart;
    const sequence = ++this.#chart.sequence;
    this.#outputs.delta({ id, sequence, append: this.#unsent(), ...news });
  }

  /** The run that the chart belongs to is over: the output keeps the whole chart. */
  end(state: CurvesState): void {
    if (!this.ended) this.update({ points: [], state });
    else if (this.#outgrown) this.#snapshot();
  }

  #changed(): void {
    this.#outgrown = this.ended;
    // The first point is what a person waits for.
    const first = !this.#begun && this.#chart.series.some(({ x }) => x.length > 0);
    this.#begun ||= first;
    if (first || now() - this.#sentAt >= interval) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), interval);
  }

  #curve(curve: ChartCurve): GrowingCurve {
    let known = this.#curves.get(curve.name);
    if (!known) {
      const { name, role, metric } = curve;
      known = { series: { name, role, metric, x: [], y: [] }, sent: null };
      this.#curves.set(name, known);
      this.#chart.series.push(known.series);
    }
    return known;
  }

  #learn({ marks, stopping, naiveLoss, sampling, state, message }: ChartUpdate): void {
    const news = (this.#news ??= {});
    if (marks) {
      Object.assign((news.marks ??= {}), marks);
      Object.assign(this.#chart.marks, marks);
    }
    if (stopping) this.#chart.stopping = news.stopping = stopping;
    if (naiveLoss !== undefined) this.#chart.naiveLoss = news.naiveLoss = naiveLoss;
    if (sampling) this.#chart.sampling = news.sampling = sampling;
    if (state) this.#chart.state = news.state = state;
    if (message !== undefined) this.#chart.message = news.message = message;
  }

  /** The points that have not been sent, which then count as sent. */
  #unsent(): CurveSeries[] {
    const append: CurveSeries[] = [];
    for (const curve of this.#curves.values()) {
      const { series, sent } = curve;
      if (sent === series.x.length) continue;
      append.push({ ...series, x: series.x.slice(sent ?? 0), y: series.y.slice(sent ?? 0) });
      curve.sent = series.x.length;
    }
    return append;
  }

  #snapshot(): void {
    this.flush();
    this.#outgrown = false;
    const { series, marks } = this.#chart;
    const copies = series.map((one) => ({ ...one, x: one.x.slice(), y: one.y.slice() }));
    const chart: CurvesPayload = { ...this.#chart, series: copies, marks: { ...marks } };
    this.#outputs.display(chart.id, { [CURVES_MIME]: chart }, true);
  }
}
