import { host } from "../core/host.ts";
import { observeCalls } from "../nn/callable.ts";
import { plottedModules, PReLU } from "../nn/activations.ts";
import type { PlottedName } from "../table/index.ts";
import { Linear } from "../nn/linear.ts";
import { type Layer, Module } from "../nn/module.ts";
import * as activations from "../ops/elementwise/activations.ts";
import { tensor } from "../ops/create/create.ts";
import { Tensor } from "../core/tensor.ts";
import type { ActivationPicture, ReceivedValues } from "../payload/pictures.ts";
import { quietly } from "./quietly.ts";
import { samples } from "../payload/sample.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

type Activation = (x: Tensor) => Tensor;

/** Whether `module` is a layer that applies an activation function. */
export function isActivation(module: unknown): module is Module {
  return [PReLU, ...Object.values(plottedModules)].some((kind) => module instanceof kind);
}

/** An activation function that {@link plotActivation} knows by name. */
export type ActivationName = PlottedName;

const isKnown = (name: string): name is ActivationName => Object.hasOwn(plottedModules, name);

/** What {@link plotActivation} draws, and where. */
export interface PlotActivationOptions {
  /** Where to draw. Default [-8, 8]. */
  range?: readonly [number, number];
  /** What to call a function of one's own. Default: its name. */
  name?: string;
  /** A model and data for it: then it is drawn, too, what its units receive. */
  model?: Layer;
  /** The examples, one a row. */
  data?: Tensor;
}

const POINTS = 161;
const BINS = 64;
/** A unit is flat at a value where the slope is less than this share of the steepest one. */
const FLAT = 0.05;
/** A unit that is flat for this share of the examples is saturated. */
const MOSTLY = 0.9;

/**
 * Draws an activation function and its derivative, which comes from autograd. With a model and data it also
 * draws what the model's units give to this function, and counts those that are dead (slope 0 for every example)
 * and saturated (slope under 5 % of the steepest for at least 90 % of the examples).
 *
 * @param activation a name, an activation layer such as `net[1]`, or a function of one's own. For a name, all of
 *   the model's layers of that kind are watched; for a function, the outputs of all `Linear` layers but the last
 * @throws {TypeError} for an unknown name; for a model without data or the reverse
 * @throws {Error} when the model has no layer to watch
 * @example plotActivation("relu", { model: net, data: x });
 * @example plotActivation((x) => x.mul(x.sigmoid()), { name: "swish" });
 */
export function plotActivation(
  activation: ActivationName | Layer | Activation,
  options: PlotActivationOptions = {},
): void {
  const picture = activationPicture(activation, options);
  host().showPicture?.(picture);
}

/**
 * The picture that {@link plotActivation} shows. Pure.
 * @example activationPicture("relu").slope
 */
export function activationPicture(
  activation: ActivationName | Layer | Activation,
  options: PlotActivationOptions = {},
): ActivationPicture {
  checkOptions("plotActivation", options, { range: 1, name: 1, model: 1, data: 1 });
  const { range = [-8, 8], model, data } = options;
  const [low, high] = range;
  if (!(low < high)) {
    throw new RangeError(say`plotActivation: range is [${low}, ${high}]; give the smaller number first.`);
  }
  const { run, name } = named(activation, options.name);
  const x = Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
  const { y, slope } = evaluate(run, x);
  const steepest = Math.max(...slope.map(Math.abs).filter(Number.isFinite));
  if ((model === undefined) !== (data === undefined)) {
    throw new TypeError(say`plotActivation: model and data go together; give both, or neither.`);
  }
  const received =
    model && data
      ? watch(activation, model, data).map(([layer, values]) =>
          summarise(layer, values, run, steepest, range),
        )
      : [];
  return { version: 1, kind: "activation", name, x, y: samples(y), slope: samples(slope), received };
}

function named(activation: unknown, given: string | undefined): { run: Activation; name: string } {
  if (typeof activation === "string") {
    if (!isKnown(activation)) {
      const names = Object.keys(plottedModules).join(", ");
      throw new TypeError(
        say`plotActivation: there is no activation "${activation}"; there are ${names}. Or give a function.`,
      );
    }
    return { run: (x) => activations[activation](x), name: given ?? activation };
  }
  if (typeof activation !== "function") {
    throw new TypeError(say`plotActivation: give a name such as "relu", a layer, or a function of a tensor.`);
  }
  const own = activation instanceof Module ? activation.typeName() : activation.name;
  return { run: activation as Activation, name: given ?? (own || "f") };
}

function evaluate(run: Activation, values: ArrayLike<number>): { y: number[]; slope: number[] } {
  const x = tensor(Array.from(values));
  x.requiresGrad = true;
  const y: unknown = run(x);
  if (!(y instanceof Tensor) || y.numel() !== x.numel()) {
    throw new TypeError(say`plotActivation: the function must give one number for each number it gets.`);
  }
  if (!y.requiresGrad) return { y: numbers(y), slope: new Array<number>(x.numel()).fill(0) };
  y.sum().backward();
  return { y: numbers(y), slope: x.gradient ? numbers(x.gradient) : new Array<number>(x.numel()).fill(0) };
}

function numbers(x: Tensor): number[] {
  return x.detach().reshape(-1).toArray() as number[];
}

/** What the watched layers receive (or, for a function of one's own, what the hidden layers give). */
function watch(activation: unknown, model: Layer, data: Tensor): [string, Tensor][] {
  const names = new Map<unknown, string>(
    Array.from(model.namedModules(), ([name, module]) => [module, name]),
  );
  const found: [string, Tensor][] = [];
  const wanted = (module: unknown): boolean => {
    if (typeof activation === "string") return module instanceof plottedModules[activation as ActivationName];
    return module === activation;
  };
  const own = typeof activation === "function" && !(activation instanceof Module);
  quietly(model, () =>
    observeCalls(
      (module, [input], output) => {
        const value = own ? (module instanceof Linear ? output : null) : wanted(module) ? input : null;
        if (value instanceof Tensor) found.push([names.get(module) || model.typeName(), value]);
      },
      () => model(data) as unknown,
    ),
  );
  if (own) found.pop();
  if (found.length === 0) {
    const what =
      typeof activation === "string"
        ? `${plottedModules[activation as ActivationName].name} layer`
        : "such layer";
    throw new Error(say`plotActivation: the model has no ${what}; put one between its Linear layers.`);
  }
  return found;
}

function summarise(
  layer: string,
  received: Tensor,
  run: Activation,
  steepest: number,
  [low, high]: readonly [number, number],
): ReceivedValues {
  const { shape } = received.array;
  const units = shape[shape.length - 1] ?? 1;
  const values = numbers(received);
  const { slope } = evaluate(run, values);
  const examples = values.length / Math.max(1, units);
  const [zero, flat] = [new Array<number>(units).fill(0), new Array<number>(units).fill(0)];
  const bins = new Array<number>(BINS).fill(0);
  let [below, above] = [0, 0];
  values.forEach((value, i) => {
    const steep = Math.abs(slope[i]);
    if (steep === 0) zero[i % units]++;
    if (steep < FLAT * steepest) flat[i % units]++;
    if (value < low) below++;
    else if (value > high) above++;
    else if (value <= high) bins[Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS))]++;
  });
  const dead = zero.filter((count) => count === examples).length;
  const saturated = flat.filter((count, i) => count >= MOSTLY * examples && zero[i] < examples).length;
  return { layer, units, dead, saturated, count: values.length, bins, below, above };
}
