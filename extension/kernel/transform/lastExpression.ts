import ts from "typescript";
import { isAnonymousFunction, nameFunction } from "./functionNames.ts";
import { markWait, type TopLevelNames } from "./topLevel.ts";
import type { TextEdits } from "./syntax/textEdits.ts";

/**
 * Makes the cell's function return the value of its last statement, if that is an expression, and returns the
 * expression. A semicolon after it makes no difference. The function's
 * caller will wait for it, if it is a promise.
 */
export function returnLastExpression(
  file: ts.SourceFile,
  names: Pick<TopLevelNames, "waits">,
  edits: TextEdits,
): ts.Expression | null {
  const last = file.statements.findLast((statement) => !ts.isEmptyStatement(statement));
  if (!last || !(ts.isExpressionStatement(last) || ts.isExportAssignment(last))) return null;
  const { expression } = last;
  edits.before(expression.getStart(file), "return (");
  edits.after(expression.end, ")", last.pos);
  if (!ts.isAwaitExpression(expression)) markWait(expression, file, names, edits);
  if (ts.isExportAssignment(last) && isAnonymousFunction(expression)) {
    nameFunction(expression, "default", file, edits);
  }
  return expression;
}
