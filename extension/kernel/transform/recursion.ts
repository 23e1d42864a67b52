import ts from "typescript";
import type { Reference } from "./references.ts";

/**
 * The functions of a text that may reach themselves through functions of the same text: by their name, as
 * `const f = () => … f …`, or as a method through a property of the method's own name.
 */
export function recursiveFunctions(
  file: ts.SourceFile,
  references: readonly Reference[],
): Set<ts.SignatureDeclaration> {
  const reached = new Map<ts.SignatureDeclaration, Set<ts.SignatureDeclaration>>();
  const link = (from: ts.Node, to: ts.SignatureDeclaration): void => {
    for (let node = from; !ts.isSourceFile(node); node = node.parent) {
      if (!ts.isFunctionLike(node)) continue;
      const targets = reached.get(node);
      if (targets) targets.add(to);
      else reached.set(node, new Set([to]));
    }
  };
  for (const { id, symbol } of references) {
    for (const declaration of symbol?.declarations ?? []) {
      const target = declaredFunction(declaration);
      if (target) link(id, target);
    }
  }
  linkMethods(file, link);
  return new Set([...reached.keys()].filter((start) => reaches(start, start, reached)));
}

function declaredFunction(declaration: ts.Declaration): ts.SignatureDeclaration | null {
  if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)) return declaration;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return null;
  let value = declaration.initializer;
  while (ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) {
    value = value.expression;
  }
  return ts.isFunctionLike(value) ? value : null;
}

function linkMethods(file: ts.SourceFile, link: (from: ts.Node, to: ts.SignatureDeclaration) => void): void {
  const methods = new Map<string, ts.SignatureDeclaration[]>();
  const uses: ts.PropertyAccessExpression[] = [];
  const visit = (node: ts.Node): void => {
    const method = namedMember(node);
    if (method) methods.set(method.name, [...(methods.get(method.name) ?? []), method.body]);
    if (ts.isPropertyAccessExpression(node)) uses.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const use of uses) for (const method of methods.get(use.name.text) ?? []) link(use, method);
}

function namedMember(node: ts.Node): { name: string; body: ts.SignatureDeclaration } | null {
  if (ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node)) {
    return isPlainName(node.name) ? { name: node.name.text, body: node } : null;
  }
  if (ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) {
    const value = node.initializer;
    return isPlainName(node.name) && value && ts.isFunctionLike(value)
      ? { name: node.name.text, body: value }
      : null;
  }
  return null;
}

function isPlainName(name: ts.PropertyName): name is ts.Identifier | ts.PrivateIdentifier {
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name);
}

function reaches(
  from: ts.SignatureDeclaration,
  goal: ts.SignatureDeclaration,
  reached: Map<ts.SignatureDeclaration, Set<ts.SignatureDeclaration>>,
): boolean {
  const seen = new Set<ts.SignatureDeclaration>();
  const open = [from];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const next of reached.get(node) ?? []) {
      if (next === goal) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}
