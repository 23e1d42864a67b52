import ts from "typescript";
import { say } from "../../protocol/messages.ts";
import { pythonAt } from "../python/pythonSyntax.ts";
import { CellSyntaxError } from "./syntaxError.ts";

/** A text that parses, with what its identifiers refer to. It is checked against no library and no other file. */
export interface ParsedText {
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
  const name = `cell.${dialect}`;
  const file = ts.createSourceFile(
    name,
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
  const program = ts.createProgram({ rootNames: [name], options, host: oneFileHost(name, file) });
  const [fault] = program.getSyntacticDiagnostics(file);
  if (fault) throw pythonError(fault.start, file) ?? diagnosticError(fault, file);
  return { file, program, checker: program.getTypeChecker() };
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
  return errorAt(file, start, ts.flattenDiagnosticMessageText(messageText, "\n"));
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
