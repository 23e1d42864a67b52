import ts from "typescript";
import { say } from "../../protocol/messages.ts";
import { pythonAt } from "../python/pythonSyntax.ts";
import { namesOf, type Names } from "./names.ts";
import { CellSyntaxError } from "./syntaxError.ts";
import { wholeTypeScript } from "./wholeTypeScript.ts";

/** A text that parses, with what its identifiers refer to. It is checked against no library and no other file. */
export interface ParsedText {
  file: ts.SourceFile;
  names: Names;
  /** TypeScript's checker over the text, and its own nodes of it: takes long where it was not needed before. */
  checked: () => CheckedText;
}

interface CheckedText {
  file: ts.SourceFile;
  program: ts.Program;
  checker: ts.TypeChecker;
}

export type Dialect = "ts" | "js";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.Preserve,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowJs: true,
  checkJs: true,
  noLib: true,
  noResolve: true,
  types: [],
};

/** @throws {CellSyntaxError} with TypeScript's message, at the first fault of `text`; for Python, with what to write. */
export function parseText(text: string, dialect: Dialect = "ts"): ParsedText {
  return dialect === "ts" ? parseTypeScript(text) : parseJavaScript(text);
}

function parseTypeScript(text: string): ParsedText {
  const file = sourceFile({ createSourceFile: ts.createSourceFile }, text, "ts");
  // The program's list would hold the same, which is a field that the declarations leave out.
  const [fault] = (file as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }).parseDiagnostics;
  if (fault) throw pythonError(fault.start, file) ?? diagnosticError(fault, file);
  let checked: CheckedText | null = null;
  return { file, names: namesOf(file, options), checked: () => (checked ??= check(text, "ts")) };
}

/** TypeScript's checker alone knows all that may not be in JavaScript, and what its older modules declare. */
function parseJavaScript(text: string): ParsedText {
  const checked = check(text, "js");
  const { file, program, checker } = checked;
  const [fault] = program.getSyntacticDiagnostics(file);
  if (fault) throw pythonError(fault.start, file) ?? diagnosticError(fault, file);
  const names: Names = {
    valueAt: (id) =>
      ts.isShorthandPropertyAssignment(id.parent) && id.parent.name === id
        ? checker.getShorthandAssignmentValueSymbol(id.parent)
        : checker.getSymbolAtLocation(id),
    exported: (element) => checker.getExportSpecifierLocalTargetSymbol(element),
  };
  return { file, names, checked: () => checked };
}

function check(text: string, dialect: Dialect): CheckedText {
  const whole = wholeTypeScript();
  const name = `cell.${dialect}`;
  const file = sourceFile(whole, text, dialect);
  const program = whole.createProgram({ rootNames: [name], options, host: oneFileHost(name, file) });
  return { file, program, checker: program.getTypeChecker() };
}

function sourceFile(
  { createSourceFile }: Pick<typeof ts, "createSourceFile">,
  text: string,
  dialect: Dialect,
): ts.SourceFile {
  return createSourceFile(
    `cell.${dialect}`,
    text,
    {
      languageVersion: ts.ScriptTarget.ESNext,
      // A cell is a module whether or not it imports: top-level await, strict mode.
      setExternalModuleIndicator: (f) => {
        (f as { externalModuleIndicator?: unknown }).externalModuleIndicator = true;
      },
    },
    true,
    dialect === "ts" ? ts.ScriptKind.TS : ts.ScriptKind.JS,
  );
}

function pythonError(offset: number, file: ts.SourceFile): CellSyntaxError | null {
  const python = pythonAt(file.text, offset);
  return python && errorAt(file, python.start, pythonMessage(python.write));
}

export function pythonMessage(write: string): string {
  return say("This is Python. In TypeScript, write: {0}", write);
}

export function diagnosticError(
  { start, messageText }: Pick<ts.DiagnosticWithLocation, "start" | "messageText">,
  file: ts.SourceFile,
): CellSyntaxError {
  const simple = typeof messageText === "string";
  return errorAt(
    file,
    start,
    simple ? messageText : wholeTypeScript().flattenDiagnosticMessageText(messageText, "\n"),
  );
}

export function errorAt(file: ts.SourceFile, offset: number, message: string): CellSyntaxError {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return new CellSyntaxError(message, { line: line + 1, column: character + 1 });
}

function oneFileHost(name: string, file: ts.SourceFile): ts.CompilerHost {
  return {
    getSourceFile: (wanted) => (wanted === name ? file : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (f) => f,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (wanted) => wanted === name,
    readFile: () => undefined,
    directoryExists: () => false,
    getDirectories: () => [],
  };
}
