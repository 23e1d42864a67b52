/** Uses of a name in a cell's own course that is declared below: when the notebook runs from the top, it fails. */
import ts from "typescript";
import { isErased } from "../../../kernel/transform/references.ts";
import { isDeferred } from "../../../kernel/transform/deferred.ts";
import type { Cell } from "../project.ts";

export function earlyUses(cell: Cell): ts.Identifier[] {
  const { names, text } = cell.prefix;
  const below = new Set(names.flatMap((named) => (named.below ? [named.name] : [])));
  if (below.size === 0) return [];
  const file = cell.project.sourceFile(cell);
  const checker = cell.project.program.getTypeChecker();
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (isErased(node)) return;
    if (ts.isIdentifier(node) && below.has(node.text) && isRead(node) && !isDeferred(node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      const inPrefix = symbol?.declarations?.some(
        (declaration) => declaration.getSourceFile() === file && declaration.getStart(file) < text.length,
      );
      if (inPrefix) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) if (statement.getStart(file) >= text.length) visit(statement);
  return found;
}

/** Whether the identifier stands for its value: `typeof` asks whether there is one. */
function isRead(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isTypeOfExpression(parent)) return false;
  return !((ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === id);
}
