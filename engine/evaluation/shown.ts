/** What all results of an evaluation have in common: a picture as a cell's last value, and a text. */
import { PICTURE_MIME } from "../payload/mime.ts";
import type { Picture } from "../payload/pictures.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** A result that shows itself: its picture in a notebook, its text elsewhere.
 * @example display(confusionMatrix(net, [x, y])) */
export abstract class Shown {
  /** The picture that a notebook shows of it.
   * @example confusionMatrix(net, [x, y]).picture().kind // "axes" */
  abstract picture(): Picture;

  /** The numbers, aligned.
   * @example console.log(String(confusionMatrix(net, [x, y]))) */
  abstract toString(): string;

  /** What a cell shows of it as its last value.
   * @example confusionMatrix(net, [x, y]).toMimeBundle()["text/plain"] */
  toMimeBundle(): Readonly<Record<string, unknown>> {
    return { [PICTURE_MIME]: this.picture(), "text/plain": this.toString() };
  }

  [inspect](): string {
    return this.toString();
  }
}

/** Rows of texts, the first column to the left and the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function digits(value: number, count = 4): string {
  return Number.isFinite(value) ? value.toFixed(count) : String(value);
}
