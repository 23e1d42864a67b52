/** Python in the style of PyTorch's tutorials → a TypeScript cell for the engine; pure. */
import { rewriteKeywords } from "./analysis/rewriteKeywords.ts";
import { rewriteD2l } from "./analysis/rewriteD2l.ts";
import { changedNames, declarationsOf, namesRead } from "./analysis/declarations.ts";
import { findType } from "./analysis/findType.ts";
import { Inference } from "./analysis/infer.ts";
import { inferBlock } from "./analysis/inferStatements.ts";
import { visitBlock } from "./analysis/walk.ts";
import { Emit } from "./emit/context.ts";
import { printDoc } from "./emit/doc.ts";
import { importLines } from "./emit/statements/imports.ts";
import { Names } from "./emit/names.ts";
import { expr } from "./emit/expressions.ts";
import { linesDoc } from "./emit/statements/lines.ts";
import { blockLines } from "./emit/statements/statements.ts";
import type { Mark, Wording } from "./marks.ts";
import type { Program } from "./python/ast.ts";
import { parse as parsePython } from "./python/parse.ts";
import { isValidTypeScript } from "./validTypeScript.ts";
import { PythonSyntaxError } from "./python/syntaxError.ts";

export { importedNames } from "./importedNames.ts";
export { PythonSyntaxError, type SyntaxProblem } from "./python/syntaxError.ts";
export type { Mark, Wording } from "./marks.ts";

const WIDTH = 100;

export interface Surroundings {
  /** Python of the notebook above and below the cell: it says what the cell's names are. What does not parse is ignored. */
  above?: readonly string[];
  below?: readonly string[];
  /** Names that TypeScript cells above import, such as `torch`. */
  imported?: Iterable<string>;
}

export interface Translation {
  /** The TypeScript cell. */
  text: string;
  /** What its reader has to look at, in the order of the text; each stands in a comment there, too. */
  marks: readonly Mark[];
}

/**
 * Translates one cell.
 * @param wording puts a mark into words; its text is what the comment says
 * @throws {PythonSyntaxError} when it is no Python, with the line and column
 * @example translate("x = torch.ones(2) + 1", ({ kind }) => kind).text
 */
export function translate(python: string, wording: Wording, surroundings: Surroundings = {}): Translation {
  const program = parse(python);
  const above = readable(surroundings.above ?? []);
  const below = readable(surroundings.below ?? []);
  const all = [...above, program, ...below];
  const inference = new Inference({ expression: findType, block: inferBlock }, all);
  const isInPlace = (s: { target: Parameters<Inference["typeOf"]>[0] }): boolean =>
    inference.typeOf(s.target).kind === "tensor";
  const changed = changedNames(all, isInPlace);
  const none = new Set<string>();
  const assignedBelow = new Set(
    below.flatMap((cell, i) => [
      ...declarationsOf(cell, isInPlace, none, changed[above.length + 1 + i]).earlier,
    ]),
  );
  const readBelow = new Set(below.flatMap((cell) => [...namesRead(cell, isInPlace)]));
  const have = new Set(surroundings.imported ?? []);
  const write = (checks: boolean): Translation => {
    const emit = new Emit(
      { expression: expr, block: blockLines },
      program.source,
      inference,
      namesOf(all),
      assignedBelow,
      have,
      wording,
      program,
    );
    emit.declarations = declarationsOf(program, isInPlace, readBelow, changed[above.length]);
    emit.checks = checks;
    return written(emit, program, have);
  };
  const done = write(false);
  // What went wrong is found statement by statement, and stays Python.
  return isValidTypeScript(done.text) ? done : write(true);
}

function written(emit: Emit, program: Program, have: ReadonlySet<string>): Translation {
  const lines = emit.block(program);
  const body = printDoc(linesDoc(lines), WIDTH).trim();
  const imports = importLines(emit, have);
  const gap = imports.length > 0 && body !== "" ? "\n\n" : "";
  return { text: imports.join("\n") + gap + body, marks: emit.marks };
}

function parse(python: string): Program {
  return rewriteKeywords(rewriteD2l(parsePython(python)));
}

function readable(cells: readonly string[]): Program[] {
  return cells.flatMap((cell) => {
    try {
      return [parse(cell)];
    } catch (error) {
      if (error instanceof PythonSyntaxError) return [];
      throw error;
    }
  });
}

/** Names are settled in the order of the notebook, so that every cell has the same ones. */
function namesOf(programs: readonly Program[]): Names {
  const names = new Names();
  for (const program of programs) {
    visitBlock(program, (part) => {
      if (part.kind === "name") names.of(part.id);
      else if (part.kind === "def" || part.kind === "class") names.of(part.name);
      if (part.kind === "def" || part.kind === "lambda")
        for (const param of part.params) names.of(param.name);
      return true;
    });
  }
  return names;
}
