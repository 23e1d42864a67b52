/** A picture of ours as the view sees it: what it looks like, what can be pointed at, what it says in words. */
import type { PictureTexts } from "./pictureTexts.ts";
import type { SvgNode } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** Everything besides the payload that decides how a picture looks. */
export interface DrawingFrame {
  /** Pixels. */
  width: number;
  theme: Theme;
  texts: PictureTexts;
  /** What is pointed at: the `data-key` of an element; null for nothing. */
  focus: string | null;
}

export interface DrawingTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface Drawing {
  /** Pixels it would like to be wide. */
  width: number;
  /** Pixels it is high when it is `width` wide. */
  height: (width: number) => number;
  /** What lies inside the `svg` element. Elements that can be pointed at have a `data-key`. */
  draw: (frame: DrawingFrame) => SvgNode[];
  /** The text alternative. */
  describe: (texts: PictureTexts) => string;
  /** All keys, in reading order: arrow keys walk along them. */
  keys: readonly string[];
  /** What is said of the thing with this key, a line each; empty for an unknown one. */
  tip: (key: string, texts: PictureTexts) => readonly string[];
  table: (texts: PictureTexts) => DrawingTable;
  /** Whether the table is shown from the start. */
  tableOpen: boolean;
  /** Name of a saved file, without extension. */
  fileName: string;
}
