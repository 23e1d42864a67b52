import type { Tensor } from "../tensor.ts";
import { Module, type Layer } from "./module.ts";

/** Layers one after the other; see {@link Sequential}. */
class Chain extends Module implements Iterable<Layer> {
  /** @throws {TypeError} for something that is not a layer, such as a class without `new` */
  constructor(...layers: Layer[]) {
    super();
    for (const [i, layer] of layers.entries()) this.#set(i, layer);
  }

  #set(i: number, layer: Layer): void {
    if (!((layer as unknown) instanceof Module)) {
      throw new TypeError(`Sequential: entry ${i} is not a module; did you forget "new" or the parentheses?`);
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
    let y = x;
    let i = 0;
    // By index: walking over all fields would cost more than a small layer does.
    for (let layer = layers[0]; layer; layer = layers[++i]) y = layer(y);
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
