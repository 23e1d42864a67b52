import { host } from "../core/host.ts";
import { plural, textsIn } from "../payload/language.ts";
import { TABLE_MIME } from "../payload/mime.ts";
import type { TablePayload } from "../payload/values.ts";
import type { Tensor } from "../core/tensor.ts";

const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** Examples that are shown. */
const SHOWN = 6;
/** Features that are shown: of pictures, not every pixel. */
const COLUMNS = 6;

const en = {
  sizes: (examples: string, features: number) =>
    `${plural(examples, "example")}, ${plural(features, "feature")}`,
  classes: (counts: string) => `classes: ${counts}`,
  class: "class",
  target: "target",
};
const zh: typeof en = {
  sizes: (examples, features) => `${examples} 个样本，${features} 个特征`,
  classes: (counts) => `类别：${counts}`,
  class: "类别",
  target: "目标",
};

/** What {@link LabelledData} is made of. */
export interface LabelledDataParts {
  x: Tensor;
  y: Tensor;
  featureNames: readonly string[];
  classNames: readonly string[];
  description: string;
}

/**
 * A data set in memory: examples along axis 0 of both tensors. Shown, it is a table of its first examples.
 * @example const { x, y, classNames } = await data.iris();
 */
export class LabelledData {
  /** Features, float32, shape (examples, features). */
  readonly x: Tensor;
  /** What is to be predicted: class indices, int32, shape (examples,); or numbers, float32, (examples, 1). */
  readonly y: Tensor;
  /** Names of the features, in the order of their columns in x. */
  readonly featureNames: readonly string[];
  /** Names of the classes by index; empty when y is not a class. */
  readonly classNames: readonly string[];
  /** What it is and where it comes from. */
  readonly description: string;

  constructor({ x, y, featureNames, classNames, description }: LabelledDataParts) {
    this.x = x;
    this.y = y;
    this.featureNames = featureNames;
    this.classNames = classNames;
    this.description = description;
  }

  /**
   * What it is, how large, and its first examples.
   * @example console.log(await data.iris())
   */
  toString(): string {
    const { title, columns, rows, total } = this.#table();
    const cells = [["", ...columns.map(({ name }) => name)], ...rows.map((row, i) => [String(i), ...row])];
    const widths = cells[0].map((_, j) => Math.max(...cells.map((row) => (row[j] ?? "").length)));
    const lines = cells.map((row) => row.map((cell, j) => (cell ?? "").padStart(widths[j])).join("  "));
    return [title, ...lines, ...(total > rows.length ? ["…"] : [])].join("\n");
  }

  /**
   * How a notebook shows it: as a table.
   * @example display(await data.iris())
   */
  toMimeBundle(): Record<string, unknown> {
    return { [TABLE_MIME]: this.#table(), "text/plain": this.toString() };
  }

  [inspect](): string {
    return this.toString();
  }

  #table(): TablePayload & { title: string } {
    const { x, y, featureNames, classNames, description } = this;
    const [total, features] = x.shape;
    const words = textsIn({ en, zh }, host().language ?? "en");
    const sizes = words.sizes(total.toLocaleString("en-US"), features);
    const counts = classNames.map((name, label) => `${name} ${y.eq(label).sum().item()}`).join(", ");
    const names = featureNames.slice(0, COLUMNS);
    const columns = names.map((name) => ({ name, numeric: true }));
    columns.push(
      classNames.length > 0 ? { name: words.class, numeric: false } : { name: words.target, numeric: true },
    );
    const rows = Array.from({ length: Math.min(total, SHOWN) }, (_, i) => {
      const target = y.at(i).reshape(-1).toTypedArray()[0];
      const shown = [...x.at(i).toTypedArray().slice(0, COLUMNS)].map(numberText);
      return [...shown, classNames[target] ?? numberText(target)];
    });
    return {
      version: 1,
      title: [description, sizes, ...(counts === "" ? [] : [words.classes(counts)])].join(" · "),
      columns,
      rows,
      total,
      totalColumns: features + 1,
    };
  }
}

/** A number as its file has it: float32 keeps some seven digits of it. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
