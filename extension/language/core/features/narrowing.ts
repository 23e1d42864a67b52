/**
 * Flow analysis ends with a file, so a name from above has its declared type here, even where the cells above
 * have made sure that it is not null.
 */
import ts from "typescript";
import type { Cell } from "../project.ts";

/** Whether what stands at `start` may have been narrowed by a cell above. */
export function maybeNarrowed(cell: Cell, start: number): boolean {
  const file = cell.project.sourceFile(cell);
  const root = rootName(file, start);
  const inherited = root && cell.prefix.names.find(({ name }) => name === root.text);
  if (!root || !inherited) return false;
  const { project } = cell;
  const from = project.numbered(inherited.from)?.index ?? 0;
  return project.cells.slice(from, cell.index).some((other) => narrows(other, root.text));
}

/** The name that an expression such as `a.b[0]` begins with. */
function rootName(file: ts.SourceFile, start: number): ts.Identifier | null {
  let found: ts.Identifier | null = null;
  const visit = (node: ts.Node): void => {
    if (found || start < node.getFullStart() || start >= node.end) return;
    if (ts.isIdentifier(node) && node.getStart(file) === start) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether the cell assigns something that begins with the name, or looks at it before it throws. */
function narrows(cell: Cell, name: string): boolean {
  if (!cell.names.mentions.has(name)) return false;
  const file = cell.project.sourceFile(cell);
  let found = false;
  const mentions = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name) || (ts.forEachChild(node, mentions) ?? false);
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) found = mentions(node.left);
    else if (ts.isIfStatement(node)) found = mentions(node.expression);
    else if (ts.isCallExpression(node) && /assert/i.test(node.expression.getText(file)))
      found = mentions(node);
    if (!found) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
