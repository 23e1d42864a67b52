/** What a module refuses and a function, which a cell becomes, would take; or what TypeScript writes away. */
import ts from "typescript";
import { say } from "../protocol/messages.ts";
import { isAmbient } from "./references.ts";
import { errorAt } from "./syntax/parse.ts";
import { visitAll } from "./syntax/walk.ts";

/** @throws {CellSyntaxError} with the place */
export function refuseEarlyErrors(file: ts.SourceFile): void {
  refuseFunctionsDeclaredTwice(file);
  refuseExportsTwice(file);
  visitAll(file, (node) => {
    if (ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node))
      refuseStrictName(node.name, file);
    if (ts.isImportAttributes(node)) {
      refuseTwice(
        node.elements.map(({ name }) => [name.text, name]),
        file,
      );
    }
    if (ts.isVariableDeclarationList(node)) refuseNothingToUse(node, file);
    return true;
  });
}

/** One name may have several functions, or a function and a `var`, in a function but not in a module. */
function refuseFunctionsDeclaredTwice(file: ts.SourceFile): void {
  const vars = new Set<string>();
  for (const statement of file.statements) {
    visitAll(statement, (node) => {
      const isVar = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0;
      if (isVar) for (const { name } of node.declarations) for (const id of namesIn(name)) vars.add(id);
      return !(ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node));
    });
  }
  const functions = file.statements.flatMap((statement): [string, ts.Node][] =>
    ts.isFunctionDeclaration(statement) && statement.body && statement.name && !isAmbient(statement)
      ? [[statement.name.text, statement.name]]
      : [],
  );
  refuseTwice(functions, file, vars);
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

function refuseExportsTwice(file: ts.SourceFile): void {
  refuseTwice(
    file.statements.flatMap((statement): [string, ts.Node][] => {
      if (ts.isExportAssignment(statement)) return statement.isExportEquals ? [] : [["default", statement]];
      if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
        const has = (kind: ts.SyntaxKind) => statement.modifiers?.some((modifier) => modifier.kind === kind);
        const written = ts.isClassDeclaration(statement) || statement.body !== undefined;
        return has(ts.SyntaxKind.DefaultKeyword) && written ? [["default", statement]] : [];
      }
      if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || !statement.exportClause) return [];
      const { exportClause } = statement;
      if (ts.isNamespaceExport(exportClause)) return [[exportClause.name.text, exportClause.name]];
      return exportClause.elements.flatMap(({ isTypeOnly, name }): [string, ts.Node][] =>
        isTypeOnly ? [] : [[name.text, name]],
      );
    }),
    file,
  );
}

function refuseTwice(
  names: readonly [name: string, node: ts.Node][],
  file: ts.SourceFile,
  taken: Iterable<string> = [],
): void {
  const seen = new Set(taken);
  for (const [name, node] of names) {
    if (seen.has(name)) throw errorAt(file, node.getStart(file), say("Duplicate identifier '{0}'.", name));
    seen.add(name);
  }
}

function refuseStrictName(name: ts.Identifier | undefined, file: ts.SourceFile): void {
  if (name?.text !== "eval" && name?.text !== "arguments") return;
  throw errorAt(file, name.getStart(file), say("Nothing may be called '{0}'.", name.text));
}

/** `using` outside the head of a loop. */
function refuseNothingToUse(list: ts.VariableDeclarationList, file: ts.SourceFile): void {
  const kind: number = list.flags & ts.NodeFlags.BlockScoped;
  const uses: readonly number[] = [ts.NodeFlags.Using, ts.NodeFlags.AwaitUsing];
  if (!uses.includes(kind) || ts.isForOfStatement(list.parent) || ts.isForInStatement(list.parent)) return;
  const bare = list.declarations.find(({ initializer }) => !initializer);
  if (bare) {
    throw errorAt(
      file,
      bare.getStart(file),
      say("'using' needs a value: using {0} = …", bare.name.getText(file)),
    );
  }
}
