import ts from "typescript";
import { say } from "../protocol/messages.ts";
import { errorAt } from "./syntax/parse.ts";
import { visitAll } from "./syntax/walk.ts";
import { isAmbient, isTypeOnly, type Reference } from "./references.ts";

export type NameKind =
  "const" | "let" | "var" | "function" | "class" | "enum" | "namespace" | "import" | "type";

/** A name that a cell gives to the cells below it. */
export interface CellName {
  name: string;
  kind: NameKind;
  /** Its value may change after the cell ran, so that others must look at it each time. */
  live: boolean;
  /** Offset of the name in the cell. */
  start: number;
}

const letFlag: number = ts.NodeFlags.Let;

/**
 * The names that a cell declares at its top level, `var`s from inner blocks included, each once: a value wins
 * over a type of the same name. What is only `declare`d is not the cell's own.
 * @throws {CellSyntaxError} for a name that is both imported and declared, which V8 would not notice
 */
export function ownNames(file: ts.SourceFile, references: readonly Reference[]): CellName[] {
  const names = declaredNames(file, (id) => {
    throw errorAt(
      file,
      id.getStart(file),
      say("Import declaration conflicts with local declaration of '{0}'.", id.text),
    );
  });
  markReassigned(names, references, file);
  return [...names.values()];
}

/**
 * As {@link ownNames}, for a text that need not be right; functions and classes count as never reassigned.
 * @param conflict called with a name that is both imported and declared
 */
export function declaredNames(
  file: ts.SourceFile,
  conflict: (id: ts.Identifier) => void,
): Map<string, CellName> {
  const names = new Map<string, CellName>();
  const add = (id: ts.Identifier, kind: NameKind): void => {
    const known = names.get(id.text);
    if (
      known &&
      (known.kind === "import") !== (kind === "import") &&
      known.kind !== "type" &&
      kind !== "type"
    ) {
      conflict(id);
    }
    if (known && (kind === "type" || known.kind !== "type")) return;
    const live = kind === "let" || kind === "var";
    names.set(id.text, { name: id.text, kind, live, start: id.getStart(file) });
  };
  for (const statement of file.statements) {
    if (isAmbient(statement)) continue;
    addStatement(statement, add);
  }
  return names;
}

function addStatement(statement: ts.Statement, add: (id: ts.Identifier, kind: NameKind) => void): void {
  if (ts.isVariableStatement(statement)) {
    addList(statement.declarationList, add);
  } else if (ts.isFunctionDeclaration(statement)) {
    if (statement.name && statement.body) add(statement.name, "function");
  } else if (ts.isClassDeclaration(statement)) {
    if (statement.name) add(statement.name, "class");
  } else if (ts.isEnumDeclaration(statement)) {
    add(statement.name, "enum");
  } else if (ts.isModuleDeclaration(statement)) {
    if (ts.isIdentifier(statement.name)) add(statement.name, "namespace");
  } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    add(statement.name, "type");
  } else if (ts.isImportEqualsDeclaration(statement)) {
    add(statement.name, "const");
  } else if (ts.isImportDeclaration(statement)) {
    addImports(statement.importClause, add);
  } else {
    addInnerVars(statement, add);
  }
}

function addImports(
  clause: ts.ImportClause | undefined,
  add: (id: ts.Identifier, kind: NameKind) => void,
): void {
  if (!clause) return;
  if (clause.name) add(clause.name, isTypeOnly(clause) ? "type" : "import");
  const bindings = clause.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) {
    add(bindings.name, isTypeOnly(clause) ? "type" : "import");
    return;
  }
  for (const element of bindings.elements) {
    add(element.name, isTypeOnly(clause) || element.isTypeOnly ? "type" : "import");
  }
}

function addList(list: ts.VariableDeclarationList, add: (id: ts.Identifier, kind: NameKind) => void): void {
  const flags: number = list.flags & ts.NodeFlags.BlockScoped;
  // `using` and `await using` are constants whose flags overlap with those of `const` and `let`.
  const kind = flags === 0 ? "var" : flags === letFlag ? "let" : "const";
  for (const declaration of list.declarations) addBinding(declaration.name, kind, add);
}

function addBinding(
  name: ts.BindingName,
  kind: NameKind,
  add: (id: ts.Identifier, kind: NameKind) => void,
): void {
  if (ts.isIdentifier(name)) {
    add(name, kind);
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) addBinding(element.name, kind, add);
  }
}

/** `var`s in blocks and loops belong to the cell. */
function addInnerVars(statement: ts.Statement, add: (id: ts.Identifier, kind: NameKind) => void): void {
  visitAll(statement, (node) => {
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0)
      addList(node, add);
    return !(
      ts.isFunctionLike(node) ||
      ts.isClassLike(node) ||
      ts.isModuleDeclaration(node) ||
      ts.isExpression(node)
    );
  });
}

/** A function or class may be given another value inside its own cell. */
function markReassigned(
  names: Map<string, CellName>,
  references: readonly Reference[],
  file: ts.SourceFile,
): void {
  for (const { id, symbol, written } of references) {
    const name = names.get(id.text);
    if (!written || !name || name.live || (name.kind !== "function" && name.kind !== "class")) continue;
    const own = symbol?.declarations?.some((declaration) => declaration.parent === file) ?? false;
    if (own) name.live = true;
  }
}
