/** `x[0]`: a tensor has no elements of its own. */
import ts from "typescript";
import { say } from "../../../kernel/protocol/messages.ts";
import type { Cell } from "../project.ts";
import type { Found } from "./advice.ts";
import { isTensor, nodeAt } from "./tensorTypes.ts";

/** An index that a type does not have; one that is no index at all. */
const refused = new Set([7053, 2538]);

export function tensorIndex(cell: Cell, fault: ts.Diagnostic): Found | null {
  if (!refused.has(fault.code)) return null;
  const node = nodeAt(cell, fault, ts.isElementAccessExpression);
  if (!node || !isTensor(cell, node.expression)) return null;
  const [of, index] = [node.expression.getText(), node.argumentExpression.getText()];
  const { parent } = node;
  const isAssigned =
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const write = isAssigned ? `${of}.set(${index}, ${parent.right.getText()})` : `${of}.get(${index})`;
  return {
    node: isAssigned ? parent : node,
    kind: "index",
    severity: "error",
    message: say("Brackets do not reach into a tensor. Write: {0}", write),
    write,
  };
}
