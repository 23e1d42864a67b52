/** Takes the types out of a text, so that what is left stays where and as it was written. */
import ts from "typescript";
import { isAmbient } from "./references.ts";
import type { TextEdits } from "./syntax/textEdits.ts";
import { visitAll } from "./syntax/walk.ts";

export interface Erasure {
  /**
   * Whether that was all: what TypeScript has code for (enums, namespaces, parameter properties) and what not every
   * Node knows (decorators, `using`) is left for TypeScript to write.
   */
  complete: boolean;
  /** Puts the parentheses that types stood for; to be called after all edits that wrap more. */
  readonly parenthesize: () => void;
}

/**
 * Blanks types, modifiers that only types have, and declarations without code. To be called before all edits that
 * wrap something.
 */
export function eraseTypes(file: ts.SourceFile, edits: TextEdits): Erasure {
  const eraser = new Eraser(file, edits);
  edits.asTypes(() => visitAll(file, (node) => eraser.visit(node)));
  const { complete, parentheses } = eraser;
  const parenthesize = (): void => {
    for (const { start, end, open } of parentheses) {
      if (open) edits.before(start, "(");
      edits.after(end, ")", start);
    }
  };
  return { complete, parenthesize: () => edits.asTypes(parenthesize) };
}

const typeModifiers = new Set([
  ts.SyntaxKind.AbstractKeyword,
  ts.SyntaxKind.DeclareKeyword,
  ts.SyntaxKind.OverrideKeyword,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
]);

const usingFlags: number = ts.NodeFlags.Using;
const usingMask: number = ts.NodeFlags.BlockScoped;

class Eraser {
  readonly #file: ts.SourceFile;
  readonly #edits: TextEdits;
  readonly #scanner = ts.createScanner(ts.ScriptTarget.ESNext, true);
  complete = true;
  /** Ranges to be wrapped, outside in; `open` unless the opening one is there. */
  readonly parentheses: { start: number; end: number; open: boolean }[] = [];

  constructor(file: ts.SourceFile, edits: TextEdits) {
    this.#file = file;
    this.#edits = edits;
    this.#scanner.setText(file.text);
  }

  /** @returns whether to go on to what is in the node */
  visit(node: ts.Node): boolean {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return false;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return false;
    if (isOnlyType(node)) {
      // The semicolon keeps what was apart apart.
      this.#edits.blank(node.getStart(this.#file), node.end, ";");
      return false;
    }
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return false;
    this.#noteWhatIsLeft(node);
    if (ts.isClassLike(node)) this.#eraseClass(node);
    else if (ts.isFunctionLike(node)) this.#eraseFunction(node);
    else if (ts.isPropertyDeclaration(node)) this.#eraseMember(node);
    else if (ts.isParameter(node)) this.#eraseParameter(node);
    else if (ts.isVariableDeclaration(node)) {
      this.#blankNode(node.exclamationToken);
      this.#blankAnnotation(node.type);
    } else if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) this.#eraseAs(node);
    else if (ts.isTypeAssertionExpression(node)) this.#eraseAssertion(node);
    else if (ts.isNonNullExpression(node)) this.#edits.blank(node.end - 1, node.end);
    else if (ts.isBinaryExpression(node)) this.#separateOperators(node);
    else if (isCallLike(node) || ts.isExpressionWithTypeArguments(node)) {
      this.#blankBrackets(node.typeArguments);
      if (ts.isExpressionWithTypeArguments(node)) this.#endStatement(node);
    }
    return true;
  }

  #noteWhatIsLeft(node: ts.Node): void {
    if (
      ts.isEnumDeclaration(node) ||
      ts.isModuleDeclaration(node) ||
      ts.isImportEqualsDeclaration(node) ||
      ts.isDecorator(node) ||
      node.kind === ts.SyntaxKind.AccessorKeyword ||
      (ts.isVariableDeclarationList(node) && isUsing(node)) ||
      (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent))
    ) {
      this.complete = false;
    }
  }

  #eraseClass(node: ts.ClassLikeDeclaration): void {
    for (const modifier of node.modifiers ?? []) {
      if (typeModifiers.has(modifier.kind)) this.#blankNode(modifier);
    }
    this.#blankBrackets(node.typeParameters);
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token === ts.SyntaxKind.ImplementsKeyword) this.#blankNode(clause);
    }
  }

  #eraseFunction(node: ts.SignatureDeclaration): void {
    if (ts.isClassElement(node) || ts.isObjectLiteralElement(node)) this.#eraseMember(node);
    const [first] = node.parameters;
    if (first && ts.isIdentifier(first.name) && first.name.text === "this") this.#blankThis(first);
    if (ts.isArrowFunction(node)) {
      this.#eraseArrow(node);
    } else {
      this.#blankBrackets(node.typeParameters);
      this.#blankAnnotation(node.type);
    }
  }

  /** No line may end between `async` or `return` and an arrow function's parameters, or between those and the arrow. */
  #eraseArrow({ typeParameters, parameters, type }: ts.ArrowFunction): void {
    if (typeParameters) {
      const { start, end } = this.#brackets(typeParameters);
      const open = parameters.pos - 1;
      if (this.#lineBreaks(start, end) === "") this.#edits.blank(start, end);
      else this.#edits.replace(start, open + 1, `(${this.#lineBreaks(start, open)}`);
    }
    if (!type) return;
    const close = this.#tokenFrom(parameters.end, ts.SyntaxKind.CloseParenToken).start;
    const breaks = this.#lineBreaks(close, type.end);
    if (breaks === "") this.#blankAnnotation(type);
    else this.#edits.replace(close, type.end, `${breaks})`);
  }

  #eraseMember(node: ts.ClassElement | ts.ObjectLiteralElement): void {
    const modifiers = (ts.canHaveModifiers(node) && node.modifiers) || [];
    for (const modifier of modifiers) {
      if (!typeModifiers.has(modifier.kind)) continue;
      // A field above that ends without a semicolon would go on.
      const apart = modifier === modifiers[0] && mayContinue(node);
      this.#edits.blank(modifier.getStart(this.#file), modifier.end, apart ? ";" : "");
    }
    if (ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)) this.#blankNode(node.questionToken);
    if (!ts.isPropertyDeclaration(node)) return;
    this.#blankNode(node.exclamationToken);
    this.#blankAnnotation(node.type);
  }

  #eraseParameter(node: ts.ParameterDeclaration): void {
    if (ts.isIdentifier(node.name) && node.name.text === "this") return;
    this.#blankNode(node.questionToken);
    this.#blankAnnotation(node.type);
  }

  #blankThis(parameter: ts.ParameterDeclaration): void {
    const comma = this.#tokenFrom(parameter.end);
    const { end } = comma.kind === ts.SyntaxKind.CommaToken ? comma : parameter;
    this.#edits.blank(parameter.getStart(this.#file), end);
  }

  #eraseAs(node: ts.AsExpression | ts.SatisfiesExpression): void {
    const { expression, parent } = node;
    // `-a as T ** b` and `a + b as T * c`: the type kept the operators apart.
    if (ts.isBinaryExpression(parent) && !ts.isLeftHandSideExpression(expression)) {
      this.#wrap(expression);
    }
    this.#endStatement(node);
    this.#edits.blank(expression.end, node.end);
  }

  #eraseAssertion(node: ts.TypeAssertion): void {
    const { end } = this.#tokenFrom(node.type.end, ts.SyntaxKind.GreaterThanToken);
    const start = node.getStart(this.#file);
    // What begins with a brace would be a block, and what begins with `function` a declaration.
    this.#edits.blank(start, end, "(");
    this.parentheses.push({ start, end: node.end, open: false });
  }

  #wrap(node: ts.Expression): void {
    this.parentheses.push({ start: node.getStart(this.#file), end: node.end, open: true });
  }

  /** `a ?? b as T && c`, in which the type kept the operators apart. */
  #separateOperators({ left, right, operatorToken }: ts.BinaryExpression): void {
    const own = logicalGroup(operatorToken.kind);
    if (own === null) return;
    for (const side of [left, right]) {
      if (!ts.isBinaryExpression(side)) continue;
      const inner = logicalGroup(side.operatorToken.kind);
      const near = side === left ? side.right : side.left;
      const typed = ts.isAsExpression(near) || ts.isSatisfiesExpression(near);
      if (inner !== null && inner !== own && typed) this.#wrap(side);
    }
  }

  /** Ends the statement or field that ends with `node`, where the line after it would go on with it. */
  #endStatement(node: ts.Expression): void {
    let outer: ts.Node = node;
    while (outer.parent.end === node.end && !ts.isStatement(outer) && !ts.isPropertyDeclaration(outer)) {
      outer = outer.parent;
    }
    const ends = ts.isStatement(outer) || ts.isPropertyDeclaration(outer);
    if (ends && /^[([`+\-*/]/.test(this.#file.text.slice(this.#tokenFrom(node.end).start))) {
      this.#edits.after(node.end, ";", outer.pos);
    }
  }

  #blankNode(node: ts.Node | undefined): void {
    if (node) this.#edits.blank(node.getStart(this.#file), node.end);
  }

  /** `: T` */
  #blankAnnotation(type: ts.TypeNode | undefined): void {
    if (type) this.#edits.blank(type.pos - 1, type.end);
  }

  /** `<T>` */
  #blankBrackets(types: ts.NodeArray<ts.Node> | undefined): void {
    if (!types) return;
    const { start, end } = this.#brackets(types);
    this.#edits.blank(start, end);
  }

  #brackets(types: ts.NodeArray<ts.Node>): { start: number; end: number } {
    return {
      start: types.pos - 1,
      end: this.#tokenFrom(types.end, ts.SyntaxKind.GreaterThanToken).end,
    };
  }

  /** The first token from `offset` on, or the first of `kind`. */
  #tokenFrom(offset: number, kind?: ts.SyntaxKind): { kind: ts.SyntaxKind; start: number; end: number } {
    const scanner = this.#scanner;
    scanner.resetTokenState(offset);
    for (;;) {
      const found = scanner.scan();
      if (kind === undefined || found === kind || found === ts.SyntaxKind.EndOfFileToken) {
        return { kind: found, start: scanner.getTokenStart(), end: scanner.getTokenEnd() };
      }
    }
  }

  #lineBreaks(start: number, end: number): string {
    return this.#file.text.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, "");
  }
}

/** Statements and class members that leave nothing at run time. */
export function isOnlyType(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || isAmbient(node)) return true;
  if (ts.isIndexSignatureDeclaration(node)) return true;
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) {
    return !node.body;
  }
  if (ts.isAccessor(node) && !node.body) return true;
  if (!ts.isPropertyDeclaration(node)) return false;
  return (node.modifiers ?? []).some(
    ({ kind }) => kind === ts.SyntaxKind.AbstractKeyword || kind === ts.SyntaxKind.DeclareKeyword,
  );
}

function mayContinue(member: ts.ClassElement | ts.ObjectLiteralElement): boolean {
  const { name } = member;
  if (name && ts.isComputedPropertyName(name)) return true;
  return ts.isMethodDeclaration(member) && member.asteriskToken !== undefined;
}

function isCallLike(
  node: ts.Node,
): node is ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
}

function isUsing({ flags }: ts.VariableDeclarationList): boolean {
  // `await using` has the bit of `using` too.
  return (flags & usingMask & usingFlags) !== 0;
}

/** Operators that must not stand side by side: `??` on the one hand, `&&` and `||` on the other. */
function logicalGroup(operator: ts.SyntaxKind): "nullish" | "logical" | null {
  if (operator === ts.SyntaxKind.QuestionQuestionToken) return "nullish";
  const logical =
    operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken;
  return logical ? "logical" : null;
}
