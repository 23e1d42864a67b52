import type { DTypeName } from "../../core/dtypes.ts";
import { checkOptions, type OptionNames } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { showShape } from "../../core/shape.ts";
import type { Tensor } from "../../core/tensor.ts";
import { empty } from "../../ops/create/create.ts";
import { conv1d, conv2d, convTranspose1d, convTranspose2d } from "../../ops/windows/convolve.ts";
import { marginsOf, type Padding, type PairOrNumber, pairOf } from "../../ops/windows/geometry.ts";
import { pad, type PadMode } from "../../ops/windows/pad.ts";
import { say } from "../../payload/say.ts";
import { fans, kaimingUniform_, uniform_ } from "../init.ts";
import { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { python } from "../printModule.ts";

/** What stands around the input of a convolution. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** How the window of a convolutional layer moves, and its bias and dtype. */
export interface ConvLayerOptions<Bias extends boolean = boolean> {
  /** Steps from place to place. Default 1. */
  stride?: PairOrNumber;
  /** Elements around the input; `"same"` keeps its extents. Default 0. */
  padding?: Padding;
  /** Steps from tap to tap of the kernel. Default 1. */
  dilation?: PairOrNumber;
  /** Groups of channels that do not see each other. Default 1. */
  groups?: number;
  /** Add a learned bias to each output channel. Default true. */
  bias?: Bias;
  /** What is around the input. Default zeros. */
  paddingMode?: PaddingMode;
  /** Default float32. */
  dtype?: DTypeName;
}

/** How the window of a transposed convolution moves, and its bias and dtype. */
export interface ConvTransposeLayerOptions<Bias extends boolean = boolean> {
  /** Steps from place to place in the output. Default 1. */
  stride?: PairOrNumber;
  /** Elements cut off at each side of the output. Default 0. */
  padding?: PairOrNumber;
  /** Elements added behind the output, fewer than the stride or the dilation. Default 0. */
  outputPadding?: PairOrNumber;
  /** Groups of channels that do not see each other. Default 1. */
  groups?: number;
  /** Add a learned bias to each output channel. Default true. */
  bias?: Bias;
  /** Steps from tap to tap of the kernel. Default 1. */
  dilation?: PairOrNumber;
  /** Default float32. */
  dtype?: DTypeName;
}

const names: OptionNames<ConvLayerOptions> = {
  stride: 1,
  padding: 1,
  dilation: 1,
  groups: 1,
  bias: 1,
  paddingMode: 1,
  dtype: 1,
};
const transposeNames: OptionNames<ConvTransposeLayerOptions> = {
  stride: 1,
  padding: 1,
  outputPadding: 1,
  groups: 1,
  bias: 1,
  dilation: 1,
  dtype: 1,
};

/** What is common to convolutions and transposed ones, over one and two axes. */
abstract class Convolution<Bias extends boolean> extends Module {
  /** Channels of the input. */
  readonly inChannels: number;
  /** Channels of the output. */
  readonly outChannels: number;
  /** Extents of the kernel. */
  readonly kernelSize: readonly number[];
  /** Steps from place to place. */
  readonly stride: readonly number[];
  /** Elements around the input, or `same` or `valid`. */
  readonly padding: readonly number[] | "same" | "valid";
  /** Steps from tap to tap. */
  readonly dilation: readonly number[];
  /** Groups of channels that do not see each other. */
  readonly groups: number;
  /** The kernels. */
  weight: Parameter;
  /** Shape (outChannels,); null without a bias. */
  bias: Bias extends true ? Parameter : null;

  protected constructor(
    layer: string,
    rank: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: PairOrNumber,
    options: ConvLayerOptions<Bias>,
    turned: boolean,
  ) {
    super();
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, dtype = "float32" } = options;
    for (const [name, size] of Object.entries({ inChannels, outChannels })) {
      if (!Number.isInteger(size) || size < 1) {
        throw new RangeError(
          say`${layer}: ${name} is ${size}; give two numbers of channels and the kernel's extents, as in new
            nn.${layer}(1, 6, 5).`,
        );
      }
    }
    if (!Number.isInteger(groups) || groups < 1 || inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new RangeError(
        say`${layer}: ${inChannels} input and ${outChannels} output channels do not divide into ${groups} groups.`,
      );
    }
    const own = (name: string, value: PairOrNumber, least: number): number[] =>
      pairOf(layer, name, value, least, rank).slice(2 - rank);
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = own("kernelSize", kernelSize, 1);
    this.stride = own("stride", stride, 1);
    this.dilation = own("dilation", dilation, 1);
    this.groups = groups;
    this.padding = typeof padding === "string" ? padding : own("padding", padding, 0);
    if (typeof padding === "string") {
      const full = (value: PairOrNumber): readonly [number, number] =>
        pairOf(layer, "stride", value, 1, rank);
      marginsOf(layer, padding, full(this.kernelSize), full(this.stride), full(this.dilation), rank);
    }
    const channels = turned ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    this.weight = new Parameter(empty([...channels, ...this.kernelSize], { dtype }));
    this.bias = (bias ? new Parameter(empty(outChannels, { dtype })) : null) as typeof this.bias;
    this.resetParameters();
  }

  /** Draws weight and bias anew: uniform in ±1/√(elements under the kernel).
   * @example layer.resetParameters() */
  resetParameters(): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    if (!this.bias) return;
    const bound = 1 / Math.sqrt(fans(this.weight).fanIn);
    uniform_(this.bias, { a: -bound, b: bound });
  }

  /** @internal Says whose input has the wrong shape. */
  protected check(x: Tensor): void {
    const layer = this.typeName();
    requireTensor(layer, x);
    const { shape } = x.array;
    const rank = this.kernelSize.length;
    const channels = shape.at(-rank - 1);
    if ((shape.length === rank + 1 || shape.length === rank + 2) && channels === this.inChannels) return;
    const wanted = rank === 2 ? "H, W" : "L";
    throw new RangeError(
      say`${layer}: the input has shape ${showShape(shape)}; it must be (N, ${this.inChannels}, ${wanted}) or
        (${this.inChannels}, ${wanted}), for the layer takes ${this.inChannels} channels. A batch of images of one
        channel gets its axis by x.unsqueeze(1).`,
    );
  }

  protected optionText(outputPadding: readonly number[] = [0]): string {
    const { inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias } = this;
    const some = (list: readonly number[], but: number): boolean => list.some((n) => n !== but);
    return [
      `${inChannels}, ${outChannels}, kernel_size=${python(kernelSize)}, stride=${python(stride)}`,
      typeof padding === "string"
        ? `, padding=${padding}`
        : some(padding, 0)
          ? `, padding=${python(padding)}`
          : "",
      some(dilation, 1) ? `, dilation=${python(dilation)}` : "",
      some(outputPadding, 0) ? `, output_padding=${python(outputPadding)}` : "",
      groups === 1 ? "" : `, groups=${groups}`,
      bias === null ? ", bias=False" : "",
    ].join("");
  }
}

/** Convolutions, whose input may be continued otherwise than by zeros. */
abstract class Forwards<Bias extends boolean> extends Convolution<Bias> {
  /** What is around the input. */
  readonly paddingMode: PaddingMode;

  protected constructor(
    layer: string,
    rank: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: PairOrNumber,
    options: ConvLayerOptions<Bias>,
  ) {
    checkOptions(layer, options, names);
    super(layer, rank, inChannels, outChannels, kernelSize, options, false);
    const { paddingMode = "zeros" } = options;
    if (!["zeros", "reflect", "replicate", "circular"].includes(paddingMode)) {
      throw new RangeError(
        say`${layer}: there is no paddingMode ${paddingMode}; use "zeros", "reflect", "replicate" or "circular".`,
      );
    }
    this.paddingMode = paddingMode;
  }

  /** The input with what is around it, and the padding that is left for the convolution. */
  protected padded(x: Tensor): { x: Tensor; padding: Padding } {
    this.check(x);
    const { paddingMode, padding, kernelSize, dilation } = this;
    if (paddingMode === "zeros") return { x, padding };
    const around = [...kernelSize.keys()].reverse().flatMap((axis) => {
      if (padding === "valid") return [0, 0];
      if (padding !== "same") return [padding[axis], padding[axis]];
      const total = (kernelSize[axis] - 1) * dilation[axis];
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    });
    return { x: pad(x, around, paddingMode satisfies PadMode), padding: 0 };
  }

  override extraRepr(): string {
    const mode = this.paddingMode === "zeros" ? "" : `, padding_mode=${this.paddingMode}`;
    return this.optionText() + mode;
  }
}

/**
 * Convolution of images (N, inChannels, H, W), or of one, with learned kernels: (N, outChannels, H′, W′), where
 * H′ = ⌊(H + 2·padding − dilation·(rows − 1) − 1) / stride⌋ + 1. Starts uniform in ±1/√(elements under the kernel),
 * with PyTorch's numbers for the same seed.
 * @example const layer = new nn.Conv2d(1, 6, 5, { padding: 2 }); layer(torch.rand(2, 1, 28, 28)).shape // [2, 6, 28, 28]
 */
export class Conv2d<Bias extends boolean = true> extends Forwards<Bias> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PairOrNumber,
    options: ConvLayerOptions<Bias> = {},
  ) {
    super("Conv2d", 2, inChannels, outChannels, kernelSize, options);
  }

  /** @throws {RangeError} when `x` has not inChannels channels, or the kernel does not fit
   * @example layer.forward(torch.rand(2, 1, 28, 28)) // or layer(…) */
  forward(input: Tensor): Tensor {
    const { x, padding } = this.padded(input);
    const { stride, dilation, groups } = this;
    return conv2d(x, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}

/**
 * Convolution of sequences (N, inChannels, L), or of one, with learned kernels; see {@link Conv2d}.
 * @example const layer = new nn.Conv1d(4, 8, 3); layer(torch.rand(2, 4, 10)).shape // [2, 8, 8]
 */
export class Conv1d<Bias extends boolean = true> extends Forwards<Bias> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PairOrNumber,
    options: ConvLayerOptions<Bias> = {},
  ) {
    super("Conv1d", 1, inChannels, outChannels, kernelSize, options);
  }

  /** @throws {RangeError} when `x` has not inChannels channels, or the kernel does not fit
   * @example layer.forward(torch.rand(2, 4, 10)) // or layer(…) */
  forward(input: Tensor): Tensor {
    const { x, padding } = this.padded(input);
    const { stride, dilation, groups } = this;
    return conv1d(x, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}

/** Transposed convolutions. */
abstract class Turned<Bias extends boolean> extends Convolution<Bias> {
  /** Elements added behind the output. */
  readonly outputPadding: readonly number[];
  declare readonly padding: readonly number[];

  protected constructor(
    layer: string,
    rank: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: PairOrNumber,
    options: ConvTransposeLayerOptions<Bias>,
  ) {
    checkOptions(layer, options, transposeNames);
    const { outputPadding = 0, ...rest } = options;
    if (typeof rest.padding === "string") pairOf(layer, "padding", rest.padding, 0, rank);
    super(layer, rank, inChannels, outChannels, kernelSize, rest, true);
    this.outputPadding = pairOf(layer, "outputPadding", outputPadding, 0, rank).slice(2 - rank);
  }

  override extraRepr(): string {
    return this.optionText(this.outputPadding);
  }
}

/**
 * The transpose of a {@link Conv2d}: images (N, inChannels, H, W), or one, become larger by the stride. The kernels have
 * shape (inChannels, outChannels / groups, rows, columns).
 * @example const up = new nn.ConvTranspose2d(16, 8, 4, { stride: 2, padding: 1 }); up(torch.rand(1, 16, 7, 7)).shape // [1, 8, 14, 14]
 */
export class ConvTranspose2d<Bias extends boolean = true> extends Turned<Bias> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PairOrNumber,
    options: ConvTransposeLayerOptions<Bias> = {},
  ) {
    super("ConvTranspose2d", 2, inChannels, outChannels, kernelSize, options);
  }

  /** @throws {RangeError} when `x` has not inChannels channels
   * @example up.forward(torch.rand(1, 16, 7, 7)) // or up(…) */
  forward(x: Tensor): Tensor {
    this.check(x);
    const { stride, padding, outputPadding, groups, dilation } = this;
    return convTranspose2d(x, this.weight, this.bias, { stride, padding, outputPadding, groups, dilation });
  }
}

/**
 * The transpose of a {@link Conv1d}; see {@link ConvTranspose2d}.
 * @example const up = new nn.ConvTranspose1d(4, 2, 2, { stride: 2 }); up(torch.rand(1, 4, 5)).shape // [1, 2, 10]
 */
export class ConvTranspose1d<Bias extends boolean = true> extends Turned<Bias> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PairOrNumber,
    options: ConvTransposeLayerOptions<Bias> = {},
  ) {
    super("ConvTranspose1d", 1, inChannels, outChannels, kernelSize, options);
  }

  /** @throws {RangeError} when `x` has not inChannels channels
   * @example up.forward(torch.rand(1, 4, 5)) // or up(…) */
  forward(x: Tensor): Tensor {
    this.check(x);
    const { stride, padding, outputPadding, groups, dilation } = this;
    return convTranspose1d(x, this.weight, this.bias, { stride, padding, outputPadding, groups, dilation });
  }
}

/**
 * A {@link Conv2d} layer that learns its number of input channels from the first tensor it sees. Call the model once,
 * `net(x)`, before anything asks for its parameters: until then it has none.
 * @example const net = new nn.Sequential(new nn.LazyConv2d(6, 5), new nn.ReLU()); net(torch.rand(1, 3, 28, 28));
 */
export class LazyConv2d extends Module {
  /** Channels of the output. */
  readonly outChannels: number;
  readonly #kernelSize: PairOrNumber;
  readonly #options: ConvLayerOptions;
  /** The kernels; null before the first call. */
  weight: Parameter | null = null;
  /** Shape (outChannels,); null before the first call, and without a bias. */
  bias: Parameter | null = null;
  #layer: Conv2d<boolean> | null = null;

  constructor(outChannels: number, kernelSize: PairOrNumber, options: ConvLayerOptions = {}) {
    super();
    checkOptions("LazyConv2d", options, names);
    pairOf("LazyConv2d", "kernelSize", kernelSize, 1);
    this.outChannels = outChannels;
    this.#kernelSize = kernelSize;
    this.#options = options;
  }

  /** 0 before the first call. */
  get inChannels(): number {
    return this.#layer?.inChannels ?? 0;
  }

  forward(x: Tensor): Tensor {
    requireTensor("LazyConv2d", x);
    if (!this.#layer) {
      const channels = x.array.shape.at(-3) ?? 0;
      this.#layer = new Conv2d(channels, this.outChannels, this.#kernelSize, this.#options);
      ({ weight: this.weight, bias: this.bias } = this.#layer);
    }
    return this.#layer(x);
  }

  override typeName(): string {
    return this.#layer ? "Conv2d" : "LazyConv2d";
  }

  override extraRepr(): string {
    if (this.#layer) return this.#layer.extraRepr();
    const { stride = 1, padding = 0 } = this.#options;
    const pair = (value: PairOrNumber): string => python(typeof value === "number" ? [value, value] : value);
    const around = typeof padding === "string" ? padding : pair(padding);
    return (
      `0, ${this.outChannels}, kernel_size=${pair(this.#kernelSize)}, stride=${pair(stride)}` +
      (padding === 0 ? "" : `, padding=${around}`)
    );
  }
}
