/** Shapes, strides and the arithmetic on them. Pure; nothing here knows of memory. */

/** Extents, or strides in elements, one per axis. Treated as immutable once made. */
export type Shape = readonly number[];

export const scalarShape: Shape = [];

/** Number of elements; 1 for a 0-d shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i];
  return size;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): Shape {
  const rank = shape.length;
  if (rank === 0) return scalarShape;
  if (rank === 1) return unitStrides;
  const strides = new Array<number>(rank);
  let stride = 1;
  for (let i = rank - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i] === 0 ? 1 : shape[i];
  }
  return strides;
}
const unitStrides: Shape = [1];

/** True when walking `shape` with `strides` visits consecutive elements in row-major order. */
export function isContiguous(shape: Shape, strides: Shape): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const extent = shape[i];
    if (extent === 0) return true;
    if (extent !== 1) {
      if (strides[i] !== expected) return shape.includes(0);
      expected *= extent;
    }
  }
  return true;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * The common shape of `a` and `b` by NumPy's broadcasting rule (align at the right; 1 stretches),
 * or null when they do not fit. Returns `a` or `b` itself where it can.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | null {
  if (sameShape(a, b)) return a;
  if (a.length < b.length) return broadcastShapes(b, a);
  const out = a.slice();
  const shift = a.length - b.length;
  for (let i = 0; i < b.length; i++) {
    const x = a[i + shift];
    const y = b[i];
    if (x === y || y === 1) continue;
    if (x !== 1) return null;
    out[i + shift] = y;
  }
  return out;
}

/** Strides that walk an array of `shape`/`strides` as if it had the (broadcast) shape `target`; stretched axes get 0. */
export function broadcastStrides(shape: Shape, strides: Shape, target: Shape): number[] {
  const out = new Array<number>(target.length).fill(0);
  const shift = target.length - shape.length;
  for (let i = 0; i < shape.length; i++) {
    out[i + shift] = shape[i] === 1 && target[i + shift] !== 1 ? 0 : strides[i];
  }
  return out;
}

/** `axis` counted from the end when negative; -1 when it is out of range (a 0-d shape counts as rank 1). */
export function wrapAxis(axis: number, rank: number): number {
  const limit = rank === 0 ? 1 : rank;
  const wrapped = axis < 0 ? axis + limit : axis;
  return Number.isInteger(wrapped) && wrapped >= 0 && wrapped < limit ? wrapped : -1;
}

/**
 * A reduction along consecutive axes seen as `[outer, n, inner]` of a contiguous array.
 * `first` and `last` are inclusive.
 */
export function foldAxes(
  shape: Shape,
  first: number,
  last: number,
): [outer: number, n: number, inner: number] {
  let outer = 1;
  let n = 1;
  let inner = 1;
  for (let i = 0; i < shape.length; i++) {
    if (i < first) outer *= shape[i];
    else if (i <= last) n *= shape[i];
    else inner *= shape[i];
  }
  return [outer, n, inner];
}

/**
 * Strides with which a view of `shape`/`strides` can be seen as `target` (same number of elements),
 * or null when only a copy can.
 */
export function viewStrides(shape: Shape, strides: Shape, target: Shape): Shape | null {
  if (isContiguous(shape, strides)) return stridesOf(target);
  const out = new Array<number>(target.length);
  let t = target.length - 1;
  let i = shape.length - 1;
  while (i >= 0) {
    if (shape[i] === 1) {
      i--;
      continue;
    }
    // Grow a chunk of axes that lie one after the other in memory.
    const base = strides[i];
    let extent = shape[i];
    while (i > 0 && (shape[i - 1] === 1 || strides[i - 1] === extent * base)) {
      i--;
      extent *= shape[i];
    }
    i--;
    let covered = 1;
    while (t >= 0 && (covered < extent || target[t] === 1)) {
      out[t] = base * covered;
      covered *= target[t];
      t--;
    }
    if (covered !== extent) return null;
  }
  while (t >= 0) {
    if (target[t] !== 1) return null;
    out[t--] = 1;
  }
  return out;
}

/** `(2, 3)`, `(5,)` or `()`: how error messages write a shape. */
export function showShape(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * What `tensor.shape` returns: an array of extents that prints as PyTorch's does.
 * @example zeros(2, 3).shape // torch.Size([2, 3])
 */
export class Size extends Array<number> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** Number of elements.
   * @example zeros(2, 3).shape.numel() // 6 */
  numel(): number {
    return sizeOf(this);
  }

  /** As PyTorch prints it.
   * @example `${zeros(2, 3).shape}` // "torch.Size([2, 3])" */
  override toString(): string {
    return `torch.Size([${this.join(", ")}])`;
  }

  [inspect](): string {
    return this.toString();
  }
}

export function toSize(shape: Shape): Size {
  const size = new Size(shape.length);
  for (let i = 0; i < shape.length; i++) size[i] = shape[i];
  return size;
}
