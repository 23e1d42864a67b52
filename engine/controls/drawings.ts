import { expect } from "../core/expect.ts";
import { checkOptions } from "../core/options.ts";
import { Tensor } from "../core/tensor.ts";
import { tensor } from "../ops/create/create.ts";
import { long } from "../core/dtypes.ts";
import { mostPoints, type DrawingControl, type PlacedPoint, type PointsControl } from "../payload/control.ts";
import { say } from "../payload/say.ts";
import { checkLabel, show } from "./show.ts";

/** What is drawn on. */
export interface DrawingOptions {
  /** Pixels along each side, or height and width. Default 28. */
  size?: number | readonly [height: number, width: number];
  /** What is drawn until somebody draws: numbers from 0 to 1, (height, width). Default: nothing. */
  value?: Tensor;
}

/** The plane, and the classes of points on it. */
export interface PointsOptions {
  /** Ends of the plane. Default [-1, 1]. */
  xlim?: readonly [number, number];
  /** Default [-1, 1]. */
  ylim?: readonly [number, number];
  /** How many classes there are, or their names. Default 2. */
  classes?: number | readonly string[];
  /** The points until somebody places some: x (n, 2), and y, the numbers of their classes. Default: none. */
  value?: { readonly x: Tensor; readonly y: Tensor };
}

/** Points as a data set. */
export interface PlacedPoints {
  /** Where they are, float32, (n, 2). */
  x: Tensor;
  /** Numbers of their classes, (n). */
  y: Tensor;
}

const mostPixels = 256;
const mostClasses = 8;

/**
 * A small image to draw with the pointer under the cell, and its pixels: float32 of shape (height, width), 0 where
 * nothing is drawn and 1 where it is, as the digits of MNIST are.
 *
 * @param label what is drawn
 * @throws {RangeError} for a size that is no whole number from 1 to 256
 * @throws {TypeError} for a value of another shape
 * @example const digit = input.drawing("a digit", { size: 28 });
 */
export function drawing(label: string, options: DrawingOptions = {}): Tensor {
  const owner = "input.drawing";
  checkLabel(owner, label);
  checkOptions(owner, options, { size: 1, value: 1 });
  const { size = 28, value } = options;
  const [height, width] = typeof size === "number" ? [size, size] : size;
  for (const side of [height, width]) {
    if (Number.isInteger(side) && side >= 1 && side <= mostPixels) continue;
    throw new RangeError(say`${owner}: size is ${String(size)}; give whole numbers from 1 to ${mostPixels}.`);
  }
  const control: DrawingControl = {
    kind: "drawing",
    label,
    width,
    height,
    value: value ? inkOf(owner, value, height, width) : new Array<number>(height * width).fill(0),
  };
  return show(control, (ink) => tensor(ink.map((each) => each / 255)).reshape(height, width));
}

function inkOf(owner: string, value: Tensor, height: number, width: number): number[] {
  expect(owner, "value as a tensor", value, value instanceof Tensor);
  const { shape } = value;
  const fits = value.numel() === height * width && shape.at(-1) === width;
  if (!fits)
    throw new TypeError(
      say`${owner}: the value has the shape [${shape.join(", ")}]; give the size's, [${height}, ${width}].`,
    );
  const pixels = value.detach().reshape(-1).toArray() as number[];
  return pixels.map((each) => Math.round(255 * Math.min(1, Math.max(0, Number.isFinite(each) ? each : 0))));
}

/**
 * A plane under the cell to place points of several classes on, and the points: a data set of one's own.
 *
 * @param label what the points are
 * @throws {RangeError} for ends in the wrong order, fewer than one class or more than 8
 * @throws {TypeError} for a value of another shape
 * @example const { x, y } = input.points("examples", { classes: ["blue", "orange"] });
 */
export function points(label: string, options: PointsOptions = {}): PlacedPoints {
  const owner = "input.points";
  checkLabel(owner, label);
  checkOptions(owner, options, { xlim: 1, ylim: 1, classes: 1, value: 1 });
  const { xlim = [-1, 1], ylim = [-1, 1], classes = 2, value } = options;
  for (const [low, high] of [xlim, ylim]) {
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) continue;
    throw new RangeError(say`${owner}: a side goes from ${low} to ${high}; give the smaller number first.`);
  }
  const names = typeof classes === "number" ? numbered(classes) : [...classes];
  if (names.length < 1 || names.length > mostClasses)
    throw new RangeError(say`${owner}: there are ${names.length} classes; give 1 to ${mostClasses}.`);
  const control: PointsControl = {
    kind: "points",
    label,
    x: [xlim[0], xlim[1]],
    y: [ylim[0], ylim[1]],
    classes: names,
    value: value ? placed(owner, value, names.length) : [],
  };
  return show(control, (all) => ({
    x: tensor(all.flatMap(([x, y]) => [x, y])).reshape(all.length, 2),
    y: tensor(
      all.map(([, , label]) => label),
      { dtype: long },
    ),
  }));
}

function numbered(count: number): string[] {
  return Number.isInteger(count) && count >= 0 ? Array.from({ length: count }, (_, i) => String(i)) : [];
}

function placed(owner: string, { x, y }: PlacedPoints, classes: number): PlacedPoint[] {
  const fits =
    x instanceof Tensor &&
    y instanceof Tensor &&
    x.shape.length === 2 &&
    x.shape[1] === 2 &&
    y.numel() === x.shape[0];
  if (!fits) throw new TypeError(say`${owner}: give value as { x, y }: x of shape [n, 2], y of shape [n].`);
  const places = x.detach().toArray() as number[][];
  const labels = y.detach().reshape(-1).toArray() as number[];
  return places.slice(0, mostPoints).map(([across, up], i): PlacedPoint => {
    const label = labels[i];
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(
        say`${owner}: a point has the class ${label}; give numbers from 0 to ${classes - 1}.`,
      );
    return [across, up, label];
  });
}
