/** Everything that the engine exports, with what its doc comments say; read from the sources by the compiler. */
import path from "node:path";
import ts from "typescript";

export interface PublicName {
  /** As it is reached: `relu`, `nn.Linear`, `Tensor#matmul`. */
  name: string;
  kind: "function" | "class" | "constant" | "type" | "method" | "property";
  doc: string;
  examples: string[];
}

/** The public names behind the engine's door, each once, at the first place where it is reached. */
export function publicNames(): PublicName[] {
  const entry = path.resolve("engine/index.ts");
  // Names and comments need no types of the library, without which this takes a second.
  const program = ts.createProgram([entry], {
    noLib: true,
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2023,
  });
  const checker = program.getTypeChecker();
  const found: PublicName[] = [];
  const seen = new Set<ts.Symbol>();

  const add = (symbol: ts.Symbol, name: string, kind: PublicName["kind"]): boolean => {
    if (seen.has(symbol)) return false;
    seen.add(symbol);
    const tags = symbol.getJsDocTags(checker);
    if (tags.some((tag) => tag.name === "internal")) return false;
    const examples = tags.filter((tag) => tag.name === "example");
    found.push({
      name,
      kind,
      doc: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim(),
      examples: examples.map((tag) => ts.displayPartsToString(tag.text).trim()),
    });
    return true;
  };

  const visit = (exported: ts.Symbol, name: string): void => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    if (symbol.flags & ts.SymbolFlags.ValueModule) {
      for (const inner of checker.getExportsOfModule(symbol)) visit(inner, `${name}.${inner.name}`);
      return;
    }
    if (!add(symbol, name, kindOf(symbol))) return;
    for (const inner of operationsOf(symbol, checker)) {
      const isMethod = checker.getTypeOfSymbol(inner).getCallSignatures().length > 0;
      add(inner, `${name}#${inner.name}`, isMethod ? "method" : "property");
    }
    for (const declaration of symbol.declarations ?? []) {
      if (!ts.isClassDeclaration(declaration)) continue;
      for (const member of declaration.members) {
        if (!member.name || !ts.isIdentifier(member.name) || isHidden(member)) continue;
        const inner = checker.getSymbolAtLocation(member.name);
        const kind = ts.isMethodDeclaration(member) ? "method" : "property";
        if (inner) add(inner, `${name}#${member.name.text}`, kind);
      }
    }
  };

  const source = program.getSourceFile(entry);
  const door = source && checker.getSymbolAtLocation(source);
  const isModule = ({ declarations = [] }: ts.Symbol): boolean => declarations.some(ts.isNamespaceExport);
  const all = door ? checker.getExportsOfModule(door) : [];
  for (const exported of [...all.filter((each) => !isModule(each)), ...all.filter(isModule)]) {
    visit(exported, exported.name);
  }
  return found;
}

/** Methods that files of operations add to a class, `Tensor`, by interfaces of its name. */
export function operationsOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] {
  if (!symbol.declarations?.some((declaration) => ts.isInterfaceDeclaration(declaration))) return [];
  if (!(symbol.flags & ts.SymbolFlags.Class)) return [];
  return checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
    .filter(({ name, valueDeclaration }) => {
      return !name.startsWith("__") && valueDeclaration?.parent.kind !== ts.SyntaxKind.ClassDeclaration;
    });
}

function kindOf({ flags }: ts.Symbol): PublicName["kind"] {
  if (flags & ts.SymbolFlags.Class) return "class";
  if (flags & ts.SymbolFlags.Function) return "function";
  return flags & ts.SymbolFlags.Value ? "constant" : "type";
}

const isHidden = (member: ts.ClassElement): boolean =>
  (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
