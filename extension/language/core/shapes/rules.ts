/** Shapes of results from shapes of operands, as far as they are known. Pure. */

import type { ShapeMismatch } from "../../protocol.ts";

/** An extent, or null for one that is not known. */
export type Extent = number | null;
export type KnownShape = readonly Extent[];

/** Why two shapes cannot go together: two sizes that should be the same. */
export type Mismatch = ShapeMismatch;

/** A shape; a mismatch; or null where nothing is certain. */
export type Outcome = { shape: KnownShape } | { mismatch: Mismatch } | null;

function showShape(shape: KnownShape): string {
  return `(${shape.map((extent) => extent ?? "?").join(", ")})`;
}

/** Element by element: aligned at the right, 1 stretches. */
export function broadcast(operation: string, a: KnownShape, b: KnownShape): Outcome {
  const rank = Math.max(a.length, b.length);
  const shape: Extent[] = [];
  for (let i = 1; i <= rank; i++) {
    const [left, right] = [a.at(-i) ?? (i <= a.length ? null : 1), b.at(-i) ?? (i <= b.length ? null : 1)];
    if (left !== null && right !== null && left !== right && left !== 1 && right !== 1) {
      const mismatch = { kind: "broadcast", operation, left: showShape(a), right: showShape(b) } as const;
      return { mismatch: { ...mismatch, sizes: [left, right] } };
    }
    shape.unshift(left === 1 ? right : (left ?? (right === 1 ? null : right)));
  }
  return { shape };
}

/** PyTorch's matmul: vectors are rows or columns, what is before the last two axes is broadcast. */
export function matmul(operation: string, a: KnownShape, b: KnownShape): Outcome {
  if (a.length === 0 || b.length === 0) return null;
  const [inner, outer] = [a.at(-1) ?? null, (b.length === 1 ? b.at(-1) : b.at(-2)) ?? null];
  if (inner !== null && outer !== null && inner !== outer) {
    const mismatch = { kind: "matmul", operation, left: showShape(a), right: showShape(b) } as const;
    return { mismatch: { ...mismatch, sizes: [inner, outer] } };
  }
  const batch = broadcast(operation, a.slice(0, -2), b.slice(0, -2));
  if (!batch || "mismatch" in batch) return batch;
  const rows = a.length === 1 ? [] : [a.at(-2) ?? null];
  const columns = b.length === 1 ? [] : [b.at(-1) ?? null];
  return { shape: [...batch.shape, ...rows, ...columns] };
}

/** @param sizes one of them may be −1 */
export function reshape(operation: string, shape: KnownShape, sizes: readonly number[]): Outcome {
  const count = product(shape);
  const given = sizes.filter((size) => size !== -1).reduce((all, size) => all * size, 1);
  const open = sizes.length - sizes.filter((size) => size !== -1).length;
  if (open > 1) return null;
  if (count !== null && (open === 1 ? given === 0 || count % given !== 0 : given !== count)) {
    const mismatch = {
      kind: "elements",
      operation,
      left: showShape(shape),
      right: showShape(sizes),
    } as const;
    return { mismatch: { ...mismatch, sizes: [count, given] } };
  }
  const rest = count === null || given === 0 ? null : count / given;
  return { shape: sizes.map((size) => (size === -1 ? rest : size)) };
}

function product(shape: KnownShape): Extent {
  return shape.reduce<Extent>((all, extent) => (all === null || extent === null ? null : all * extent), 1);
}

/** The axis counted from the front; null for one that there is not. */
export function axisOf(dim: number, rank: number): number | null {
  const axis = dim < 0 ? dim + rank : dim;
  return axis >= 0 && axis < rank ? axis : null;
}

export function flatten(shape: KnownShape, from = 0, to = -1): Outcome {
  const [first, last] = [axisOf(from, shape.length), axisOf(to, shape.length)];
  if (first === null || last === null || first > last) return null;
  const joined = product(shape.slice(first, last + 1));
  return { shape: [...shape.slice(0, first), joined, ...shape.slice(last + 1)] };
}

/** A layer of the engine's. `same`: it leaves the shape as it is. `other`: nothing is known. */
export type Layer =
  | { kind: "linear"; from: number; to: number }
  | { kind: "flatten" }
  | { kind: "same" }
  | { kind: "other" }
  | { kind: "sequence"; layers: readonly Layer[] };

export function apply(layer: Layer, shape: KnownShape): Outcome {
  switch (layer.kind) {
    case "linear": {
      const width = shape.at(-1) ?? null;
      if (shape.length === 0) return null;
      if (width !== null && width !== layer.from)
        return { mismatch: featureMismatch(layer, width, showShape(shape)) };
      return { shape: [...shape.slice(0, -1), layer.to] };
    }
    case "flatten":
      return shape.length < 2 ? null : flatten(shape, 1);
    case "same":
      return { shape };
    case "other":
      return null;
    case "sequence": {
      let now: Outcome = { shape };
      for (const inner of layer.layers) {
        if (!now || "mismatch" in now) return now;
        now = apply(inner, now.shape);
      }
      return now;
    }
  }
}

/** The first of the layers that cannot take what those before it give. */
export function mismatchInSequence(layers: readonly Layer[]): { index: number; mismatch: Mismatch } | null {
  let width: Extent = null;
  for (const [index, layer] of layers.entries()) {
    if (layer.kind === "linear") {
      if (width !== null && width !== layer.from) {
        return { index, mismatch: featureMismatch(layer, width, `(…, ${width})`) };
      }
      width = layer.to;
    } else if (layer.kind !== "same") {
      width = null;
    }
  }
  return null;
}

function featureMismatch({ from, to }: { from: number; to: number }, width: number, left: string): Mismatch {
  return {
    kind: "features",
    operation: `Linear(${from}, ${to})`,
    left,
    right: `(…, ${from})`,
    sizes: [width, from],
  };
}
