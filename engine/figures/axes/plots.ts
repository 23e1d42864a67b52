/** Plots of one pair of axes, each in one call; what they return takes more. */
import { host, type PicturePort } from "../../core/host.ts";
import { checkOptions } from "../../core/options.ts";
import type { AxesPicture } from "../../payload/axesPicture.ts";
import { say } from "../../payload/say.ts";
import type { Image } from "../images.ts";
import type { Plottable } from "../values.ts";
import {
  PlotAxes,
  axesPort,
  type BarOptions,
  type BoxplotOptions,
  type ErrorBandOptions,
  type HeatmapOptions,
  type HistOptions,
  type ScatterOptions,
} from "./axes.ts";
import type { AxesOptions } from "./options.ts";
import { axesPicture } from "./parts.ts";

/** How {@link subplots} are laid out. */
export interface SubplotsOptions {
  /** Heading of the whole. */
  title?: string;
}

/** Panels of one picture: more are not told apart. */
const MOST = 64;

function show(picture: AxesPicture): PicturePort {
  return host().showPicture?.(picture) ?? { ended: true, update: () => undefined };
}

function single(): PlotAxes {
  const axes: PlotAxes = new PlotAxes(axesPort(() => axesPicture("", [axes.panel]), show));
  return axes;
}

/**
 * Draws points. (`scatter` is PyTorch's, which writes values into a tensor.)
 * @param x one number for each point: a tensor (n) or (n, 1), or a list
 * @param y the same
 * @returns the axes, which take more: `scatterPlot(x, y).plot(x, net(x))`
 * @throws {RangeError} for lists of different lengths
 * @example scatterPlot(x.get(":, 0"), x.get(":, 1"), { labels: y, title: "two moons" });
 */
export function scatterPlot(x: Plottable, y: Plottable, options: ScatterOptions = {}): PlotAxes {
  return single().scatter(x, y, options);
}

/**
 * Draws bars.
 * @param places a name or a number for each bar
 * @param heights as many numbers; or several rows of them, whose bars stand beside one another
 * @returns the axes, which take more
 * @example bar(["adam", "sgd"], [0.97, 0.94], { ylabel: "accuracy", errors: [0.01, 0.02] });
 */
export function bar(
  places: Plottable | readonly string[],
  heights: Plottable,
  options: BarOptions = {},
): PlotAxes {
  return single().bar(places, heights, options);
}

/**
 * Draws how often values fall into each part of their range, as numpy's `histogram` counts.
 * @param values a tensor of any shape, or a list; a list of them draws several
 * @returns the axes, which take more
 * @example hist(torch.randn(1000), { bins: 30 });
 */
export function hist(values: Plottable, options: HistOptions = {}): PlotAxes {
  return single().hist(values, options);
}

/**
 * Draws a matrix with a colour for each entry. For several in one picture see `heatmaps`.
 * @param matrix shape (rows, columns); row 0 is at the top
 * @returns the axes, which take more
 * @example heatmap([[1, 0.3], [0.3, 1]], { xTicks: ["a", "b"], yTicks: ["a", "b"], decimals: 1 });
 */
export function heatmap(matrix: Plottable, options: HeatmapOptions = {}): PlotAxes {
  return single().heatmap(matrix, options);
}

/**
 * Draws an image.
 * @param image height × width, from its smallest value (black) to its largest (white); or with three colours in [0, 1],
 * first or last
 * @returns the axes, which take more
 * @example imshow(images.get(0), { title: "the first" });
 */
export function imshow(image: Image, options: AxesOptions = {}): PlotAxes {
  return single().imshow(image, options);
}

/**
 * Draws how values lie: a box from quartile to quartile with the median, whiskers to the last value within 1.5 times the
 * box's length, and the values beyond.
 * @param values a list of lists or tensors, one for each box; one list is one box
 * @returns the axes, which take more
 * @example boxplot([losses.adam, losses.sgd], { labels: ["adam", "sgd"] });
 */
export function boxplot(values: Plottable, options: BoxplotOptions = {}): PlotAxes {
  return single().boxplot(values, options);
}

/**
 * Draws a line with a band about it: a mean and its deviation, say.
 * @param spread how far the band reaches both ways, a number for each point; or two lists, [low, high]
 * @returns the axes, which take more
 * @example errorBand(epochs, mean, deviation, { xlabel: "epoch", ylabel: "loss" });
 */
export function errorBand(
  x: Plottable,
  y: Plottable,
  spread: Plottable | readonly [low: Plottable, high: Plottable],
  options: ErrorBandOptions = {},
): PlotAxes {
  return single().errorBand(x, y, spread, options);
}

/**
 * Several axes in one picture, to be drawn on one after the other.
 * @returns the axes, line by line
 * @throws {RangeError} for no axes, or more than can be told apart
 * @example const [left, right] = subplots(1, 2); left.scatter(x, y); right.hist(y);
 */
export function subplots(rows: number, columns: number, options: SubplotsOptions = {}): PlotAxes[] {
  checkOptions("subplots", options, { title: 1 });
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (!isCount(rows) || !isCount(columns) || rows * columns > MOST)
    throw new RangeError(
      say`subplots: ${rows} rows and ${columns} columns; give whole numbers from 1 on, ${MOST} axes at most.`,
    );
  const changed = axesPort(
    () =>
      axesPicture(
        options.title ?? "",
        all.map(({ panel }) => panel),
        columns,
      ),
    show,
  );
  const all: PlotAxes[] = Array.from({ length: rows * columns }, () => new PlotAxes(() => changed()));
  return all;
}
