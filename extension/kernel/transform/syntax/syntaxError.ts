/** A cell or module that cannot be turned into JavaScript. */
export class CellSyntaxError extends SyntaxError {
  override name = "SyntaxError";
  /** 1-based line in the text that was handed in. */
  readonly line: number;
  /** 1-based column, in UTF-16 units. */
  readonly column: number;

  constructor(message: string, position: { line: number; column: number }) {
    super(message);
    this.line = position.line;
    this.column = position.column;
  }
}
