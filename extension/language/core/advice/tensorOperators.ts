/** `x ** 2` and the like: TypeScript's operators do not work on tensors, methods do. */
import ts from "typescript";
import { say } from "../../../kernel/protocol/messages.ts";
import type { Cell } from "../project.ts";
import type { Found } from "./advice.ts";
import { isTensor, nodeAt, visitOwn, withoutParentheses } from "./tensorTypes.ts";

/** Operands of arithmetic, left and right; an operator that cannot be applied to its operands. */
const refused = new Set([2362, 2363, 2365]);

/** The method for each operator, and the one of the right operand where only that is a tensor. */
const methods: ReadonlyMap<ts.SyntaxKind, readonly [own: string, turned: string | null]> = new Map([
  [ts.SyntaxKind.PlusToken, ["add", "add"]],
  [ts.SyntaxKind.MinusToken, ["sub", "rsub"]],
  [ts.SyntaxKind.AsteriskToken, ["mul", "mul"]],
  [ts.SyntaxKind.SlashToken, ["div", null]],
  [ts.SyntaxKind.PercentToken, ["remainder", null]],
  [ts.SyntaxKind.AsteriskAsteriskToken, ["pow", null]],
  [ts.SyntaxKind.GreaterThanToken, ["gt", "lt"]],
  [ts.SyntaxKind.LessThanToken, ["lt", "gt"]],
  [ts.SyntaxKind.GreaterThanEqualsToken, ["ge", "le"]],
  [ts.SyntaxKind.LessThanEqualsToken, ["le", "ge"]],
  [ts.SyntaxKind.AmpersandToken, ["logicalAnd", "logicalAnd"]],
  [ts.SyntaxKind.BarToken, ["logicalOr", "logicalOr"]],
  [ts.SyntaxKind.CaretToken, ["logicalXor", "logicalXor"]],
]);

const assigning: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.PlusEqualsToken, "add"],
  [ts.SyntaxKind.MinusEqualsToken, "sub"],
  [ts.SyntaxKind.AsteriskEqualsToken, "mul"],
  [ts.SyntaxKind.SlashEqualsToken, "div"],
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken, "pow"],
]);

export function tensorOperators(cell: Cell, fault: ts.Diagnostic): Found | null {
  if (!refused.has(fault.code)) return null;
  const operand = nodeAt(cell, fault, ts.isExpression);
  const node = operand && ts.isBinaryExpression(operand) ? operand : operand?.parent;
  if (!node || !ts.isBinaryExpression(node)) return null;
  const written = methodCall(cell, node);
  if (written === null) return null;
  return {
    node,
    kind: "operator",
    severity: "error",
    message: say("Operators do not work on tensors. Write: {0}", written),
    write: written,
  };
}

/** JavaScript asks a tensor for its number, which only one of a single element has; so TypeScript lets it pass. */
export function negatedTensors(cell: Cell): Found[] {
  if (!/-\s*[\p{ID_Start}($]/u.test(cell.text)) return [];
  const found: Found[] = [];
  visitOwn(cell, (node) => {
    if (!ts.isPrefixUnaryExpression(node) || node.operator !== ts.SyntaxKind.MinusToken) return;
    if (!isTensor(cell, node.operand)) return;
    const write = `${operandText(node.operand)}.neg()`;
    const message = say("Operators do not work on tensors. Write: {0}", write);
    found.push({ node, kind: "operator", severity: "warning", message, write });
  });
  return found;
}

function methodCall(
  cell: Cell,
  { left, right, operatorToken: { kind } }: ts.BinaryExpression,
): string | null {
  const [own, turned] = methods.get(kind) ?? [];
  if (own !== undefined && isTensor(cell, left)) return call(left, own, right);
  if (own !== undefined && isTensor(cell, right)) {
    return turned ? call(right, turned, left) : `tensor(${bareText(left)}).${own}(${bareText(right)})`;
  }
  const assigned = assigning.get(kind);
  return assigned !== undefined && isTensor(cell, left)
    ? `${left.getText()} = ${call(left, assigned, right)}`
    : null;
}

function call(on: ts.Expression, method: string, argument: ts.Expression): string {
  return `${operandText(on)}.${method}(${bareText(argument)})`;
}

function operandText(node: ts.Expression): string {
  return ts.isLeftHandSideExpression(node) ? node.getText() : `(${node.getText()})`;
}

function bareText(node: ts.Expression): string {
  return withoutParentheses(node).getText();
}
