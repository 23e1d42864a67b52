/** What the extension and the renderer in the notebook's page say to each other. */
import type { CurvesDelta, CurvesPayload } from "./curves.ts";

/** Extension → renderer. */
export type ToRenderer = { type: "delta"; delta: CurvesDelta } | { type: "snapshot"; payload: CurvesPayload };

/** Renderer → extension. */
export type FromRenderer =
  /** A chart came (back) into view and asks for its present state. */
  | { type: "attach"; id: string }
  /** The person wants to see all that a run printed: the file of its `MorePayload`. */
  | { type: "openText"; file: string };
