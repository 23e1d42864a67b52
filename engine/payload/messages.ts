/** What the extension and the renderer in the notebook's page say to each other. */
import type { ControlValue } from "./control.ts";
import type { CurvesDelta, CurvesPayload } from "./curves.ts";

/** Extension → renderer. */
export type ToRenderer = ChartMessage | TextPage | ControlMoved;

export type ChartMessage =
  | { type: "delta"; delta: CurvesDelta }
  /** `instead`: the chart whose place it takes, where its cell runs again. The output itself comes later. */
  | { type: "snapshot"; payload: CurvesPayload; instead?: string | undefined };

/** A control has another value, which a page of the notebook has told. */
export interface ControlMoved {
  type: "controlMoved";
  id: string;
  value: ControlValue;
  stamp: number;
  /** Whether the cell has run in the present kernel, so that what depends on it can run again. */
  followed: boolean;
}

/** Lines of the file of an `AbridgedPayload`. */
export interface TextPage {
  type: "textPage";
  file: string;
  /** Characters of the file before this page. */
  from: number;
  /** Null where the file is no longer there. */
  text: string | null;
  last: boolean;
}

/** Renderer → extension. */
export type FromRenderer =
  /** A chart came (back) into view and asks for its present state. */
  | { type: "attach"; id: string }
  /** The person wants to see all that a run printed: the file of its `MorePayload`. */
  | { type: "openText"; file: string }
  /** The person wants to see more of an abridged value. */
  | { type: "readText"; file: string; from: number }
  /** The person has moved a control: the one with this id in its `ControlPayload`. */
  | { type: "control"; id: string; value: ControlValue; stamp: number }
  /**
   * An output of this run has come into the page, or has ended, and not all of it can be seen: it begins above what the
   * person sees, or ends below.
   */
  | { type: "outOfWindow"; run: string; where: "above" | "below" };
