import { expectModule } from "../expect.ts";
import { bytesPerElement } from "../ndarray.ts";
import { observeCalls } from "../nn/callable.ts";
import { Linear } from "../nn/linear.ts";
import { Module, type Layer } from "../nn/module.ts";
import { zeros } from "../ops/create.ts";
import { Tensor } from "../tensor.ts";
import { showLive, type LivePicture } from "./livePicture.ts";
import type { DiagramColumn, DiagramLink, DiagramPicture, SummaryRow } from "../payload/pictures.ts";
import { isActivation } from "./plotActivation.ts";
import { quietly } from "./quietly.ts";
import { sample, type Sample } from "../payload/sample.ts";
import { checkOptions } from "../options.ts";

/** How {@link diagram} draws a model. */
export interface DiagramOptions {
  title?: string;
  /** Units of one layer that are drawn; of a larger layer, the first and the last of them. Default 10. */
  maxUnits?: number;
  /** Shape of one example. Default: what the first `Linear` layer takes. */
  inputShape?: readonly number[];
}

/**
 * Draws a model as a network: units, layers and all connections between those drawn, weights as colour and
 * width, biases at the units, shapes and parameter counts, and a summary table. While `fit` trains the model in
 * the same cell, the picture follows; in a loop of one's own call `update()`.
 *
 * A model with branches is drawn in the order in which its layers are called.
 *
 * @throws {Error} when the model has no `Linear` layer and no inputShape is given
 * @example
 * diagram(net);
 * await fit(net, [x, y], { loss: "mse" });
 */
export function diagram(model: Layer, options: DiagramOptions = {}): LivePicture {
  return showLive(model, () => diagramPicture(model, options));
}

interface Called {
  name: string;
  module: Module;
  shape: readonly number[];
}

/**
 * The picture that {@link diagram} shows. Pure.
 * @example diagramPicture(net).links[0].weights
 */
export function diagramPicture(model: Layer, options: DiagramOptions = {}): DiagramPicture {
  expectModule("diagram", model);
  checkOptions("diagram", options, { title: 1, maxUnits: 1, inputShape: 1 });
  const { title = "", maxUnits = 10 } = options;
  if (!Number.isInteger(maxUnits) || maxUnits < 2) {
    throw new RangeError(`diagram: maxUnits is ${maxUnits}; give a whole number of at least 2.`);
  }
  const inputShape = options.inputShape ?? shapeTaken(model);
  const calls = callsOf(model, inputShape);
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
  return { version: 1, kind: "diagram", title, columns, links, rows: calls.map(rowOf) };
}

function shapeTaken(model: Layer): readonly number[] {
  const first = model.modules().find((module) => module instanceof Linear);
  if (first) return [first.inFeatures];
  throw new Error(
    "diagram: the model has no Linear layer to tell its input from; give { inputShape: [784] }.",
  );
}

/** Every part that has no parts, in the order of the calls of a prediction, with its output's shape. */
function callsOf(model: Layer, inputShape: readonly number[]): Called[] {
  const names = new Map<unknown, string>(Array.from(model.namedModules(), ([name, part]) => [part, name]));
  const calls: Called[] = [];
  quietly(model, () =>
    observeCalls(
      (module, _inputs, output) => {
        if (!(module instanceof Module) || module.children().length > 0) return;
        const shape = output instanceof Tensor ? output.array.shape : [];
        calls.push({ name: names.get(module) ?? "", module, shape });
      },
      () => model(zeros([1, ...inputShape])) as unknown,
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

function rowOf({ name, module, shape }: Called): SummaryRow {
  let parameters = 0;
  let bytes = 0;
  for (const parameter of module.parameters()) parameters += parameter.numel();
  for (const { array } of module.stateDict().values()) bytes += array.size * bytesPerElement[array.dtype];
  const type = module.typeName();
  return { layer: name || type, type, shape: `(${["N", ...shape.slice(1)].join(", ")})`, parameters, bytes };
}
