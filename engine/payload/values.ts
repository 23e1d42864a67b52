/** Values at a glance: a tensor, a table of records. */
import type { Sample } from "./sample.ts";

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
  /** What the records are, where they say so. */
  title?: string;
  columns: { name: string; numeric: boolean }[];
  /** Text of the cells; null where a record has no such key. */
  rows: (string | null)[][];
  /** Labels of the rows; absent where they are counted from 0. */
  index?: string[];
  /** How many records there are; fewer rows may be shown. */
  total: number;
  /** How many keys there are; fewer columns may be shown. */
  totalColumns: number;
}
