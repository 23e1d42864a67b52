/** Tokens → statements, each with its comments. */
import type { BinaryOp, Block, Expr, Handler, Stmt } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import type { Expressions } from "./expressions.ts";
import { checkTarget } from "./targets.ts";
import type { Comment } from "./tokens.ts";

type Bare = Stmt extends infer S
  ? S extends Stmt
    ? Omit<S, "start" | "end" | keyof Surroundings>
    : never
  : never;
type Surroundings = Pick<Stmt, "line" | "lastLine" | "leading" | "trailing" | "apart">;

export class Statements {
  readonly #cursor: Cursor;
  readonly #expressions: Expressions;
  readonly #comments: readonly Comment[];
  readonly #lineStarts: readonly number[];
  #comment = 0;

  constructor(cursor: Cursor, expressions: Expressions, comments: readonly Comment[]) {
    this.#cursor = cursor;
    this.#expressions = expressions;
    this.#comments = comments;
    this.#lineStarts = [...cursor.source.matchAll(/^/gm)].map((match) => match.index);
  }

  program(): Block {
    const body: Stmt[] = [];
    while (!this.#cursor.isKind("end")) this.#line(body);
    return { body, closing: this.#commentsBefore(Infinity) };
  }

  #block(): Block {
    const cursor = this.#cursor;
    cursor.need(":");
    const body: Stmt[] = [];
    if (!cursor.isKind("newline")) {
      this.#simpleLine(body);
      return { body, closing: [] };
    }
    cursor.next();
    if (!cursor.isKind("indent")) throw cursor.error("emptyBlock", "", cursor.token.start);
    cursor.next();
    while (!cursor.isKind("dedent") && !cursor.isKind("end")) this.#line(body);
    const indent = this.#columnOf(body[0]?.start ?? 0);
    if (cursor.isKind("dedent")) cursor.next();
    return { body, closing: this.#commentsBefore(cursor.token.start, indent) };
  }

  /** One compound statement, or the simple ones of a line. */
  #line(body: Stmt[]): void {
    const cursor = this.#cursor;
    if (cursor.isKind("indent")) throw cursor.unexpected();
    const { token } = cursor;
    const leading = this.#commentsBefore(token.start);
    const line = this.#lineAt(token.start);
    const apart = this.#blankAbove(line, leading.length);
    const before = body.length;
    const compound = token.kind === "name" || cursor.is("@") ? this.#compound() : null;
    if (compound) body.push(this.#complete(compound, token.start, this.#trailingOfHead(line, compound)));
    else this.#simpleLine(body);
    const first = body[before];
    if (first) Object.assign(first, { leading: [...leading, ...first.leading], apart });
  }

  #simpleLine(body: Stmt[]): void {
    const cursor = this.#cursor;
    const inside: string[] = [];
    do {
      if (cursor.isKind("newline")) break;
      const { start } = cursor.token;
      body.push(this.#complete(this.#simple(), start, null));
    } while (cursor.take(";"));
    const last = body[body.length - 1];
    if (!cursor.isKind("newline") && !cursor.isKind("end")) throw cursor.unexpected();
    const { end } = cursor;
    if (cursor.isKind("newline")) cursor.next();
    if (!last) return;
    // Comments between brackets go above the statement, one behind it stays there.
    const lastLine = this.#lineAt(end);
    for (; this.#comments[this.#comment] !== undefined; this.#comment++) {
      const comment = this.#comments[this.#comment];
      if (!comment || comment.line > lastLine) break;
      if (comment.start > end) last.trailing = comment.text;
      else inside.push(comment.text);
    }
    last.leading.push(...inside);
  }

  #complete(bare: Bare, start: number, trailing: string | null): Stmt {
    const { end } = this.#cursor;
    const around: Surroundings = {
      line: this.#lineAt(start),
      lastLine: this.#lineAt(end),
      leading: [],
      trailing,
      apart: false,
    };
    return { ...bare, ...around, start, end };
  }

  /** A comment behind the colon of a compound statement has been passed by its block; it belongs to the head. */
  #trailingOfHead(line: number, compound: Bare): string | null {
    if ("block" in compound && compound.block.body[0]?.line === line) return null;
    return this.#comments.find((comment) => comment.line === line && !comment.ownLine)?.text ?? null;
  }

  #compound(): Bare | null {
    const cursor = this.#cursor;
    const { token } = cursor;
    const word = "text" in token ? token.text : "";
    switch (word) {
      case "if":
        return this.#if();
      case "for":
        return this.#for();
      case "while": {
        cursor.next();
        const test = this.#head(() => this.#expressions.named());
        const block = this.#block();
        return { kind: "while", test, block, otherwise: this.#else() };
      }
      case "with":
        return this.#with();
      case "try":
        return this.#try();
      case "def":
      case "class":
      case "async":
      case "@":
        return this.#decorated();
      default:
        return null;
    }
  }

  /** Reads the head of a compound statement and lets its trailing comment pass. */
  #head<T>(read: () => T): T {
    const value = read();
    const line = this.#lineAt(this.#cursor.token.start);
    while ((this.#comments[this.#comment]?.line ?? Infinity) <= line) this.#comment++;
    return value;
  }

  #if(): Bare {
    const branches: { test: Expr; block: Block }[] = [];
    do {
      this.#cursor.next();
      const test = this.#head(() => this.#expressions.named());
      branches.push({ test, block: this.#block() });
    } while (this.#cursor.is("elif"));
    return { kind: "if", branches, otherwise: this.#else() };
  }

  #else(): Block | null {
    return this.#cursor.take("else") ? this.#head(() => this.#block()) : null;
  }

  #for(): Bare {
    const cursor = this.#cursor;
    cursor.need("for");
    const [target, source] = this.#head(() => {
      const first = this.#expressions.target();
      cursor.need("in");
      return [first, this.#expressions.many()] as const;
    });
    const block = this.#block();
    return { kind: "for", target, source, block, otherwise: this.#else() };
  }

  #with(): Bare {
    const cursor = this.#cursor;
    cursor.need("with");
    const items = this.#head(() => {
      const found: { value: Expr; target: Expr | null }[] = [];
      do {
        const value = this.#expressions.one();
        const target = cursor.take("as") ? this.#withTarget() : null;
        found.push({ value, target });
      } while (cursor.take(","));
      return found;
    });
    return { kind: "with", items, block: this.#block() };
  }

  #withTarget(): Expr {
    const { start } = this.#cursor.token;
    const id = this.#cursor.needName();
    return { kind: "name", id, start, end: this.#cursor.end };
  }

  #try(): Bare {
    const cursor = this.#cursor;
    cursor.need("try");
    const block = this.#block();
    const handlers: Handler[] = [];
    while (cursor.take("except")) {
      const type = cursor.is(":") ? null : this.#expressions.many();
      const name = cursor.take("as") ? cursor.needName() : null;
      handlers.push({ type, name, block: this.#block() });
    }
    const otherwise = this.#else();
    const lastly = cursor.take("finally") ? this.#block() : null;
    if (handlers.length === 0 && !lastly) throw cursor.unexpected("except");
    return { kind: "try", block, handlers, otherwise, lastly };
  }

  #decorated(): Bare {
    const cursor = this.#cursor;
    const decorators: Expr[] = [];
    while (cursor.take("@")) {
      decorators.push(this.#expressions.named());
      if (!cursor.isKind("newline")) throw cursor.unexpected();
      cursor.next();
    }
    const async = cursor.take("async");
    if (cursor.take("class")) {
      const name = cursor.needName();
      const bases = this.#head(() => (cursor.take("(") ? this.#expressions.arguments() : []));
      return { kind: "class", name, bases, decorators, block: this.#block() };
    }
    if (!cursor.is("def")) throw cursor.unexpected("def");
    cursor.next();
    const name = cursor.needName();
    const [params, returns] = this.#head(() => {
      cursor.need("(");
      const read = this.#expressions.params(")");
      cursor.need(")");
      return [read, cursor.take("->") ? this.#expressions.one() : null] as const;
    });
    return { kind: "def", name, params, returns, decorators, async, block: this.#block() };
  }

  #simple(): Bare {
    const cursor = this.#cursor;
    const { token } = cursor;
    if (token.kind === "magic") {
      cursor.next();
      return { kind: "magic", text: token.text };
    }
    const word = token.kind === "name" ? token.text : "";
    switch (word) {
      case "break":
      case "continue":
      case "pass":
        cursor.next();
        return { kind: word };
      case "return":
        cursor.next();
        return { kind: "return", value: this.#atEnd() ? null : this.#expressions.many() };
      case "import":
        return this.#import();
      case "from":
        return this.#from();
      case "raise": {
        cursor.next();
        const value = this.#atEnd() ? null : this.#expressions.one();
        if (cursor.take("from")) this.#expressions.one();
        return { kind: "raise", value };
      }
      case "assert": {
        cursor.next();
        const test = this.#expressions.one();
        return { kind: "assert", test, message: cursor.take(",") ? this.#expressions.one() : null };
      }
      case "del": {
        cursor.next();
        const target = this.#expressions.target();
        return { kind: "delete", targets: target.kind === "tuple" ? target.items : [target] };
      }
      case "global":
      case "nonlocal": {
        cursor.next();
        const names = [cursor.needName()];
        while (cursor.take(",")) names.push(cursor.needName());
        return { kind: word, names };
      }
      default:
        return this.#expressionOrAssignment();
    }
  }

  #atEnd(): boolean {
    return this.#cursor.isKind("newline") || this.#cursor.isKind("end") || this.#cursor.is(";");
  }

  #expressionOrAssignment(): Bare {
    const cursor = this.#cursor;
    const first = this.#expressions.many();
    const { token } = cursor;
    if (token.kind === "op" && augmented.has(token.text)) {
      checkTarget(cursor, first);
      cursor.next();
      const op = token.text.slice(0, -1) as BinaryOp;
      return { kind: "augment", target: first, op, value: this.#expressions.many() };
    }
    if (cursor.take(":")) {
      checkTarget(cursor, first);
      const annotation = this.#expressions.one();
      if (!cursor.take("=")) return { kind: "declare", target: first, annotation };
      return { kind: "assign", targets: [first], value: this.#expressions.many(), annotation };
    }
    if (!cursor.is("=")) return { kind: "expression", value: first };
    const targets: Expr[] = [];
    let value = first;
    while (cursor.take("=")) {
      checkTarget(cursor, value);
      targets.push(value);
      value = this.#expressions.many();
    }
    return { kind: "assign", targets, value, annotation: null };
  }

  #import(): Bare {
    const cursor = this.#cursor;
    cursor.next();
    const names: { path: string; as: string | null }[] = [];
    do {
      const path = this.#dotted();
      names.push({ path, as: cursor.take("as") ? cursor.needName() : null });
    } while (cursor.take(","));
    return { kind: "import", names };
  }

  #from(): Bare {
    const cursor = this.#cursor;
    cursor.next();
    let module = "";
    while (cursor.is(".") || cursor.is("...")) module += cursor.next().kind === "op" ? "." : "";
    if (!cursor.is("import")) module += this.#dotted();
    cursor.need("import");
    const names: { name: string; as: string | null }[] = [];
    if (cursor.take("*")) return { kind: "from", module, names: [{ name: "*", as: null }] };
    const enclosed = cursor.take("(");
    do {
      if (enclosed && cursor.is(")")) break;
      const name = cursor.needName();
      names.push({ name, as: cursor.take("as") ? cursor.needName() : null });
    } while (cursor.take(","));
    if (enclosed) cursor.need(")");
    return { kind: "from", module, names };
  }

  #dotted(): string {
    let path = this.#cursor.needName();
    while (this.#cursor.take(".")) path += `.${this.#cursor.needName()}`;
    return path;
  }

  /** Comments that have not been taken and stand before `offset`, in column `indent` or further right. */
  #commentsBefore(offset: number, indent = 0): string[] {
    const texts: string[] = [];
    for (; this.#comment < this.#comments.length; this.#comment++) {
      const comment = this.#comments[this.#comment];
      if (!comment || comment.start >= offset || this.#columnOf(comment.start) < indent) break;
      texts.push(comment.text);
    }
    return texts;
  }

  #lineAt(offset: number): number {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #columnOf(offset: number): number {
    return offset - (this.#lineStarts[this.#lineAt(offset)] ?? 0);
  }

  #blankAbove(line: number, comments: number): boolean {
    const above = line - comments - 1;
    if (above < 0) return false;
    const text = this.#cursor.source.slice(this.#lineStarts[above], this.#lineStarts[above + 1]);
    return text.trim() === "";
  }
}

const augmented = new Set(["+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "&=", "|=", "^=", ">>=", "<<="]);
