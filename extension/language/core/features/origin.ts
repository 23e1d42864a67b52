/** Follows names through prefixes to the cells that declare them. */
import ts from "typescript";
import type { PrefixName } from "../chain.ts";
import type { Cell } from "../project.ts";

/** A top-level name of a cell: where it is declared. */
export interface Origin {
  cell: Cell;
  name: string;
  /** Offset of the declaration's name in the cell's virtual file. */
  at: number;
}

/** The top-level declaration that the identifier at `at` means, in this cell or above; null for all else. */
export function originOf(cell: Cell, at: number): Origin | null {
  const id = identifierAt(cell.project.sourceFile(cell), at);
  if (!id || isPropertyName(id)) return null;
  const own = cell.names.names.find(({ name }) => name === id.text);
  const inherited = cell.prefix.names.find(({ name }) => name === id.text);
  if (!own && !inherited) return null;
  const checker = cell.project.program.getTypeChecker();
  const symbol = shorthandValue(checker, id) ?? checker.getSymbolAtLocation(id);
  const declarations = symbol?.declarations ?? [];
  const isTop = declarations.some((declaration) => {
    const name = ts.getNameOfDeclaration(declaration) ?? declaration;
    return (
      declaration.getSourceFile().fileName === cell.file &&
      declaresName(declaration) &&
      isTopLevel(declaration) &&
      name.getText() === id.text
    );
  });
  if (!isTop) return null;
  const fromAbove = declarations.every((declaration) => declaration.getStart() < cell.prefix.text.length);
  if (fromAbove) return inherited ? declaredIn(cell, inherited) : null;
  return own ? { cell, name: own.name, at: cell.prefix.text.length + own.start } : null;
}

/** Where a name in a prefix is declared. */
function declaredIn(cell: Cell, { name, from }: PrefixName): Origin | null {
  const above = cell.project.numbered(from);
  const named = above?.names.names.find((candidate) => candidate.name === name);
  if (!above || !named) return null;
  return { cell: above, name, at: above.prefix.text.length + named.start };
}

/** A cell whose prefix brings in a declaration. */
export interface Importer {
  cell: Cell;
  /** Offset of the name in the cell's file. */
  at: number;
  /** The prefix declares the name anew, since it can be assigned to: TypeScript does not see that it is the same. */
  anew: boolean;
}

/** The cells whose prefixes bring in this very declaration. */
export function importersOf({ cell, name }: Origin): Importer[] {
  return cell.project.cells.flatMap((other) =>
    other.prefix.names
      .filter((candidate) => candidate.name === name && candidate.from === cell.number)
      .map(({ local, origin }) => ({ cell: other, at: local, anew: local !== origin })),
  );
}

/** The identifier that the offset is in or at the end of. */
export function identifierAt(file: ts.SourceFile, at: number): ts.Identifier | null {
  let found: ts.Identifier | null = null;
  const visit = (node: ts.Node): void => {
    if (found || at < node.getFullStart() || at > node.end) return;
    if (ts.isIdentifier(node) && at >= node.getStart(file)) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function shorthandValue(checker: ts.TypeChecker, id: ts.Identifier): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(id.parent)
    ? checker.getShorthandAssignmentValueSymbol(id.parent)
    : undefined;
}

function isPropertyName(id: ts.Identifier): boolean {
  const { parent } = id;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === id;
}

function declaresName(declaration: ts.Declaration): boolean {
  return (
    ts.isVariableDeclaration(declaration) ||
    ts.isBindingElement(declaration) ||
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration) ||
    ts.isModuleDeclaration(declaration) ||
    ts.isImportSpecifier(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration) ||
    ts.isImportEqualsDeclaration(declaration)
  );
}

function isTopLevel(declaration: ts.Declaration): boolean {
  for (let node: ts.Node = declaration.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleBlock(node)) return false;
    const scoped = ts.isBlock(node) || ts.isForStatement(node) || ts.isForOfStatement(node);
    if (scoped && !isVar(declaration)) return false;
  }
  return true;
}

function isVar(declaration: ts.Declaration): boolean {
  const list = ts.findAncestor(declaration, ts.isVariableDeclarationList);
  return list !== undefined && (list.flags & ts.NodeFlags.BlockScoped) === 0;
}
