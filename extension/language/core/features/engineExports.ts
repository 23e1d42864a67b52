import type ts from "typescript";
import type { Project } from "../project.ts";

/** Names that `gradbook` exports, sorted. */
export function engineExports(project: Project): ts.Symbol[] {
  const { engineFile, program } = project;
  const checker = program.getTypeChecker();
  const module = engineFile && checker.getSymbolAtLocation(engineFile);
  const symbols = module ? checker.getExportsOfModule(module) : [];
  return symbols.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol, aliasFlag: number): ts.Symbol {
  return symbol.flags & aliasFlag ? checker.getAliasedSymbol(symbol) : symbol;
}
