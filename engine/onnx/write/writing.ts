import type { TraceStep } from "../../export/trace/trace.ts";
import type { GraphBuilder } from "./graph.ts";

/** What the writing of an operation may ask. */
export interface Writing {
  readonly graph: GraphBuilder;
  readonly step: TraceStep;
  /** Names of its inputs in the graph. */
  readonly inputs: readonly string[];
}

/** Writes nodes; gives the name of the result. */
export type Write = (w: Writing) => string;

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what an operation remembers is its own affair
export const params = <P>({ step }: Writing): P => step.params as P;
