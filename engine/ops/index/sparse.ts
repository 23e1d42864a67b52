/** What PyTorch's sparse tensors offer, of gradients that keep rows. */
import { context } from "../../core/context.ts";
import { fromStorage, type NDArray, viewOf } from "../../core/ndarray.ts";
import { allocate } from "../../core/allocate.ts";
import { requireRows, type RowGradient } from "../../core/rowGradient.ts";
import { methods, type Methods, Tensor } from "../../core/tensor.ts";
import { say } from "../../payload/say.ts";

declare module "../../core/tensor.ts" {
  interface Tensor extends Methods<
    typeof import("./sparse.ts"),
    "toDense" | "coalesce" | "indices" | "values"
  > {}
}

function copied(x: NDArray, shape: readonly number[]): Tensor {
  const out = allocate("indices", x.dtype, x.shape);
  context.backend.copy(x, out);
  return new Tensor(viewOf(out, shape, fromStorage(out.storage, shape).strides, 0));
}

/** Every place once. @throws when the gradient was changed where it has no rows */
function summedRows(operation: string, x: Tensor): RowGradient {
  const summed = requireRows(operation, x).summed();
  if (summed) return summed;
  throw new RangeError(
    say`${operation}: this gradient was changed in rows that it did not have; use toDense().`,
  );
}

/** The whole matrix of a sparse gradient; any other tensor itself.
 * @example table.weight.grad.toDense() */
export function toDense(x: Tensor): Tensor {
  return x.isSparse ? x.clone() : x;
}

/** A sparse gradient with each row once, those of one place added up, in the order of the places.
 * @throws {TypeError} for other tensors
 * @example table.weight.grad.coalesce().indices() */
export function coalesce(x: Tensor): Tensor {
  return summedRows("coalesce", x);
}

/** Which rows a sparse gradient has, each once, (1, n): as PyTorch's of `coalesce()`.
 * @throws {TypeError} for other tensors
 * @example table.weight.grad.indices() */
export function indices(x: Tensor): Tensor {
  const places = summedRows("indices", x).placed()?.places;
  if (!places) return x;
  return copied(places, [1, places.size]);
}

/** The rows of a sparse gradient in the order of `indices()`, those of one place added up.
 * @throws {TypeError} for other tensors
 * @example table.weight.grad.values() */
export function values(x: Tensor): Tensor {
  const rows = summedRows("values", x).placed()?.rows;
  return rows ? copied(rows, rows.shape) : x;
}

methods({ toDense, coalesce, indices, values });
