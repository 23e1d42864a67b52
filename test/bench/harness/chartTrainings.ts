/**
 * Trainings in a kernel as notebooks have it, with and without their chart, which may be drawn in a page meanwhile.
 * This process stands for the extension's: it keeps the chart's present state as that does, and hands on what
 * the page is to draw as JSON.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LiveCharts } from "../../../extension/outputs/liveCharts.ts";
import { KernelProcess } from "../../../extension/kernel/host/kernelProcess.ts";
import type { KernelOutput } from "../../../extension/kernel/protocol/protocol.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import type { ToRenderer } from "../../../engine/payload/messages.ts";
import { CURVES_MIME } from "../../../engine/payload/mime.ts";
import type { NotebookPage } from "../../unit/renderer/page/notebookPage.ts";

export interface ChartedTraining {
  name: string;
  /** Layers, from inputs to outputs, with ReLU between. */
  layers: readonly number[];
  examples: number;
  batch: number;
  epochs: number;
}

/** A second or more each: from epochs of a hundred microseconds to epochs of a tenth of a second. */
export const chartedTrainings: readonly ChartedTraining[] = [
  { name: "linear regression 2→1, 100 examples", layers: [2, 1], examples: 100, batch: 10, epochs: 30_000 },
  { name: "MLP 64-64-10, 1,200 examples", layers: [64, 64, 10], examples: 1200, batch: 32, epochs: 1500 },
  {
    name: "MLP 784-256-10, 10,000 examples",
    layers: [784, 256, 10],
    examples: 10_000,
    batch: 256,
    epochs: 30,
  },
];

/** `off`: without a chart. `sent`: drawn by nobody, as when it is scrolled out of view. `drawn`: in a page. */
export type Charting = "off" | "sent" | "drawn";

/** Seconds. */
export interface TrainingTime {
  wall: number;
  /** Of all threads of the kernel's process: other programs take none of it. */
  cpu: number;
}

/** What disposing of makes no difference. */
const nothing = { dispose: () => undefined };
const entry = path.resolve("dist/kernel.js");

/** A started kernel that trains when told to. */
export class ChartTrainer {
  readonly #kernel: KernelProcess;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "gradbook-bench-"));
  readonly #page: NotebookPage;
  readonly #above: string[] = [];
  readonly #charts = new LiveCharts({
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- VS Code's class is not here
    onDidReceiveMessage: () => nothing,
    postMessage: (message: ToRenderer) => {
      if (this.#drawn) this.#tell(() => this.#page.receive(message));
      return Promise.resolve(this.#drawn);
    },
  });
  #drawn = false;
  /** What the page has not been told yet. */
  #telling: Promise<unknown> = Promise.resolve();

  /** @throws {Error} when there is no build */
  constructor(page: NotebookPage) {
    if (!existsSync(entry)) throw new Error(`There is no ${entry}: run npm run build first.`);
    this.#page = page;
    this.#kernel = new KernelProcess(
      { entry, options: { cwd: this.#folder, notebook: null, language: "en" } },
      {},
    );
  }

  /** Makes model and data ready, and trains once for the compiler. */
  async prepare(training: ChartedTraining): Promise<void> {
    await this.#run(cellOf(training));
    await this.train("off");
  }

  /** How long the prepared training takes, from the same weights each time. */
  async train(charting: Charting): Promise<TrainingTime> {
    this.#drawn = charting === "drawn";
    const printed = await this.#run(
      `console.log(JSON.stringify(await timed(${charting === "off" ? 0 : 1})))`,
      (output) => this.#show(output),
    );
    await this.#telling;
    return JSON.parse(printed) as TrainingTime;
  }

  async dispose(): Promise<void> {
    await this.#kernel.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #show(output: KernelOutput): void {
    if (output.type === "delta") this.#charts.apply(output.delta);
    if (output.type !== "display" || !(CURVES_MIME in output.data)) return;
    const chart = output.data[CURVES_MIME] as CurvesPayload;
    this.#charts.open(chart);
    if (this.#drawn) this.#tell(() => this.#page.render("charted", CURVES_MIME, chart));
  }

  #tell(send: () => Promise<void>): void {
    this.#telling = this.#telling.then(send);
  }

  async #run(text: string, onOutput: (output: KernelOutput) => void = () => undefined): Promise<string> {
    const id = `cell-${this.#above.length}`;
    let printed = "";
    const { error } = await this.#kernel.run(
      { cell: { id, text }, execution: this.#above.length + 1, above: this.#above },
      (output) => {
        if (output.type === "stream") printed += output.text;
        onOutput(output);
      },
    );
    if (error) throw new Error(error.stack);
    this.#above.push(id);
    return printed.trim();
  }
}

function cellOf({ layers, examples, batch, epochs }: ChartedTraining): string {
  const parts = layers.slice(1).map((outputs, i) => {
    const linear = `new nn.Linear(${layers[i]}, ${outputs})`;
    return i < layers.length - 2 ? `${linear}, new nn.ReLU()` : linear;
  });
  return `
import { EarlyStopping, fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(0);
const [x, y] = [randn(${examples}, ${layers[0]}), randn(${examples}, ${layers.at(-1)})];
const model = new nn.Sequential(${parts.join(", ")});
const start = model.snapshot();
async function timed(verbose: 0 | 1) {
  model.loadStateDict(start);
  const [began, used] = [performance.now(), process.cpuUsage()];
  await fit(model, [x, y], {
    loss: "mse", optimizer: new optim.SGD(model.parameters(), { lr: 0.01 }), epochs: ${epochs}, batchSize: ${batch},
    validationSplit: 0.2, callbacks: [new EarlyStopping({ patience: ${2 * epochs} })], verbose, seed: 0,
  });
  const { user, system } = process.cpuUsage(used);
  return { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
}`;
}
