/** A place in a row of tokens. */
import { PythonSyntaxError, type SyntaxProblem } from "./syntaxError.ts";
import type { Token } from "./tokens.ts";

export class Cursor {
  readonly source: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.ahead(0);
  }

  /** End of the token before this one. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  ahead(count: number): Token {
    const last = this.#tokens[this.#tokens.length - 1];
    const token = this.#tokens[this.#at + count] ?? last;
    if (!token) throw new Error("a row of tokens ends with one of kind end");
    return token;
  }

  next(): Token {
    const { token } = this;
    this.#at++;
    return token;
  }

  /** Whether the token is this operator or keyword. */
  is(text: string): boolean {
    const { token } = this;
    return (token.kind === "op" || token.kind === "name") && token.text === text;
  }

  isKind(kind: Token["kind"]): boolean {
    return this.token.kind === kind;
  }

  /** Goes on if the token is this operator or keyword. */
  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  need(text: string): Token {
    if (!this.is(text)) throw this.unexpected(text);
    return this.next();
  }

  needName(): string {
    const { token } = this;
    if (token.kind !== "name" || keywords.has(token.text)) throw this.unexpected();
    this.#at++;
    return token.text;
  }

  /** What to throw here: `expected` is missing, or else the token cannot stand where it stands. */
  unexpected(expected?: string): PythonSyntaxError {
    const { token } = this;
    if (token.kind === "indent" || token.kind === "dedent") return this.error("indentation", "", token.start);
    if (expected !== undefined) return this.error("expected", expected, token.start);
    const text = "text" in token ? token.text : this.source.slice(token.start, token.end);
    return this.error("unexpected", text, token.start);
  }

  error(kind: SyntaxProblem["kind"], detail: string, at: number): PythonSyntaxError {
    return new PythonSyntaxError({ kind, detail }, this.source, at);
  }
}

/** Names that can be no variable. */
export const keywords: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
