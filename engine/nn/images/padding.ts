import type { Tensor } from "../../core/tensor.ts";
import { shown } from "../../core/options.ts";
import { pad, type PadMode } from "../../ops/windows/pad.ts";
import { say } from "../../payload/say.ts";
import { Module } from "../module.ts";
import { python } from "../printModule.ts";

/** One number for all sides, or left, right, top, bottom. */
export type Sides = number | readonly [left: number, right: number, top: number, bottom: number];

/** What is common to the layers that add elements around images. */
abstract class Pad extends Module {
  /** Left, right, top, bottom. */
  readonly padding: readonly number[];
  readonly #mode: PadMode;
  readonly #value: number;

  constructor(layer: string, padding: Sides, mode: PadMode, value = 0) {
    super();
    const sides = typeof padding === "number" ? [padding, padding, padding, padding] : padding;
    if (!Array.isArray(sides) || sides.length !== 4 || !sides.every(Number.isInteger)) {
      throw new RangeError(
        say`${layer}: ${shown(padding)} is no padding; give a whole number, or four: [left, right, top, bottom].`,
      );
    }
    this.padding = [...(sides as readonly number[])];
    this.#mode = mode;
    this.#value = value;
  }

  /** @example layer.forward(torch.rand(1, 3, 8, 8)) // or layer(…) */
  forward(x: Tensor): Tensor {
    return pad(x, this.padding, this.#mode, this.#value);
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

/** Zeros around images (N, C, H, W).
 * @example new nn.ZeroPad2d([1, 1, 2, 2]) */
export class ZeroPad2d extends Pad {
  constructor(padding: Sides) {
    super("ZeroPad2d", padding, "constant");
  }
}

/** One number around images (N, C, H, W).
 * @example new nn.ConstantPad2d(1, 0.5) */
export class ConstantPad2d extends Pad {
  /** What is added. */
  readonly value: number;

  constructor(padding: Sides, value: number) {
    super("ConstantPad2d", padding, "constant", value);
    this.value = value;
  }

  override extraRepr(): string {
    return `padding=${python(this.padding)}, value=${python(this.value)}`;
  }
}

/** The mirror image of images (N, C, H, W) around them, without their edge.
 * @example new nn.ReflectionPad2d(1) */
export class ReflectionPad2d extends Pad {
  constructor(padding: Sides) {
    super("ReflectionPad2d", padding, "reflect");
  }
}

/** The edge of images (N, C, H, W) around them.
 * @example new nn.ReplicationPad2d(1) */
export class ReplicationPad2d extends Pad {
  constructor(padding: Sides) {
    super("ReplicationPad2d", padding, "replicate");
  }
}
