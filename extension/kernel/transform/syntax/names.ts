/**
 * What names refer to within one text, by TypeScript's own binder and resolver of names: its checker would say the same,
 * and is four times as large.
 */
import ts from "typescript";

type ResolveName = (
  at: ts.Node,
  name: ts.__String,
  meaning: number,
  message: undefined,
  isUse: boolean,
  excludeGlobals: boolean,
) => ts.Symbol | undefined;

declare module "typescript" {
  // TypeScript's own, which its declarations leave out.
  function bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  function createNameResolver(parts: {
    compilerOptions: ts.CompilerOptions;
    requireSymbol: object;
    argumentsSymbol: object;
    error: () => void;
    getSymbolOfDeclaration: (declaration: ts.Declaration) => ts.Symbol | undefined;
    globals: ts.SymbolTable;
    lookup: (table: ts.SymbolTable, name: ts.__String, meaning: number) => ts.Symbol | undefined;
  }): ResolveName;
}

export interface Names {
  /** What an identifier in an expression stands for; undefined for a name that the text does not declare. */
  valueAt(id: ts.Identifier): ts.Symbol | undefined;
  /** What `export { name }` exports. */
  exported(element: ts.ExportSpecifier): ts.Symbol | undefined;
}

/** Binds `file`, whose nodes know their parents. */
export function namesOf(file: ts.SourceFile, options: ts.CompilerOptions): Names {
  ts.bindSourceFile(file, options);
  const resolve = ts.createNameResolver({
    compilerOptions: options,
    requireSymbol: builtIn("require"),
    argumentsSymbol: builtIn("arguments"),
    error: () => undefined,
    getSymbolOfDeclaration: symbolOf,
    globals: globalsOf(file),
    lookup: (table, name, meaning) => {
      const symbol = table.get(name);
      // What an import stands for is in another file, and may be anything.
      return symbol && (symbol.flags & (meaning | ts.SymbolFlags.Alias)) !== 0 ? symbol : undefined;
    },
  });
  const find = (id: ts.Identifier, meaning: number): ts.Symbol | undefined =>
    resolve(id, id.escapedText, meaning, undefined, true, false);
  return {
    valueAt: (id) => find(id, meaningOf(id)),
    exported({ name, propertyName = name }) {
      return ts.isIdentifier(propertyName) ? find(propertyName, anything) : undefined;
    },
  };
}

const anything = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace | ts.SymbolFlags.Alias;

function meaningOf({ parent }: ts.Identifier): number {
  if (ts.isExportAssignment(parent)) return anything;
  const extended = ts.isExpressionWithTypeArguments(parent) && ts.isHeritageClause(parent.parent);
  return extended ? ts.SymbolFlags.Value | ts.SymbolFlags.Type : ts.SymbolFlags.Value;
}

function symbolOf(declaration: ts.Declaration): ts.Symbol | undefined {
  return (declaration as { symbol?: ts.Symbol }).symbol;
}

/** A name that is declared nowhere. */
function builtIn(name: string, flags = ts.SymbolFlags.Property): object {
  return { flags, escapedName: name };
}

/** What the text has of everybody: what is in each, and what its `declare global` adds. */
function globalsOf(file: ts.SourceFile): ts.SymbolTable {
  const globals = new Map<string, unknown>([
    ["undefined", builtIn("undefined")],
    ["globalThis", builtIn("globalThis", ts.SymbolFlags.Module)],
  ]);
  for (const statement of file.statements) {
    if (!ts.isModuleDeclaration(statement) || !(statement.flags & ts.NodeFlags.GlobalAugmentation)) continue;
    symbolOf(statement)?.exports?.forEach((symbol, name) => globals.set(name as string, symbol));
  }
  return globals as unknown as ts.SymbolTable;
}
