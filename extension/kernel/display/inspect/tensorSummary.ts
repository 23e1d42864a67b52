/** Tensors in one line. At most {@link most} elements are read, in place: nothing is copied. */
import type { DType, Tensor } from "../../../../engine/index.ts";

/** Elements looked at; of a larger tensor so many, evenly spread. */
const most = 10_000;
/** Up to so many elements are written out. */
const few = 6;

const bytesOf: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, bool: 1 };

export interface TensorFacts {
  shape: number[];
  dtype: string;
  /** Of its own elements; a view shares them with others. */
  bytes: number;
  summary: string;
}

export function tensorFacts(tensor: Tensor): TensorFacts {
  const { array } = tensor;
  const { dtype, size } = array;
  const values = sampled(array);
  const parts = [size <= few ? written(values, dtype, array.shape.length) : statistics(values, size)];
  if (tensor.requiresGrad) parts.push(tensor.gradient ? "requires grad, has one" : "requires grad");
  return { shape: [...array.shape], dtype, bytes: size * bytesOf[dtype], summary: parts.join(" · ") };
}

/** Elements in row-major order, read through the strides. */
function sampled({ storage, shape, strides, offset, size }: Tensor["array"]): number[] {
  const data = elements(storage);
  const count = Math.min(size, most);
  return Array.from({ length: count }, (_, k) => {
    let rest = Math.floor((k * size) / count);
    let position = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] ?? 1;
      position += (rest % extent) * (strides[axis] ?? 0);
      rest = Math.floor(rest / extent);
    }
    return data[position] ?? NaN;
  });
}

/** A storage's elements where they are: asking for `data` would bring spilled ones back into fast memory. */
export function elements(storage: Tensor["array"]["storage"]): ArrayLike<number> {
  const { spilled } = storage as { spilled?: Uint8Array | null };
  if (!spilled) return storage.data;
  const { buffer, byteOffset } = spilled;
  switch (storage.dtype) {
    case "float32":
      return new Float32Array(buffer, byteOffset, storage.length);
    case "float64":
      return new Float64Array(buffer, byteOffset, storage.length);
    case "int32":
      return new Int32Array(buffer, byteOffset, storage.length);
    case "bool":
      return spilled;
  }
}

function written(values: readonly number[], dtype: DType, axes: number): string {
  const cells = values.map((value) => (dtype === "bool" ? String(value !== 0) : number(value)));
  return axes === 0 ? (cells[0] ?? "") : `[${cells.join(", ")}]`;
}

function statistics(values: readonly number[], size: number): string {
  let [min, max, sum, finite] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const whole = values.length === size;
  const parts =
    finite > 0 ? [`min ${number(min)}`, `mean ${number(sum / finite)}`, `max ${number(max)}`] : [];
  const lost = values.length - finite;
  if (lost > 0) parts.push(`${lost} NaN or ±∞`);
  if (!whole) parts.push(`of ${values.length} sampled`);
  return parts.join(" · ");
}

function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
