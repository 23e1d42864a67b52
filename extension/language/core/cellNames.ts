/** What a cell's text gives to the cells below it, as far as syntax tells. */
import ts from "typescript";
import { declaredNames, type CellName } from "../../kernel/transform/declarations.ts";

/** A top-level name; one that is both a value and a type has both. */
export interface NamedCell {
  name: string;
  kind: CellName["kind"];
  value: boolean;
  type: boolean;
  /** Offset of the declaration's name in the cell. */
  start: number;
}

export interface CellNames {
  names: NamedCell[];
  /** Names that the text exports itself. */
  exported: ReadonlySet<string>;
  /** Every name that the text may take from elsewhere, each once. */
  mentions: ReadonlySet<string>;
  /** For each of its own names, what the statement that declares it mentions. */
  needs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Works for any text: a broken one gives what TypeScript's parser made of it. */
export function cellNames(text: string): CellNames {
  const file = parseCell(text);
  const types = typeNames(file);
  const names = [...declaredNames(file, () => undefined).values()].map(({ name, kind, start }) => ({
    name,
    kind,
    start,
    value: kind !== "type",
    type: kind === "type" || types.has(name),
  }));
  const named = names.filter(({ name }) => name !== "");
  return { names: named, exported: exportedNames(file), ...mentionedNames(file, named) };
}

export function parseCell(text: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
}

function mentionedNames(
  file: ts.SourceFile,
  names: readonly NamedCell[],
): Pick<CellNames, "mentions" | "needs"> {
  const mentions = new Set<string>();
  const needs = new Map<string, Set<string>>();
  for (const statement of file.statements) {
    const mentioned = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && !isMemberName(node)) mentioned.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(statement);
    for (const name of mentioned) mentions.add(name);
    for (const { name, start } of names) {
      if (start >= statement.pos && start < statement.end) needs.set(name, mentioned);
    }
  }
  return { mentions, needs };
}

/** The name of a property, which means no variable. */
function isMemberName(id: ts.Identifier): boolean {
  const { parent } = id;
  return (
    (ts.isPropertyAccessExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isMethodDeclaration(parent)) &&
    parent.name === id
  );
}

/** What an import brings in may be a type, too. */
function typeNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name) names.add(clause.name.text);
      const bindings = clause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
      else bindings?.elements.forEach((element) => names.add(element.name.text));
    } else if (
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement)
    ) {
      if (statement.name) names.add(statement.name.text);
    }
  }
  return names;
}

function exportedNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause && ts.isNamedExports(clause)) {
        for (const element of clause.elements) names.add(element.name.text);
      }
    } else if (hasExport(statement)) {
      for (const name of declaredNames(asFile(statement), () => undefined).keys()) names.add(name);
    }
  }
  return names;
}

function hasExport(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  const kinds = (ts.getModifiers(statement) ?? []).map(({ kind }) => kind);
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}

/** The statement's own file, with no other statement. */
function asFile(statement: ts.Statement): ts.SourceFile {
  return parseCell(statement.getText());
}
