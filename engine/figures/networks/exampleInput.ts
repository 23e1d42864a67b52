/** An input that a model takes, for those who want to see what becomes of it. */
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { MultiheadAttention } from "../../nn/attention/multihead.ts";
import { Embedding } from "../../nn/embedding.ts";
import { Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d } from "../../nn/images/conv.ts";
import { Linear } from "../../nn/linear.ts";
import type { Module } from "../../nn/module.ts";
import { GRU, LSTM, RNN } from "../../nn/recurrent/recurrent.ts";
import { zeros } from "../../ops/create/create.ts";
import { say } from "../../payload/say.ts";

/** Steps of a sequence where nobody says how many. */
const STEPS = 8;

export interface ExampleInput {
  x: Tensor;
  /** The axis of examples in `x`, and in what layers make of it. */
  batchAxis: number;
}

export function isRecurrent(module: unknown): module is RNN | GRU | LSTM {
  return module instanceof RNN || module instanceof GRU || module instanceof LSTM;
}

/** The first part of a model that is of a kind. */
export function firstPart<T>(model: Module, isKind: (part: unknown) => part is T): T | undefined {
  for (const part of model.modules() as Iterable<unknown>) if (isKind(part)) return part;
  return undefined;
}

/** A batch of one example. `shape` is that of the example. */
export function exampleInput(
  owner: string,
  model: Module,
  shape: readonly number[] | undefined,
): ExampleInput {
  const first = firstPart(model, takesInput);
  const isFirstTime = (isRecurrent(first) || first instanceof MultiheadAttention) && !first.batchFirst;
  const whole = shape ?? shapeTaken(owner, first);
  const batchAxis = isFirstTime && whole.length === 2 ? 1 : 0;
  const size = [...whole.slice(0, batchAxis), 1, ...whole.slice(batchAxis)];
  const dtype = first instanceof Embedding ? "int64" : "float32";
  return { x: zeros(size, { dtype }), batchAxis };
}

type Taking =
  | Linear<boolean>
  | Conv1d<boolean>
  | Conv2d<boolean>
  | ConvTranspose1d<boolean>
  | ConvTranspose2d<boolean>
  | Embedding
  | MultiheadAttention
  | RNN
  | GRU
  | LSTM;

function takesInput(module: unknown): module is Taking {
  const kinds = [Linear, Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d, Embedding, MultiheadAttention];
  return kinds.some((kind) => module instanceof kind) || isRecurrent(module);
}

function shapeTaken(owner: string, first: Taking | undefined): readonly number[] {
  if (first instanceof Linear) return [first.inFeatures];
  if (first instanceof Embedding) return [STEPS];
  if (first instanceof MultiheadAttention) return [STEPS, first.embedDim];
  if (isRecurrent(first)) return [STEPS, first.inputSize];
  if (first === undefined) {
    throw new Error(
      say`${owner}: the model has no Linear layer to tell its input from; give { inputShape: [784] }.`,
    );
  }
  const example = [first.inChannels, ...(first.kernelSize.length === 1 ? [100] : [28, 28])];
  throw new Error(
    say`${owner}: the model begins with a ${first.typeName()}, which takes images of any size; give the shape of one,
      as in { inputShape: ${showShape(example).replace("(", "[").replace(")", "]")} }.`,
  );
}
