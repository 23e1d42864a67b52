import { byName, checkOptions } from "../../core/options.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { ValuesAndIndices } from "../../ops/reduce/extremes.ts";
import { type PairOrNumber, pairOf } from "../../ops/windows/geometry.ts";
import {
  avgPool1d,
  avgPool2d,
  type AvgPoolOptions,
  maxPool1d,
  maxPool2d,
  type MaxPoolOptions,
  type PoolOptions,
} from "../../ops/windows/pool.ts";
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  type OutputSize,
} from "../../ops/windows/adaptivePool.ts";
import { fold, unfold, type UnfoldOptions } from "../../ops/windows/unfold.ts";
import { Module } from "../module.ts";
import { python } from "../printModule.ts";

const maxNames = { stride: 1, padding: 1, dilation: 1, returnIndices: 1, ceilMode: 1 };
const avgNames = { stride: 1, padding: 1, ceilMode: 1, countIncludePad: 1, divisorOverride: 1 };

/** What is common to the pools whose window moves. */
abstract class Pool<Options extends PoolOptions> extends Module {
  /** Extents of the window. */
  readonly kernelSize: PairOrNumber;
  /** Steps from place to place. */
  readonly stride: PairOrNumber;
  /** Elements around the input that count as nothing. */
  readonly padding: PairOrNumber;
  protected readonly options: Options;

  protected constructor(layer: string, rank: 1 | 2, kernelSize: PairOrNumber, options: Options) {
    super();
    pairOf(layer, "kernelSize", kernelSize, 1, rank);
    const { stride, padding = 0 } = options;
    if (stride !== undefined && stride !== null) pairOf(layer, "stride", stride, 1, rank);
    pairOf(layer, "padding", padding, 0, rank);
    this.kernelSize = kernelSize;
    this.stride = stride ?? kernelSize;
    this.padding = padding;
    this.options = options;
    // Not among what printing or looking at the layer shows: the fields above say it.
    Object.defineProperty(this, "options", { enumerable: false });
  }
}

abstract class MaxPool extends Pool<MaxPoolOptions> {
  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    const { dilation = 1, ceilMode = false } = this.options;
    return (
      `kernel_size=${python(kernelSize)}, stride=${python(stride)}, padding=${python(padding)}, ` +
      `dilation=${python(dilation)}, ceil_mode=${python(ceilMode)}`
    );
  }
}

/** What a pool gives: with `returnIndices`, also where in each channel the values were. */
type Pooled<Indices extends boolean> = Indices extends true ? ValuesAndIndices : Tensor;

/**
 * The largest element under a window that moves over images (N, C, H, W) by its own extents, or by `stride`.
 * @example new nn.Sequential(new nn.Conv2d(1, 6, 5), new nn.ReLU(), new nn.MaxPool2d(2))
 * @example new nn.MaxPool2d(3, { stride: 2, padding: 1 })
 * @example const [values, indices] = new nn.MaxPool2d(2, { returnIndices: true })(x);
 */
export class MaxPool2d<Indices extends boolean = false> extends MaxPool {
  constructor(
    kernelSize: PairOrNumber,
    options: PairOrNumber | (MaxPoolOptions & { returnIndices?: Indices }) = {},
  ) {
    super("MaxPool2d", 2, kernelSize, byName("MaxPool2d", options, "stride", maxNames));
  }

  /** @example pool.forward(torch.rand(1, 3, 8, 8)) // or pool(…) */
  forward(x: Tensor): Pooled<Indices> {
    return maxPool2d(x, this.kernelSize, this.options) as Pooled<Indices>;
  }
}

/**
 * The largest element under a window that moves along sequences (N, C, L) by its own length, or by `stride`.
 * @example new nn.MaxPool1d(2)
 */
export class MaxPool1d<Indices extends boolean = false> extends MaxPool {
  constructor(kernelSize: number, options: number | (MaxPoolOptions & { returnIndices?: Indices }) = {}) {
    super("MaxPool1d", 1, kernelSize, byName("MaxPool1d", options, "stride", maxNames));
  }

  /** @example pool.forward(torch.rand(1, 3, 8)) // or pool(…) */
  forward(x: Tensor): Pooled<Indices> {
    return maxPool1d(x, this.kernelSize, this.options) as Pooled<Indices>;
  }
}

/**
 * The mean of the elements under a window that moves over images (N, C, H, W) by its own extents, or by `stride`.
 * @example new nn.AvgPool2d(2, { stride: 2 })
 */
export class AvgPool2d extends Pool<AvgPoolOptions> {
  constructor(kernelSize: PairOrNumber, options: PairOrNumber | AvgPoolOptions = {}) {
    super("AvgPool2d", 2, kernelSize, byName("AvgPool2d", options, "stride", avgNames));
  }

  /** @example pool.forward(torch.rand(1, 3, 8, 8)) // or pool(…) */
  forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${python(kernelSize)}, stride=${python(stride)}, padding=${python(padding)}`;
  }
}

/**
 * The mean of the elements under a window that moves along sequences (N, C, L) by its own length, or by `stride`.
 * @example new nn.AvgPool1d(2)
 */
export class AvgPool1d extends Pool<AvgPoolOptions> {
  constructor(kernelSize: number, options: number | AvgPoolOptions = {}) {
    super("AvgPool1d", 1, kernelSize, byName("AvgPool1d", options, "stride", avgNames));
  }

  /** @example pool.forward(torch.rand(1, 3, 8)) // or pool(…) */
  forward(x: Tensor): Tensor {
    return avgPool1d(x, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    const [size, stride, padding] = [this.kernelSize, this.stride, this.padding].map((n) =>
      python([n].flat()),
    );
    return `kernel_size=${size}, stride=${stride}, padding=${padding}`;
  }
}

/** What is common to the pools whose windows follow from the extents wanted. */
abstract class Adaptive extends Module {
  /** Extents of the output. */
  readonly outputSize: OutputSize;

  constructor(outputSize: OutputSize) {
    super();
    this.outputSize = outputSize;
  }

  override extraRepr(): string {
    const { outputSize: size } = this;
    if (typeof size === "number" || size === null) return `output_size=${python(size)}`;
    return `output_size=(${size.map((n) => python(n)).join(", ")})`;
  }
}

/**
 * Means over as many parts of images (N, C, H, W) as `outputSize` says; 1 is global pooling.
 * @example new nn.Sequential(new nn.AdaptiveAvgPool2d([1, 1]), new nn.Flatten(), new nn.Linear(512, 10))
 */
export class AdaptiveAvgPool2d extends Adaptive {
  /** @example pool.forward(torch.rand(1, 3, 8, 8)) // or pool(…) */
  forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

/** Means over as many parts of sequences (N, C, L) as `outputSize` says.
 * @example new nn.AdaptiveAvgPool1d(1) */
export class AdaptiveAvgPool1d extends Adaptive {
  /** @example pool.forward(torch.rand(1, 3, 8)) // or pool(…) */
  forward(x: Tensor): Tensor {
    return adaptiveAvgPool1d(x, this.outputSize);
  }
}

/** The largest of as many parts of images (N, C, H, W) as `outputSize` says.
 * @example new nn.AdaptiveMaxPool2d(1) */
export class AdaptiveMaxPool2d extends Adaptive {
  /** @example pool.forward(torch.rand(1, 3, 8, 8)) // or pool(…) */
  forward(x: Tensor): Tensor {
    return adaptiveMaxPool2d(x, this.outputSize);
  }
}

/** The largest of as many parts of sequences (N, C, L) as `outputSize` says.
 * @example new nn.AdaptiveMaxPool1d(1) */
export class AdaptiveMaxPool1d extends Adaptive {
  /** @example pool.forward(torch.rand(1, 3, 8)) // or pool(…) */
  forward(x: Tensor): Tensor {
    return adaptiveMaxPool1d(x, this.outputSize);
  }
}

const columnNames = { dilation: 1, padding: 1, stride: 1 };

/** The elements under a window as columns: {@link nn.functional.unfold} as a layer.
 * @example new nn.Unfold(3, { padding: 1 }) */
export class Unfold extends Module {
  /** Extents of the window. */
  readonly kernelSize: PairOrNumber;
  readonly #options: UnfoldOptions;

  constructor(kernelSize: PairOrNumber, options: UnfoldOptions = {}) {
    super();
    checkOptions("Unfold", options, columnNames);
    this.kernelSize = kernelSize;
    this.#options = options;
  }

  forward(x: Tensor): Tensor {
    return unfold(x, this.kernelSize, this.#options);
  }

  override extraRepr(): string {
    const { dilation = 1, padding = 0, stride = 1 } = this.#options;
    return (
      `kernel_size=${python(this.kernelSize)}, dilation=${python(dilation)}, padding=${python(padding)}, ` +
      `stride=${python(stride)}`
    );
  }
}

/** Columns added up to images: {@link nn.functional.fold} as a layer.
 * @example new nn.Fold([4, 5], 2) */
export class Fold extends Module {
  /** Extents of the images. */
  readonly outputSize: PairOrNumber;
  /** Extents of the window. */
  readonly kernelSize: PairOrNumber;
  readonly #options: UnfoldOptions;

  constructor(outputSize: PairOrNumber, kernelSize: PairOrNumber, options: UnfoldOptions = {}) {
    super();
    checkOptions("Fold", options, columnNames);
    this.outputSize = outputSize;
    this.kernelSize = kernelSize;
    this.#options = options;
  }

  forward(x: Tensor): Tensor {
    return fold(x, this.outputSize, this.kernelSize, this.#options);
  }

  override extraRepr(): string {
    const { dilation = 1, padding = 0, stride = 1 } = this.#options;
    return (
      `output_size=${python(this.outputSize)}, kernel_size=${python(this.kernelSize)}, ` +
      `dilation=${python(dilation)}, padding=${python(padding)}, stride=${python(stride)}`
    );
  }
}
