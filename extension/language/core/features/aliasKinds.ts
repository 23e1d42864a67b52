/** What imported names are. To TypeScript's list of completions they are all aliases, with one icon. */
import ts from "typescript";
import { fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { engineExports, resolveAlias } from "./engineExports.ts";

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
    return symbol && kindOf(resolveAlias(checker, symbol, ts.SymbolFlags.Alias));
  };
}

function membersOf(checker: ts.TypeChecker, expression: ts.Expression): ts.Symbol[] {
  const symbol = checker.getSymbolAtLocation(expression);
  const target = symbol && resolveAlias(checker, symbol, ts.SymbolFlags.Alias);
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

/** TypeScript's name for the kind of a symbol that is no alias. */
export function kindOf({ flags, valueDeclaration }: ts.Symbol): string {
  if (flags & ts.SymbolFlags.Function) return ts.ScriptElementKind.functionElement;
  if (flags & ts.SymbolFlags.Class) return ts.ScriptElementKind.classElement;
  if (flags & ts.SymbolFlags.Enum) return ts.ScriptElementKind.enumElement;
  if (flags & ts.SymbolFlags.Module) return ts.ScriptElementKind.moduleElement;
  if (flags & ts.SymbolFlags.Interface) return ts.ScriptElementKind.interfaceElement;
  if (flags & ts.SymbolFlags.TypeAlias) return ts.ScriptElementKind.typeElement;
  const list = valueDeclaration?.parent;
  return list && ts.isVariableDeclarationList(list) && !(list.flags & ts.NodeFlags.Const)
    ? ts.ScriptElementKind.letElement
    : ts.ScriptElementKind.constElement;
}
