/** Variables of a notebook, and the part of a tensor that its data viewer shows: what kernel, editor and page say. */

/** A variable of the notebook as the *Variables* view shows it. */
export interface VariableSummary {
  name: string;
  /** Id of the cell that declares it. */
  cell: string;
  /** Class of the value, or its primitive type. */
  type: string;
  /** Of tensors, and the length of arrays. */
  shape: number[] | null;
  /** Of tensors. */
  dtype: string | null;
  /** Of tensors, typed arrays and the parameters of modules. */
  bytes: number | null;
  /** The value in one line. */
  summary: string;
  /** Whether the data viewer can show it: tensors, typed arrays, and modules by their parameters. */
  hasGrid: boolean;
}

/** The part of a variable's numbers that is to be shown. */
export interface GridAsk {
  name: string;
  /** Of a module: which parameter. Null is the first, and the value itself of what is no module. */
  member: string | null;
  /** Axes shown as rows and as columns; null chooses the last two. */
  axes: readonly [rows: number, columns: number] | null;
  /** A place on each axis; those of rows and columns are the part's first. Too few, or beyond the end, is mended. */
  at: readonly number[];
  /** Most rows and columns to answer. */
  size: readonly [rows: number, columns: number];
  /** Begin with the next number of the slice that is NaN or infinite, after this row and column. */
  notFiniteAfter?: readonly [row: number, column: number];
}

/** A number as it travels: JSON knows no others. */
export type GridNumber = number | "NaN" | "∞" | "-∞";

/** What the viewer shows: a page of a two-dimensional slice, and that slice at a glance. */
export interface GridPart {
  /** Names of a module's parameters; empty for other values. */
  members: string[];
  member: string | null;
  shape: number[];
  dtype: string;
  axes: [rows: number, columns: number];
  at: number[];
  /** Rows and columns of the whole slice. */
  extent: [rows: number, columns: number];
  values: GridNumber[][];
  /** Where the number is that was looked for; null where none was, or there is none. */
  found: [row: number, column: number] | null;
  stats: GridStats;
}

/** Of the slice. */
export interface GridStats {
  /** Numbers that were read: of a very large slice, whole rows at even distances. */
  looked: number;
  notFinite: number;
  /** Null where no number is finite. */
  min: number | null;
  max: number | null;
  mean: number | null;
  /** Finite numbers in classes of equal width from `min` to `max`. */
  counts: number[];
  /** Means of blocks, row by row; null for a block with a number that is not finite. */
  heat: { rows: number; columns: number; values: (number | null)[] };
}

/** What the view's page is told. */
export type ToVariablesPage =
  | { type: "variables"; variables: VariableSummary[]; busy: boolean; why: "none" | "notRun" | "empty" }
  /** The answer to what was asked last; null where the variable has no numbers any more. */
  | { type: "part"; ask: number; part: GridPart | null }
  /** The variable may have other numbers now. */
  | { type: "changed"; busy: boolean };

/** What the view's page asks for. */
export type FromVariablesPage =
  | { type: "ready" }
  | { type: "reveal" | "copy" | "open"; name: string }
  | { type: "command"; command: string }
  | { type: "ask"; ask: number; of: GridAsk };
