/** Axes as the public functions take them: one, several or all. */
import { say } from "../payload/say.ts";
import { axisError } from "./errors.ts";
import { type Shape, wrapAxis } from "./shape.ts";
import { checkOptions, type OptionNames } from "./options.ts";

/** `0`, `-1`, `[0, 1]`; none means all. */
export type Axes = number | readonly number[];

/** For reductions along one axis. */
export interface ReduceOneOptions extends DimOptions, KeepdimOptions {}

/** Axes and keepdim of a reduction: `{ dim: [0, 1], keepdim: true }`. */
export interface ReduceOptions extends KeepdimOptions {
  dim?: Axes | undefined;
  /** NumPy's word for `dim`. */
  axis?: Axes | undefined;
}

/** Whether to keep the reduced axes with extent 1: `x.sum(0, true)`, `x.sum(0, { keepdim: true })`. */
export type Keepdim = boolean | KeepdimOptions;

/** Whether an axis that is reduced stays with extent 1: `{ keepdim: true }`. */
export interface KeepdimOptions {
  /** Keep the reduced axes with extent 1. Default false. */
  keepdim?: boolean | undefined;
  /** NumPy's word for `keepdim`. */
  keepdims?: boolean | undefined;
}

/** One axis, as `1`, `{ dim: 1 }` or `{ axis: 1 }`. */
export type Dim = number | DimOptions;

/** An axis by name: `{ dim: 1 }`, or `{ axis: 1 }` as NumPy has it. */
export interface DimOptions {
  dim?: number | undefined;
  /** NumPy's word for `dim`. */
  axis?: number | undefined;
}

const dimNames: OptionNames<DimOptions> = { dim: 1, axis: 1 };
const reduceNames: OptionNames<ReduceOptions> = { dim: 1, keepdim: 1, axis: 1, keepdims: 1 };

/** The axis that was asked for, if any. @throws {TypeError} for options that there are not */
export function dimOf(
  operation: string,
  dim: Dim | undefined,
  names: OptionNames<DimOptions> = dimNames,
): number | undefined {
  if (typeof dim !== "object") return dim;
  checkOptions(operation, dim, names);
  return dim.dim ?? dim.axis;
}

/** The axis and keepdim of a reduction along one axis: `(dim, keepdim)` or `({ dim, keepdim })`. */
export function oneAxis(
  operation: string,
  dim: number | ReduceOneOptions | undefined,
  keepdim: Keepdim | undefined,
): { dim: number | undefined; keepdim: boolean } {
  return {
    dim: dimOf(operation, dim, reduceNames),
    keepdim: keepsDim(operation, typeof dim === "object" ? dim : keepdim),
  };
}

/** Like {@link dimOf}. @throws when there is none */
export function neededDim(operation: string, dim: Dim): number {
  const axis = dimOf(operation, dim);
  if (axis === undefined)
    throw new TypeError(say`${operation}: along which axis? Pass its number, or { dim: 0 }.`);
  return axis;
}

/** Whether to keep the reduced axes. */
function keepsDim(operation: string, keepdim: Keepdim | undefined): boolean {
  if (typeof keepdim === "object") checkOptions<ReduceOptions>(operation, keepdim, reduceNames);
  return typeof keepdim === "object" ? (keepdim.keepdim ?? keepdim.keepdims ?? false) : (keepdim ?? false);
}

/** One axis in 0 … rank − 1. @throws when there is no such axis. */
export function axisOf(operation: string, axis: number, shape: Shape): number {
  const wrapped = wrapAxis(axis, shape.length);
  if (wrapped < 0) throw axisError(operation, axis, shape);
  return wrapped;
}

/** The axes in ascending order, or null for all of them. @throws when one is out of range or there twice. */
export function axesOf(operation: string, dim: Axes | undefined, shape: Shape): readonly number[] | null {
  if (dim === undefined) return null;
  if (typeof dim === "number") {
    const axis = axisOf(operation, dim, shape);
    return shape.length === 0 ? null : [axis];
  }
  if (typeof (dim as unknown) !== "object") {
    throw new TypeError(
      say`${operation}: dim is ${JSON.stringify(dim)}; give the number of an axis, or an array of them.`,
    );
  }
  if (dim.length === 0) return null;
  const axes = dim.map((axis) => axisOf(operation, axis, shape)).sort((a, b) => a - b);
  for (let i = 1; i < axes.length; i++) {
    if (axes[i] === axes[i - 1])
      throw new RangeError(say`${operation}: axis ${axes[i]} appears twice in dim.`);
  }
  return shape.length === 0 ? null : axes;
}

/** `shape` without `axes`, or with extent 1 there. */
export function reducedShape(shape: Shape, axes: readonly number[] | null, keepdim: boolean): Shape {
  if (keepdim) return shape.map((extent, axis) => (!axes || axes.includes(axis) ? 1 : extent));
  return axes ? shape.filter((_, axis) => !axes.includes(axis)) : [];
}

/** The options of a reduction, with its axes and whether they are kept. */
type Reduced<T> = { dim: Axes | undefined; keepdim: boolean } & Omit<T, "dim" | "keepdim">;

/** `(dim, keepdim)`, `(dim, { keepdim })` and `({ dim, keepdim })` are the same call. */
export function reduceOptions<T extends ReduceOptions>(
  operation: string,
  dim: Axes | T | undefined,
  keepdim: boolean | T | KeepdimOptions | undefined,
  names: OptionNames<T> = reduceNames as OptionNames<T>,
): Reduced<T> {
  if (!isOptions(dim) && typeof keepdim !== "object") {
    return { dim, keepdim: keepdim ?? false } as Reduced<T>;
  }
  const rest = typeof keepdim === "object" ? keepdim : { keepdim };
  const options = (isOptions(dim) ? dim : { ...rest, dim }) as T;
  if (isOptions(dim)) checkOptions(operation, options, names);
  else if (typeof keepdim === "object") checkOptions(operation, keepdim as T, names);
  return {
    ...options,
    dim: options.dim ?? options.axis,
    keepdim: options.keepdim ?? options.keepdims ?? false,
  };
}

function isOptions<T extends ReduceOptions>(dim: Axes | T | undefined): dim is T {
  return typeof dim === "object" && !Array.isArray(dim);
}
