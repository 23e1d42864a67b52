import ts from "typescript";
import type { Reference } from "../references.ts";
import { visitAll } from "../syntax/walk.ts";

/**
 * Who may call whom: functions, and names of methods, each of which stands for all methods of that name. So the
 * graph grows with the text, and not with the product of methods and calls.
 */
type Caller = ts.SignatureDeclaration | string;
type Calls = Map<Caller, Set<Caller>>;

/**
 * The functions of a text that may reach themselves through functions of the same text: by their name, as
 * `const f = () => … f …`, or as a method through a property of the method's own name.
 */
export function recursiveFunctions(
  file: ts.SourceFile,
  references: readonly Reference[],
): Set<ts.SignatureDeclaration> {
  const calls: Calls = new Map();
  const link = (from: Caller, to: Caller): void => {
    const known = calls.get(from);
    if (known) known.add(to);
    else calls.set(from, new Set([to]));
  };
  linkFunctions(file, link);
  for (const { id, symbol } of references) {
    const from = functionAround(id);
    if (!from) continue;
    for (const declaration of symbol?.declarations ?? []) {
      const target = declaredFunction(declaration);
      if (target) link(from, target);
    }
  }
  return new Set([...onCircles(calls)].filter((caller) => typeof caller !== "string"));
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

/** What a function does, the functions in it may do for it: it calls them. Methods are called by their names. */
function linkFunctions(file: ts.SourceFile, link: (from: Caller, to: Caller) => void): void {
  visitAll(file, (node) => {
    const method = namedMember(node);
    if (method) link(method.name, method.body);
    const from = ts.isFunctionLike(node) || ts.isPropertyAccessExpression(node) ? functionAround(node) : null;
    if (from && ts.isFunctionLike(node)) link(from, node);
    if (from && ts.isPropertyAccessExpression(node)) link(from, node.name.text);
    return true;
  });
}

function functionAround({ parent }: ts.Node): ts.SignatureDeclaration | null {
  let node = parent;
  while (!ts.isSourceFile(node) && !ts.isFunctionLike(node)) node = node.parent;
  return ts.isFunctionLike(node) ? node : null;
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

/** All that can reach themselves: Tarjan's strongly connected components, with a stack of its own. */
function onCircles(calls: Calls): Set<Caller> {
  const circles = new Set<Caller>();
  const order = new Map<Caller, number>();
  const lowest = new Map<Caller, number>();
  const open: Caller[] = [];
  const isOpen = new Set<Caller>();
  const lower = (caller: Caller, to: number): void => {
    lowest.set(caller, Math.min(lowest.get(caller) ?? Infinity, to));
  };
  const close = (caller: Caller): void => {
    const members = open.splice(open.lastIndexOf(caller));
    for (const member of members) isOpen.delete(member);
    if (members.length > 1 || calls.get(caller)?.has(caller))
      members.forEach((member) => circles.add(member));
  };
  for (const start of calls.keys()) {
    if (order.has(start)) continue;
    const path: { caller: Caller; next: Iterator<Caller, undefined> }[] = [];
    const enter = (caller: Caller): void => {
      lower(caller, order.size);
      order.set(caller, order.size);
      open.push(caller);
      isOpen.add(caller);
      path.push({ caller, next: (calls.get(caller) ?? new Set<Caller>()).values() });
    };
    enter(start);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const { value: callee, done } = step.next.next();
      if (!done && !order.has(callee)) {
        enter(callee);
      } else if (!done) {
        if (isOpen.has(callee)) lower(step.caller, order.get(callee) ?? 0);
      } else {
        const low = lowest.get(step.caller) ?? 0;
        if (low === order.get(step.caller)) close(step.caller);
        path.pop();
        const before = path.at(-1);
        if (before) lower(before.caller, low);
      }
    }
  }
  return circles;
}
