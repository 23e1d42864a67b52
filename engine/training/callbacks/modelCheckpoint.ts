import { expectObject } from "../../core/expect.ts";
import { saveSafetensors } from "../../data/read.ts";
import type { Module } from "../../nn/module.ts";
import { type Callback, type Logs, type Training, warnUnmeasured } from "./callback.ts";
import { checkMode, directionOf } from "../metrics/direction.ts";
import { improves, type PatienceRule } from "../../curves/patience.ts";
import { checkOptions } from "../../core/options.ts";
import { fillIn, mapValues } from "./fillIn.ts";

/** What is watched, and where weights are kept. */
export interface ModelCheckpointOptions {
  /**
   * File to write, its folder made where it is missing; `{epoch}` and names of series in braces are filled in:
   * `net-{epoch}-{valLoss}.safetensors`.
   */
  path: string;
  /** Series to watch when only the best is saved. Default `valLoss`. */
  monitor?: string;
  /** Write only when the watched series has improved. Default false: write every epoch. */
  saveBestOnly?: boolean;
  /** Whether smaller or larger is better. Default `auto`: by the name of the series. */
  mode?: "auto" | "min" | "max";
}

/**
 * Writes the model's state to a safetensors file after an epoch, with the epoch and what was measured in the
 * file's metadata.
 * @example new ModelCheckpoint(net, { path: "best.safetensors", saveBestOnly: true })
 */
export class ModelCheckpoint implements Callback {
  /** As given, defaults filled in. */
  readonly options: Readonly<ModelCheckpointOptions>;
  readonly #model: Module;
  #rule: PatienceRule | null = null;
  #best: number | null = null;

  constructor(model: Module, options: ModelCheckpointOptions) {
    expectObject("ModelCheckpoint", 'options with the path, as in { path: "best.safetensors" }', options);
    checkOptions("ModelCheckpoint", options, { path: 1, monitor: 1, saveBestOnly: 1, mode: 1 });
    checkMode("ModelCheckpoint", options.mode ?? "auto");
    this.#model = model;
    this.options = options;
  }

  /** @throws {Error} if `mode` is `auto` and nobody knows which way `monitor` improves
   * @example onTrainBegin(training) { training.say("here we go"); } */
  onTrainBegin(training: Training): void {
    const { mode = "auto", monitor = "valLoss", saveBestOnly = false } = this.options;
    this.#best = null;
    if (!saveBestOnly) return;
    const direction = mode === "auto" ? directionOf(monitor, training.directions) : mode;
    this.#rule = { direction, minDelta: 0, patience: 0, baseline: null, startFromEpoch: 0 };
    warnUnmeasured("ModelCheckpoint", monitor, training);
    // Of a training that goes on, what was best before stays until it is beaten.
    for (const i of training.history.epochs.keys()) {
      const value = training.history.logsAt(i)[monitor] as number | undefined;
      if (value !== undefined && improves(value, this.#best, this.#rule)) this.#best = value;
    }
  }

  async onEpochEnd(epoch: number, logs: Logs, training: Training): Promise<void> {
    const { path, monitor = "valLoss" } = this.options;
    if (this.#rule) {
      const value = logs[monitor] as number | undefined;
      if (value === undefined || !improves(value, this.#best, this.#rule)) return;
      this.#best = value;
    }
    const values = { epoch: String(epoch), ...mapValues(logs) };
    // An epoch without validation, the last one of a training that was stopped for instance, is written all the same.
    const unmeasured = training.measures.filter((name) => !(name in values));
    const file = fillIn("ModelCheckpoint", path, {
      ...values,
      ...mapValues(Object.fromEntries(unmeasured.map((name) => [name, NaN]))),
    });
    await saveSafetensors(file, this.#model.stateDict(), { format: "pt", ...values });
  }
}
