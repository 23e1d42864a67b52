import { empty } from "../ops/create/create.ts";
import type { afterLinear } from "../ops/elementwise/afterLinear.ts";
import { linear, linearThen } from "../ops/products/linear.ts";
import { requireTensor } from "../core/record.ts";
import { flatten } from "../ops/shape/views.ts";
import type { DTypeName } from "../core/dtypes.ts";
import { showShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { python } from "./printModule.ts";
import { checkOptions } from "../core/options.ts";
import { say, sentences } from "../payload/say.ts";

/** Bias and dtype of a linear layer. */
export interface LinearOptions<Bias extends boolean = boolean> {
  /** Add a learned bias. Default true. */
  bias?: Bias;
  /** Default float32. */
  dtype?: DTypeName;
}

/**
 * An affine transformation, x·Wᵀ + b: a fully-connected layer. Input (…, inFeatures), output
 * (…, outFeatures). Starts uniform in ±1/√inFeatures, with PyTorch's numbers for the same seed.
 *
 * The type of `bias` follows from the call: a parameter, unless the layer was made without one.
 *
 * @example const layer = new nn.Linear(20, 256); layer(torch.rand(2, 20)).shape // [2, 256]
 */
export class Linear<Bias extends boolean = true> extends Module {
  /** Extent of the last axis of the input. */
  readonly inFeatures: number;
  /** Extent of the last axis of the output. */
  readonly outFeatures: number;
  /** Shape (outFeatures, inFeatures). */
  weight: Parameter;
  /** Shape (outFeatures,); null without a bias. */
  bias: Bias extends true ? Parameter : null;

  constructor(inFeatures: number, outFeatures: number, options: Bias | LinearOptions<Bias> = {}) {
    super();
    if (typeof options === "object") checkOptions("Linear", options, { bias: 1, dtype: 1 });
    const { bias = true, dtype = "float32" } = typeof options === "object" ? options : { bias: options };
    for (const [name, size] of Object.entries({ inFeatures, outFeatures })) {
      if (!Number.isInteger(size) || size < 0) {
        throw new RangeError(
          say`Linear: ${name} is ${size}; give two whole numbers, as in new nn.Linear(784, 10).`,
        );
      }
    }
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(empty(outFeatures, inFeatures, { dtype }));
    this.bias = (bias ? new Parameter(empty(outFeatures, { dtype })) : null) as typeof this.bias;
    this.resetParameters();
  }

  /** Draws weight and bias anew.
   * @example layer.resetParameters() */
  resetParameters(): void {
    if (this.weight.array.size > 0) kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    if (!this.bias) return;
    const bound = this.inFeatures > 0 ? 1 / Math.sqrt(this.inFeatures) : 0;
    uniform_(this.bias, { a: -bound, b: bound });
  }

  /** @throws {RangeError} when the last axis of `x` has not inFeatures elements
   * @example layer.forward(torch.rand(2, 20)) // or layer(…) */
  forward(x: Tensor): Tensor {
    this.#check(x);
    return linear(x, this.weight, this.bias);
  }

  /** @internal `forward`, and an activation function after it, in one kernel. */
  forwardThen(x: Tensor, activation: (typeof afterLinear)[keyof typeof afterLinear]): Tensor {
    this.#check(x);
    return linearThen(x, this.weight, this.bias, activation);
  }

  #check(x: Tensor): void {
    requireTensor("Linear", x);
    const { shape } = x.array;
    if (shape[shape.length - 1] !== this.inFeatures) {
      throw new RangeError(
        sentences(
          say`Linear: the input has shape ${showShape(shape)}, but its last axis must have inFeatures =
            ${this.inFeatures} elements.`,
          this.#remedy(shape),
        ),
      );
    }
  }

  #remedy(shape: readonly number[]): string {
    const rest = shape.slice(1).reduce((a, b) => a * b, 1);
    const last = shape.at(-1);
    if (shape.length > 2 && rest === this.inFeatures) return say`Put nn.Flatten() before it.`;
    if (shape.length > 2) {
      return say`nn.Flatten() before it would yield ${rest} features: new nn.Linear(${rest}, ${this.outFeatures}).`;
    }
    // Such as nn.Flatten() yields: what is wrong is the number that was counted for the layer.
    return last ? say`Make the layer with new nn.Linear(${last}, ${this.outFeatures}).` : "";
  }

  override extraRepr(): string {
    const { inFeatures, outFeatures, bias } = this;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${python(bias !== null)}`;
  }
}

/**
 * Joins the axes startDim … endDim (default: all but the first) into one.
 * @example new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 10))
 */
export class Flatten extends Module {
  /** First of the axes that are joined; 1 by default. */
  readonly startDim: number;
  /** Last of the axes that are joined; −1 by default. */
  readonly endDim: number;

  constructor(startDim = 1, endDim = -1) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  forward(x: Tensor): Tensor {
    return flatten(x, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

/**
 * Gives back its input.
 * @example new nn.Identity()(x) // x
 */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}
