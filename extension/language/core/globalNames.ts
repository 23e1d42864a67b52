import ts from "typescript";
import type { GlobalNames } from "./chain.ts";

/** What a program's libraries declare for every file. @param file one of them that is no module */
export function globalNames(program: ts.Program, file: string): GlobalNames {
  const library = program.getSourceFile(file);
  const checker = program.getTypeChecker();
  const named = (meaning: ts.SymbolFlags): Set<string> =>
    new Set(library ? checker.getSymbolsInScope(library, meaning).map(({ name }) => name) : []);
  return { values: named(ts.SymbolFlags.Value), types: named(ts.SymbolFlags.Type) };
}
