/** Why a Python cell cannot be translated at all. Lines and columns are counted from 1, as editors show them. */
export class PythonSyntaxError extends Error {
  override name = "PythonSyntaxError";
  readonly problem: SyntaxProblem;
  readonly line: number;
  readonly column: number;

  constructor(problem: SyntaxProblem, source: string, offset: number) {
    const { line, column } = positionAt(source, offset);
    super(`line ${line}, column ${column}: ${problem.kind}${problem.detail ? ` ${problem.detail}` : ""}`);
    this.problem = problem;
    this.line = line;
    this.column = column;
  }
}

/** What is wrong, for whoever words it; `detail` is a piece of the Python text. */
export interface SyntaxProblem {
  kind:
    | "unexpected" // `detail` stands where it cannot stand
    | "expected" // `detail` is missing here
    | "unclosedString"
    | "unclosedBracket" // `detail` was opened here
    | "indentation"
    | "emptyBlock"
    | "assignmentTarget";
  detail: string;
}

function positionAt(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}
