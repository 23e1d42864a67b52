import { byName } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import { dropout } from "./functional.ts";
import { Module } from "./module.ts";
import { python } from "./printModule.ts";

/**
 * While training, sets each element to 0 with probability `p` (default 0.5) and divides the others by 1 − p;
 * when predicting, does nothing.
 * @throws {RangeError} when `p` is no probability
 * @example new nn.Sequential(new nn.Linear(784, 256), new nn.ReLU(), new nn.Dropout(0.2), new nn.Linear(256, 10))
 */
export class Dropout extends Module {
  /** Probability of dropping an element; 0.5 by default. */
  readonly p: number;

  constructor(options: number | { p?: number } = {}) {
    super();
    const { p = 0.5 } = byName("Dropout", options, "p", { p: 1 });
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Dropout: p is ${p}; use a probability in [0, 1].`);
    this.p = p;
  }

  forward(x: Tensor): Tensor {
    return dropout(x, { p: this.p, training: this.training });
  }

  override extraRepr(): string {
    return `p=${python(this.p)}, inplace=False`;
  }
}
