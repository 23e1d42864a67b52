import { expectModule, expectObject } from "../../core/expect.ts";
import { context } from "../../core/context.ts";
import { showBytes } from "../../core/errors.ts";
import { host } from "../../core/host.ts";
import type { Layer } from "../../nn/module.ts";
import { Sequential } from "../../nn/sequential.ts";
import { dryRun, type LayerTrace } from "./dryRun.ts";
import { estimateMemory, type EstimateOptions, type MemoryEstimate } from "./estimateMemory.ts";
import { type Depth, depthsOf } from "./memoryDepth.ts";
import { type MeasuredMemory, measuredOf } from "./measuredMemory.ts";
import { drawMemory } from "./memoryFigures.ts";
import { memoryWords } from "./memoryWords.ts";
import { markdownTable, textTable } from "./textTable.ts";
import { checkOptions } from "../../core/options.ts";
import { say } from "../../payload/say.ts";

/** Batch, shape, optimiser, loss and limit of a {@link memoryReport}. */
export interface MemoryReportOptions extends Omit<EstimateOptions, "inputShape"> {
  /** Shape of one example; by default what the first layer's weight (outputs, inputs) takes. */
  inputShape?: readonly number[];
  /** Bytes that the training may take. Default: all that the engine may use for tensors. */
  limit?: number;
}

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");
/** Where the machine alone sets a limit: the most that WebAssembly has. */
const MOST = 2 ** 32;

/**
 * What {@link memoryReport} found: bytes, foreseen from tiny batches and measured on real ones.
 * @example memoryReport(net, { batchSize: 256 }).largestBatch
 */
export class MemoryReport {
  /** What was foreseen, by kind and by layer. */
  readonly estimate: MemoryEstimate;
  /** Training steps and predictions that were really made, by batch size. */
  readonly measured: readonly MeasuredMemory[];
  /** What each layer really took, with the largest batch that was measured. */
  readonly layers: readonly LayerTrace[];
  /** Networks that end after one layer, after two, …; empty for what is no `Sequential`. */
  readonly depths: readonly Depth[];
  /** Bytes that the training may take. */
  readonly limit: number;
  /** The largest batch whose training step fits into `limit`; 0 when none does. */
  readonly largestBatch: number;

  constructor(found: Pick<MemoryReport, "estimate" | "measured" | "layers" | "depths" | "limit">) {
    this.estimate = found.estimate;
    this.measured = found.measured;
    this.layers = found.layers;
    this.depths = found.depths;
    this.limit = found.limit;
    this.largestBatch = found.estimate.largestBatch(found.limit);
  }

  /** The kinds of memory, the layers, what was measured, and the largest batch that fits.
   * @example console.log(String(memoryReport(net, { batchSize: 256 }))); */
  toString(): string {
    const lines = this.#lines().join("\n");
    return [this.estimate.toString(), textTable(this.#layerTable()), lines].join("\n\n");
  }

  /** What a cell shows: the same as Markdown, which wraps where it is narrow.
   * @example memoryReport(net, { batchSize: 256 }).toMimeBundle()["text/markdown"] */
  toMimeBundle(): Record<string, unknown> {
    const [kinds, layers] = [this.estimate.table(), this.#layerTable()].map(markdownTable);
    const lines = this.#lines().map((line) => `- ${line}`);
    return {
      "text/markdown": [kinds, lines.join("\n"), layers].join("\n\n"),
      "text/plain": this.toString(),
    };
  }

  #layerTable(): string[][] {
    const words = memoryWords(host().language);
    const rows = this.estimate.layers.map(({ name, parameter, kept, held }, i) => [
      `${i + 1} ${name}`,
      ...[parameter, kept, held].map(showBytes),
    ]);
    return [[words.layer, words.parameters, words.kept, words.held], ...rows];
  }

  #lines(): string[] {
    const words = memoryWords(host().language);
    return [
      ...this.measured.map(({ batchSize, training, prediction }) =>
        words.measuredWith(batchSize, showBytes(training), showBytes(prediction)),
      ),
      words.largest(showBytes(this.limit), this.largestBatch),
    ];
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * Compares the memory of training with that of prediction, foreseen (lines) and measured (circles): draws both over
 * the batch size, up to the limit with the largest batch that fits, by kind, by layer, and for a `Sequential` over
 * its depth. Weights, gradients, mode and random numbers are as before afterwards.
 *
 * @throws {RangeError} for a batch size that is none, or when the shape of an example is neither given nor clear
 * @example memoryReport(net, { batchSize: 256, optimizer: "adam", loss: "crossEntropy" });
 */
export function memoryReport(model: Layer, options: MemoryReportOptions): MemoryReport {
  expectModule("memoryReport", model);
  expectObject("memoryReport", "options, as in { batchSize: 32 }", options);
  checkOptions("memoryReport", options, { batchSize: 1, inputShape: 1, optimizer: 1, loss: 1, limit: 1 });
  const { limit = context.backend.limit ?? MOST, ...estimated } = options;
  const { loss } = estimated;
  const inputShape = options.inputShape ?? inputOf(model);
  const estimate = estimateMemory(model, { ...estimated, inputShape });
  const { batchSize } = estimate;
  const sizes = [...new Set([0.25, 0.5, 1].map((part) => Math.max(1, Math.round(batchSize * part))))];
  const runs = sizes
    .filter((n) => estimate.at(n).training.total <= limit)
    .map((n) => [n, dryRun(model, [n, ...inputShape], loss)] as const);
  const report = new MemoryReport({
    estimate,
    measured: runs.map(([n, run]) => measuredOf(n, run, estimate)),
    layers: runs.at(-1)?.[1].layers ?? [],
    depths: model instanceof Sequential ? depthsOf(model, inputShape, options, limit) : [],
    limit,
  });
  drawMemory(report);
  return report;
}

function inputOf(model: Layer): readonly number[] {
  const shape = model.parameters().find(({ array }) => array.shape.length === 2)?.array.shape;
  if (shape) return [shape[1]];
  throw new RangeError(say`memoryReport: say what one example looks like: inputShape: [784].`);
}
