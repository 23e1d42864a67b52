/** What imported names are. To TypeScript's list of completions they are all aliases, with one icon. */
import ts from "typescript";
import { fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { engineExports, kindOf, resolveAlias } from "../importing/engineExports.ts";

/** Kinds by name, for the names that may stand at the offset. */
export function aliasKinds(cell: Cell, offset: number): (name: string) => string | undefined {
  const file = cell.project.sourceFile(cell);
  const checker = cell.project.program.getTypeChecker();
  const at = fileOffset(cell, offset);
  const place = placeAt(file, at);
  const symbols = place.module
    ? membersOf(checker, place.module)
    : place.importing
      ? engineExports(cell.project)
      : checker.getSymbolsInScope(file, ts.SymbolFlags.Alias);
  const byName = new Map(symbols.map((symbol) => [symbol.name, symbol]));
  return (name) => {
    const symbol = byName.get(name);
    return symbol && kindOf(resolveAlias(checker, symbol));
  };
}

function membersOf(checker: ts.TypeChecker, expression: ts.Expression): ts.Symbol[] {
  const symbol = checker.getSymbolAtLocation(expression);
  const target = symbol && resolveAlias(checker, symbol);
  return target && target.flags & ts.SymbolFlags.Module ? checker.getExportsOfModule(target) : [];
}

/** What stands before the dot, or whether the place is between the braces of an import. */
function placeAt(file: ts.SourceFile, at: number): { module: ts.Expression | null; importing: boolean } {
  let module: ts.Expression | null = null;
  let importing = false;
  const visit = (node: ts.Node): void => {
    if (at < node.getFullStart() || at > node.end) return;
    if (ts.isPropertyAccessExpression(node) && at > node.expression.end) module = node.expression;
    if (ts.isNamedImports(node)) importing = true;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { module, importing };
}
