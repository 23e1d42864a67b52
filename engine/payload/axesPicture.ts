/** Panels of axes with what lies in them: points, bars, boxes, bands, matrices, images. */
import type { FigureNote, Scale } from "./figure.ts";
import type { Sample } from "./sample.ts";

/** Panels side by side and one below the other. */
export interface AxesPicture {
  version: 1;
  kind: "axes";
  title: string;
  /** Panels in a line, where there is room. */
  columns: number;
  panels: AxesPanel[];
}

/** One pair of axes. */
export interface AxesPanel {
  title: string;
  xLabel: string;
  yLabel: string;
  xScale: Scale;
  yScale: Scale;
  /** Null: as far as the marks reach. */
  xLim: [number, number] | null;
  yLim: [number, number] | null;
  /** Names of the places 0, 1, 2, … on an axis; empty where it carries numbers. */
  xTicks: string[];
  yTicks: string[];
  /** Ticks of the x axis are whole numbers: it counts epochs. Left out: any. */
  xWhole?: boolean;
  /** A unit is as long along x as along y. */
  equal: boolean;
  marks: AxesMark[];
  notes: FigureNote[];
}

/** What lies in a panel, told apart by `kind`. */
export type AxesMark = LineMark | PointsMark | BarsMark | BoxesMark | CellsMark | ImageMark;

/** A line, perhaps with a band about it. */
export interface LineMark {
  kind: "line";
  /** Of the legend; empty where it needs none. */
  name: string;
  x: Sample[];
  y: Sample[];
  style: "solid" | "dashed" | "dotted";
  /** Goes on level to the next point, and then up or down. */
  step: boolean;
  /** Quiet, as what something is compared with. */
  faint: boolean;
  /** Ends of a band at each point; null without one. */
  low: Sample[] | null;
  high: Sample[] | null;
  /** Place of its colour among the colours, where several marks share one. Left out: the next. */
  colour?: number;
}

/** Points, perhaps with error bars. */
export interface PointsMark {
  kind: "points";
  name: string;
  x: Sample[];
  y: Sample[];
  /** How many there are; the lists hold fewer of very many. */
  count: number;
  /** What is said of each point beside its place; empty where there is nothing to say. */
  texts: string[];
  /** Numbers that give the points their colours, and what they are called; null where all are alike. */
  values: Sample[] | null;
  valueLabel: string;
  /** Ends of an error bar at each point; null without one. */
  low: Sample[] | null;
  high: Sample[] | null;
}

/** Bars, standing or lying. */
export interface BarsMark {
  kind: "bars";
  name: string;
  /** Along the axis on which the bars stand. */
  at: Sample[];
  /** Along that axis too: half of it lies on either side. */
  width: number[];
  from: Sample[];
  to: Sample[];
  /** Bars lie rather than stand. */
  lies: boolean;
  low: Sample[] | null;
  high: Sample[] | null;
}

/** Boxes, one for each sample. */
export interface BoxesMark {
  kind: "boxes";
  name: string;
  boxes: Box[];
}

/** What a box says of a sample: quartiles, whiskers to the last value within 1.5 times the box, and what lies beyond. */
export interface Box {
  at: number;
  count: number;
  low: Sample;
  q1: Sample;
  median: Sample;
  q3: Sample;
  high: Sample;
  beyond: Sample[];
}

/** A matrix with a colour for each entry: rows run down from 0. */
export interface CellsMark {
  kind: "cells";
  /** Extents of the matrix. */
  rows: number;
  columns: number;
  /** Rows and columns that a cell stands for with their mean; 1 where each entry is there. */
  rowsEach: number;
  columnsEach: number;
  values: Sample[][];
  /** What is written into the cells; empty: nothing. */
  texts: string[][];
  /** Where colours begin and end. */
  low: Sample;
  high: Sample;
  /** What the values are. */
  valueLabel: string;
}

/** Pixels. */
export interface ImageMark {
  kind: "image";
  width: number;
  height: number;
  /** A PNG as a data URL. */
  url: string;
}
