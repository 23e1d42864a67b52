import { byName } from "../core/options.ts";
import { say } from "../payload/say.ts";
import type { Tensor } from "../core/tensor.ts";
import { dropout, dropout2d } from "./functional.ts";
import { Module } from "./module.ts";
import { python } from "./printModule.ts";

/** What is common to layers that drop something. */
abstract class Drop extends Module {
  /** Probability of dropping an element, or a channel; 0.5 by default. */
  readonly p: number;

  constructor(layer: string, options: number | { p?: number }) {
    super();
    const { p = 0.5 } = byName(layer, options, "p", { p: 1 });
    if (!(p >= 0 && p <= 1)) throw new RangeError(say`${layer}: p is ${p}; use a probability in [0, 1].`);
    this.p = p;
  }

  override extraRepr(): string {
    return `p=${python(this.p)}, inplace=False`;
  }
}

/**
 * While training, sets each element to 0 with probability `p` (default 0.5) and divides the others by 1 − p;
 * when predicting, does nothing.
 * @throws {RangeError} when `p` is no probability
 * @example new nn.Sequential(new nn.Linear(784, 256), new nn.ReLU(), new nn.Dropout(0.2), new nn.Linear(256, 10))
 */
export class Dropout extends Drop {
  constructor(options: number | { p?: number } = {}) {
    super("Dropout", options);
  }

  forward(x: Tensor): Tensor {
    return dropout(x, { p: this.p, training: this.training });
  }
}

/**
 * While training, sets each channel of (N, C, …) to 0 with probability `p` (default 0.5) and divides the others by
 * 1 − p; when predicting, does nothing.
 * @throws {RangeError} when `p` is no probability
 * @example new nn.Sequential(new nn.Conv2d(1, 6, 5), new nn.ReLU(), new nn.Dropout2d(0.2))
 */
export class Dropout2d extends Drop {
  constructor(options: number | { p?: number } = {}) {
    super("Dropout2d", options);
  }

  forward(x: Tensor): Tensor {
    return dropout2d(x, { p: this.p, training: this.training });
  }
}
