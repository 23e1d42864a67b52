/** Runs a model on a tiny batch and notes what is alive at each point of a training step and of a prediction. */
import { grad } from "../../autograd/backward.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { bytesPerElement, type Storage } from "../../core/ndarray.ts";
import { observeCalls } from "../../nn/callable.ts";
import { CrossEntropyLoss, NLLLoss } from "../../nn/losses.ts";
import { type Layer, Module } from "../../nn/module.ts";
import { modesFor, withModes } from "../../nn/trainingModes.ts";
import { onesLike, zeros } from "../../ops/create/create.ts";
import type { Node } from "../../core/node.ts";
import { nodeOf } from "../../core/record.ts";
import { observeAllocations } from "../../core/allocate.ts";
import { defaultGenerator } from "../../random/generator.ts";
import { Tensor } from "../../core/tensor.ts";
import { type LossFunction, type LossName, toLoss } from "../choices.ts";

/** Bytes of one layer, or of a few that are computed together. */
export interface LayerTrace {
  /** `Linear`, or `Linear + ReLU` for two that are computed together. */
  name: string;
  parameter: number;
  /** Kept by the graph for the backward pass, beyond what the layers before keep. */
  kept: number;
  /** Held while a prediction computes it, parameters and the network's input left out. */
  held: number;
}

/** Bytes, for one batch size. The points of two runs of a model with different batches correspond. */
export interface Trace {
  input: number;
  target: number;
  /** Kept by the graph between the forward and the backward pass. */
  intermediate: number;
  /** What the forward pass holds besides parameters and input, layer by layer. */
  forward: number[];
  /** The same for the backward pass, operation by operation, with the parameters' gradients that there are by then. */
  backward: number[];
  /** The same for a prediction, layer by layer. */
  prediction: number[];
  /** Modules without parts, in the order in which they are called. */
  layers: LayerTrace[];
}

/** Weights, running statistics, mode, gradients and random numbers are as before afterwards. */
export function dryRun(
  model: Layer,
  shape: readonly number[],
  loss: LossName | LossFunction | undefined,
): Trace {
  const x = zeros(shape);
  const kept = model.snapshot();
  const random = defaultGenerator.getState();
  try {
    return withModes(modesFor(model.modules(), true), () => trace(model, x, loss));
  } finally {
    model.loadStateDict(kept);
    defaultGenerator.setState(random);
  }
}

/** Leaves the model in prediction mode, with gradients and other running statistics. */
function trace(model: Layer, x: Tensor, loss: LossName | LossFunction | undefined): Trace {
  // Leaves are as old as their first use: made now, they are visited in the same order by every run.
  for (const parameter of model.parameters()) nodeOf(parameter);
  const targets: Tensor[] = [];
  const {
    points: forward,
    result: root,
    calls,
  } = watchForward(x, () => {
    const prediction = model(x);
    if (loss === undefined) return prediction;
    const target = targetFor(loss, prediction);
    targets.push(target);
    return toLoss(loss)(prediction, target);
  });
  const intermediate = sizeOf(keptBy(root.node));
  const backward = watchBackward(root, model.parameters());
  model.eval();
  const { points: prediction, calls: predicted } = withGradMode(false, () => watchForward(x, () => model(x)));
  const layers = calls.map(({ modules, kept: until }, i): LayerTrace => ({
    name: modules.map((module) => module.typeName()).join(" + "),
    parameter: sizeOf(
      modules.flatMap((m) => Array.from(m.stateDict().values(), ({ array }) => array.storage)),
    ),
    kept: until - (calls[i - 1]?.kept ?? 0),
    held: predicted[i]?.held ?? 0,
  }));
  const [input, target] = [bytesOf(x), sizeOf(targets.map(({ array }) => array.storage))];
  return { input, target, intermediate, forward, backward, prediction, layers };
}

function targetFor(loss: LossName | LossFunction, prediction: Tensor): Tensor {
  const { shape } = prediction.array;
  const classes = loss === "crossEntropy" || loss instanceof CrossEntropyLoss || loss instanceof NLLLoss;
  if (!classes) return zeros(shape);
  return zeros(
    shape.filter((_, axis) => axis !== 1),
    { dtype: "int32" },
  );
}

/** A call of a module, or of several that are computed together: bytes kept and held when it ended. */
interface Call {
  modules: Module[];
  kept: number;
  held: number;
}

/**
 * A layer holds its input, all that it makes, and what the graph has kept so far. A point is taken after each module
 * without parts, at the end, and before something is released.
 */
function watchForward(x: Tensor, run: () => Tensor): { points: number[]; result: Tensor; calls: Call[] } {
  const points: number[] = [];
  const calls: Call[] = [];
  let together: Module[] = [];
  let made = new Set<Storage>();
  let kept = new Set<Storage>();
  let before: Storage | null = null;
  const takePoint = (): void => {
    const alive = new Set([...made, ...kept]);
    if (before) alive.add(before);
    alive.delete(x.array.storage);
    points.push(sizeOf(alive));
  };
  const finish = (output: Tensor): void => {
    kept = keptBy(output.node);
    takePoint();
    made = new Set();
    before = output.array.storage;
  };
  const result = observeAllocations(
    (storage, released) => {
      if (!released) return made.add(storage);
      takePoint();
      if (before === storage) before = null;
      return made.delete(storage);
    },
    () =>
      observeCalls(
        (module, _, output) => {
          if (!(module instanceof Module) || module.children().length > 0) return;
          together.push(module);
          if (!(output instanceof Tensor)) return;
          finish(output);
          calls.push({ modules: together, kept: sizeOf(kept), held: points[points.length - 1] });
          together = [];
        },
        run,
        { all: false },
      ),
  );
  finish(result);
  return { points, result, calls };
}

/** Each operation holds what later ones keep, the gradients on their way, and all that it makes. */
function watchBackward(root: Tensor, parameters: readonly Tensor[]): number[] {
  const wanted = parameters.filter((parameter) => parameter.requiresGrad);
  if (!root.node || wanted.length === 0) return [];
  const nodes = nodesBehind(root.node).sort((a, b) => b.order - a.order);
  const points: number[] = [];
  let made = new Set<Storage>();
  let finished = 0;
  let at = 0;
  let arrived: Storage | null = null;
  const takePoint = (): void => {
    const alive = new Set(made);
    if (arrived) alive.add(arrived);
    for (const node of nodes.slice(at)) {
      if (node.gradient) alive.add(node.gradient.array.storage);
      for (const storage of keptByNode(node)) alive.add(storage);
    }
    points.push(sizeOf(alive) + finished);
    made = new Set();
  };
  nodes.forEach((node, place) => {
    (node.hooks ??= []).push((g) => {
      takePoint();
      at = place;
      arrived = g.array.storage;
      if (node.leaf) finished += bytesOf(g);
    });
  });
  const gradOutputs = onesLike(root);
  observeAllocations(
    (storage, released) => (released ? made.delete(storage) : made.add(storage)),
    () => grad(root, wanted, { gradOutputs, allowUnused: true, retainGraph: true }),
  );
  takePoint();
  // The leaves' nodes outlive this graph.
  for (const node of nodes) node.hooks?.pop();
  return points;
}

function nodesBehind(root: Node): Node[] {
  const found = new Set([root]);
  for (const node of found) for (const input of node.inputs) if (input) found.add(input);
  return [...found];
}

/** Storages of all intermediates that the graph behind `root` holds. */
function keptBy(root: Node | null): Set<Storage> {
  return new Set(root ? nodesBehind(root).flatMap(keptByNode) : []);
}

function keptByNode(node: Node): Storage[] {
  const storages = (node.kept ?? []).flatMap((tensor) => (tensor ? [tensor.array.storage] : []));
  return storages.filter((storage) => storage.kind === "intermediate");
}

function sizeOf(storages: Iterable<Storage>): number {
  let bytes = 0;
  for (const { length, dtype } of storages) bytes += length * bytesPerElement[dtype];
  return bytes;
}

export function bytesOf({ array: { size, dtype } }: Tensor): number {
  return size * bytesPerElement[dtype];
}
