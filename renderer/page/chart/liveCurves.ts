/** Live train/validation curves: one chart that follows its training through messages. */
import { ChartView, type Stage } from "./chartView.ts";
import { applyDelta, type CurvesPayload } from "../../../engine/payload/curves.ts";
import type { FromRenderer, ChartMessage } from "../../../engine/payload/messages.ts";
import type { Cancel, Clock } from "./drawThrottle.ts";
import { curvesChart } from "../../views/chart/payloadCharts.ts";

/** A snapshot that does not come is asked for again after this many milliseconds, then after twice as many. */
const askAgainAfter = 1000;
/** How often it is asked for: whoever opens a file with a chart that never ended gets no answer. */
const mostAsked = 5;
/** A training that says nothing for so many milliseconds may have ended unheard. */
const silence = 5000;

export class LiveCurves {
  readonly #view: ChartView;
  readonly #post: (message: FromRenderer) => void;
  readonly #clock: Clock;
  #payload: CurvesPayload;
  /** Cancels asking again. */
  #waiting: Cancel | null = null;
  /** A snapshot is on its way. */
  #asked = false;
  /** It has taken the place of another training, and has no point yet. */
  #begins = false;
  /** The chart whose place it took before its own output came. */
  #before: string | null = null;

  /**
   * Shows `payload`, which it owns from now on, and asks for what has happened since it was made.
   *
   * @param height in pixels, which it has at least until the training has ended: what comes under an ended chart is
   *   not there yet, and what lies below is not to jump meanwhile
   * @param known the chart as all messages about it have made it: then there is nothing to ask
   */
  constructor(
    stage: Stage,
    payload: CurvesPayload,
    post: (message: FromRenderer) => void,
    height = 0,
    known?: CurvesPayload,
  ) {
    this.#payload = newer(payload, known);
    this.#post = post;
    this.#clock = stage.clock;
    this.#view = new ChartView(stage, curvesChart(this.#payload));
    if (this.#payload.state !== "running") return;
    if (height > 0) this.root.style.minHeight = `${height}px`;
    if (known) this.#listen();
    else this.#ask();
  }

  get title(): string {
    return this.#payload.title;
  }

  get root(): HTMLElement {
    return this.#view.root;
  }

  /**
   * The output was rendered again: the newer of the two states stays.
   * @param known of another chart: what all messages about it have made it
   */
  update(rendered: CurvesPayload, known?: CurvesPayload): void {
    // A late rendering of the chart whose place this one has taken.
    if (rendered.id === this.#before) return;
    const payload = newer(rendered, known);
    const sameChart = payload.id === this.#payload.id;
    const isNew = !sameChart && payload.state === "running";
    // What comes under an ended chart is not there yet, and what lies below is not to jump meanwhile.
    if (isNew) this.root.style.minHeight = `${this.root.getBoundingClientRect().height}px`;
    if (!sameChart) this.#stopWaiting();
    if (!sameChart || payload.sequence >= this.#payload.sequence) this.#payload = payload;
    // A training that began again: the curves of the one before stay until it has some.
    this.#begins ||= isNew;
    if (!this.#begins || payload.state !== "running") this.#show();
    if (this.#payload.state !== "running") this.#stopWaiting();
    // Who knows more than the output holds has heard of the chart.
    else if (known || payload !== this.#payload) this.#listen();
    else this.#ask();
  }

  /** A message from the extension; those about other charts are ignored. @returns whether it was about this one */
  receive(message: ChartMessage): boolean {
    if (message.type === "snapshot") {
      const isSuccessor = message.instead === this.#payload.id;
      if (message.payload.id !== this.#payload.id && !isSuccessor) return false;
      if (isSuccessor) {
        this.#before = this.#payload.id;
        this.update(structuredClone(message.payload), message.payload);
        return true;
      }
      this.#stopWaiting();
      if (message.payload.sequence < this.#payload.sequence) return true;
      // Several views may be given the same message object, and each changes its own payload in place.
      this.#payload = structuredClone(message.payload);
      this.#listen();
    } else {
      if (message.delta.id !== this.#payload.id) return false;
      if (!applyDelta(this.#payload, message.delta)) {
        this.#ask();
        return true;
      }
      // Deltas come in order: what was asked for is not needed any more.
      if (message.delta.sequence === this.#payload.sequence) this.#listen();
    }
    this.#show();
    return true;
  }

  redraw(): void {
    this.#view.invalidate();
  }

  dispose(): void {
    this.#stopWaiting();
    this.#view.dispose();
  }

  #show(): void {
    if (
      this.#begins &&
      this.#payload.state === "running" &&
      !this.#payload.series.some(({ x }) => x.length > 0)
    )
      return;
    this.#view.show(curvesChart(this.#payload));
    // Whoever made it begin again waits for the first point; the others are drawn in time.
    if (this.#begins) this.#view.invalidate();
    this.#begins = false;
    if (this.#payload.state !== "running") this.root.style.minHeight = "";
  }

  /** Asks for the present state, unless it is on its way. */
  #ask(): void {
    if (!this.#asked) this.#askFor(1);
  }

  /** The last deltas of a training may be those that were missed: then no further one asks again. */
  #askFor(time: number): void {
    this.#stopWaiting();
    this.#asked = true;
    this.#waiting = this.#clock.after(askAgainAfter * 2 ** (time - 1), () => {
      if (time < mostAsked) this.#askFor(time + 1);
      else this.#stopWaiting();
    });
    this.#post({ type: "attach", id: this.#payload.id });
  }

  /** Waits for what comes next, but not for ever. */
  #listen(): void {
    this.#stopWaiting();
    if (this.#payload.state === "running") this.#waiting = this.#clock.after(silence, () => this.#askFor(1));
  }

  #stopWaiting(): void {
    this.#asked = false;
    this.#waiting?.();
    this.#waiting = null;
  }
}

/** The one that more deltas have been applied to. */
function newer(payload: CurvesPayload, known: CurvesPayload | undefined): CurvesPayload {
  return known && known.sequence > payload.sequence ? known : payload;
}
