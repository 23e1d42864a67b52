/**
 * Guards for a run that is debugged. A debugger stops at statements, so there must be none that the person did not
 * write: the guards are put into expressions, and loops stay as they are. They are in every statement, so that a
 * cell that was paused anywhere stops there when it is told to; what that costs does not count here.
 */
import ts from "typescript";
import { isWaiting, semicolonAfter, type GuardNames } from "./guards.ts";
import type { TextEdits } from "../syntax/textEdits.ts";
import { walk } from "../syntax/walk.ts";

/** @param shown the expression whose value the cell shows, already wrapped */
export function addDebugGuards(
  file: ts.SourceFile,
  shown: ts.Expression | null,
  { flag, check }: Pick<GuardNames, "flag" | "check">,
  edits: TextEdits,
): void {
  walk(file, false, (node, waiting) => {
    // What is right of a comma would be a statement to V8; the branches of a condition are none. `check` returns nothing.
    const mayGoOn = waiting ? `!${check}()` : `${flag}[0]===0||!${check}()`;
    const guarded = guardedExpression(node);
    if (guarded) {
      // A statement that begins with a parenthesis might join the line before.
      const start = ts.isExpressionStatement(node) && guarded !== shown ? "void(" : "(";
      edits.before(guarded.getStart(file), `${start}${mayGoOn}?(`);
      edits.after(guarded.end, "):0)", guarded.getStart(file));
    } else if (ts.isForStatement(node) && !node.condition) {
      edits.after(semicolonAfter(node, node.initializer) + 1, mayGoOn);
    }
    return (waiting && !ts.isFunctionLike(node)) || (ts.isIterationStatement(node, false) && isWaiting(node));
  });
}

function guardedExpression(node: ts.Node): ts.Expression | undefined {
  if (ts.isExpressionStatement(node)) return isDirective(node) || isSuper(node) ? undefined : node.expression;
  // An anonymous function takes its name from the variable only when nothing stands between them.
  if (ts.isVariableDeclaration(node)) return isAnonymous(node.initializer) ? undefined : node.initializer;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isIfStatement(node))
    return node.expression;
  if (ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isSwitchStatement(node))
    return node.expression;
  if (ts.isForStatement(node)) return node.condition;
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return node.body;
  return undefined;
}

/** TypeScript puts parameter properties after it, and looks for it as a statement. */
function isSuper({ expression }: ts.ExpressionStatement): boolean {
  return ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword;
}

function isDirective({ expression }: ts.ExpressionStatement): boolean {
  return ts.isStringLiteral(expression);
}

function isAnonymous(initializer: ts.Expression | undefined): boolean {
  let value = initializer;
  while (
    value &&
    (ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isSatisfiesExpression(value))
  )
    value = value.expression;
  return value !== undefined && (ts.isFunctionLike(value) || ts.isClassExpression(value));
}
