/** Indexing as methods of all tensors; see the table in indexing.ts. */
import { broadcastError } from "../../core/errors.ts";
import { requireTensor } from "../../core/record.ts";
import { broadcastShapes } from "../../core/shape.ts";
import { method, methods, Tensor } from "../../core/tensor.ts";
import "./sparse.ts";
import { setItem } from "../inPlace/inPlace.ts";
import { expand } from "../shape/views.ts";
import { getItem, type Index, selectAxis } from "./indexing.ts";

declare module "../../core/tensor.ts" {
  interface Tensor {
    /** The element or part at integer indices, one per axis from the first; negative ones count from the end. A view.
     * @throws when an index is out of range.
     * @example x.at(0, -1) */
    at(...indices: number[]): Tensor;
    /** What `x[…]` gives in PyTorch: integers, slices (`"1:3"`, `slice(1, 3)`), `"..."`, null, lists of indices, index
     * tensors and masks. Integers and slices give views.
     * @throws when an index is out of range or lists do not pair up.
     * @example yHat.get([0, 1], y)
     * @example x.get(":, 1:3") */
    get(...indices: Index[]): Tensor;
    /** `x[…] = value` in place: indices as in `get`, the value last; it broadcasts.
     * @throws when an index or the value does not fit; for a leaf that requires a gradient, unless in noGrad.
     * @example x.set("0:2", ":", 12) */
    set(...args: [...indices: Index[], value: Tensor | number]): this;
    /** The elements where the bool tensor `mask` holds, 1-D; a copy.
     * @example x.maskedSelect(x.gt(0)) */
    maskedSelect(mask: Tensor): Tensor;
    /** The rows: the tensor at index 0, 1, … of the first axis. @throws for a 0-d tensor. */
    [Symbol.iterator](): IterableIterator<Tensor>;
  }
}

method("at", function (...indices) {
  return getItem(this, indices);
});
method("get", function (...indices) {
  return getItem(this, indices);
});
method("set", function (...args) {
  const value = args[args.length - 1] as Tensor | number;
  setItem(this, args.slice(0, -1), value);
  return this;
});
methods({
  maskedSelect(x, mask: Tensor) {
    requireTensor("maskedSelect", mask);
    const shape = broadcastShapes(x.array.shape, mask.array.shape);
    if (!shape) throw broadcastError("maskedSelect", x.array.shape, mask.array.shape);
    const places = shape.length === 0 ? [1] : shape;
    return getItem(expand(x, places), [expand(mask, places)]);
  },
});
Object.defineProperty(Tensor.prototype, Symbol.iterator, {
  *value(this: Tensor) {
    for (let i = 0; i < this.length; i++) yield selectAxis(this, 0, i);
  },
  writable: true,
  configurable: true,
});
