import { host } from "../core/host.ts";
import type { Figure, FigureNote, Scale } from "../payload/figure.ts";
import { type Plottable, rowsOf } from "./values.ts";
import { samples } from "../payload/sample.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** A text, and the place it speaks of. */
export interface Note {
  /** A line break starts a second line. */
  text: string;
  /** The place, to which a line leads. */
  xy: readonly [x: number, y: number];
  /** Where the text begins. */
  xytext: readonly [x: number, y: number];
}

/** How `plot` draws, as in the book. */
export interface PlotOptions {
  title?: string;
  xlabel?: string;
  ylabel?: string;
  /** One name per curve. */
  legend?: readonly string[];
  xlim?: readonly [number, number] | null;
  ylim?: readonly [number, number] | null;
  xscale?: Scale;
  yscale?: Scale;
  /**
   * matplotlib format strings, taken in turn and from the start again. Default `-`, `m--`, `g-.`, `r:`, and then
   * colours of the cycle in turn with these four kinds of lines, none like another.
   */
  fmts?: readonly string[];
  /** Width and height in inches. Default [3.5, 2.5]. */
  figsize?: readonly [number, number];
  /** Notes, each with a line to the place that it speaks of; `d2l.annotate` makes them. */
  annotations?: readonly Note[];
  /** `equal` makes a unit as long along x as along y, so that a square looks like one. Default `auto`. */
  aspect?: "auto" | "equal";
}

const plotNames: OptionNames<PlotOptions> = {
  title: 1,
  xlabel: 1,
  ylabel: 1,
  legend: 1,
  xlim: 1,
  ylim: 1,
  xscale: 1,
  yscale: 1,
  fmts: 1,
  figsize: 1,
  annotations: 1,
  aspect: 1,
};

/** The book's. */
const BOOK_FMTS = ["-", "m--", "g-.", "r:"] as const;
/** So many colours are in the cycle. */
const CYCLE = 10;
const STYLES = ["-", "--", "-.", ":"] as const;
/** The book's, in inches. */
const DEFAULT_FIGSIZE: readonly [number, number] = [3.5, 2.5];

/**
 * Draws curves, as the book's `plot` does. One X serves many Y; without Y, X is drawn against its index.
 * The options may also come last in a shorter call: `plot(x, y, { legend: ["a"] })`.
 *
 * @param X numbers along one axis, or a list (or 2-d tensor) of them, one per curve; a column (n, 1) is one curve
 * @param Y the same; as many values as the X it goes with
 * @throws {TypeError} for something that is not made of numbers
 * @throws {RangeError} when an x and its y differ in length, or when several X do not match several Y
 * @example plot(x, [relu(x), x.sigmoid()], "x", "y", { legend: ["relu", "sigmoid"] });
 */
export function plot(
  X: Plottable,
  Y?: Plottable | PlotOptions | null,
  xlabel?: string | PlotOptions,
  ylabel?: string | PlotOptions,
  options?: PlotOptions,
): void {
  host().showFigure(makeFigure(X, Y, xlabel, ylabel, options));
}

/** The figure that {@link plot} draws. Pure. */
export function makeFigure(
  X: Plottable,
  Y?: Plottable | PlotOptions | null,
  xlabel?: string | PlotOptions,
  ylabel?: string | PlotOptions,
  options: PlotOptions = {},
): Figure {
  if (isOptions(Y)) return makeFigure(X, null, undefined, undefined, Y);
  if (typeof xlabel === "object") return makeFigure(X, Y, undefined, undefined, xlabel);
  if (typeof ylabel === "object") return makeFigure(X, Y, xlabel, undefined, ylabel);
  checkOptions("plot", options, plotNames);
  const { legend = [], figsize = DEFAULT_FIGSIZE, aspect = "auto" } = options;
  if (aspect === "equal" && (options.xscale === "log" || options.yscale === "log"))
    throw new RangeError(say`plot: aspect "equal" needs linear axes; leave out xscale and yscale.`);
  const curves = pair(X, Y ?? null);
  return {
    version: 1,
    title: options.title ?? "",
    series: curves.map(([x, y], i) => ({
      name: legend[i] ?? "",
      x: samples(x),
      y: samples(y),
      fmt: formatOf(i, options.fmts),
    })),
    xLabel: xlabel ?? options.xlabel ?? "",
    yLabel: ylabel ?? options.ylabel ?? "",
    xLim: copy(options.xlim),
    yLim: copy(options.ylim),
    xScale: options.xscale ?? "linear",
    yScale: options.yscale ?? "linear",
    figsize: [figsize[0], figsize[1]],
    ...(options.annotations?.length ? { annotations: options.annotations.map(noteOf) } : {}),
    ...(aspect === "equal" ? { aspect } : {}),
  };
}

function noteOf({ text, xy, xytext }: Note): FigureNote {
  return { text, xy: [xy[0], xy[1]], xytext: [xytext[0], xytext[1]] };
}

/** The format of the curve with this index. */
function formatOf(index: number, fmts: PlotOptions["fmts"]): string {
  if (fmts) return fmts[index % fmts.length] ?? "-";
  // The first of the book's is the cycle's first colour.
  return BOOK_FMTS[index] ?? `C${(index - BOOK_FMTS.length + 1) % CYCLE}${STYLES[index % STYLES.length]}`;
}

function isOptions(value: unknown): value is PlotOptions {
  if (typeof value !== "object" || value === null) return false;
  return !Array.isArray(value) && !ArrayBuffer.isView(value) && !("shape" in value);
}

function copy(limits: readonly [number, number] | null | undefined): [number, number] | null {
  return limits ? [limits[0], limits[1]] : null;
}

/** A column, shape (n, 1), is one curve of n numbers: what a model with one output gives. */
function withoutColumns(value: Plottable): Plottable {
  if (Array.isArray(value)) return (value as readonly Plottable[]).map(withoutColumns);
  if (typeof value !== "object" || (value as unknown) === null || !("toArray" in value)) return value;
  const { shape } = value;
  return shape.length === 2 && shape[1] === 1 ? (value.toArray() as number[][]).flat() : value;
}

function pair(X: Plottable, Y: Plottable | null): [number[], number[]][] {
  const given = rowsOf(withoutColumns(X), "plot: X");
  if (Y === null) return given.map((y) => [indices(y), y]);
  const ys = rowsOf(withoutColumns(Y), "plot: Y");
  if (given.length !== 1 && given.length !== ys.length) {
    throw new RangeError(
      say`plot: ${given.length} X for ${ys.length} Y; give one X for all, or one for each Y.`,
    );
  }
  return ys.map((y, i) => {
    const own = given.length === 1 ? given[0] : given[i];
    const x = own.length === 0 ? indices(y) : own;
    if (x.length !== y.length) {
      throw new RangeError(say`plot: curve ${i} has ${x.length} x values and ${y.length} y values.`);
    }
    return [x, y];
  });
}

function indices(values: number[]): number[] {
  return values.map((_, i) => i);
}
