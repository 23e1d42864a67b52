import ts from "typescript";
import { say } from "../protocol/messages.ts";
import { isOnlyType } from "./eraseTypes.ts";
import { errorAt, type ParsedText } from "./syntax/parse.ts";
import { isTypeOnly } from "./references.ts";
import type { TextEdits } from "./syntax/textEdits.ts";

/** A name that an import brings into the cell. */
export interface ImportedName {
  /** Name the module exports it by, `default`, or `*` for the module's namespace. */
  imported: string;
  local: string;
  /** The cell uses it as a value, so it must exist; otherwise it may be a type. */
  used: boolean;
}

/** One `import` of a cell, in order. */
export interface CellImport {
  specifier: string;
  /** `with { type: "json" }` */
  attributes: Record<string, string>;
  names: ImportedName[];
  /** 1-based position of the specifier in the cell. */
  line: number;
  column: number;
}

export interface ImportedModule {
  module: CellImport;
  /** Declarations of the names, by which references are known. */
  declarations: Map<ts.Node, ImportedName>;
}

/**
 * Takes the import and export declarations out of a cell. Imports are for the runner to resolve; an export
 * changes nothing, since a cell gives all its names to the cells below.
 * @throws {CellSyntaxError} for `import x = require()`, `export =` and `export … from`.
 */
export function takeImports(parsed: ParsedText, edits: TextEdits): ImportedModule[] {
  const { file } = parsed;
  const modules: ImportedModule[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      // The semicolon keeps the statements around it apart.
      edits.blank(statement.getStart(file), statement.end, ";");
      const imported = importedModule(statement, file);
      if (imported) modules.push(imported);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      refuseRequire(statement, file);
      takeAlias(statement, parsed, edits);
    } else if (ts.isExportDeclaration(statement)) {
      if (statement.moduleSpecifier && !statement.isTypeOnly) {
        throw errorAt(
          file,
          statement.getStart(file),
          say("A cell cannot re-export from a module. Import the names instead: cells below see them."),
        );
      }
      edits.blank(statement.getStart(file), statement.end, ";");
    } else if (!isOnlyType(statement)) {
      stripExport(statement, file, edits);
    }
  }
  return modules;
}

function importedModule(statement: ts.ImportDeclaration, file: ts.SourceFile): ImportedModule | null {
  const clause = statement.importClause;
  if ((clause && isTypeOnly(clause)) || !ts.isStringLiteral(statement.moduleSpecifier)) return null;
  const declarations = new Map<ts.Node, ImportedName>();
  const add = (node: ts.Node, imported: string, local: string): void => {
    declarations.set(node, { imported, local, used: false });
  };
  if (clause?.name) add(clause, "default", clause.name.text);
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    add(bindings, "*", bindings.name.text);
  } else if (bindings) {
    for (const element of bindings.elements) {
      if (!element.isTypeOnly) add(element, (element.propertyName ?? element.name).text, element.name.text);
    }
    // `import { type A, type B }` asks for nothing at run time.
    if (declarations.size === 0 && bindings.elements.length > 0) return null;
  }
  const { line, character } = file.getLineAndCharacterOfPosition(statement.moduleSpecifier.getStart(file));
  const module: CellImport = {
    specifier: statement.moduleSpecifier.text,
    attributes: importAttributes(statement),
    names: [...declarations.values()],
    line: line + 1,
    column: character + 1,
  };
  return { module, declarations };
}

function importAttributes({ attributes }: ts.ImportDeclaration): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, value } of attributes?.elements ?? []) {
    if (ts.isStringLiteral(value)) found[name.text] = value.text;
  }
  return found;
}

function refuseRequire(statement: ts.ImportEqualsDeclaration, file: ts.SourceFile): void {
  if (!ts.isExternalModuleReference(statement.moduleReference)) return;
  const { expression } = statement.moduleReference;
  const specifier = ts.isStringLiteral(expression) ? expression.text : "module";
  throw errorAt(
    file,
    statement.getStart(file),
    say(
      'import … = require() does not work in a cell. Write: import {0} from "{1}"',
      statement.name.text,
      specifier,
    ),
  );
}

/** `import A = N.b`, of which TypeScript would leave nothing when only cells below use it. */
function takeAlias(
  statement: ts.ImportEqualsDeclaration,
  { file, checked }: ParsedText,
  edits: TextEdits,
): void {
  const { checker, file: same } = checked();
  const alias = same.statements.find(({ pos }) => pos === statement.pos);
  const symbol = alias && ts.isImportEqualsDeclaration(alias) && checker.getSymbolAtLocation(alias.name);
  const isValue = symbol && (checker.getAliasedSymbol(symbol).flags & ts.SymbolFlags.Value) !== 0;
  const start = statement.getStart(file);
  if (isValue) edits.blank(start, statement.name.getStart(file), "const ");
  else edits.blank(start, statement.end, ";");
}

function stripExport(statement: ts.Statement, file: ts.SourceFile, edits: TextEdits): void {
  if (ts.isExportAssignment(statement)) {
    if (statement.isExportEquals) {
      throw errorAt(
        file,
        statement.getStart(file),
        say("export = does not work in a cell. Leave it out: cells below see every name."),
      );
    }
    edits.blank(statement.getStart(file), statement.expression.getStart(file));
    return;
  }
  if (!ts.canHaveModifiers(statement)) return;
  for (const modifier of ts.getModifiers(statement) ?? []) {
    if (modifier.kind === ts.SyntaxKind.ExportKeyword) edits.blank(modifier.getStart(file), modifier.end);
    if (modifier.kind === ts.SyntaxKind.DefaultKeyword) {
      const anonymous = !(statement as ts.FunctionDeclaration | ts.ClassDeclaration).name;
      edits.blank(modifier.getStart(file), modifier.end, anonymous ? ";(" : "");
      if (anonymous) edits.after(statement.end, ")", statement.pos);
    }
  }
}
