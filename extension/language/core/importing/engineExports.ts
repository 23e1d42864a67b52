import ts from "typescript";
import type { Project } from "../project.ts";

/** Names that `gradbook` exports, sorted. */
export function engineExports(project: Project): ts.Symbol[] {
  const { engineFile, program } = project;
  const checker = program.getTypeChecker();
  const module = engineFile && checker.getSymbolAtLocation(engineFile);
  const symbols = module ? checker.getExportsOfModule(module) : [];
  return symbols.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
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
