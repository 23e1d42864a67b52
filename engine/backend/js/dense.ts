/** How the JS backend reads and writes strided arrays: as flat typed arrays in row-major order. */
import { type DType, elementsOf, type NDArray, type TypedArray } from "../../core/ndarray.ts";
import { broadcastStrides, sameShape, type Shape, sizeOf } from "../../core/shape.ts";

export function typedArray(dtype: DType, length: number): TypedArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(length);
    case "float64":
      return new Float64Array(length);
    case "int32":
      return new Int32Array(length);
    case "bool":
      return new Uint8Array(length);
  }
}

/** Calls `visit` with the position in memory of every element of a view, in row-major order of `shape`. */
function walk(
  shape: Shape,
  strides: Shape,
  offset: number,
  visit: (position: number, index: number) => void,
): void {
  const size = sizeOf(shape);
  const counter = new Array<number>(shape.length).fill(0);
  let position = offset;
  for (let index = 0; index < size; index++) {
    visit(position, index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis];
      if (++counter[axis] < shape[axis]) break;
      position -= strides[axis] * shape[axis];
      counter[axis] = 0;
    }
  }
}

/** The elements of `x`, broadcast to `shape`, in row-major order; shares memory when nothing has to move. */
export function dense(x: NDArray, shape: Shape = x.shape): TypedArray {
  if (x.contiguous && sameShape(x.shape, shape)) return elementsOf(x);
  const source = x.storage.data;
  const out = typedArray(x.dtype, sizeOf(shape));
  walk(shape, broadcastStrides(x.shape, x.strides, shape), x.offset, (position, index) => {
    out[index] = source[position];
  });
  return out;
}

/** Writes row-major `values` into a view, casting as an assignment to the typed array does. */
export function scatter(values: ArrayLike<number>, out: NDArray): void {
  const target = out.storage.data;
  walk(out.shape, out.strides, out.offset, (position, index) => {
    target[position] = values[index];
  });
}

/** Writes one value everywhere in a view; where several elements lie in one place, once. */
export function scatterOne(value: number, out: NDArray): void {
  const target = out.storage.data;
  const shape = out.shape.map((extent, axis) => (out.strides[axis] === 0 ? Math.min(extent, 1) : extent));
  walk(shape, out.strides, out.offset, (position) => {
    target[position] = value;
  });
}
