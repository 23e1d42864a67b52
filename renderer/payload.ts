/**
 * What crosses from the kernel to the renderer: MIME types, payload shapes and the one pure function that
 * both ends need to agree on. Imports nothing, so that either side can import it.
 */

/** A still figure: `plot(x, y, …)`. */
export const FIGURE_MIME = "application/vnd.gradbook.figure+json";
/** Train/validation curves that may still be growing. */
export const CURVES_MIME = "application/vnd.gradbook.curves+json";
/** HTML or SVG that a cell made: drawn where no script of it reaches anything else. */
export const MARKUP_MIME = "application/vnd.gradbook.markup+json";
/** A tensor at a glance. */
export const TENSOR_MIME = "application/vnd.gradbook.tensor+json";
/** An array of records as a table. */
export const TABLE_MIME = "application/vnd.gradbook.table+json";
/** Says that a run printed more than the notebook shows, and where all of it is. */
export const MORE_MIME = "application/vnd.gradbook.more+json";

/** A picture of ours that can be pointed at: see picturePayload.ts. */
export const PICTURE_MIME = "application/vnd.gradbook.picture+json";

export type Scale = "linear" | "log";

/** A number as JSON can carry it: NaN and ±Infinity travel as null and draw as a gap. */
export type Sample = number | null;

export interface FigureSeries {
  /** Text of the legend entry; empty when the figure has no legend. */
  name: string;
  x: Sample[];
  y: Sample[];
  /** matplotlib's format string: colour letter, line style, marker; for example `m--`. */
  fmt: string;
}

export interface FigurePayload {
  version: 1;
  title: string;
  series: FigureSeries[];
  xLabel: string;
  yLabel: string;
  xLim: [number, number] | null;
  yLim: [number, number] | null;
  xScale: Scale;
  yScale: Scale;
  /** Width and height in inches, as in matplotlib. */
  figsize: [number, number];
}

/** `train` and `validation` series of the same metric share one colour family and one axis. */
export type CurveRole = "train" | "validation";

export interface CurveSeries {
  /** Key in the History: `loss`, `valLoss`, `accuracy`, … */
  name: string;
  role: CurveRole;
  /** What is measured, without the validation prefix: `loss`, `accuracy`, … */
  metric: string;
  /** Epochs, 1-based, increasing; fractions are batches within an epoch. */
  x: number[];
  y: Sample[];
}

/** What early stopping has to say at a glance. Epochs are 1-based, as on the axis. */
export interface CurveMarks {
  bestEpoch?: number;
  stoppedEpoch?: number;
  restoredEpoch?: number;
}

/** The rule of early stopping that watches a training, in the engine's terms (`StoppingRule`). */
export interface CurvesStopping {
  /** Name of the series that it looks at. */
  monitor: string;
  direction: "min" | "max";
  minDelta: number;
  patience: number;
  baseline: number | null;
  startFromEpoch: number;
}

export type CurvesState = "running" | "finished" | "stopped" | "interrupted" | "failed";

export interface CurvesPayload {
  version: 1;
  /** Stable for the life of the chart; deltas name it. */
  id: string;
  title: string;
  /** Epochs planned, when known: the axis does not jump while training. */
  epochs: number | null;
  /** Scale of the axis of losses until the reader changes it. Default linear. */
  yScale?: Scale;
  series: CurveSeries[];
  marks: CurveMarks;
  stopping?: CurvesStopping;
  /** Validation loss of the best answer that ignores the input, when known. */
  naiveLoss?: number;
  state: CurvesState;
  /** One line under the chart, such as the progress line or why training ended. */
  message: string;
  /** Number of deltas applied so far. */
  sequence: number;
}

export interface CurvesDelta {
  id: string;
  /** Sequence number after this delta; a gap means that a snapshot must be asked for. */
  sequence: number;
  /** Points to append; a series not seen before is created. */
  append: CurveSeries[];
  marks?: CurveMarks;
  stopping?: CurvesStopping;
  naiveLoss?: number;
  state?: CurvesState;
  message?: string;
}

export interface MarkupPayload {
  version: 1;
  kind: "html" | "svg";
  text: string;
  /** Run the scripts in HTML, in a frame that can reach neither the notebook nor the editor. Default false. */
  scripts?: boolean;
}

/** A few of a tensor's values, drawn small. */
export type TensorPicture =
  /** Values of the rows and columns named, row after row. */
  | { kind: "heat"; rows: number[]; columns: number[]; values: Sample[] }
  /** Counts of equally wide bins between two values. */
  | { kind: "histogram"; from: number; to: number; counts: number[] };

export interface TensorPayload {
  version: 1;
  shape: number[];
  dtype: string;
  /** As it is printed. */
  text: string;
  /** Over finite elements; null where there are none. */
  min: Sample;
  max: Sample;
  mean: Sample;
  /** Elements that are NaN or infinite, among those looked at. */
  notFinite: number;
  /** How many elements were looked at, evenly chosen: fewer than there are in a very large tensor. */
  looked: number;
  picture: TensorPicture | null;
}

export interface TablePayload {
  version: 1;
  columns: { name: string; numeric: boolean }[];
  /** Text of the cells; null where a record has no such key. */
  rows: (string | null)[][];
  /** How many records there are; fewer rows may be shown. */
  total: number;
  /** How many keys there are; fewer columns may be shown. */
  totalColumns: number;
}

export interface MorePayload {
  version: 1;
  /** Path of the text file that holds all that the run printed. */
  file: string;
  /** Characters that are shown in the notebook. */
  shown: number;
}

/** Extension → renderer. */
export type ToRenderer = { type: "delta"; delta: CurvesDelta } | { type: "snapshot"; payload: CurvesPayload };

/** Renderer → extension. */
export type FromRenderer =
  /** A chart came (back) into view and asks for its present state. */
  | { type: "attach"; id: string }
  /** The person wants to see all that a run printed: {@link MorePayload.file}. */
  | { type: "openText"; file: string };

/** Appends `delta` to `chart` in place; returns false when deltas were missed and a snapshot is needed. */
export function applyDelta(chart: CurvesPayload, delta: CurvesDelta): boolean {
  if (delta.sequence <= chart.sequence) return true;
  if (delta.sequence !== chart.sequence + 1) return false;
  for (const part of delta.append) {
    const series = chart.series.find((s) => s.name === part.name);
    if (!series) {
      chart.series.push({ ...part, x: [...part.x], y: [...part.y] });
      continue;
    }
    for (const x of part.x) series.x.push(x);
    for (const y of part.y) series.y.push(y);
  }
  if (delta.marks) chart.marks = { ...chart.marks, ...delta.marks };
  if (delta.stopping) chart.stopping = delta.stopping;
  if (delta.naiveLoss !== undefined) chart.naiveLoss = delta.naiveLoss;
  if (delta.state) chart.state = delta.state;
  if (delta.message !== undefined) chart.message = delta.message;
  chart.sequence = delta.sequence;
  return true;
}
