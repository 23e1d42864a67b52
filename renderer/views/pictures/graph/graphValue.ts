/** Tensors of a computation graph as text. */
import { numberText, type Sample } from "../../../../engine/payload/sample.ts";
import type { ShownValue } from "../../../../engine/payload/graphPicture.ts";

/** All numbers when there are no more than `most`, nested as the tensor is; else shape and range. */
export function valueText({ shape, values, low, high }: ShownValue, most: number, digits: number): string {
  if (!values || values.length > most) {
    const range =
      low === null || high === null ? "NaN" : `${numberText(low, digits)} … ${numberText(high, digits)}`;
    return `(${shape.join(", ")}) ${range}`;
  }
  if (values.length === 1) return numberText(values[0] ?? null, digits);
  // Axes of extent 1 in front say nothing that the reader could miss.
  const axes = shape.slice(shape.findIndex((extent) => extent !== 1));
  return nested(values, axes, digits);
}

function nested(values: readonly Sample[], axes: readonly number[], digits: number): string {
  if (axes.length <= 1) return `[${values.map((value) => numberText(value, digits)).join(", ")}]`;
  const [rows = 0, ...rest] = axes;
  const size = rows === 0 ? 0 : values.length / rows;
  const parts = Array.from({ length: rows }, (_, i) =>
    nested(values.slice(i * size, (i + 1) * size), rest, digits),
  );
  return `[${parts.join(", ")}]`;
}

/** `8 B`, `1.2 KB` */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${numberText(bytes / 1024, 3)} KB` : `${numberText(bytes / 1024 ** 2, 3)} MB`;
}
