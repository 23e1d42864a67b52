import { showBytes } from "../errors.ts";
import { plot } from "../figures/plot.ts";
import type { Layer } from "../nn/module.ts";
import { Sequential } from "../nn/sequential.ts";
import { dryRun } from "./dryRun.ts";
import { estimateMemory, type EstimateOptions, type MemoryEstimate } from "./estimateMemory.ts";

/** Batch, shape, optimiser, loss and limit of a {@link memoryReport}. */
export interface MemoryReportOptions extends Omit<EstimateOptions, "inputShape"> {
  /** Shape of one example; by default what the first layer's weight (outputs, inputs) takes. */
  inputShape?: readonly number[];
  /** Bytes that the training may take. Default 4 GB, the most that WebAssembly has. */
  limit?: number;
}

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");
const MEGABYTE = 2 ** 20;

/**
 * What {@link memoryReport} found: bytes, foreseen from tiny batches and measured on real ones.
 * @example memoryReport(net, { batchSize: 256 }).largestBatch
 */
export class MemoryReport {
  /** What was foreseen, by kind and by layer. */
  readonly estimate: MemoryEstimate;
  /** Bytes of a training step and of a prediction that were really made, by batch size. */
  readonly measured: readonly { batchSize: number; training: number; prediction: number }[];
  /** Bytes that the training may take. */
  readonly limit: number;
  /** The largest batch whose training step fits into `limit`; 0 when none does. */
  readonly largestBatch: number;

  constructor(estimate: MemoryEstimate, measured: MemoryReport["measured"], limit: number) {
    this.estimate = estimate;
    this.measured = measured;
    this.limit = limit;
    this.largestBatch = estimate.largestBatch(limit);
  }

  /** The kinds of memory, what was measured, and the largest batch that fits.
   * @example console.log(String(memoryReport(net, { batchSize: 256 }))); */
  toString(): string {
    const rows = this.measured.map(
      ({ batchSize, training, prediction }) =>
        `measured with a batch of ${batchSize}: training ${showBytes(training)}, prediction ${showBytes(prediction)}`,
    );
    const fits = `The largest batch that fits into ${showBytes(this.limit)}: ${this.largestBatch}.`;
    return [this.estimate.toString(), ...rows, fits].join("\n");
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * Compares the memory of training with that of prediction: draws both over the batch size, foreseen (lines) and
 * measured (circles), and for a `Sequential`, over its depth. Weights,
 * gradients, mode and random numbers are as before afterwards.
 *
 * @throws {RangeError} for a batch size that is none, or when the shape of an example is neither given nor clear
 * @example memoryReport(net, { batchSize: 256, optimizer: "adam", loss: "crossEntropy" });
 */
export function memoryReport(model: Layer, options: MemoryReportOptions): MemoryReport {
  const { limit = 2 ** 32 } = options;
  const inputShape = options.inputShape ?? inputOf(model);
  const estimate = estimateMemory(model, { ...options, inputShape });
  const report = new MemoryReport(estimate, measure(model, estimate, inputShape, options, limit), limit);
  drawBatches(report);
  if (model instanceof Sequential) drawDepth(model, inputShape, options);
  return report;
}

function inputOf(model: Layer): readonly number[] {
  const shape = model.parameters().find(({ array }) => array.shape.length === 2)?.array.shape;
  if (shape) return [shape[1]];
  throw new RangeError("memoryReport: say what one example looks like: inputShape: [784].");
}

function measure(
  model: Layer,
  estimate: MemoryEstimate,
  inputShape: readonly number[],
  { loss }: MemoryReportOptions,
  limit: number,
): MemoryReport["measured"] {
  const { batchSize } = estimate;
  const { parameter, gradient, optimiser } = estimate.training;
  const sizes = [...new Set([0.25, 0.5, 1].map((part) => Math.max(1, Math.round(batchSize * part))))];
  return sizes
    .filter((n) => estimate.at(n).training.total <= limit)
    .map((n) => {
      const { input, target, forward, backward, prediction } = dryRun(model, [n, ...inputShape], loss);
      const fullest = Math.max(gradient + Math.max(0, ...forward), ...backward);
      return {
        batchSize: n,
        training: parameter + optimiser + input + target + fullest,
        prediction: parameter + input + Math.max(0, ...prediction),
      };
    });
}

function drawBatches({ estimate, measured }: MemoryReport): void {
  const sizes = Array.from({ length: 9 }, (_, i) => Math.max(1, Math.round((estimate.batchSize * i) / 4)));
  const real = measured.map(({ batchSize }) => batchSize);
  const foreseen = sizes.map((n) => estimate.at(n));
  plot(
    [sizes, sizes, real, real],
    [
      foreseen.map(({ training }) => training.total / MEGABYTE),
      foreseen.map(({ prediction }) => prediction.total / MEGABYTE),
      measured.map(({ training }) => training / MEGABYTE),
      measured.map(({ prediction }) => prediction / MEGABYTE),
    ],
    "batch size",
    "MB",
    {
      legend: ["training", "prediction", "training, measured", "prediction, measured"],
      fmts: ["b-", "m--", "bo", "mo"],
      figsize: [5, 3],
    },
  );
}

/** What a network would need that ended after one layer, after two, …. */
function drawDepth(
  model: Sequential,
  inputShape: readonly number[],
  { batchSize, optimizer = "sgd" }: MemoryReportOptions,
): void {
  const layers = model.children() as Layer[];
  const named = typeof optimizer === "string" ? optimizer : "sgd";
  const needs = layers.map((_, i) =>
    estimateMemory(new Sequential(...layers.slice(0, i + 1)), { batchSize, inputShape, optimizer: named }),
  );
  plot(
    needs.map((_, i) => i + 1),
    [
      needs.map(({ training }) => training.total / MEGABYTE),
      needs.map(({ prediction }) => prediction.total / MEGABYTE),
    ],
    "layers",
    `MB for a batch of ${batchSize}`,
    { legend: ["training", "prediction"], fmts: ["b-", "m--"], figsize: [5, 3] },
  );
}
