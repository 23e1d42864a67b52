import { Linear, type LinearOptions } from "./linear.ts";
import type { Tensor } from "../core/tensor.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { python } from "./printModule.ts";
import { checkOptions } from "../core/options.ts";

/**
 * A {@link Linear} layer that learns the number of its inputs from the first tensor it sees. Call the model
 * once, `net(x)`, before anything asks for its parameters: until then it has none.
 *
 * @example const net = new nn.Sequential(new nn.LazyLinear(256), new nn.ReLU(), new nn.LazyLinear(10)); net(x);
 */
export class LazyLinear extends Module {
  /** Extent of the last axis of the output. */
  readonly outFeatures: number;
  readonly #options: LinearOptions;
  /** Shape (outFeatures, inFeatures); null before the first call. */
  weight: Parameter | null = null;
  /** Shape (outFeatures,); null before the first call, and without a bias. */
  bias: Parameter | null = null;
  #layer: Linear | null = null;

  constructor(outFeatures: number, options: LinearOptions = {}) {
    super();
    checkOptions("LazyLinear", options, { bias: 1, dtype: 1 });
    this.outFeatures = outFeatures;
    this.#options = options;
  }

  /** 0 before the first call. */
  get inFeatures(): number {
    return this.#layer?.inFeatures ?? 0;
  }

  forward(x: Tensor): Tensor {
    if (!this.#layer) {
      this.#layer = new Linear(x.array.shape.at(-1) ?? 0, this.outFeatures, this.#options);
      ({ weight: this.weight, bias: this.bias } = this.#layer);
    }
    return this.#layer(x);
  }

  override typeName(): string {
    return this.#layer ? "Linear" : "LazyLinear";
  }

  override extraRepr(): string {
    const bias = this.#options.bias ?? true;
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${python(bias)}`;
  }
}
