/** Dropout as a function, with PyTorch's masks for the same seed. */
import { Draw } from "../backend/backend.ts";
import { allocate } from "../core/allocate.ts";
import { context } from "../core/context.ts";
import { isFloating } from "../core/ndarray.ts";
import { byName, type OptionNames } from "../core/options.ts";
import { requireTensor } from "../core/record.ts";
import type { Shape } from "../core/shape.ts";
import { Tensor } from "../core/tensor.ts";
import { zerosLike } from "../ops/create/create.ts";
import { mul } from "../ops/elementwise/binary.ts";
import { say } from "../payload/say.ts";
import { draw } from "./draw.ts";
import { defaultGenerator, type Generator } from "./generator.ts";

/** How much is dropped, and whether. */
export interface DropoutOptions {
  /** Probability of dropping an element. Default 0.5. */
  p?: number;
  /** Without it, nothing happens. Default true. */
  training?: boolean;
  generator?: Generator;
}

const dropoutNames: OptionNames<DropoutOptions> = { p: 1, training: 1, generator: 1 };

/**
 * Sets elements to 0 with probability p and divides the others by 1 − p.
 * @throws {RangeError} when `p` is no probability
 * @example nn.functional.dropout(h, { p: 0.5, training: net.training })
 * @example nn.functional.dropout(h, 0.5, net.training)
 */
export function dropout(
  x: Tensor,
  share: number | DropoutOptions = {},
  rest: boolean | DropoutOptions = {},
): Tensor {
  requireTensor("dropout", x);
  return dropped("dropout", x, x.array.shape, share, rest);
}

/**
 * Sets whole channels of (N, C, …) to 0 with probability p and divides the others by 1 − p.
 * @throws {RangeError} when `p` is no probability
 * @example nn.functional.dropout2d(h, { p: 0.5, training: net.training })
 */
export function dropout2d(
  x: Tensor,
  share: number | DropoutOptions = {},
  rest: boolean | DropoutOptions = {},
): Tensor {
  requireTensor("dropout2d", x);
  const channels = x.array.shape.map((extent, axis) => (axis < 2 ? extent : 1));
  return dropped("dropout2d", x, channels, share, rest);
}

/** `x` times a mask of `shape`. */
function dropped(
  operation: "dropout" | "dropout2d",
  x: Tensor,
  shape: Shape,
  share: number | DropoutOptions,
  rest: boolean | DropoutOptions,
): Tensor {
  const options = {
    ...byName(operation, rest, "training", dropoutNames),
    ...byName(operation, share, "p", dropoutNames),
  };
  const { p = 0.5, training = true, generator = defaultGenerator } = options;
  if (!(p >= 0 && p <= 1)) throw new RangeError(say`${operation}: p is ${p}; use a probability in [0, 1].`);
  if (context.tracer !== null && p > 0) return traced(operation, x, p);
  if (!training || p === 0 || x.array.size === 0) return x;
  if (!isFloating(x.dtype))
    throw new TypeError(say`${operation}: the input is ${x.dtype}; convert it with to("float32").`);
  if (p === 1) return mul(x, zerosLike(x));
  const mask = allocate(operation, x.dtype, shape);
  // What is kept grows, so that the expectation stays the same.
  draw(generator, Draw.choice, mask, 1 - p, 1 / (x.dtype === "float32" ? Math.fround(1 - p) : 1 - p));
  return mul(x, new Tensor(mask));
}

/** In an export, dropout is a step of its own, whether or not it drops anything now. */
function traced(operation: string, x: Tensor, p: number): Tensor {
  const y = x.clone();
  context.tracer?.refine(operation, y, [x], { p });
  return y;
}
