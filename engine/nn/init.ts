/** Ways to fill a tensor before training, in place; PyTorch's `nn.init`. They never record a gradient. */
import { requireTensor } from "../core/record.ts";
import { context } from "../core/context.ts";
import { withGradMode } from "../core/gradMode.ts";
import { normal_ as fillNormal_, uniform_ as fillUniform_ } from "../random/tensors.ts";
import type { Generator } from "../random/generator.ts";
import { byName, checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";
import { showShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";

/** What follows a layer, for `calculateGain`. */
export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

interface From {
  /** Where the numbers come from. Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/** For `kaimingUniform_` and `kaimingNormal_`. */
export interface KaimingOptions extends From {
  /** Slope of the leaky rectifier that follows. Default 0. */
  a?: number;
  /** Keep the variance in the forward (`fanIn`) or in the backward pass (`fanOut`). Default `fanIn`. */
  mode?: "fanIn" | "fanOut";
  /** Default `leakyRelu`. */
  nonlinearity?: Nonlinearity;
}

/**
 * The factor by which a nonlinearity asks for larger weights.
 * @param a slope of `leakyRelu`, default 0.01
 * @example nn.init.calculateGain("tanh") // 5 / 3
 */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  const gains: Record<Nonlinearity, number> = {
    linear: 1,
    sigmoid: 1,
    tanh: 5 / 3,
    relu: Math.SQRT2,
    leakyRelu: Math.sqrt(2 / (1 + a ** 2)),
    selu: 3 / 4,
  };
  return gains[nonlinearity];
}

/**
 * Inputs and outputs of a weight of shape (out, in, …). @throws {RangeError} for fewer than 2 axes
 * @example nn.init.fans(layer.weight) // { fanIn: 784, fanOut: 256 }
 */
export function fans(weight: Tensor): { fanIn: number; fanOut: number } {
  requireTensor("fans", weight);
  const { shape } = weight.array;
  if (shape.length < 2) {
    throw new RangeError(
      say`init: a tensor of shape ${showShape(shape)} has no inputs and outputs; it needs 2 axes.`,
    );
  }
  const field = shape.slice(2).reduce((a, b) => a * b, 1);
  return { fanIn: shape[1] * field, fanOut: shape[0] * field };
}

/**
 * Normal numbers; mean 0 and std 1 by default.
 * @example nn.init.normal_(m.weight, { std: 0.01 });
 * @example nn.init.normal_(m.weight, 0, 0.01);
 */
export function normal_(
  x: Tensor,
  options: number | ({ mean?: number; std?: number } & From) = {},
  spread = 1,
): Tensor {
  requireTensor("normal_", x);
  const {
    mean = 0,
    std = spread,
    generator,
  } = byName("init.normal_", options, "mean", { mean: 1, std: 1, generator: 1 });
  return withGradMode(false, () => fillNormal_(x, mean, std, generator));
}

/**
 * Uniform numbers in [a, b); 0 and 1 by default.
 * @example nn.init.uniform_(m.weight, { a: -0.1, b: 0.1 });
 * @example nn.init.uniform_(m.weight, -10, 10);
 */
export function uniform_(
  x: Tensor,
  options: number | ({ a?: number; b?: number } & From) = {},
  upper = 1,
): Tensor {
  requireTensor("uniform_", x);
  const { a = 0, b = upper, generator } = byName("init.uniform_", options, "a", { a: 1, b: 1, generator: 1 });
  return withGradMode(false, () => fillUniform_(x, a, b, generator));
}

/**
 * Fills with one value.
 * @example nn.init.constant_(m.bias, 0.1);
 */
export function constant_(x: Tensor, value: number): Tensor {
  requireTensor("constant_", x);
  context.backend.fill(x.array, value);
  x.array.counter.version++;
  return x;
}

/**
 * Fills with 0.
 * @example nn.init.zeros_(m.bias);
 */
export function zeros_(x: Tensor): Tensor {
  requireTensor("zeros_", x);
  return constant_(x, 0);
}

/**
 * Fills with 1.
 * @example nn.init.ones_(m.weight);
 */
export function ones_(x: Tensor): Tensor {
  requireTensor("ones_", x);
  return constant_(x, 1);
}

/**
 * Glorot and Bengio 2010: uniform in ±gain·√(6 / (fanIn + fanOut)).
 * @example nn.init.xavierUniform_(m.weight);
 */
export function xavierUniform_(x: Tensor, options: number | ({ gain?: number } & From) = {}): Tensor {
  requireTensor("xavierUniform_", x);
  const { gain = 1, generator } = byName("init.xavierUniform_", options, "gain", { gain: 1, generator: 1 });
  const { fanIn, fanOut } = fans(x);
  const bound = Math.sqrt(3) * gain * Math.sqrt(2 / (fanIn + fanOut));
  return withGradMode(false, () => fillUniform_(x, -bound, bound, generator));
}

/**
 * Glorot and Bengio 2010: normal with std gain·√(2 / (fanIn + fanOut)).
 * @example nn.init.xavierNormal_(m.weight, { gain: 5 / 3 });
 */
export function xavierNormal_(x: Tensor, options: number | ({ gain?: number } & From) = {}): Tensor {
  requireTensor("xavierNormal_", x);
  const { gain = 1, generator } = byName("init.xavierNormal_", options, "gain", { gain: 1, generator: 1 });
  const { fanIn, fanOut } = fans(x);
  return withGradMode(false, () => fillNormal_(x, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), generator));
}

function kaimingStd(x: Tensor, options: KaimingOptions): number {
  checkOptions("init.kaiming", options, { a: 1, mode: 1, nonlinearity: 1, generator: 1 });
  const { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" } = options;
  return calculateGain(nonlinearity, a) / Math.sqrt(fans(x)[mode]);
}

/**
 * He et al. 2015: uniform in ±gain·√(3 / fan).
 * @example nn.init.kaimingUniform_(m.weight, { nonlinearity: "relu" });
 */
export function kaimingUniform_(x: Tensor, options: KaimingOptions = {}): Tensor {
  requireTensor("kaimingUniform_", x);
  const bound = Math.sqrt(3) * kaimingStd(x, options);
  return withGradMode(false, () => fillUniform_(x, -bound, bound, options.generator));
}

/**
 * He et al. 2015: normal with std gain / √fan.
 * @example nn.init.kaimingNormal_(m.weight, { mode: "fanOut", nonlinearity: "relu" });
 */
export function kaimingNormal_(x: Tensor, options: KaimingOptions = {}): Tensor {
  requireTensor("kaimingNormal_", x);
  return withGradMode(false, () => fillNormal_(x, 0, kaimingStd(x, options), options.generator));
}
