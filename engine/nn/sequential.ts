import { context } from "../context.ts";
import { afterLinear } from "../ops/activations.ts";
import { type Node, release } from "../ops/op.ts";
import type { Tensor } from "../tensor.ts";
import { ReLU, Sigmoid, Tanh } from "./activations.ts";
import { isObserved, tellCall } from "./callable.ts";
import { Linear } from "./linear.ts";
import { Module, type Layer } from "./module.ts";
import { shown } from "../options.ts";

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
const relus = original(ReLU);
const sigmoids = original(Sigmoid);
const tanhs = original(Tanh);

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

/** Two layers that were computed together are still two in the graph. */
function attribute(node: Node, linear: Module, activation: Module): void {
  const outer = context.call;
  node.call = { module: activation, outer };
  const [affine] = node.inputs;
  if (affine && !affine.leaf) affine.call = { module: linear, outer };
}

/** Layers one after the other; see {@link Sequential}. */
class Chain extends Module implements Iterable<Layer> {
  /** @throws {TypeError} for something that is not a layer, such as a class without `new` */
  constructor(...layers: Layer[]) {
    super();
    for (const [i, layer] of layers.entries()) this.#set(i, layer);
  }

  #set(i: number, layer: Layer): void {
    if (!((layer as unknown) instanceof Module)) {
      if (Array.isArray(layer)) {
        throw new TypeError(
          "Sequential: give the layers one by one, not in an array: new nn.Sequential(...layers).",
        );
      }
      throw new TypeError(
        `Sequential: entry ${i} is not a module; did you forget "new" or the parentheses? It is ${shown(layer)}.`,
      );
    }
    (this as unknown as Layer[])[i] = layer;
  }

  /** Adds a layer at the end. Returns the module.
   * @example net.append(new nn.Linear(10, 1)) */
  append(layer: Layer): this {
    this.#set(this.size, layer);
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
    const layers = this as unknown as readonly (Layer | undefined)[];
    const all = isObserved();
    let y = x;
    /** What nobody but the next layer sees. */
    let unseen: Tensor | null = null;
    let i = 0;
    // By index: walking over all fields would cost more than a small layer does.
    for (let layer = layers[0]; layer; layer = layers[++i]) {
      const next = layers[i + 1];
      const linear = !all && isLinear(layer) ? layer : null;
      const activation = linear && next && fitsKernel(linear) ? activationOf(next) : null;
      const before = linear ? unseen : null;
      if (linear && activation && next) {
        y = linear.forwardThen(y, activation);
        if (y.node) attribute(y.node, linear, next);
        tellCall(linear, undefined);
        tellCall(next, y);
      } else {
        y = layer(y);
      }
      if (before) keepPrivately(before, y);
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
