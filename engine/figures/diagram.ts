import { expectModule } from "../core/expect.ts";
import { bytesPerElement } from "../core/ndarray.ts";
import { observeCalls } from "../nn/callable.ts";
import { Linear } from "../nn/linear.ts";
import { Module } from "../nn/module.ts";
import type { Tensor } from "../core/tensor.ts";
import {
  blocksOf,
  firstTensor,
  groupsOf,
  isBeyondUnits,
  isWhole,
  type LayerCall,
} from "./networks/blocks.ts";
import { exampleInput } from "./networks/exampleInput.ts";
import { type LivePicture, showLive } from "./livePicture.ts";
import type { DiagramColumn, DiagramLink, DiagramPicture, SummaryRow } from "../payload/pictures.ts";
import { isActivation } from "./plotActivation.ts";
import { quietly } from "./quietly.ts";
import { sample, type Sample } from "../payload/sample.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** How {@link diagram} draws a model. */
export interface DiagramOptions {
  title?: string;
  /** Units of one layer that are drawn; of a larger layer, the first and the last of them. Default 10. */
  maxUnits?: number;
  /** Shape of one example. Default: what the first layer takes, 8 steps of a sequence; of images it must be given. */
  inputShape?: readonly number[];
}

/**
 * Draws a model as a network: units, layers and all connections between those drawn, weights as colour and
 * width, biases at the units, shapes and parameter counts, and a summary table. Of a model with convolutions,
 * recurrent layers, embeddings or attention it draws what each layer gives instead: images by channels, sequences by
 * steps, and vectors, with the layer's extents, its activation and its parameters. While `fit` trains the model in the
 * same cell, the picture follows; in a loop of one's own call `update()`.
 *
 * A model with branches is drawn in the order in which its layers are called.
 *
 * @throws {Error} when nothing tells what the model takes, and no inputShape is given
 * @example
 * diagram(net);
 * await fit(net, [x, y], { loss: "mse" });
 * @example diagram(lenet, { inputShape: [1, 28, 28] });
 */
export function diagram(model: Module, options: DiagramOptions = {}): LivePicture {
  return showLive(model, () => diagramPicture(model, options));
}

/**
 * The picture that {@link diagram} shows. Pure.
 * @example diagramPicture(net).links[0].weights
 */
export function diagramPicture(model: Module, options: DiagramOptions = {}): DiagramPicture {
  expectModule("diagram", model);
  checkOptions("diagram", options, { title: 1, maxUnits: 1, inputShape: 1 });
  const { title = "", maxUnits = 10 } = options;
  if (!Number.isInteger(maxUnits) || maxUnits < 2) {
    throw new RangeError(say`diagram: maxUnits is ${maxUnits}; give a whole number of at least 2.`);
  }
  const { x, batchAxis } = exampleInput("diagram", model, options.inputShape);
  const calls = callsOf(model, x);
  const rows = calls.map((call) => rowOf(call, batchAxis));
  if (calls.some(({ module }) => isBeyondUnits(module))) {
    const blocks = blocksOf(calls, x, batchAxis, groupsOf(model));
    return { version: 1, kind: "diagram", title, columns: [], links: [], blocks, rows };
  }
  const columns: DiagramColumn[] = [];
  const links: DiagramLink[] = [];
  for (const { name, module } of calls) {
    const last = columns.at(-1);
    if (module instanceof Linear) {
      const { inFeatures, outFeatures, weight, bias } = module as Linear<boolean>;
      if (!last) columns.push(plainColumn("input", inFeatures, maxUnits));
      const from = columns[columns.length - 1].shown;
      const column = plainColumn(name, outFeatures, maxUnits);
      if (bias) {
        column.biases = picked(numbers(bias), column.shown);
        column.biasGradients = bias.gradient ? picked(numbers(bias.gradient), column.shown) : null;
      }
      links.push({
        name: name ? `${name}.weight` : "weight",
        weights: block(weight, column.shown, from, inFeatures),
        gradients: weight.gradient ? block(weight.gradient, column.shown, from, inFeatures) : null,
        parameters: weight.numel() + (bias?.numel() ?? 0),
      });
      columns.push(column);
    } else if (last && isActivation(module)) {
      last.activation = module.typeName();
    } else if (last && columns.length > 1) {
      last.notes.push(`${module.typeName()}(${module.extraRepr()})`);
    }
  }
  return { version: 1, kind: "diagram", title, columns, links, rows };
}

/** Every layer that is drawn as one, in the order of the calls of a prediction, with what it gives. */
function callsOf(model: Module, x: Tensor): LayerCall[] {
  const names = new Map<unknown, string>(Array.from(model.namedModules(), ([name, part]) => [part, name]));
  const calls: LayerCall[] = [];
  const within = new Set<unknown>();
  for (const part of model.modules()) {
    if (isWhole(part)) for (const inner of part.modules()) if (inner !== part) within.add(inner);
  }
  quietly(model, () =>
    observeCalls(
      (module, _inputs, output) => {
        if (!(module instanceof Module) || !isWhole(module) || within.has(module)) return;
        calls.push({ name: names.get(module) ?? "", module, output });
      },
      () => model(x) as unknown,
    ),
  );
  return calls;
}

function plainColumn(name: string, units: number, most: number): DiagramColumn {
  return {
    name,
    units,
    shown: chosen(units, most),
    activation: "",
    notes: [],
    biases: null,
    biasGradients: null,
  };
}

/** All of `units`, or of more than `most` the first and the last. */
function chosen(units: number, most: number): number[] {
  if (units <= most) return Array.from({ length: units }, (_, i) => i);
  const head = Math.ceil(most / 2);
  return Array.from({ length: most }, (_, i) => (i < head ? i : units - most + i));
}

function block(x: Tensor, rows: readonly number[], columns: readonly number[], width: number): Sample[][] {
  const values = numbers(x);
  return rows.map((row) => columns.map((column) => sample(values[row * width + column])));
}

function picked(values: readonly number[], at: readonly number[]): Sample[] {
  return at.map((i) => sample(values[i]));
}

function numbers(x: Tensor): number[] {
  return x.detach().reshape(-1).toArray() as number[];
}

function rowOf({ name, module, output }: LayerCall, batchAxis: number): SummaryRow {
  let parameters = 0;
  let bytes = 0;
  for (const parameter of module.parameters()) parameters += parameter.numel();
  for (const { array } of module.stateDict().values()) bytes += array.size * bytesPerElement[array.dtype];
  const type = module.typeName();
  const sizes = firstTensor(output)?.array.shape ?? [];
  const axis = sizes.length > batchAxis ? batchAxis : 0;
  const shape = sizes.map((size, i) => (i === axis && size === 1 ? "N" : String(size))).join(", ");
  return { layer: name || type, type, shape: `(${shape})`, parameters, bytes };
}
