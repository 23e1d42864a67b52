/** What the contestants do: the rows of the benchmark's tables. */
import type { NetworkTask } from "../networks/networkTasks.ts";
import type { OpTask } from "../ops/opTask.ts";

/** A multilayer perceptron with ReLU between its layers, trained on one batch over and over. */
export interface TrainTask {
  kind: "train";
  name: string;
  /** Units of every layer, the input's first. */
  layers: number[];
  batch: number;
  /** Mean over the batch; `crossEntropy` takes class indices. */
  loss: "mse" | "crossEntropy";
  optimizer: "sgd" | "adam";
  lr: number;
}

/** One function of `size` numbers and its gradient, for a given gradient of the result. */
export interface ElementwiseTask {
  kind: "elementwise";
  name: string;
  op: "relu" | "sigmoid" | "tanh";
  size: number;
}

/** The product of two square matrices. */
export interface MatmulTask {
  kind: "matmul";
  name: string;
  n: number;
}

/** One call on 4×4 matrices: what the engine costs where there is hardly anything to compute. */
export interface CallTask {
  kind: "call";
  name: string;
  call: "add" | "matmul" | "predict" | "backward";
}

/**
 * The book's perceptron on Fashion-MNIST, as its chapter trains it: a step is an epoch over shuffled batches, with
 * running loss and accuracy, and the accuracy on the test set after it. Data as in fashionMnist.ts.
 */
export interface BookTask {
  kind: "book";
  name: string;
  seed: number;
  hidden: number;
  batch: number;
  lr: number;
}

/**
 * One of the course's trainings: a step is all of it, from the seed to the last epoch, each with validation. Data as in
 * courseData.ts.
 */
export interface CourseTask {
  kind: "course";
  name: string;
  seed: number;
  /** Units of every layer, the input's first; ReLU between them. */
  layers: number[];
  /** After each ReLU; 0 for none. */
  dropout: number;
  epochs: number;
  batch: number;
  loss: "mse" | "crossEntropy";
  optimizer: "sgd" | "adam";
  lr: number;
  /** Whether its cell writes the loop out, instead of calling `fit`. */
  loop: boolean;
}

/** What is timed step by step. */
export type StepTask = TrainTask | NetworkTask | ElementwiseTask | MatmulTask | CallTask;

export type Task = StepTask | BookTask | CourseTask | OpTask;

export const bookTask: BookTask = {
  kind: "book",
  name: "Fashion-MNIST, MLP 784-256-10, batch 256, SGD",
  seed: 0,
  hidden: 256,
  batch: 256,
  lr: 0.1,
};

/** In the order of the course. The one with early stopping is left out: a rounding decides when it ends. */
export const courseTasks: readonly CourseTask[] = [
  course("underfitting: 10-1", { layers: [10, 1], epochs: 40, lr: 0.01 }),
  course("overfitting: 10-128-64-1", { layers: [10, 128, 64, 1], epochs: 60, lr: 0.003 }),
  course("linear regression: 2-1", {
    ...{ layers: [2, 1], epochs: 3, batch: 10, lr: 0.03 },
    ...{ optimizer: "sgd", loop: true },
  }),
  course("digits: 64-64-10, dropout", {
    ...{ layers: [64, 64, 10], epochs: 20, lr: 0.003 },
    ...{ dropout: 0.2, loss: "crossEntropy" },
  }),
];

function course(
  name: string,
  own: Pick<CourseTask, "layers" | "epochs" | "lr"> & Partial<CourseTask>,
): CourseTask {
  const usual = { dropout: 0, batch: 32, loss: "mse", optimizer: "adam", loop: false } as const;
  return { kind: "course", name, seed: 42, ...usual, ...own };
}

export const tasks: readonly StepTask[] = [
  train("linear regression 2→1, batch 10, SGD", [2, 1], 10, "mse", "sgd", 0.03),
  train("MLP 64-32-10, batch 32, Adam, cross-entropy", [64, 32, 10], 32, "crossEntropy", "adam", 0.001),
  train("MLP 18-128-64-1, batch 512, Adam, MSE", [18, 128, 64, 1], 512, "mse", "adam", 0.001),
  train("MLP 784-256-10, batch 256, SGD, cross-entropy", [784, 256, 10], 256, "crossEntropy", "sgd", 0.1),
  train(
    "MLP 784-512-512-10, batch 256, Adam, cross-entropy",
    [784, 512, 512, 10],
    256,
    "crossEntropy",
    "adam",
    0.001,
  ),
  elementwise("relu"),
  elementwise("sigmoid"),
  elementwise("tanh"),
  ...[64, 256, 512, 1024].map((n): MatmulTask => ({ kind: "matmul", name: `matmul ${n}³`, n })),
];

/** Only builds of the engine are compared by these. */
export const callTasks: readonly StepTask[] = [
  { kind: "call", name: "4×4 add", call: "add" },
  { kind: "call", name: "4×4 matmul", call: "matmul" },
  { kind: "call", name: "MLP 4-4-4, batch 4, prediction in noGrad", call: "predict" },
  { kind: "call", name: "sum of 4×4 mul, forward + backward", call: "backward" },
];

function train(
  name: string,
  layers: number[],
  batch: number,
  loss: TrainTask["loss"],
  optimizer: TrainTask["optimizer"],
  lr: number,
): TrainTask {
  return { kind: "train", name, layers, batch, loss, optimizer, lr };
}

function elementwise(op: ElementwiseTask["op"]): ElementwiseTask {
  return { kind: "elementwise", name: `${op} on 1 M, forward + backward`, op, size: 1_000_000 };
}

/** Floating-point operations and bytes that a step cannot do without. */
export interface Work {
  /** Additions and multiplications of matrix products. */
  flops: number;
  /** Bytes read and written when every array is touched once an operation. */
  bytes: number;
}

/**
 * The least that a step must do: for a layer of k inputs and n outputs, products of 2·batch·k·n operations
 * forward, for the weights' gradient, and (but in the first layer) for the input's gradient.
 */
export function workOf(task: StepTask): Work {
  switch (task.kind) {
    case "matmul":
      return { flops: 2 * task.n ** 3, bytes: 4 * 3 * task.n ** 2 };
    case "call":
    case "network":
      return { flops: 0, bytes: 0 };
    case "elementwise":
      // Forward reads x and writes y; backward reads y (or x) and its gradient, and writes the gradient of x.
      return { flops: 0, bytes: 4 * 5 * task.size };
    case "train":
      return workOfTraining(task);
  }
}

/** Bytes of one parameter's update: SGD reads and writes it and reads its gradient; Adam has two moments more. */
const floatsOfUpdate = { sgd: 3, adam: 7 };

function workOfTraining({ layers, batch, optimizer }: TrainTask): Work {
  let flops = 0;
  let floats = 0;
  for (let i = 1; i < layers.length; i++) {
    const [k, n] = [layers[i - 1] ?? 0, layers[i] ?? 0];
    const products = i === 1 ? 2 : 3;
    flops += products * 2 * batch * k * n;
    const parameters = k * n + n;
    floats += products * (batch * k + k * n + batch * n) + floatsOfUpdate[optimizer] * parameters;
  }
  return { flops, bytes: 4 * floats };
}
