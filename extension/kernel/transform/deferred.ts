import ts from "typescript";

/** Whether what stands here runs only when something is called or constructed, rather than with its cell. */
export function isDeferred(place: ts.Node): boolean {
  for (let node = place; !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (ts.isFunctionLike(parent) && !isCalledAtOnce(parent) && !isSurroundings(node, parent)) return true;
    if (ts.isPropertyDeclaration(parent) && parent.initializer === node && !isStatic(parent)) return true;
  }
  return false;
}

/** Decorators, computed names and types: they stand in a function without being its code. */
function isSurroundings(node: ts.Node, parent: ts.SignatureDeclaration): boolean {
  return ts.isDecorator(node) || node === parent.name;
}

/** `(() => …)()` */
function isCalledAtOnce(node: ts.Node): boolean {
  let outer = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer && !isGenerator(node);
}

function isGenerator(node: ts.Node): boolean {
  return ts.isFunctionExpression(node) && node.asteriskToken !== undefined;
}

function isStatic(node: ts.PropertyDeclaration): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}
