/** Takes out of a TypeScript module what it imports and exports as types only, as TypeScript does file by file. */
import ts from "typescript";
import type { Names } from "./syntax/names.ts";
import type { ParsedText } from "./syntax/parse.ts";
import { isTypeOnly, type Reference } from "./references.ts";
import type { TextEdits } from "./syntax/textEdits.ts";

export function eraseTypeImports(
  { file, names }: ParsedText,
  references: readonly Reference[],
  edits: TextEdits,
): void {
  const used = new Set(references.flatMap(({ symbol }) => symbol?.declarations ?? []));
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    if (statement.isTypeOnly) blank(statement, [], file, edits);
    else if (!statement.moduleSpecifier) noteExported(statement, names, used);
    eraseExports(statement, names, file, edits);
  }
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) eraseImport(statement, used, file, edits);
  }
}

function noteExported(statement: ts.ExportDeclaration, names: Names, used: Set<ts.Declaration>): void {
  for (const element of specifiersOf(statement)) {
    const symbol = element.isTypeOnly ? undefined : names.exported(element);
    for (const declaration of symbol?.declarations ?? []) used.add(declaration);
  }
}

function eraseExports(
  statement: ts.ExportDeclaration,
  names: Names,
  file: ts.SourceFile,
  edits: TextEdits,
): void {
  const all = specifiersOf(statement);
  if (statement.isTypeOnly || all.length === 0) return;
  const kept = all.filter((element) => {
    if (element.isTypeOnly) return false;
    // What another module exports may be anything.
    const symbol = statement.moduleSpecifier ? undefined : names.exported(element);
    return !symbol || (symbol.flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Alias)) !== 0;
  });
  if (kept.length === all.length || !statement.exportClause) return;
  if (kept.length === 0) blank(statement, [], file, edits);
  else blank(statement.exportClause, [list(kept, file)], file, edits);
}

function specifiersOf({ exportClause }: ts.ExportDeclaration): readonly ts.ExportSpecifier[] {
  return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
}

function eraseImport(
  statement: ts.ImportDeclaration,
  used: ReadonlySet<ts.Declaration>,
  file: ts.SourceFile,
  edits: TextEdits,
): void {
  const clause = statement.importClause;
  if (!clause) return;
  const { name, namedBindings: bindings } = clause;
  const parts: string[] = [];
  let whole = true;
  if (name && used.has(clause)) parts.push(name.text);
  else if (name) whole = false;
  if (bindings && ts.isNamespaceImport(bindings)) {
    if (used.has(bindings)) parts.push(bindings.getText(file));
    else whole = false;
  } else if (bindings) {
    const kept = bindings.elements.filter((element) => !element.isTypeOnly && used.has(element));
    if (kept.length > 0) parts.push(list(kept, file));
    if (kept.length < bindings.elements.length || kept.length === 0) whole = false;
  }
  if (isTypeOnly(clause) || parts.length === 0) blank(statement, [], file, edits);
  else if (!whole) blank(clause, parts, file, edits);
}

function list(elements: readonly ts.Node[], file: ts.SourceFile): string {
  return `{ ${elements.map((element) => element.getText(file)).join(", ")} }`;
}

/** Leaves `parts` of a node, or nothing of a statement. */
function blank(node: ts.Node, parts: readonly string[], file: ts.SourceFile, edits: TextEdits): void {
  edits.blank(node.getStart(file), node.end, parts.length === 0 ? ";" : parts.join(", "));
}
