/** Every function, method and constructor behind the engine's door that takes options; read from the sources by the compiler. */
import path from "node:path";
import ts from "typescript";
import { operationsOf } from "./publicNames.ts";

/** The names of those that take options, as they are called: `sum`, `Tensor#sum`, `new data.DataLoader`. */
export function takersOfOptions(): Map<string, string[]> {
  const entry = path.resolve("engine/index.ts");
  const program = ts.createProgram([entry], {
    strict: true,
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
  });
  const checker = program.getTypeChecker();
  const found = new Map<string, string[]>();
  const seen = new Set<ts.Symbol>();

  /** Names of the options that a parameter of this type takes; none where it takes no options. */
  const optionsIn = (type: ts.Type): string[] => {
    const parts = type.isUnion() ? type.types : [type];
    return parts.flatMap((part) => {
      if (checker.isArrayType(part)) return [];
      if (checker.isTupleType(part)) {
        return checker.getTypeArguments(part as ts.TypeReference).flatMap((element) => optionsIn(element));
      }
      if (!(part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.TypeParameter)))
        return [];
      if (part.getCallSignatures().length > 0 || part.isClass() || part.getStringIndexType()) return [];
      const properties = checker.getPropertiesOfType(part);
      const optional = properties.filter((property) => property.flags & ts.SymbolFlags.Optional);
      const isData = properties.some((property) => property.flags & ts.SymbolFlags.Method);
      return optional.length > 0 && !isData ? properties.map(({ name }) => name) : [];
    });
  };

  const add = (name: string, parameters: readonly ts.Type[]): void => {
    const options = parameters.flatMap(optionsIn);
    if (options.length > 0) found.set(name, [...new Set([...(found.get(name) ?? []), ...options])]);
  };

  const typesOf = ({ parameters }: ts.SignatureDeclaration): ts.Type[] =>
    parameters.map((parameter) => checker.getTypeAtLocation(parameter));

  const visit = (exported: ts.Symbol, name: string): void => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (symbol.flags & ts.SymbolFlags.ValueModule) {
      for (const inner of checker.getExportsOfModule(symbol)) visit(inner, `${name}.${inner.name}`);
      return;
    }
    if (seen.has(symbol)) return;
    seen.add(symbol);
    for (const inner of operationsOf(symbol, checker)) {
      const signatures = checker.getTypeOfSymbol(inner).getCallSignatures();
      add(
        `${name}#${inner.name}`,
        signatures.flatMap(({ parameters }) => parameters.map((each) => checker.getTypeOfSymbol(each))),
      );
    }
    for (const declaration of symbol.declarations ?? []) {
      if (ts.isFunctionDeclaration(declaration)) add(name, typesOf(declaration));
      if (!ts.isClassDeclaration(declaration)) continue;
      for (const member of declaration.members) {
        if (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
          continue;
        if (ts.isConstructorDeclaration(member)) add(`new ${name}`, typesOf(member));
        if (ts.isMethodDeclaration(member) && ts.isIdentifier(member.name))
          add(`${name}#${member.name.text}`, typesOf(member));
      }
    }
  };
  const source = program.getSourceFile(entry);
  const door = source && checker.getSymbolAtLocation(source);
  for (const exported of door ? checker.getExportsOfModule(door) : []) visit(exported, exported.name);
  return found;
}
