/**
 * What Gradbook says of a cell in place of TypeScript, or besides: Python in it, operators on tensors, a training that
 * nobody waits for. Each says what to write, and where that is all there is to do, mends it.
 */
import ts from "typescript";
import type { AdviceKind, Severity, Span, TextEdit } from "../../protocol.ts";
import { cellSpan } from "../places.ts";
import type { Cell } from "../project.ts";
import { missingAwaits } from "./missingAwait.ts";
import { plottedText } from "./plottedText.ts";
import { python } from "./python.ts";
import { negatedTensors, tensorOperators } from "./tensorOperators.ts";
import { tensorIndex } from "./tensorIndex.ts";
import { neverZeroed } from "./neverZeroed.ts";

export interface Advice extends Span {
  kind: AdviceKind;
  severity: Severity;
  message: string;
  /** What is written instead, and how the cell gets it; none where more is to be done. */
  mend: { title: string; edits: TextEdit[] } | null;
}

/** A place in a cell's file, and what to say of it. */
export type Found = Omit<Advice, "start" | "length" | "mend"> & {
  node: ts.Node;
  /** Text to stand in place of the node. */
  write: string | null;
};

/** @param faults what TypeScript says. @returns what is advised, and which of them it makes superfluous */
export function adviseOn(
  cell: Cell,
  faults: readonly ts.Diagnostic[],
): { advice: Advice[]; said: ReadonlySet<ts.Diagnostic> } {
  const said = new Set<ts.Diagnostic>();
  const advice = python(cell, faults, said);
  if (said.size > 0) return { advice, said };
  const byNode = new Map<ts.Node, Found>();
  for (const fault of faults) {
    const found = tensorOperators(cell, fault) ?? tensorIndex(cell, fault) ?? plottedText(cell, fault);
    if (!found) continue;
    said.add(fault);
    if (!byNode.has(found.node)) byNode.set(found.node, found);
  }
  const found = [...byNode.values(), ...negatedTensors(cell), ...missingAwaits(cell), ...neverZeroed(cell)];
  return { advice: [...advice, ...found.flatMap((one) => asAdvice(cell, one))], said };
}

function asAdvice(cell: Cell, { node, write, ...said }: Found): Advice[] {
  const start = node.getStart();
  const span = cellSpan(cell, { start, length: node.end - start });
  const mend = span && write !== null ? { title: write, edits: [{ ...span, text: write }] } : null;
  return span ? [{ ...span, ...said, mend }] : [];
}
