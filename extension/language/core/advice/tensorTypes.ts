/** What an expression is to the engine. */
import ts from "typescript";
import type { Cell } from "../project.ts";

export function checkerOf(cell: Cell): ts.TypeChecker {
  return cell.project.program.getTypeChecker();
}

/** Whether TypeScript knows the expression to be a tensor; of an operation that it refuses, by the operands. */
export function isTensor(cell: Cell, node: ts.Expression): boolean {
  const bare = withoutParentheses(node);
  if (ts.isBinaryExpression(bare)) return isTensor(cell, bare.left) || isTensor(cell, bare.right);
  const { symbol } = checkerOf(cell).getTypeAtLocation(bare) as { symbol?: ts.Symbol };
  return symbol?.name === "Tensor" && isEngines(cell, symbol.declarations?.[0]);
}

/** Whether what is declared is the engine's. */
export function isEngines(cell: Cell, declaration: ts.Declaration | undefined): boolean {
  return declaration !== undefined && cell.project.isEngine(declaration.getSourceFile().fileName);
}

export function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

/** The innermost node that has this very place and that `is` takes. */
export function nodeAt<N extends ts.Node>(
  cell: Cell,
  { start = -1, length = 0 }: ts.Diagnostic,
  is: (node: ts.Node) => node is N,
): N | null {
  const file = cell.project.sourceFile(cell);
  let found: N | null = null;
  const visit = (node: ts.Node): void => {
    if (start < node.getFullStart() || start + length > node.end) return;
    if (is(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Nodes of the person's own text. */
export function visitOwn(cell: Cell, visitor: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    visitor(node);
    ts.forEachChild(node, visit);
  };
  const file = cell.project.sourceFile(cell);
  for (const statement of file.statements) if (statement.end > cell.prefix.text.length) visit(statement);
}
