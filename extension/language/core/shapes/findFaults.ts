import ts from "typescript";
import { ShapeEvaluator, type Fault, type Surroundings } from "./evaluate.ts";

/**
 * Calls in a file that cannot succeed, whatever is run before them.
 *
 * @param from offset from which on to look
 */
export function findFaults(file: ts.SourceFile, from: number, surroundings: Surroundings): Fault[] {
  const evaluator = new ShapeEvaluator(surroundings);
  const visit = (node: ts.Node): void => {
    // What is expected to fail is there to be shown.
    if (ts.isTryStatement(node) && node.catchClause) {
      visit(node.catchClause);
      if (node.finallyBlock) visit(node.finallyBlock);
      return;
    }
    if (ts.isCallExpression(node) && /throws|rejects/i.test(node.expression.getText(file))) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) evaluator.value(node);
    ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) if (statement.getStart(file) >= from) visit(statement);
  return evaluator.faults.filter(({ node }) => node.getSourceFile() === file && node.getStart(file) >= from);
}
