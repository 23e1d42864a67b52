/** Keeps the names that functions take from the variables they are given to. */
import ts from "typescript";
import type { Reference } from "./references.ts";
import type { TextEdits } from "./syntax/textEdits.ts";

/**
 * `f = () => 1` names the function after `f`, but `cell.f = () => 1`, which it becomes, does not: the function is
 * made as the property `f` of an object, where it takes the same name.
 * @param reference one that is written in another way from now on
 */
export function keepFunctionName({ id, shorthand }: Reference, file: ts.SourceFile, edits: TextEdits): void {
  const value = shorthand ? shorthandDefault(id) : assignedValue(id);
  if (value && isAnonymousFunction(value)) nameFunction(value, id.text, file, edits);
}

/** Gives an anonymous function or class a name that a program can see, and no variable. */
export function nameFunction(
  value: ts.Expression,
  name: string,
  file: ts.SourceFile,
  edits: TextEdits,
): void {
  const key = name === "__proto__" ? '["__proto__"]' : name;
  edits.before(value.getStart(file), `({${key}:`);
  edits.after(value.end, `})${name === "__proto__" ? key : `.${name}`}`, value.getStart(file));
}

/** `({ f = () => 1 } = o)` */
function shorthandDefault(id: ts.Identifier): ts.Expression | undefined {
  return ts.isShorthandPropertyAssignment(id.parent) ? id.parent.objectAssignmentInitializer : undefined;
}

const namingOperators = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/** What `id = …` assigns, or what it has for a default in a pattern. `(id) = …` names nothing. */
function assignedValue(id: ts.Identifier): ts.Expression | undefined {
  let target: ts.Expression = id;
  // Types are gone at run time, parentheses are not.
  while (isErasedWrapper(target.parent) && target.parent.expression === target) target = target.parent;
  const { parent } = target;
  const names =
    ts.isBinaryExpression(parent) && parent.left === target && namingOperators.has(parent.operatorToken.kind);
  return names ? parent.right : undefined;
}

function isErasedWrapper(
  node: ts.Node,
): node is ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node);
}

export function isAnonymousFunction(node: ts.Expression): boolean {
  let value = node;
  while (ts.isParenthesizedExpression(value) || isErasedWrapper(value)) value = value.expression;
  if (ts.isArrowFunction(value)) return true;
  return (ts.isFunctionExpression(value) || ts.isClassExpression(value)) && value.name === undefined;
}
