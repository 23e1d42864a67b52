import type { Tensor } from "../../core/tensor.ts";
import { requireTensor } from "../../core/record.ts";
import { relu } from "../../ops/elementwise/activations.ts";
import { Conv2d } from "../../nn/images/conv.ts";
import { Module } from "../../nn/module.ts";
import { BatchNorm2d } from "../../nn/normalisation.ts";

/**
 * The residual block of ResNet: images (N, inputChannels, H, W) → (N, numChannels, H / strides, W / strides), two
 * convolutions of 3 × 3 with batch normalisation, to whose result the input is added.
 * @example const blk = new d2l.Residual(3, 6, true, 2); blk(torch.rand(4, 3, 6, 6)).shape // [4, 6, 3, 3]
 */
export class Residual extends Module {
  /** The first convolution. */
  conv1: Conv2d;
  /** The second one. */
  conv2: Conv2d;
  /** Brings the input to the result's channels and extents; null where it has them. */
  conv3: Conv2d | null;
  /** Behind the first convolution. */
  bn1: BatchNorm2d;
  /** Behind the second one. */
  bn2: BatchNorm2d;

  /**
   * @param use1x1conv whether the input goes through a convolution of 1 × 1 before it is added; default false
   * @param strides of the first convolution; default 1
   */
  constructor(inputChannels: number, numChannels: number, use1x1conv = false, strides = 1) {
    super();
    this.conv1 = new Conv2d(inputChannels, numChannels, 3, { padding: 1, stride: strides });
    this.conv2 = new Conv2d(numChannels, numChannels, 3, { padding: 1 });
    this.conv3 = use1x1conv ? new Conv2d(inputChannels, numChannels, 1, { stride: strides }) : null;
    this.bn1 = new BatchNorm2d(numChannels);
    this.bn2 = new BatchNorm2d(numChannels);
  }

  /** @throws {RangeError} when the input has other channels
   * @example blk.forward(X) // or blk(X) */
  forward(X: Tensor): Tensor {
    requireTensor("Residual", X);
    const Y = this.bn2(this.conv2(relu(this.bn1(this.conv1(X)))));
    return relu(Y.add(this.conv3 ? this.conv3(X) : X));
  }
}
