import { expectObject } from "../../core/expect.ts";
import { saveSafetensors } from "../../data/read.ts";
import type { Module } from "../../nn/module.ts";
import { type Callback, type Logs, type Training, warnUnmeasured } from "./callback.ts";
import { checkMode, directionOf } from "../metrics/direction.ts";
import { improves, type PatienceRule } from "../../curves/patience.ts";
import { checkOptions } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

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
    const file = fillIn(path, {
      ...values,
      ...mapValues(Object.fromEntries(unmeasured.map((name) => [name, NaN]))),
    });
    await saveSafetensors(file, this.#model.stateDict(), { format: "pt", ...values });
  }
}

function mapValues(logs: Logs): Record<string, string> {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, String(value)]));
}

/** Puts values in place of `{name}`; numbers get 4 decimals. @throws {Error} for a name that is not measured */
function fillIn(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in values)) {
      throw new Error(
        say`ModelCheckpoint: there is no "${name}" for the path; there are ${Object.keys(values).join(", ")}.`,
      );
    }
    return name === "epoch" ? values[name].padStart(3, "0") : Number(values[name]).toFixed(4);
  });
}
