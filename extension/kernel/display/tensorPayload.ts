/** A tensor at a glance: a few numbers about it and a small picture. Reads its memory in place. */
import type { Sample } from "../../../engine/payload/sample.ts";
import type { TensorPayload, TensorPicture } from "../../../engine/payload/values.ts";

/** The engine's tensor, as far as it is read here; cells may have loaded it from anywhere. */
export interface TensorShape {
  readonly dtype: string;
  readonly array: {
    readonly storage: { readonly data: ArrayLike<number> };
    readonly shape: readonly number[];
    readonly strides: readonly number[];
    readonly offset: number;
    readonly size: number;
  };
  toString(): string;
}

/** Below this many elements the text says it all. */
const fewest = 12;
/** Elements looked at, at most. */
const most = 250_000;
/** Rows and columns drawn, at most. */
const side = 32;
const bins = 24;

export function isTensor(value: unknown): value is TensorShape {
  if (typeof value !== "object" || value === null || !("array" in value) || !("dtype" in value)) return false;
  const { array } = value;
  return (
    typeof array === "object" &&
    array !== null &&
    "storage" in array &&
    "shape" in array &&
    "strides" in array &&
    Array.isArray(array.shape) &&
    Array.isArray(array.strides)
  );
}

/** Null for a tensor that its text shows well enough. */
export function tensorPayload(tensor: TensorShape): TensorPayload | null {
  const { array, dtype } = tensor;
  if (array.size < fewest) return null;
  const elementAt = reader(array);
  const values = evenlyChosen(array.size, most).map(elementAt);
  const finite = values.filter((value) => Number.isFinite(value));
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (const value of finite) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const known = finite.length > 0;
  return {
    version: 1,
    shape: [...array.shape],
    dtype,
    text: tensor.toString(),
    min: known ? min : null,
    max: known ? max : null,
    mean: known ? sum / finite.length : null,
    notFinite: values.length - finite.length,
    looked: values.length,
    picture: heatMap(array, elementAt) ?? (known ? histogram(finite, min, max) : null),
  };
}

/** For a matrix; null for anything else. */
function heatMap(array: TensorShape["array"], elementAt: (position: number) => number): TensorPicture | null {
  const [height = 0, width = 0] = array.shape;
  if (array.shape.length !== 2 || height < 2 || width < 2) return null;
  const rows = evenlyChosen(height, side);
  const columns = evenlyChosen(width, side);
  const values = rows.flatMap((row) => columns.map((column) => asSample(elementAt(row * width + column))));
  return { kind: "heat", rows, columns, values };
}

function histogram(values: readonly number[], from: number, to: number): TensorPicture | null {
  if (from === to) return null;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { kind: "histogram", from, to, counts };
}

/** Elements by their position in row-major order. */
function reader({ storage, shape, strides, offset }: TensorShape["array"]): (position: number) => number {
  const { data } = storage;
  return (position) => {
    let at = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] ?? 1;
      at += (position % extent) * (strides[axis] ?? 0);
      position = Math.floor(position / extent);
    }
    return Number(data[at]);
  };
}

/** At most `count` of the numbers below `size`, the first and the last among them. */
function evenlyChosen(size: number, count: number): number[] {
  if (size <= count) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => Math.round((i * (size - 1)) / (count - 1)));
}

function asSample(value: number): Sample {
  return Number.isFinite(value) ? value : null;
}
