import { context } from "../core/context.ts";
import { afterLinear } from "../ops/elementwise/afterLinear.ts";
import type { Node } from "../core/node.ts";
import { release } from "../core/allocate.ts";
import type { Tensor } from "../core/tensor.ts";
import * as activations from "./activations.ts";
import { isObserved, isUnwatched, tellCall } from "./callable.ts";
import { Dropout, Dropout2d } from "./dropout.ts";
import { Conv1d, Conv2d } from "./images/conv.ts";
import { AvgPool1d, AvgPool2d, MaxPool1d, MaxPool2d } from "./images/pooling.ts";
import { Flatten, Identity, Linear } from "./linear.ts";
import { type Layer, Module } from "./module.ts";
import { BatchNorm1d, BatchNorm2d, LayerNorm } from "./normalisation.ts";
import { shown } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** A class whose layers are computed together, and what these do unless somebody has patched them. */
interface Original {
  readonly prototype: Module;
  readonly forward: unknown;
}

const original = ({ prototype }: { readonly prototype: Module }): Original => ({
  prototype,
  forward: Reflect.get(prototype, "forward"),
});
const linears = original(Linear);
const relus = original(activations.ReLU);
const sigmoids = original(activations.Sigmoid);
const tanhs = original(activations.Tanh);

/** What the layers do, unless somebody has patched them, that keep nothing of what they take and give. */
const forgetful: ReadonlyMap<unknown, unknown> = new Map(
  [
    ...Object.values(activations.plottedModules),
    ...[activations.PReLU, activations.Softmax, activations.LogSoftmax],
    ...[Linear, Flatten, Identity, Dropout, Dropout2d, BatchNorm1d, BatchNorm2d, LayerNorm, Conv1d, Conv2d],
    ...[AvgPool1d, AvgPool2d, MaxPool1d, MaxPool2d],
  ].map(({ prototype }) => [prototype, Reflect.get(prototype, "forward")]),
);

function isForgetful(module: Module): boolean {
  const forward = forgetful.get(Object.getPrototypeOf(module));
  return forward !== undefined && Reflect.get(module, "forward") === forward;
}

/** Whether `module` is of the class itself, and does what that does. */
function isPlain(module: Module, { prototype, forward }: Original): boolean {
  return Object.getPrototypeOf(module) === prototype && Reflect.get(module, "forward") === forward;
}

function activationOf(module: Module): (typeof afterLinear)[keyof typeof afterLinear] | null {
  if (isPlain(module, relus)) return afterLinear.relu;
  if (isPlain(module, sigmoids)) return afterLinear.sigmoid;
  return isPlain(module, tanhs) ? afterLinear.tanh : null;
}

function isLinear(module: Module): module is Module & Linear<boolean> {
  return isPlain(module, linears);
}

/** Whether its parameters are those that it was made with, or such as these. */
function fitsKernel({ weight, bias }: Linear<boolean>): boolean {
  return weight.array.shape.length === 2 && (!bias || bias.array.shape[0] === weight.array.shape[0]);
}

/**
 * Lets the memory of what stands between two layers go with the graph, or at once where there is none: a linear
 * layer keeps its input nowhere else and gives no view of it. Behind frozen layers, `after` may have a graph that
 * `between` is no part of, but that keeps it for the gradient of a weight: then the garbage collector takes it.
 */
function keepPrivately(between: Tensor, after: Tensor): void {
  if (between.node) between.node.privately = true;
  else if (!after.node) release(between.array.storage);
}

/** Gives back the memory of what was between two layers that keep nothing, where it has no graph. */
function releasePassing(between: Tensor, after: Tensor): void {
  if (!between.node && !after.node) release(between.array.storage);
}

/** Two layers that were computed together are still two in the graph. */
function attribute(node: Node, linear: Module, activation: Module): void {
  const outer = context.call;
  node.call = { module: activation, outer };
  const [affine] = node.inputs;
  if (affine && !affine.leaf) affine.call = { module: linear, outer };
}

/** Layers one after the other; see {@link Sequential}. */
class Chain extends Module implements Iterable<Layer> {
  /** The layer at a place. */
  readonly [place: number]: Layer;
  /** Whether layers may stand under other names than their places. */
  #named = false;

  /** @throws {TypeError} for something that is not a layer, such as a class without `new` */
  constructor(...layers: Layer[]) {
    super();
    for (const [i, layer] of layers.entries()) this.#set(i, layer);
  }

  #set(i: number, layer: Layer): void {
    if (!((layer as unknown) instanceof Module)) {
      if (Array.isArray(layer)) {
        throw new TypeError(
          say`Sequential: give the layers one by one, not in an array: new nn.Sequential(...layers).`,
        );
      }
      throw new TypeError(
        say`Sequential: entry ${i} is not a module; did you forget "new" or the parentheses? It is
          ${shown(layer)}.`,
      );
    }
    (this as unknown as Layer[])[i] = layer;
  }

  /** Adds a layer at the end under a name of its own: `net.addModule("hidden", …)`; printed and saved with it. */
  override addModule(name: string, module: Module): void {
    super.addModule(name, module);
    if (name !== String(this.children().indexOf(module))) this.#named = true;
  }

  /** Adds a layer at the end. Returns the module.
   * @example net.append(new nn.Linear(10, 1)) */
  append(layer: Layer): this {
    if (this.#named) this.addModule(String(this.size), layer);
    else this.#set(this.size, layer);
    return this;
  }

  /** Number of layers; Python's `len(net)`. */
  get size(): number {
    return this.children().length;
  }

  /** The layer at place `i`, from the end when negative; undefined when there is none.
   * @example net.at(-1) */
  at(i: number): Layer | undefined {
    return this.children().at(i) as Layer | undefined;
  }

  [Symbol.iterator](): Iterator<Layer> {
    return (this.children() as Layer[])[Symbol.iterator]();
  }

  forward(x: Tensor): Tensor {
    const layers = (this.#named ? this.children() : this) as unknown as readonly (Layer | undefined)[];
    const all = isObserved();
    let y = x;
    /** What nobody but the next layer sees. */
    let unseen: Tensor | null = null;
    /** The same where it is no part of a graph, whichever layer made it. */
    let passing: Tensor | null = null;
    const unwatched = isUnwatched();
    let i = 0;
    // By index: walking over all fields would cost more than a small layer does.
    for (let layer = layers[0]; layer; layer = layers[++i]) {
      const next = layers[i + 1];
      const linear = !all && isLinear(layer) ? layer : null;
      const activation = linear && next && fitsKernel(linear) ? activationOf(next) : null;
      const before = linear ? unseen : null;
      const given: Tensor = y;
      if (linear && activation && next) {
        y = linear.forwardThen(y, activation);
        if (y.node) attribute(y.node, linear, next);
        tellCall(linear, undefined);
        tellCall(next, y);
      } else {
        y = layer(y);
      }
      if (before) keepPrivately(before, y);
      passing ??= before ? null : unseen;
      const forgets = activation !== null || (unwatched && !y.node && isForgetful(layer));
      // A view of what is passing passes as well; a layer of somebody's own may give anything.
      const made = forgets && y.array.storage !== given.array.storage;
      if (passing && made) releasePassing(passing, y);
      passing = forgets && (made || passing) && !activation ? y : null;
      unseen = activation ? y : null;
      if (activation) i++;
    }
    return y;
  }

  override typeName(): string {
    return "Sequential";
  }
}

type IndexOf<L extends readonly Layer[]> = number extends L["length"]
  ? number
  : Extract<keyof L, `${number}`>;

/** Layers one after the other, each to be had by its place: `net[0].weight`. */
export type Sequential<L extends readonly Layer[] = readonly Layer[]> = Chain & Pick<L, IndexOf<L>>;

/**
 * Chains layers: each gets what the one before it gives.
 * @example
 * const net = new nn.Sequential(new nn.Linear(4, 8), new nn.ReLU(), new nn.Linear(8, 1));
 * net(torch.rand(2, 4));
 * net[0].weight.shape; // [8, 4]
 */
export const Sequential = Chain as unknown as new <L extends readonly Layer[]>(...layers: L) => Sequential<L>;
