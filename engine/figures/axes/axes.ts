/** Axes that marks are put on, one call after the other. */
import { expect } from "../../core/expect.ts";
import type { PicturePort } from "../../core/host.ts";
import { checkOptions, type OptionNames } from "../../core/options.ts";
import type { AxesMark, AxesPanel, AxesPicture } from "../../payload/axesPicture.ts";
import { say } from "../../payload/say.ts";
import { encodePng, pngDataUrl } from "../png.ts";
import { type Image, pixelsOf } from "../images.ts";
import { type Plottable, rowsOf, type TensorLike } from "../values.ts";
import { type BinOptions, histogram } from "./bars.ts";
import { boxesMark } from "./boxes.ts";
import { type AxesOptions, axesNames, withOptions } from "./options.ts";
import { axesPanel, barsMark, cellsMark, lineMark, pointsMark } from "./parts.ts";

/** How {@link PlotAxes.plot} draws lines. */
export interface LinesOptions extends AxesOptions {
  /** One name per line. */
  legend?: readonly string[];
  /** Default `solid`. */
  style?: "solid" | "dashed" | "dotted";
}

/** How `errorBand` draws. */
export interface ErrorBandOptions extends AxesOptions {
  /** Name of the line. */
  legend?: string;
}

/** How `scatter` draws. */
export interface ScatterOptions extends AxesOptions {
  /** The class of each point: numbers or names. Classes differ in colour and shape, and have a legend. */
  labels?: Plottable | readonly string[];
  /** A number for each point, which its colour shows. */
  values?: Plottable;
  /** What the numbers in `values` are. */
  valueLabel?: string;
  /** What is said of each point when it is pointed at. */
  texts?: readonly string[];
  /** How far up and down an error bar reaches, one number for each point. */
  errors?: Plottable;
  /** Name of the points, where there are no classes. */
  legend?: string;
}

/** How `bar` draws. */
export interface BarOptions extends AxesOptions {
  /** One name for each row of heights. */
  legend?: readonly string[];
  /** Bars lie rather than stand. Default false. */
  horizontal?: boolean;
  /** Several rows stand on one another rather than beside one another. Default false. */
  stacked?: boolean;
  /** How far an error bar reaches both ways, as many numbers as heights. */
  errors?: Plottable;
}

/** How `hist` draws. */
export interface HistOptions extends AxesOptions, BinOptions {
  /** One name for each list of values. */
  legend?: readonly string[];
}

/** How `heatmap` draws. */
export interface HeatmapOptions extends AxesOptions {
  /** Names of columns and rows. Default: their numbers. */
  xTicks?: readonly string[];
  yTicks?: readonly string[];
  /** Writes the numbers into the cells, with so many digits after the point. Default: not. */
  decimals?: number;
  /** Where colours begin and end. Default: as far as the values reach. */
  low?: number;
  high?: number;
  /** What the values are. */
  valueLabel?: string;
}

/** How `boxplot` draws. */
export interface BoxplotOptions extends AxesOptions {
  /** One name for each list of values. */
  labels?: readonly string[];
}

/**
 * One pair of axes in a picture. Each call puts more on them, and the picture follows while its cell runs.
 * @example const axes = scatterPlot(x, y); axes.plot(x, net(x));
 */
export class PlotAxes {
  readonly #changed: () => void;
  #panel: AxesPanel = axesPanel({ marks: [] });

  /** @internal */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** @internal What it looks like now. */
  get panel(): AxesPanel {
    return this.#panel;
  }

  /** Lines through points; one x serves several y.
   * @example axes.plot(x, [relu(x), x.sigmoid()], { legend: ["relu", "sigmoid"] }) */
  plot(x: Plottable, y: Plottable, options: LinesOptions = {}): this {
    checkOptions("plot", options, { ...axesNames, legend: 1, style: 1 } satisfies OptionNames<LinesOptions>);
    const [xs, ys] = [rowsOf(columnAsRow(x), "plot: X"), rowsOf(columnAsRow(y), "plot: Y")];
    const { legend = [], style = "solid" } = options;
    const marks = ys.map((row, i) => {
      const across = xs[xs.length === 1 ? 0 : i] ?? [];
      sameLength("plot", across, row);
      return lineMark(across, row, { name: legend[i] ?? "", style });
    });
    return this.#add("plot", marks, options);
  }

  /** A line, and the band between `low` and `high` about it.
   * @param spread how far the band reaches both ways, one number for each point; or a pair of lists, [low, high]
   * @example axes.errorBand(epochs, mean, deviation, { legend: "10 seeds" }) */
  errorBand(
    x: Plottable,
    y: Plottable,
    spread: Plottable | readonly [low: Plottable, high: Plottable],
    options: ErrorBandOptions = {},
  ): this {
    checkOptions("errorBand", options, { ...axesNames, legend: 1 } satisfies OptionNames<ErrorBandOptions>);
    const [across, middle] = [one(x, "errorBand: x"), one(y, "errorBand: y")];
    const given = rowsOf(columnAsRow(spread), "errorBand: spread");
    sameLength("errorBand", across, middle);
    for (const row of given) sameLength("errorBand", across, row);
    const [first, second] = given;
    const [low, high] =
      given.length === 1
        ? [middle.map((value, i) => value - first[i]), middle.map((value, i) => value + first[i])]
        : [first, second];
    return this.#add(
      "errorBand",
      [lineMark(across, middle, { name: options.legend ?? "", low, high })],
      options,
    );
  }

  /** Points, perhaps of several classes.
   * @example axes.scatter(x.get(":, 0"), x.get(":, 1"), { labels: y }) */
  scatter(x: Plottable, y: Plottable, options: ScatterOptions = {}): this {
    const names: OptionNames<ScatterOptions> = {
      ...axesNames,
      labels: 1,
      values: 1,
      valueLabel: 1,
      texts: 1,
      errors: 1,
      legend: 1,
    };
    checkOptions("scatter", options, names);
    const [across, up] = [one(x, "scatter: x"), one(y, "scatter: y")];
    sameLength("scatter", across, up);
    const { texts = [], valueLabel = "", legend = "" } = options;
    const values = options.values === undefined ? null : one(options.values, "scatter: values");
    const errors = options.errors === undefined ? null : one(options.errors, "scatter: errors");
    const labels = options.labels === undefined ? null : labelTexts(options.labels);
    for (const list of [values, errors, labels]) if (list) sameLength("scatter", across, list);
    const groups = labels ? [...new Set(labels)].sort(byNumberThenName) : [""];
    const marks = groups.map((group) => {
      const at = across.map((_, i) => i).filter((i) => !labels || labels[i] === group);
      const of = <T>(list: readonly T[]): T[] => at.map((i) => list[i]);
      return pointsMark(of(across), of(up), {
        name: labels ? group : legend,
        texts: texts.length === 0 ? [] : of(texts),
        values: values && of(values),
        valueLabel,
        low: errors && at.map((i) => up[i] - errors[i]),
        high: errors && at.map((i) => up[i] + errors[i]),
      });
    });
    return this.#add("scatter", marks, options);
  }

  /** Bars for named or numbered places; several rows of heights stand beside one another.
   * @example axes.bar(["cat", "dog"], [[3, 4], [2, 5]], { legend: ["train", "test"] }) */
  bar(places: Plottable | readonly string[], heights: Plottable, options: BarOptions = {}): this {
    const names: OptionNames<BarOptions> = { ...axesNames, legend: 1, horizontal: 1, stacked: 1, errors: 1 };
    checkOptions("bar", options, names);
    const rows = rowsOf(columnAsRow(heights), "bar: heights");
    const errors = options.errors === undefined ? [] : rowsOf(columnAsRow(options.errors), "bar: errors");
    const { legend = [], horizontal = false, stacked = false } = options;
    const named = isTexts(places);
    const at = named ? places.map((_, i) => i) : one(places, "bar: places");
    const gaps = [...at]
      .sort((a, b) => a - b)
      .flatMap((value, i, all) => (i > 0 ? [value - all[i - 1]] : []));
    const room = 0.8 * Math.min(...gaps.filter((gap) => gap > 0), named || gaps.length === 0 ? 1 : Infinity);
    const width = stacked ? room : room / rows.length;
    const base = at.map(() => 0);
    const marks = rows.map((row, r) => {
      sameLength("bar", at, row);
      const from = stacked ? [...base] : at.map(() => 0);
      const to = row.map((value, i) => from[i] + value);
      if (stacked) to.forEach((value, i) => (base[i] = value));
      const spread = errors[r];
      if (spread as number[] | undefined) sameLength("bar", at, spread);
      return barsMark(
        at.map((value) => (stacked ? value : value + (r - (rows.length - 1) / 2) * width)),
        to,
        {
          name: legend[r] ?? "",
          width,
          from,
          lies: horizontal,
          low: (spread as number[] | undefined) ? to.map((value, i) => value - spread[i]) : null,
          high: (spread as number[] | undefined) ? to.map((value, i) => value + spread[i]) : null,
        },
      );
    });
    if (named) this.#panel = { ...this.#panel, [horizontal ? "yTicks" : "xTicks"]: [...places] };
    return this.#add("bar", marks, options);
  }

  /** How often values fall into each part of their range. Values that are no numbers do not count.
   * @example axes.hist(net.parameters()[0], { bins: 30 }) */
  hist(values: Plottable, options: HistOptions = {}): this {
    const names: OptionNames<HistOptions> = { ...axesNames, bins: 1, range: 1, density: 1, legend: 1 };
    checkOptions("hist", options, names);
    const rows = listsOf(values, "hist");
    const marks = rows.map((row, i) => histogram("hist", row, options, options.legend?.[i] ?? ""));
    return this.#add("hist", marks, options);
  }

  /** A matrix with a colour for each entry; row 0 is at the top.
   * @example axes.heatmap(torch.corrcoef(x), { decimals: 2 }) */
  heatmap(matrix: Plottable, options: HeatmapOptions = {}): this {
    const names: OptionNames<HeatmapOptions> = {
      ...axesNames,
      xTicks: 1,
      yTicks: 1,
      decimals: 1,
      low: 1,
      high: 1,
      valueLabel: 1,
    };
    checkOptions("heatmap", options, names);
    const rows = rowsOf(matrix, "heatmap");
    for (const row of rows) sameLength("heatmap", rows[0], row);
    const { xTicks = [], yTicks = [], decimals, low, high, valueLabel = "" } = options;
    if (xTicks.length > 0) sameLength("heatmap", rows[0], xTicks);
    if (yTicks.length > 0) sameLength("heatmap", rows, yTicks);
    const texts =
      decimals === undefined
        ? []
        : rows.map((row) =>
            row.map((value) => (Number.isFinite(value) ? value.toFixed(decimals) : String(value))),
          );
    this.#panel = { ...this.#panel, xTicks: [...xTicks], yTicks: [...yTicks] };
    return this.#add("heatmap", [cellsMark(rows, { texts, low, high, valueLabel })], options);
  }

  /** An image: height × width, height × width × 3, or as models take them, 1 or 3 × height × width.
   * @example axes.imshow(x.get(0)) */
  imshow(image: Image, options: AxesOptions = {}): this {
    checkOptions("imshow", options, axesNames);
    const { width, height, channels, values } = pixelsOf(channelsLast(image), 0, "imshow");
    const url = pngDataUrl(encodePng(width, height, channels, Uint8Array.from(values)));
    return this.#add("imshow", [{ kind: "image", width, height, url }], options);
  }

  /** How each list of values lies: quartiles, whiskers, and what lies beyond.
   * @example axes.boxplot([a, b], { labels: ["before", "after"] }) */
  boxplot(values: Plottable, options: BoxplotOptions = {}): this {
    checkOptions("boxplot", options, { ...axesNames, labels: 1 } satisfies OptionNames<BoxplotOptions>);
    const rows = listsOf(values, "boxplot");
    if (options.labels) sameLength("boxplot", rows, options.labels);
    const xTicks = options.labels ? [...options.labels] : rows.map((_, i) => String(i + 1));
    this.#panel = { ...this.#panel, xTicks };
    return this.#add("boxplot", [boxesMark(rows)], options);
  }

  /** A text, and a line from it to the place that it speaks of.
   * @example axes.annotate("the knee", [0, 0], [1, 2]) */
  annotate(text: string, xy: readonly [number, number], xytext: readonly [number, number] = xy): this {
    expect("annotate", "a text", text, typeof text === "string");
    return this.#add("annotate", [], { annotations: [{ text, xy, xytext }] });
  }

  /** Changes what the axes look like.
   * @example axes.set({ title: "losses", yscale: "log" }) */
  set(options: AxesOptions): this {
    checkOptions("set", options, axesNames);
    return this.#add("set", [], options);
  }

  /** As the last value of a cell it needs no output of its own: the picture is there already.
   * @example scatterPlot(x, y).toMimeBundle() // null */
  toMimeBundle(): null {
    return null;
  }

  #add(operation: string, marks: readonly AxesMark[], options: AxesOptions): this {
    const panel = { ...this.#panel, marks: [...this.#panel.marks, ...marks] };
    this.#panel = withOptions(operation, panel, options);
    this.#changed();
    return this;
  }
}

/** The picture of some axes, shown when the first mark is there. */
export function axesPort(
  picture: () => AxesPicture,
  show: (picture: AxesPicture) => PicturePort,
): () => void {
  let port: PicturePort | null = null;
  return () => {
    if (port) port.update(picture());
    else port = show(picture());
  };
}

function sameLength(operation: string, a: readonly unknown[], b: readonly unknown[]): void {
  if (a.length === b.length) return;
  throw new RangeError(
    say`${operation}: there are ${a.length} values and ${b.length} that go with them; give as many.`,
  );
}

/** A column, shape (n, 1), is one list of n numbers: what a model with one output gives. */
function columnAsRow(value: Plottable): Plottable {
  if (
    typeof value !== "object" ||
    (value as unknown) === null ||
    Array.isArray(value) ||
    !("toArray" in value)
  )
    return value;
  const { shape } = value;
  return shape.length === 2 && shape[1] === 1 ? (value.toArray() as number[][]).flat() : value;
}

function one(value: Plottable, where: string): number[] {
  const rows = rowsOf(columnAsRow(value), where);
  if (rows.length > 1) throw new TypeError(say`${where} has 2 axes or more; give one list of numbers.`);
  return rows[0] ?? [];
}

/** A tensor is one list, whatever its shape; a list of lists or tensors is several. */
function listsOf(values: Plottable, operation: string): number[][] {
  // Also from untyped code.
  const given: unknown = values;
  if (typeof given !== "object" || given === null) return [one(values, operation)];
  const flat = (value: unknown): number[] =>
    typeof value === "object" && value !== null && "toArray" in value
      ? [(value as TensorLike).toArray()].flat(Infinity).map(Number)
      : one(value as Plottable, operation);
  if ("toArray" in given) return [flat(values)];
  const parts = Array.from(values as ArrayLike<unknown>);
  return parts.some((part) => typeof part === "object") ? parts.map(flat) : [one(values, operation)];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}

function labelTexts(labels: Plottable | readonly string[]): string[] {
  return isTexts(labels) ? [...labels] : one(labels, "scatter: labels").map(String);
}

function byNumberThenName(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : a > b ? 1 : 0) : x - y;
}

/** As models take images: channels first. */
export function channelsLast(image: Image): Image {
  if (typeof image !== "object" || (image as unknown) === null) return image;
  const grid: unknown = "toArray" in image ? image.toArray() : image;
  if (!Array.isArray(grid) || !Array.isArray(grid[0]) || !Array.isArray((grid[0] as unknown[])[0]))
    return image;
  const planes = grid as number[][][];
  if (planes.length === 1) return planes[0];
  if (planes.length !== 3 || planes[0][0].length === 3) return image;
  return planes[0].map((row, r) => row.map((_, c) => planes.map((plane) => plane[r][c])));
}
