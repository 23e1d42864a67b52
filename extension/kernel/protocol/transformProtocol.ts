/** What the control thread and the transform thread of a kernel say to each other. Types only. */
import type { NamesAbove, TransformedCell } from "../transform/transformCell.ts";
import type { TransformedModule } from "../transform/transformModule.ts";

export interface CellTransformRequest {
  type: "cell";
  text: string;
  url: string;
  above: NamesAbove[];
  debugged: boolean;
  /** Its loops come to the thread's messages now and then. */
  yields?: boolean;
}

export interface ModuleTransformRequest {
  type: "module";
  /** Also what it imports is wanted. */
  references?: boolean;
  text: string;
  url: string;
}

export type TransformRequest = CellTransformRequest | ModuleTransformRequest;

export type TransformResponse =
  | { type: "loaded" }
  | { type: "done"; id: number; made: TransformedCell | TransformedModule }
  /** `at` when it is the text that is at fault. */
  | { type: "fault"; id: number; message: string; at: { line: number; column: number } | null };

export interface TransformMessage {
  id: number;
  question: TransformRequest;
  /** The person's. */
  language: string;
}
