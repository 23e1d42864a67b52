/** Categories where `plot` wants numbers. */
import ts from "typescript";
import { say } from "../../../kernel/protocol/messages.ts";
import type { Cell } from "../project.ts";
import type { Found } from "./advice.ts";
import { nodeAt } from "./tensorTypes.ts";

/** Not assignable: a value, an argument, to any overload. */
const refused = new Set([2322, 2345, 2769]);

export function plottedText(cell: Cell, fault: ts.Diagnostic): Found | null {
  if (!refused.has(fault.code)) return null;
  const said = ts.flattenDiagnosticMessageText(fault.messageText, "\n");
  if (!/\bstring\b/.test(said) || !/\bPlottable\b/.test(said)) return null;
  const call = nodeAt(cell, fault, ts.isCallExpression);
  const { start = 0 } = fault;
  const node = call?.arguments.find((argument) => argument.getFullStart() <= start && start < argument.end);
  if (!node) return null;
  return {
    node,
    kind: "plot",
    severity: "error",
    message: say("plot draws numbers, no categories. Number them, as in names.map((_, i) => i)."),
    write: null,
  };
}
