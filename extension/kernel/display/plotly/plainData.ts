/** A cell's values → data that JSON can say: typed arrays and tensors as arrays, what is no finite number as null. */
import type { PlotlyObject, PlotlyValue } from "../../../../engine/payload/plotly/figure.ts";
import { say } from "../../protocol/messages.ts";
import { isTensor, type TensorShape } from "../tensorPayload.ts";
import { types } from "../inspect/valueInspection.ts";

/** Numbers, and characters of texts by eights: as JSON about 20 MB, which is what an output may have. */
const mostValues = 2_000_000;
const deepest = 40;

/** Keys under which JavaScript keeps more than a value. */
const unsafe: readonly string[] = ["__proto__", "constructor", "prototype"];

/** All values of one figure, which are counted. */
export class PlainData {
  #values = 0;
  /** Objects that hold the one that is looked at. */
  readonly #around = new Set<object>();

  /**
   * @param where what the value is called, such as `layout.title`
   * @throws {TypeError} naming what is no data
   */
  of(value: unknown, where: string): PlotlyValue {
    switch (typeof value) {
      case "number":
        this.#count(1, where);
        return Number.isFinite(value) ? value : null;
      case "boolean":
        this.#count(1, where);
        return value;
      case "string":
        this.#count(1 + value.length / 8, where);
        return value;
      case "bigint":
        this.#count(1, where);
        return Number(value);
      case "undefined":
        return null;
      case "object":
        return value === null ? null : this.#inside(value, where);
      default:
        throw new TypeError(
          say`display.plotly: ${where} is a ${typeof value}, which no drawing can hold. Give its value, or leave it out.`,
        );
    }
  }

  #inside(value: object, where: string): PlotlyValue {
    if (types.isProxy(value)) {
      throw new TypeError(say`display.plotly: ${where} is a proxy. Give a plain object with its values.`);
    }
    if (this.#around.has(value)) {
      throw new TypeError(
        say`display.plotly: ${where} is an object that it stands in itself. Leave it out, or copy what is to be drawn.`,
      );
    }
    if (this.#around.size > deepest) {
      throw new TypeError(say`display.plotly: ${where} is nested too deeply. Give plain arrays and objects.`);
    }
    this.#around.add(value);
    try {
      return this.#plain(value, where);
    } finally {
      this.#around.delete(value);
    }
  }

  #plain(value: object, where: string): PlotlyValue {
    if (Array.isArray(value)) return this.#list(value, where);
    if (isTensor(value)) return this.#tensor(value, where);
    if (ArrayBuffer.isView(value)) {
      if (value instanceof DataView) throw this.#unknown(where);
      return this.#list(Array.from(value as unknown as ArrayLike<number | bigint>), where);
    }
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof Set) return this.#list([...value], where);
    if (value instanceof Map)
      throw new TypeError(
        say`display.plotly: ${where} is a Map. Write Object.fromEntries(…), or [...map.values()].`,
      );
    if ("toJSON" in value && typeof value.toJSON === "function") {
      return this.of((value.toJSON as () => unknown)(), where);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw this.#unknown(where);
    const plain: PlotlyObject = {};
    for (const [key, one] of Object.entries(value) as [string, unknown][]) {
      if (one === undefined || unsafe.includes(key)) continue;
      this.#count(1, where);
      plain[key] = this.of(one, where === "" ? key : `${where}.${key}`);
    }
    return plain;
  }

  #list(list: readonly unknown[], where: string): PlotlyValue[] {
    this.#count(list.length / 8, where);
    // By place, so that holes are gaps, too.
    return Array.from(list, (one, i) => {
      if (typeof one !== "number") return this.of(one, `${where}[${i}]`);
      this.#count(1, where);
      return Number.isFinite(one) ? one : null;
    });
  }

  /** Nested arrays as deep as the shape; a single number for a scalar. */
  #tensor({ array, dtype }: TensorShape, where: string): PlotlyValue {
    const { storage, shape, strides, offset, size } = array;
    this.#count(size, where);
    const { data } = storage;
    const bool = dtype === "bool";
    const read = (axis: number, from: number): PlotlyValue => {
      if (axis === shape.length) {
        const number = data[from] ?? NaN;
        if (bool) return number !== 0;
        return Number.isFinite(number) ? number : null;
      }
      return Array.from({ length: shape[axis] ?? 0 }, (_, i) =>
        read(axis + 1, from + i * (strides[axis] ?? 0)),
      );
    };
    return read(0, offset);
  }

  #unknown(where: string): TypeError {
    return new TypeError(
      say`display.plotly: ${where} is an object of a class. Give plain objects, arrays, typed arrays or tensors.`,
    );
  }

  #count(values: number, where: string): void {
    this.#values += values;
    if (this.#values <= mostValues) return;
    throw new RangeError(
      say`display.plotly: up to ${where} the figure holds more than ${mostValues.toLocaleString("en")} values, too many for a page. Draw every tenth point, or count them in the cell.`,
    );
  }
}
