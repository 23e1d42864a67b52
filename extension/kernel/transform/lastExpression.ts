import ts from "typescript";
import { isAnonymousFunction, nameFunction } from "./functionNames.ts";
import { isWrapper } from "./references.ts";
import { markAwait, type TopLevelNames } from "./topLevel.ts";
import type { TextEdits } from "./syntax/textEdits.ts";

/**
 * What a cell's last statement does, which decides whether its value is shown: `value` is written for its value alone,
 * a `call` may be written for what it does, a `change` is: an assignment, `++`, `delete`.
 */
export type LastStatement = "value" | "call" | "change";

/**
 * Makes the cell's function return the value of its last statement, if that is an expression, and returns the
 * expression. A semicolon after it makes no difference: Prettier puts one after every statement. The function's
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
  if (!ts.isAwaitExpression(expression)) markAwait(expression, file, names, edits);
  if (ts.isExportAssignment(last) && isAnonymousFunction(expression)) {
    nameFunction(expression, "default", file, edits);
  }
  return expression;
}

/** What is done by an expression that stands as a statement. */
export function whatIsDone(expression: ts.Expression): LastStatement {
  if (isWrapper(expression) || ts.isAwaitExpression(expression)) return whatIsDone(expression.expression);
  if (ts.isCallExpression(expression)) return "call";
  if (ts.isDeleteExpression(expression) || ts.isPostfixUnaryExpression(expression)) return "change";
  if (ts.isPrefixUnaryExpression(expression)) return isStep(expression.operator) ? "change" : "value";
  if (ts.isConditionalExpression(expression)) {
    const otherwise = whatIsDone(expression.whenFalse);
    return otherwise === "value" ? whatIsDone(expression.whenTrue) : otherwise;
  }
  if (!ts.isBinaryExpression(expression)) return "value";
  const { operatorToken, right } = expression;
  if (isAssignment(operatorToken.kind)) return "change";
  return givesItsRight.has(operatorToken.kind) ? whatIsDone(right) : "value";
}

const givesItsRight: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.CommaToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

function isStep(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
