/** Writes what one run of a cell gives into the cell's outputs, in order. */
import * as vscode from "vscode";
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../engine/payload/mime.ts";
import type { CellError, KernelOutput, MimeBundle } from "../kernel/protocol/protocol.ts";
import { chartWords, cutOffChart } from "./cutOffChart.ts";
import type { LiveCharts } from "./liveCharts.ts";
import { OutputPlaces } from "./outputPlaces.ts";
import { errorItems, outputMetadata, streamItem, type ItemsOf } from "./outputItems.ts";

/** Text is collected this long before the editor gets it, in milliseconds. */
const FLUSH_AFTER = 50;
/** What arrives after the cell has ended is collected this long, in milliseconds. */
const LATE_AFTER = 250;

const window = Date.now().toString(36);
let runs = 0;

type StreamName = "stdout" | "stderr";

interface Display {
  output: vscode.NotebookCellOutput;
  data: MimeBundle;
  /** Sequence number of the chart state that `output` holds. */
  written: number;
}

export class RunOutputs {
  /** No other run has it, in no window: outputs are kept for the next one. */
  readonly run = `${window}-${++runs}`;
  readonly #charts: LiveCharts;
  readonly #items: ItemsOf;
  readonly #metadata: ReturnType<typeof outputMetadata>;
  readonly #onLate: () => void;
  readonly #displays = new Map<string, Display>();
  /** All outputs of the run, in order. */
  #written: vscode.NotebookCellOutput[] = [];
  #execution: vscode.NotebookCellExecution | null;
  #late: KernelOutput[] = [];
  #stream: { name: StreamName; output: vscode.NotebookCellOutput | null; pending: string } | null = null;
  #timer: NodeJS.Timeout | undefined;
  #released = false;
  /** Outputs of the run before that are still shown: this one's take their places. */
  readonly #places: OutputPlaces;
  /** Charts among them, in order. */
  readonly #chartsBefore: string[];
  #replaced = false;

  /**
   * @param onLate called when output has arrived although the cell's execution has ended: it can be written in
   *   another one, by {@link resume} and {@link finish}
   * @param before outputs of the cell that stay until this run has others for their places, so that nothing jumps
   * @param chartsBefore the {@link charts} among them
   */
  constructor(
    execution: vscode.NotebookCellExecution,
    items: ItemsOf,
    charts: LiveCharts,
    onLate: () => void,
    before: readonly vscode.NotebookCellOutput[] = [],
    chartsBefore: readonly string[] = [],
  ) {
    this.#places = new OutputPlaces(before);
    this.#chartsBefore = [...chartsBefore];
    this.#execution = execution;
    this.#items = items;
    this.#metadata = outputMetadata(execution.cell.notebook, this.run);
    this.#charts = charts;
    this.#onLate = onLate;
  }

  accept(output: KernelOutput): void {
    if (this.#released) return;
    if (output.type === "delta") this.#charts.apply(output.delta, !this.#replaced);
    if (!this.#execution) {
      this.#late.push(output);
      this.#waitForMore();
    } else if (this.#replaced) {
      this.#late.push(output);
    } else if (output.type === "stream") {
      this.#acceptText(output.name, output.text);
    } else if (output.type === "display") {
      this.#acceptDisplay(output.id, output.data, this.#execution);
    } else if (output.type === "clear") {
      this.#clear(output.id, this.#execution);
    }
  }

  /** Ids of the charts that it shows, in order. */
  get charts(): string[] {
    return [...this.#displays.values()].flatMap(({ data }) => chartIn(data)?.id ?? []);
  }

  /**
   * The cell is told to end, since it runs again with other values. What it still shows, how its charts ended above all,
   * would only keep the pages from showing the next run.
   */
  replace(): void {
    this.#replaced = true;
  }

  /** A line of ours about the run, such as why the kernel is a new one. */
  note(text: string): void {
    this.#flush();
    this.#append(new vscode.NotebookCellOutput([streamItem("stderr", `${text}\n`)]));
    this.#stream = null;
  }

  /**
   * Ends the execution's outputs: charts become still, and `error` comes last.
   *
   * @param died whether the kernel is gone: then a chart that was growing has ended with it
   * @param replaced whether the cell runs again at once: what it did not come to stays until then, and how it ended is
   *   written only should the next run not come
   */
  finish(error: CellError | null, { died = false, replaced = false } = {}): void {
    if (this.#replaced && !replaced) this.#takeLate();
    this.#flush();
    if (replaced) {
      this.#execution = null;
      this.#waitForMore();
      return;
    }
    for (const display of this.#displays.values()) {
      if (died) this.#cutOffChart(display);
      this.#freezeChart(display);
    }
    if (error) this.#append(new vscode.NotebookCellOutput(errorItems(error), this.#metadata));
    if (this.#places.end()) void this.#execution?.replaceOutput(this.#written);
    this.#execution = null;
  }

  /** The execution can be written to no more. What arrives is kept until another one can be. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#execution = null;
  }

  /** Goes on in a new execution of the same run with what came meanwhile. */
  resume(execution: vscode.NotebookCellExecution): void {
    this.pause();
    this.#execution = execution;
    this.#takeLate();
  }

  /** The cell waits to run: what has come late is written if it does not. */
  postpone(): void {
    this.#timer = undefined;
    this.#waitForMore();
  }

  /** The cell's outputs are no longer this run's: nothing of it is shown or kept any more. */
  release(): void {
    this.#released = true;
    this.#execution = null;
    clearTimeout(this.#timer);
    for (const { data } of this.#displays.values()) {
      const chart = chartIn(data);
      if (chart) this.#charts.close(chart.id);
    }
    this.#displays.clear();
    this.#late = [];
  }

  #waitForMore(): void {
    this.#timer ??= setTimeout(this.#onLate, LATE_AFTER);
  }

  #takeLate(): void {
    this.#replaced = false;
    const late = this.#late;
    this.#late = [];
    for (const output of late) if (output.type !== "delta") this.accept(output);
  }

  #acceptText(name: StreamName, text: string): void {
    if (this.#stream?.name !== name) {
      this.#flush();
      this.#stream = { name, output: null, pending: "" };
    }
    this.#stream.pending += text;
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_AFTER);
  }

  /** Hands collected text over: to the output it continues, if that is still the last one. */
  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const stream = this.#stream;
    if (!stream || stream.pending === "") return;
    const item = streamItem(stream.name, stream.pending);
    stream.pending = "";
    if (stream.output) {
      stream.output.items.push(item);
      void this.#execution?.appendOutputItems([item], stream.output);
    } else {
      stream.output = this.#append(new vscode.NotebookCellOutput([item]));
    }
  }

  #acceptDisplay(id: string, data: MimeBundle, execution: vscode.NotebookCellExecution): void {
    this.#flush();
    const chart = chartIn(data);
    const known = this.#displays.get(id);
    if (chart) this.#charts.open(chart, known ? undefined : this.#chartsBefore.shift());
    const written = chart?.sequence ?? 0;
    if (known) {
      Object.assign(known, { data, written });
      known.output.items = this.#items(data);
      void execution.replaceOutputItems(known.output.items, known.output);
      return;
    }
    const output = this.#append(new vscode.NotebookCellOutput(this.#items(data), this.#metadata));
    this.#displays.set(id, { output, data, written });
    this.#stream = null;
  }

  #clear(id: string | null, execution: vscode.NotebookCellExecution): void {
    this.#flush();
    for (const [known, { data, output }] of this.#displays) {
      if (id !== null && known !== id) continue;
      const chart = chartIn(data);
      if (chart) this.#charts.close(chart.id);
      this.#displays.delete(known);
      this.#written = this.#written.filter((other) => other !== output);
    }
    if (id === null) this.#written = [];
    this.#places.end();
    // What comes next does not go on in an output that is gone.
    this.#stream = null;
    void execution.replaceOutput(this.#written);
  }

  #cutOffChart({ data }: Display): void {
    const opened = chartIn(data);
    const last = opened && this.#charts.snapshot(opened.id);
    if (last?.state !== "running") return;
    const ended = cutOffChart(last, (epoch) => vscode.l10n.t("The kernel ended after epoch {0}.", epoch));
    if (!ended) return;
    this.#charts.open(ended);
    data["text/plain"] = chartWords(ended);
  }

  /** Puts the chart's last state into the output, where scrolling, reopening and export find it. */
  #freezeChart(display: Display): void {
    const opened = chartIn(display.data);
    const last = opened && this.#charts.snapshot(opened.id);
    if (!last || last.sequence === display.written) return;
    display.written = last.sequence;
    const items = this.#items({ ...display.data, [CURVES_MIME]: last });
    void this.#execution?.replaceOutputItems(items, display.output);
  }

  /** Shows an output: in the place of one of its kind from the run before, or as the last. @returns what stands there */
  #append(output: vscode.NotebookCellOutput): vscode.NotebookCellOutput {
    const place = this.#places.take(output);
    const shown = place ?? output;
    this.#written.push(shown);
    if (place) {
      place.items = output.items;
      void this.#execution?.replaceOutputItems(place.items, place);
    } else {
      void this.#execution?.appendOutput(output);
    }
    return shown;
  }
}

function chartIn(data: MimeBundle): CurvesPayload | undefined {
  return data[CURVES_MIME] as CurvesPayload | undefined;
}
