/** Python text → program. */
import type { Expr, Program } from "./ast.ts";
import { Cursor } from "./cursor.ts";
import { Expressions } from "./expressions.ts";
import { Statements } from "./statements.ts";
import { PythonSyntaxError } from "./syntaxError.ts";
import { tokenize } from "./tokenize.ts";

/**
 * Reads the Python of notebooks: all statements and expressions of version 3 but `match` and bytes.
 * @throws {PythonSyntaxError} with line and column
 */
export function parse(text: string): Program {
  const source = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const { tokens, comments } = tokenize(source);
  const cursor = new Cursor(source, tokens);
  const expressions = new Expressions(cursor, (piece, offset) => parsePiece(source, piece, offset));
  const { body, closing } = new Statements(cursor, expressions, comments).program();
  return { body, closing, source };
}

/** An expression within a string; its offsets are places in the whole source. */
function parsePiece(source: string, piece: string, offset: number): Expr {
  // Blanks keep all offsets; the parentheses let it go over several lines.
  const padded = `${" ".repeat(Math.max(0, offset - 1))}(${piece})`;
  try {
    const { tokens } = tokenize(padded.replaceAll("\n", " "));
    const inside = tokens.filter(({ kind }) => kind !== "indent" && kind !== "dedent");
    const cursor = new Cursor(source, inside);
    const value = new Expressions(cursor, (text, at) => parsePiece(source, text, at)).many();
    if (!cursor.isKind("newline") && !cursor.isKind("end")) throw cursor.unexpected();
    // Without the parentheses.
    const { start } = value;
    return start < offset ? { ...value, start: offset, end: offset + piece.length } : value;
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    throw new PythonSyntaxError(error.problem, source, offset);
  }
}
