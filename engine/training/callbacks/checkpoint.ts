import { expect } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import { improves, type PatienceRule } from "../../curves/patience.ts";
import { files } from "../../data/files.ts";
import type { Optimizer } from "../../optim/optimizer.ts";
import { say } from "../../payload/say.ts";
import type { Generator } from "../../random/generator.ts";
import { checkParts, type CheckpointParts } from "../checkpoint/parts.ts";
import { bytesOf } from "../checkpoint/saveLoad.ts";
import { checkMode, directionOf } from "../metrics/direction.ts";
import { recordOf } from "../record.ts";
import { type Callback, type Logs, type Training, warnUnmeasured } from "./callback.ts";
import { fillIn, mapValues } from "./fillIn.ts";

/** When a training is written down. */
export interface CheckpointOptions {
  /** Epochs from one file to the next; the last one is always written. Default 1. */
  every?: number;
  /** Write only when the watched series has improved. Default false. */
  saveBestOnly?: boolean;
  /** Series to watch when only the best is saved. Default `valLoss`. */
  monitor?: string;
  /** Whether smaller or larger is better. Default `auto`: by the name of the series. */
  mode?: "auto" | "min" | "max";
}

/**
 * Writes the whole training into a file after an epoch, as `save` does: model, optimizer, schedules, callbacks, history and
 * random numbers. `load` and `fit` go on from there, as if it had not been interrupted, also when VS Code was closed in
 * between. It is told of an epoch after all other callbacks. (`ModelCheckpoint` writes the weights alone.)
 *
 * @param path file to write; `{epoch}` and names of series in braces are filled in
 * @throws {TypeError} when the training begins, for an optimizer or schedule of one's own that has no state dict
 * @example await fit(net, [x, y], { loss: "mse", optimizer: trainer, callbacks: [new Checkpoint("run.safetensors")] });
 */
export class Checkpoint implements Callback {
  /** Where it is written. */
  readonly path: string;
  /** As given, defaults filled in. */
  readonly options: Readonly<CheckpointOptions>;
  #rule: PatienceRule | null = null;
  #best: number | null = null;

  constructor(path: string, options: CheckpointOptions = {}) {
    expect("Checkpoint", "the path of a file", path, typeof path === "string" && path !== "");
    checkOptions("Checkpoint", options, { every: 1, saveBestOnly: 1, monitor: 1, mode: 1 });
    checkMode("Checkpoint", options.mode ?? "auto");
    const { every = 1 } = options;
    if (!Number.isInteger(every) || every < 1) {
      throw new RangeError(say`Checkpoint: every is ${every}; give a number of epochs, at least 1.`);
    }
    this.path = path;
    this.options = options;
  }

  onTrainBegin(training: Training): void {
    const { mode = "auto", monitor = "valLoss", saveBestOnly = false } = this.options;
    this.#best = null;
    checkParts("Checkpoint", partsOf(training));
    if (!saveBestOnly) return;
    const direction = mode === "auto" ? directionOf(monitor, training.directions) : mode;
    this.#rule = { direction, minDelta: 0, patience: 0, baseline: null, startFromEpoch: 0 };
    warnUnmeasured("Checkpoint", monitor, training);
    // Of a training that goes on, what was best before stays until it is beaten.
    for (const i of training.history.epochs.keys()) {
      const value = training.history.logsAt(i)[monitor] as number | undefined;
      if (value !== undefined && improves(value, this.#best, this.#rule)) this.#best = value;
    }
  }

  async onEpochEnd(epoch: number, logs: Logs, training: Training): Promise<void> {
    const { monitor = "valLoss", every = 1 } = this.options;
    if (this.#rule) {
      const value = logs[monitor] as number | undefined;
      if (value === undefined || !improves(value, this.#best, this.#rule)) return;
      this.#best = value;
    } else if (epoch % every !== 0 && epoch !== training.epochs && !training.ending) return;
    const unmeasured = Object.fromEntries(training.measures.map((name) => [name, NaN]));
    const values = { epoch: String(epoch), ...mapValues({ ...unmeasured, ...logs }) };
    const path = fillIn("Checkpoint", this.path, values);
    await files().write(path, bytesOf(partsOf(training), training.history));
  }
}

function partsOf({ history }: Training): CheckpointParts {
  const record = recordOf(history);
  if (!record) throw new Error(say`Checkpoint: give it to fit, among the callbacks.`);
  const { model, trainer, callbacks, loader } = record;
  const own: Generator[] = loader.generator ? [loader.generator] : [];
  // Of one's own, it is refused in words.
  return { model, optimizer: trainer as unknown as Optimizer, callbacks, random: own };
}
