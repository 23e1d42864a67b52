/** Losses and metrics as PyTorch writes them. */
import { Tensor } from "../../core/tensor.ts";
import * as nn from "../../nn/index.ts";
import { Module } from "../../nn/module.ts";
import { predict } from "../../training/evaluate.ts";
import type { TrainingRecord } from "../../training/record.ts";
import type { XY } from "../../training/loop/trainData.ts";
import { thresholdOf } from "../../training/choices.ts";
import { lossText, type ModelText } from "./modelFile.ts";
import { literal, snake, tensorLiteral } from "./python.ts";

const byName: Readonly<Record<string, string>> = {
  mse: "nn.MSELoss",
  mae: "nn.L1Loss",
  huber: "nn.HuberLoss",
  crossEntropy: "nn.CrossEntropyLoss",
  bce: "nn.BCELoss",
  bceWithLogits: "nn.BCEWithLogitsLoss",
};

const classes = [
  nn.MSELoss,
  nn.L1Loss,
  nn.SmoothL1Loss,
  nn.HuberLoss,
  nn.CrossEntropyLoss,
  nn.NLLLoss,
  nn.BCELoss,
  nn.BCEWithLogitsLoss,
] as const;

/** How a batch's loss follows from its examples. */
export interface LossMade extends ModelText {
  readonly reduction: "mean" | "sum";
  /** The share of a class or of an example in the mean, where they differ: an expression of `target`. */
  readonly importance: string | null;
}

/** @param sample a batch, for a loss of one's own to be followed with */
export function lossOf({ loss, model }: TrainingRecord, sample: XY): LossMade {
  const plain = { definitions: [], type: "nn.Module", importance: null };
  if (typeof loss === "string") return { ...plain, made: `${byName[loss]}()`, reduction: "mean" };
  if (loss instanceof nn.Loss && classes.some((each) => each === loss.constructor)) {
    const options = optionsOf(loss);
    const given = Object.entries(options).map(([name, value]) => `${snake(name)}=${valueOf(value)}`);
    return {
      ...plain,
      made: `nn.${loss.constructor.name}(${given.join(", ")})`,
      reduction: loss.reduction === "sum" ? "sum" : "mean",
      importance: importanceOf(loss, options),
    };
  }
  const own = loss as ((prediction: Tensor, target: Tensor) => Tensor) | Module;
  const [x, y] = sample;
  return { ...plain, ...lossText(own, predict(model, x), y), reduction: "mean" };
}

function optionsOf(loss: nn.Loss): Record<string, unknown> {
  const { reduction } = loss;
  const given = "options" in loss ? (loss.options as Record<string, unknown>) : {};
  const size: Record<string, unknown> =
    loss instanceof nn.HuberLoss && loss.delta !== 1
      ? { delta: loss.delta }
      : loss instanceof nn.SmoothL1Loss && loss.beta !== 1
        ? { beta: loss.beta }
        : {};
  return { ...given, ...size, ...(reduction === "mean" ? {} : { reduction }) };
}

function valueOf(value: unknown): string {
  return value instanceof Tensor ? tensorLiteral(value) : literal(value);
}

/** A mean over classes of different weights is not one over examples. */
function importanceOf(loss: nn.Loss, { weight, ignoreIndex }: Record<string, unknown>): string | null {
  if (!(loss instanceof nn.CrossEntropyLoss || loss instanceof nn.NLLLoss)) return null;
  const counted = typeof ignoreIndex === "number" ? `target[target != ${ignoreIndex}]` : "target";
  if (weight instanceof Tensor) return `float(loss_function.weight[${counted}].sum())`;
  return typeof ignoreIndex === "number" ? `float((target != ${ignoreIndex}).sum())` : null;
}

/** A metric: what is summed over an epoch, and what follows of the sums. */
export interface MetricText {
  readonly name: string;
  readonly definition: string;
}

const pairwise: Readonly<Record<string, string>> = {
  mae: "error.abs().sum()",
  mse: "error.square().sum()",
  rmse: "error.square().sum()",
};

/** Metrics with names; those of one's own are functions that PyTorch does not know. */
export function metricsOf({ metrics, loss }: TrainingRecord): { known: MetricText[]; own: string[] } {
  const known: MetricText[] = [];
  const own: string[] = [];
  for (const metric of metrics) {
    if (typeof metric === "string") {
      known.push({ name: metric, definition: definitionOf(metric, thresholdOf(loss)) });
    } else own.push(metric.name);
  }
  return { known, own };
}

function definitionOf(name: string, threshold: number): string {
  const head = `def ${name}_sums(prediction: torch.Tensor, target: torch.Tensor) -> list[float]:`;
  if (name === "accuracy") {
    return `${head}
    """Right answers, and how many there are."""
    if prediction.dim() > 1 and prediction.shape[-1] > 1:
        right = prediction.argmax(-1) == target
    else:
        right = (prediction > ${literal(threshold)}).flatten() == (target > 0.5).flatten()
    return [float(right.sum()), right.numel()]`;
  }
  if (name === "r2") {
    return `${head}
    """What R² is made of: squared errors, and the sums of a variance."""
    error = (prediction.flatten() - target.flatten()).double()
    exact = target.flatten().double()
    sums = torch.stack([error.square().sum(), exact.sum(), exact.square().sum()])
    return [*sums.tolist(), exact.numel()]`;
  }
  return `${head}
    """Errors added up, and how many there are."""
    error = prediction.flatten() - target.flatten()
    return [float(${pairwise[name]}), error.numel()]`;
}

/** What the sums of an epoch say. */
export function metricValue(name: string): string {
  if (name === "rmse") return "math.sqrt(sums[0] / sums[1])";
  if (name === "r2") return "1 - sums[0] / (sums[2] - sums[1] ** 2 / sums[3])";
  return "sums[0] / sums[1]";
}
