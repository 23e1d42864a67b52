import ts from "typescript";
import type { ParsedText } from "./syntax/parse.ts";
import { visitAll } from "./syntax/walk.ts";

/** A place where a variable's value is read or written; places that only name a type are none. */
export interface Reference {
  id: ts.Identifier;
  /** What it refers to in this text; undefined for a name that the text does not declare. */
  symbol: ts.Symbol | undefined;
  /** `{ id }` in an object literal or an assignment pattern. */
  shorthand: boolean;
  written: boolean;
}

export function valueReferences({ file, names }: ParsedText): Reference[] {
  const found: Reference[] = [];
  visitAll(file, (node) => {
    if (isErased(node)) return false;
    if (!ts.isIdentifier(node) || node.text === "") return true;
    const shorthand = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;
    if (!shorthand && isOnlyName(node)) return true;
    const symbol = runtimeSymbol(names.valueAt(node));
    found.push({ id: node, symbol, shorthand, written: isWritten(node) });
    return true;
  });
  return found;
}

/** True for syntax that leaves nothing at run time, or that is handled on its own (imports and exports by name). */
export function isErased(node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node)) {
    return ts.isHeritageClause(node.parent) && !isClassExtends(node.parent);
  }
  return (
    ts.isTypeNode(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    isAmbient(node)
  );
}

/** `declare …` */
export function isAmbient(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.isStatement(node) &&
    (ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}

/** `import type …` */
export function isTypeOnly(clause: ts.ImportClause): boolean {
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** The outermost expression that is `node` once types and parentheses are gone. */
export function unwrapped(node: ts.Expression): ts.Expression {
  let outer: ts.Expression = node;
  while (isWrapper(outer.parent) && outer.parent.expression === outer) outer = outer.parent;
  return outer;
}

/** Whether the node only says how its expression is to be read: brackets, types. */
export function isWrapper(node: ts.Node): node is ts.Expression & { expression: ts.Expression } {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    (ts.isExpressionWithTypeArguments(node) && !ts.isHeritageClause(node.parent))
  );
}

function isClassExtends(clause: ts.HeritageClause): boolean {
  return clause.token === ts.SyntaxKind.ExtendsKeyword && ts.isClassLike(clause.parent);
}

/** True where an identifier is the name of a property, a label or something being declared. */
function isOnlyName(id: ts.Identifier): boolean {
  const { parent } = id;
  if ("name" in parent && parent.name === id) return true;
  if ("label" in parent && parent.label === id) return true;
  if ("propertyName" in parent && parent.propertyName === id) return true;
  return ts.isQualifiedName(parent) || ts.isImportEqualsDeclaration(parent);
}

/** `declare const x` gives a type to something outside: at run time the text does not declare it. */
function runtimeSymbol(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
  const declarations = symbol?.declarations;
  if (!declarations || declarations.length === 0) return symbol;
  const ambient = declarations.every((declaration) => {
    const statement = ts.findAncestor(declaration, ts.isStatement);
    return statement !== undefined && isAmbient(statement);
  });
  return ambient ? undefined : symbol;
}

export function isWritten(id: ts.Expression): boolean {
  let node: ts.Node = id;
  for (;;) {
    const { parent }: ts.Node = node;
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      return (
        parent.left === node && kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
      );
    }
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
      return (
        parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
      );
    }
    if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
    if (ts.isPropertyAssignment(parent) && parent.initializer !== node) return false;
    if (ts.isShorthandPropertyAssignment(parent) && parent.name !== node) return false;
    if (!isPatternPart(parent) && !isWrapper(parent)) return false;
    node = parent;
  }
}

function isPatternPart(node: ts.Node): boolean {
  return (
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node)
  );
}
