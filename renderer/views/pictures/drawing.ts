/** A picture of ours as the view sees it: what it looks like, what can be pointed at, what it says in words. */
import { letterSizes } from "../../../engine/payload/letters.ts";
import type { PictureTexts } from "./pictureTexts.ts";
import type { SvgNode } from "../svg/svg.ts";
import type { Theme } from "../theme/theme.ts";

/** Everything besides the payload that decides how a picture looks. */
export interface DrawingFrame {
  /** Pixels. */
  width: number;
  theme: Theme;
  texts: PictureTexts;
  /** What is pointed at: the `data-key` of an element; null for nothing. */
  focus: string | null;
  /** What the controls stand at, in their order; empty without any. */
  settings: readonly number[];
}

/** A slider under or beside the picture. */
export interface Control {
  label: string;
  min: number;
  max: number;
  step: number;
  /** Where it stands at first. */
  value: number;
  /** What a value of it reads as. */
  text: (value: number) => string;
  /** Whether it walks through steps: with buttons, and with arrow keys on the picture itself. */
  steps: boolean;
}

/** A line of the words beside a picture. */
export interface PanelLine {
  kind: "title" | "formula" | "numbers" | "note";
  text: string;
}

export interface Panel {
  lines: readonly PanelLine[];
  /** What a screen reader says besides. */
  said?: string;
  /** A small picture above the words, and its height in pixels. */
  chart?: { height: number; draw: (width: number, theme: Theme) => SvgNode[] };
}

/** Pixels. */
export interface Extent {
  width: number;
  height: number;
}

export interface DrawingTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** All of what one column says shortly: of each row, a text that comes up over it. */
  hints?: { column: number; texts: readonly string[] };
}

/** On a narrow page the whole is shown as small as this, so that its words are legible; it is scrolled when that is not enough. */
export const smallestScale = letterSizes.number;

export interface Drawing {
  /** Pixels it would like to be wide. */
  width: number;
  /** Pixels it is high when it is `width` wide. */
  height: (width: number) => number;
  /**
   * How large it is in full, and how much smaller it is shown on a page of this width; it may be larger than the
   * page then, and is scrolled.
   */
  extent?: (width: number) => Extent & { scale: number };
  /** What has to be in view in such a picture. */
  inView?: (settings: readonly number[]) => (Extent & { x: number; y: number }) | null;
  controls?: (texts: PictureTexts) => readonly Control[];
  /** What the keys do where they move a control. */
  keysText?: (texts: PictureTexts) => string;
  /** The words beside the picture, for what the controls stand at. */
  panel?: (settings: readonly number[], texts: PictureTexts) => Panel;
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
