/** Panels and marks of axes, each with its defaults. Pure. */
import type {
  AxesMark,
  AxesPanel,
  AxesPicture,
  BarsMark,
  CellsMark,
  LineMark,
  PointsMark,
} from "../../payload/axesPicture.ts";
import { sample, type Sample, samples } from "../../payload/sample.ts";
import { blocks } from "../blocks.ts";

/** More points than this cover one another, and a page becomes slow. */
const MOST_POINTS = 4000;
/** Points of one line: more than a screen has columns. */
const MOST_ON_LINE = 20_000;
/** Rows and columns of a matrix that are drawn; of a larger one, cells stand for the mean of a block. */
const MOST_CELLS = 64;

export function axesPicture(
  title: string,
  panels: AxesPanel[],
  columns = Math.min(2, panels.length),
): AxesPicture {
  return { version: 1, kind: "axes", title, columns, panels };
}

export function axesPanel(parts: Partial<AxesPanel> & { marks: AxesMark[] }): AxesPanel {
  return {
    title: "",
    xLabel: "",
    yLabel: "",
    xScale: "linear",
    yScale: "linear",
    xLim: null,
    yLim: null,
    xTicks: [],
    yTicks: [],
    equal: false,
    notes: [],
    ...parts,
  };
}

export function lineMark(
  x: readonly number[],
  y: readonly number[],
  {
    name = "",
    style = "solid",
    step = false,
    faint = false,
    low = null,
    high = null,
  }: Partial<Omit<LineMark, "low" | "high">> & {
    low?: readonly number[] | null;
    high?: readonly number[] | null;
  } = {},
): LineMark {
  const at = fewer(x.length, MOST_ON_LINE);
  return {
    kind: "line",
    name,
    x: chosen(x, at),
    y: chosen(y, at),
    style,
    step,
    faint,
    low: low && chosen(low, at),
    high: high && chosen(high, at),
  };
}

export interface PointsParts {
  name?: string;
  texts?: readonly string[];
  values?: readonly number[] | null;
  valueLabel?: string;
  low?: readonly number[] | null;
  high?: readonly number[] | null;
}

export function pointsMark(
  x: readonly number[],
  y: readonly number[],
  { name = "", texts = [], values = null, valueLabel = "", low = null, high = null }: PointsParts = {},
): PointsMark {
  const at = fewer(x.length, MOST_POINTS);
  return {
    kind: "points",
    name,
    x: chosen(x, at),
    y: chosen(y, at),
    count: x.length,
    texts: texts.length === 0 ? [] : at.map((i) => texts[i] ?? ""),
    values: values && chosen(values, at),
    valueLabel,
    low: low && chosen(low, at),
    high: high && chosen(high, at),
  };
}

export function barsMark(
  at: readonly number[],
  to: readonly number[],
  {
    name = "",
    width = 0.8,
    from = null,
    lies = false,
    low = null,
    high = null,
  }: {
    name?: string;
    width?: number | readonly number[];
    from?: readonly number[] | null;
    lies?: boolean;
    low?: readonly number[] | null;
    high?: readonly number[] | null;
  } = {},
): BarsMark {
  return {
    kind: "bars",
    name,
    at: samples(at),
    width: typeof width === "number" ? at.map(() => width) : [...width],
    from: from ? samples(from) : at.map(() => 0),
    to: samples(to),
    lies,
    low: low && samples(low),
    high: high && samples(high),
  };
}

export function cellsMark(
  values: readonly (readonly number[])[],
  {
    texts = [],
    low,
    high,
    valueLabel = "",
  }: { texts?: string[][]; low?: number | undefined; high?: number | undefined; valueLabel?: string } = {},
): CellsMark {
  const [rows, columns] = [values.length, values[0]?.length ?? 0];
  const [rowsEach, columnsEach] = [rows, columns].map((count) => Math.max(1, Math.ceil(count / MOST_CELLS)));
  const isWhole = rowsEach * columnsEach === 1;
  const shown = isWhole
    ? values.map((row) => samples(row))
    : blocks(values.flat(), [rows, columns], rowsEach, columnsEach);
  let [least, most] = [Infinity, -Infinity];
  for (const row of shown)
    for (const value of row) {
      if (value === null) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  return {
    kind: "cells",
    rows,
    columns,
    rowsEach,
    columnsEach,
    values: shown,
    texts: isWhole ? texts : [],
    low: sample(low ?? least),
    high: sample(high ?? most),
    valueLabel,
  };
}

/** Places among `count`, all of them or evenly `most`, with both ends. */
function fewer(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

function chosen(values: readonly number[], at: readonly number[]): Sample[] {
  return at.map((i) => sample(values[i]));
}
