/**
 * What checks read of a person's values. Tensors are read in place, through no method that the value brings along:
 * what it is asked never learns what is expected.
 */
import { isTensor, type TensorShape } from "../display/tensorPayload.ts";
import { types } from "../display/inspect/valueInspection.ts";

/** Numbers with their shape, row by row. */
export interface Numbers {
  shape: readonly number[];
  /** Of tensors; null for plain numbers and arrays. */
  dtype: string | null;
  values: readonly number[];
}

/** Null for what holds no numbers, and for nested arrays whose rows differ in length. */
export function numbersOf(value: unknown): Numbers | null {
  if (typeof value === "number") return { shape: [], dtype: null, values: [value] };
  if (types.isProxy(value)) return null;
  if (isTensor(value)) return tensorNumbers(value);
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return null;
  const items = Array.from(value as unknown as ArrayLike<unknown>, numbersOf);
  const inner = items[0]?.shape ?? [];
  if (items.some((item) => !item || !sameShape(item.shape, inner))) return null;
  return {
    shape: [items.length, ...inner],
    dtype: null,
    values: items.flatMap((item) => item?.values ?? []),
  };
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, i) => extent === b[i]);
}

/** As PyTorch writes it. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

function tensorNumbers({ array, dtype }: TensorShape): Numbers {
  const { storage, shape, strides, offset, size } = array;
  // An index on any axis of a tensor is a step in its storage.
  const { data } = storage;
  const values = Array.from({ length: size }, (_, k) => {
    let rest = k;
    let position = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] ?? 1;
      position += (rest % extent) * (strides[axis] ?? 0);
      rest = Math.floor(rest / extent);
    }
    return data[position] ?? NaN;
  });
  return { shape: [...shape], dtype, values };
}

/** Where element `k` is: `[1, 3]`. */
export function placeOf(k: number, shape: readonly number[]): string {
  const index: number[] = [];
  let rest = k;
  for (const extent of shape.toReversed()) {
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return `[${index.join(", ")}]`;
}

/** In one line, for a message. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (typeof value === "function") return "a function";
  if (types.isProxy(value)) return "a Proxy";
  const numbers = numbersOf(value);
  if (numbers && typeof value !== "number") {
    const few = numbers.values.slice(0, 6).map(numberText).join(", ");
    const rest = numbers.values.length > 6 ? ", …" : "";
    const kind = numbers.dtype === null ? "array" : "tensor";
    if (numbers.shape.length === 0) return `tensor(${few})`;
    return `${kind} ${shapeText(numbers.shape)} [${few}${rest}]`;
  }
  if (typeof value === "number") return numberText(value);
  if (typeof value === "object" && value !== null) {
    try {
      return cut(JSON.stringify(value));
    } catch {
      return "an object";
    }
  }
  return String(value);
}

export function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
