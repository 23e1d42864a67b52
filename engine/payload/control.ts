/** Controls that a person moves: a slider, a choice, a text, a drawing. A cell has their values, and runs again with others. */
import type { Scale } from "./figure.ts";

interface Described {
  /** What the value is, in words. */
  label: string;
}

/** A number between two ends, on a line. */
export interface SliderControl extends Described {
  kind: "slider";
  min: number;
  max: number;
  /** Distance of two values; on a log scale null where they are a tenth of a decade apart, or closer. */
  step: number | null;
  scale: Scale;
  value: number;
}

/** A number that is typed. */
export interface NumberControl extends Described {
  kind: "number";
  /** Null where there is no end. */
  min: number | null;
  max: number | null;
  /** What the arrows of the field add. */
  step: number | null;
  value: number;
}

/** One of several: from a list, or all in view. */
export interface ChoiceControl extends Described {
  kind: "select" | "radio";
  /** As they are shown, each once. */
  choices: string[];
  value: string;
}

/** Any of several: from a list, or all in view. */
export interface ChoicesControl extends Described {
  kind: "selectMany" | "checkboxes";
  choices: string[];
  /** In the order of `choices`. */
  value: string[];
}

/** Yes or no. */
export interface CheckboxControl extends Described {
  kind: "checkbox";
  value: boolean;
}

export interface TextControl extends Described {
  kind: "text";
  placeholder: string;
  /** Lines of the field. */
  rows: number;
  value: string;
}

export interface ButtonControl extends Described {
  kind: "button";
  /** How often it was pressed. */
  value: number;
}

/** A small image that is drawn by hand. */
export interface DrawingControl extends Described {
  kind: "drawing";
  width: number;
  height: number;
  /** By rows, 0 to 255. */
  value: number[];
}

/** A point of the plane, and the number of its class. */
export type PlacedPoint = [x: number, y: number, label: number];

/** Points of several classes that are placed on a plane. */
export interface PointsControl extends Described {
  kind: "points";
  x: [number, number];
  y: [number, number];
  classes: string[];
  value: PlacedPoint[];
}

export interface ChosenFile {
  name: string;
  /** MIME type; "" where the browser knows none. */
  type: string;
  size: number;
  /** The bytes; null where they were too many to be kept with the notebook's outputs. */
  base64: string | null;
}

export interface FileControl extends Described {
  kind: "file";
  /** What the file chooser offers, as HTML's `accept`; "" for all. */
  accept: string;
  value: ChosenFile | null;
}

/** With its value: what a control is, told apart by `kind`. */
export type Control =
  | SliderControl
  | NumberControl
  | ChoiceControl
  | ChoicesControl
  | CheckboxControl
  | TextControl
  | ButtonControl
  | DrawingControl
  | PointsControl
  | FileControl;

export type ControlValue = Control["value"];

/** A control in an output. */
export interface ControlPayload {
  version: 1;
  /** No other control has it, in any run. */
  id: string;
  /** By which its cell knows it again in its next run: kind, label, and which of those it is. */
  key: string;
  /** When the value was chosen, in milliseconds since 1970; 0 while it is the cell's own. */
  stamp: number;
  /** The value that the cell gives it. */
  initial: ControlValue;
  control: Control;
}

/** A value that a person has chosen. */
export interface KeptValue {
  value: ControlValue;
  stamp: number;
  /** The value that the cell gave it then: where the cell gives another one now, that counts. */
  initial: ControlValue;
}

/** Bytes of a file that is handed to a cell, and of one that is kept with the notebook's outputs. */
export const largestFile = 32 * 2 ** 20;
export const largestKeptFile = 2 ** 20;
/** Points on one plane. */
export const mostPoints = 2000;
