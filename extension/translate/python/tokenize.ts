/** Python text → tokens, with indentation as tokens and comments apart. */
import { PythonSyntaxError } from "./syntaxError.ts";
import type { Comment, Token } from "./tokens.ts";

const spaces = /[ \t\f]*/y;
const name = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const number =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?/y;
const operator =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|!=|->|:=|==|<=|>=|\+=|-=|\*=|\/=|%=|@=|&=|\|=|\^=|\*\*|\/\/|<<|>>|[-+*/%@&|^~<>()[\]{},:.;=]/y;
const stringStart = /([rRbBfFuU]{0,2})('''|"""|'|")/y;

const closers: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** @throws {PythonSyntaxError} */
export function tokenize(source: string): { tokens: Token[]; comments: Comment[] } {
  return new Tokenizer(source).run();
}

class Tokenizer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  readonly #comments: Comment[] = [];
  readonly #indents = [0];
  readonly #brackets: { text: string; at: number }[] = [];
  #at = 0;
  #line = 0;
  #counted = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): { tokens: Token[]; comments: Comment[] } {
    while (this.#at < this.#source.length) this.#logicalLine();
    const [open] = this.#brackets.slice(-1);
    if (open) throw this.#error("unclosedBracket", open.text, open.at);
    this.#indentTo(0);
    this.#push("end");
    return { tokens: this.#tokens, comments: this.#comments };
  }

  #logicalLine(): void {
    const indent = this.#measureIndent();
    if (this.#blankRest()) return;
    this.#indentTo(indent);
    if (/[%!?]/.test(this.#source.charAt(this.#at))) {
      this.#magic();
      return;
    }
    for (;;) {
      this.#match(spaces);
      const char = this.#source.charAt(this.#at);
      if (char === "") break;
      if (char === "#") this.#comment(false);
      else if (char === "\n") {
        this.#at++;
        if (this.#brackets.length === 0) break;
      } else if (char === "\\" && this.#source.charAt(this.#at + 1) === "\n") this.#at += 2;
      else this.#token();
    }
    if (this.#brackets.length === 0) this.#push("newline");
  }

  /** Columns of white space; a tab reaches to the next multiple of 8. */
  #measureIndent(): number {
    const white = this.#match(spaces) ?? "";
    let width = 0;
    for (const char of white) width = char === "\t" ? width + 8 - (width % 8) : width + 1;
    return width;
  }

  #blankRest(): boolean {
    const char = this.#source.charAt(this.#at);
    if (char === "#") this.#comment(true);
    else if (char !== "\n" && char !== "") return false;
    if (this.#source.charAt(this.#at) === "\n") this.#at++;
    return true;
  }

  #indentTo(width: number): void {
    const top = (): number => this.#indents.at(-1) ?? 0;
    if (width > top()) {
      this.#indents.push(width);
      this.#push("indent");
    }
    while (width < top()) {
      this.#indents.pop();
      this.#push("dedent");
    }
    if (width !== top()) throw this.#error("indentation", "");
  }

  #comment(ownLine: boolean): void {
    const start = this.#at;
    const text = this.#restOfLine();
    const alone = ownLine || /(^|\n)[ \t]*$/.test(this.#source.slice(0, start));
    const line = this.#lineAt(start);
    this.#comments.push({ start, end: this.#at, text: text.slice(1).trimEnd(), line, ownLine: alone });
  }

  #lineAt(offset: number): number {
    for (; this.#counted < offset; this.#counted++) if (this.#source[this.#counted] === "\n") this.#line++;
    return this.#line;
  }

  #magic(): void {
    const start = this.#at;
    const text = this.#restOfLine();
    this.#tokens.push({ kind: "magic", text, start, end: this.#at });
    this.#push("newline");
    if (this.#source.charAt(this.#at) === "\n") this.#at++;
  }

  #restOfLine(): string {
    const end = this.#source.indexOf("\n", this.#at);
    const text = this.#source.slice(this.#at, end < 0 ? undefined : end);
    this.#at += text.length;
    return text;
  }

  #token(): void {
    const start = this.#at;
    const quote = this.#exec(stringStart);
    if (quote) {
      this.#string(start, quote[1] ?? "", quote[2] ?? "");
      return;
    }
    const word = this.#match(name);
    if (word !== null) {
      this.#tokens.push({ kind: "name", text: word, start, end: this.#at });
      return;
    }
    const digits = /[\d.]/.test(this.#source.charAt(start)) ? this.#match(number) : null;
    if (digits !== null) {
      this.#tokens.push({ kind: "number", text: digits, start, end: this.#at });
      return;
    }
    const op = this.#match(operator);
    if (op === null) throw this.#error("unexpected", this.#source.charAt(start));
    this.#bracket(op, start);
    this.#tokens.push({ kind: "op", text: op, start, end: this.#at });
  }

  #bracket(op: string, at: number): void {
    if (op in closers) this.#brackets.push({ text: op, at });
    else if (op === ")" || op === "]" || op === "}") {
      const open = this.#brackets.pop();
      if (!open || closers[open.text] !== op) throw this.#error("unexpected", op, at);
    }
  }

  #string(start: number, prefix: string, quote: string): void {
    const bodyStart = this.#at;
    for (;;) {
      const char = this.#source.charAt(this.#at);
      if (char === "" || (char === "\n" && quote.length === 1)) {
        throw this.#error("unclosedString", quote, start);
      }
      if (this.#source.startsWith(quote, this.#at)) break;
      this.#at += char === "\\" ? 2 : 1;
    }
    const body = this.#source.slice(bodyStart, this.#at);
    this.#at += quote.length;
    this.#tokens.push({
      kind: "string",
      prefix: prefix.toLowerCase(),
      body,
      bodyStart,
      start,
      end: this.#at,
    });
  }

  #push(kind: "newline" | "indent" | "dedent" | "end"): void {
    // A line ends behind its last word: what is missing is missing there.
    const at = kind === "newline" ? (this.#tokens[this.#tokens.length - 1]?.end ?? 0) : this.#at;
    this.#tokens.push({ kind, start: at, end: at });
  }

  #exec(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at += found[0].length;
    return found;
  }

  #match(pattern: RegExp): string | null {
    const found = this.#exec(pattern);
    return found && found[0] !== "" ? found[0] : null;
  }

  #error(kind: PythonSyntaxError["problem"]["kind"], detail: string, at = this.#at): PythonSyntaxError {
    return new PythonSyntaxError({ kind, detail }, this.#source, at);
  }
}
