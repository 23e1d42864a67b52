/** Products of matrices added to something. */
import { checkOptions } from "../../core/options.ts";
import { requireTensor } from "../../core/record.ts";
import { methods, type Methods, type Tensor } from "../../core/tensor.ts";
import { broadcastShapes, sameShape, showShape } from "../../core/shape.ts";
import { say } from "../../payload/say.ts";
import { add, mul } from "../elementwise/binary.ts";
import { bmm, mm } from "./matmul.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<typeof import("./added.ts")> {}
}

/** Factors of what is added and of the product. */
export interface AddedOptions {
  /** Factor of the tensor that the product is added to. Default 1; with 0, its NaN and infinities do not count. */
  beta?: number;
  /** Factor of the product. Default 1. */
  alpha?: number;
}

function addedTo(operation: string, x: Tensor, options: AddedOptions, multiply: () => Tensor): Tensor {
  requireTensor(operation, x);
  checkOptions(operation, options, { beta: 1, alpha: 1 });
  const { beta = 1, alpha = 1 } = options;
  const product = multiply();
  const { shape } = product.array;
  if (!sameShape(broadcastShapes(x.array.shape, shape) ?? [], shape)) {
    throw new RangeError(
      say`${operation}: ${showShape(x.array.shape)} does not stretch to the shape of the product, ${showShape(shape)}.`,
    );
  }
  const scaled = alpha === 1 ? product : mul(product, alpha);
  return beta === 0 ? scaled : add(beta === 1 ? x : mul(x, beta), scaled);
}

/** beta·x + alpha·(a · b) of matrices; x broadcasts.
 * @throws when the shapes do not fit.
 * @example addmm(bias, x, w) */
export function addmm(x: Tensor, a: Tensor, b: Tensor, options: AddedOptions = {}): Tensor {
  return addedTo("addmm", x, options, () => mm(a, b));
}

/** beta·x + alpha·(a · b) of batches of matrices, (b, n, m) and (b, m, p); x broadcasts.
 * @throws when the shapes do not fit.
 * @example baddbmm(mask, queries, keys.transpose(1, 2)) */
export function baddbmm(x: Tensor, a: Tensor, b: Tensor, options: AddedOptions = {}): Tensor {
  return addedTo("baddbmm", x, options, () => bmm(a, b));
}

methods({ addmm, baddbmm });
