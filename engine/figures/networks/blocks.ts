/** A network over images or sequences as a chain of what its layers give. */
import { Tensor } from "../../core/tensor.ts";
import { MultiheadAttention } from "../../nn/attention/multihead.ts";
import { ModuleList } from "../../nn/containers.ts";
import type { Module } from "../../nn/module.ts";
import { Sequential } from "../../nn/sequential.ts";
import type { BlockFact, DiagramBlock } from "../../payload/networkPictures.ts";
import { isActivation } from "../plotActivation.ts";
import { isRecurrent } from "./exampleInput.ts";

/** A call of a layer that is drawn as one. */
export interface LayerCall {
  name: string;
  module: Module;
  output: unknown;
}

/** Whether a layer is drawn whole: it has no parts, or is an attention, whose parts are its own affair. */
export function isWhole(module: Module): boolean {
  return module instanceof MultiheadAttention || module.children().length === 0;
}

/** Whether a network with this layer is drawn by its layers, not by its units. */
export function isBeyondUnits(module: Module): boolean {
  return (
    module instanceof MultiheadAttention ||
    isRecurrent(module) ||
    /Conv|Pool|Embedding|RNN|GRU|LSTM/.test(module.typeName())
  );
}

/** The first tensor among what a layer gives: recurrent layers and attention give more than one. */
export function firstTensor(output: unknown): Tensor | null {
  if (output instanceof Tensor) return output;
  return Array.isArray(output) ? firstTensor(output[0]) : null;
}

export function blocksOf(
  calls: readonly LayerCall[],
  x: Tensor,
  batchAxis: number,
  groups: ReadonlyMap<string, string>,
): DiagramBlock[] {
  const without = (shape: readonly number[]): number[] =>
    shape.filter((size, axis) => size !== 1 || axis !== (shape.length > batchAxis ? batchAxis : 0));
  const blocks: DiagramBlock[] = [
    { name: "input", type: "", facts: [], shape: without(x.array.shape), then: [], parameters: 0, group: "" },
  ];
  for (const { name, module, output } of calls) {
    const shape = without(firstTensor(output)?.array.shape ?? []);
    const last = blocks[blocks.length - 1];
    const parameters = module.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
    const group = groups.get(name) ?? "";
    if (blocks.length > 1 && goesOn(module) && group === last.group) {
      last.then.push(module.typeName());
      last.parameters += parameters;
      continue;
    }
    blocks.push({
      name,
      type: module.typeName(),
      facts: factsOf(module),
      shape,
      then: [],
      parameters,
      group,
    });
  }
  return blocks;
}

/** Whether a layer only changes the numbers of the one before it. */
function goesOn(module: Module): boolean {
  return /Norm|Dropout/.test(module.typeName()) || isActivation(module);
}

/** For each layer's name the nearest part of the model around it that is more than a list: `encoder.layers.0`. */
export function groupsOf(model: Module): Map<string, string> {
  const groups = new Map<string, string>();
  for (const [path, part] of model.namedModules()) {
    if (path === "" || isWhole(part) || part instanceof Sequential || part instanceof ModuleList) continue;
    for (const [inner] of part.namedModules()) {
      if (inner !== "") groups.set(`${path}.${inner}`, `${path} ${part.typeName()}`);
    }
  }
  return groups;
}

/** What of a layer says what it does, where it is not as one expects. */
function factsOf(module: Module): BlockFact[] {
  const facts: BlockFact[] = [];
  const field = (name: string): readonly number[] => {
    const value: unknown = Reflect.get(module, name);
    return typeof value === "number" ? [value] : Array.isArray(value) ? (value as number[]) : [];
  };
  const tell = (
    name: BlockFact["name"],
    values: readonly (number | string)[],
    usual?: readonly number[],
  ): void => {
    const [first] = values;
    if (values.length === 0 || (usual && values.every((v, i) => v === (usual[i] ?? usual[0])))) return;
    const same = name !== "kernel" && values.every((value) => value === first);
    facts.push({ name, value: same ? String(first) : values.join(" × ") });
  };
  if (module instanceof MultiheadAttention) tell("heads", [module.numHeads]);
  else if (isRecurrent(module)) {
    tell("hidden", [module.hiddenSize]);
    tell("layers", [module.numLayers], [1]);
    if (module.bidirectional) facts.push({ name: "both", value: "" });
  } else if (/Conv|Pool/.test(module.typeName())) {
    const kernel = field("kernelSize");
    const isFlat = /1d/.test(module.typeName());
    const square = kernel.length === 1 && !isFlat ? [kernel[0], kernel[0]] : kernel;
    tell("kernel", square);
    tell("stride", field("stride"), /Pool/.test(module.typeName()) ? square : [1]);
    const padding: unknown = Reflect.get(module, "padding");
    if (typeof padding === "string") tell("padding", [padding]);
    else tell("padding", field("padding"), [0]);
    tell("dilation", field("dilation"), [1]);
    tell("groups", field("groups"), [1]);
  }
  return facts;
}
