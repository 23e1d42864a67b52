/** Tokens → expressions, by Python's grammar: each function reads one level of precedence. */
import type { Argument, BinaryOp, Clause, CompareOp, Expr, FormatField, Param } from "./ast.ts";
import { type Cursor, keywords } from "./cursor.ts";
import { checkTarget } from "./targets.ts";
import { splitFormat, type RawField, unescape } from "./strings.ts";

/** Reads an expression that stands in a piece of the source: a field of an f-string. */
export type ReadPiece = (text: string, offset: number) => Expr;

export class Expressions {
  readonly #cursor: Cursor;
  readonly #readPiece: ReadPiece;

  constructor(cursor: Cursor, readPiece: ReadPiece) {
    this.#cursor = cursor;
    this.#readPiece = readPiece;
  }

  /** `a, b, *c`, or one expression, which may be starred in a list only. */
  many(inList = false): Expr {
    const first = this.#starredOrNamed();
    if (!this.#cursor.is(",")) {
      if (first.kind === "starred" && !inList) throw this.#cursor.error("unexpected", "*", first.start);
      return first;
    }
    const items = [first];
    while (this.#cursor.take(",")) {
      if (!this.#startsExpression()) break;
      items.push(this.#starredOrNamed());
    }
    return { kind: "tuple", items, start: first.start, end: this.#cursor.end };
  }

  /** With `name := value`. */
  named(): Expr {
    const left = this.one();
    if (left.kind !== "name" || !this.#cursor.take(":=")) return left;
    const value = this.one();
    return { kind: "walrus", target: left, value, start: left.start, end: value.end };
  }

  one(): Expr {
    const cursor = this.#cursor;
    if (cursor.is("lambda")) return this.#lambda();
    if (cursor.is("yield")) return this.#yield();
    const yes = this.#or();
    if (!cursor.take("if")) return yes;
    const test = this.#or();
    cursor.need("else");
    const no = this.one();
    return { kind: "conditional", test, yes, no, start: yes.start, end: no.end };
  }

  /** Left of `=`, between `for` and `in`, after `as`. */
  target(): Expr {
    const target = this.#targets();
    checkTarget(this.#cursor, target);
    return target;
  }

  #targets(): Expr {
    const first = this.#starredTarget();
    if (!this.#cursor.is(",")) return first;
    const items = [first];
    while (this.#cursor.take(",")) {
      if (this.#cursor.is("in") || this.#cursor.is("=")) break;
      items.push(this.#starredTarget());
    }
    return { kind: "tuple", items, start: first.start, end: this.#cursor.end };
  }

  params(until: string): Param[] {
    const cursor = this.#cursor;
    const params: Param[] = [];
    let nameOnly = false;
    while (!cursor.is(until)) {
      const { start } = cursor.token;
      if (cursor.take("/")) {
        if (!cursor.take(",")) break;
        continue;
      }
      const spread = cursor.take("**") ? "**" : cursor.take("*") ? "*" : "";
      if (spread === "*" && cursor.is(",")) nameOnly = true;
      else {
        const name = cursor.needName();
        const annotation = until !== ":" && cursor.take(":") ? this.one() : null;
        const fallback = cursor.take("=") ? this.one() : null;
        params.push({ name, annotation, fallback, spread, nameOnly, start, end: cursor.end });
        if (spread === "*") nameOnly = true;
      }
      if (!cursor.take(",")) break;
    }
    return params;
  }

  arguments(): Argument[] {
    const cursor = this.#cursor;
    const args: Argument[] = [];
    while (!cursor.is(")")) {
      const { start } = cursor.token;
      const spread = cursor.take("**") ? "**" : cursor.take("*") ? "*" : "";
      const after = cursor.ahead(1);
      let name: string | null = null;
      if (spread === "" && cursor.isKind("name") && after.kind === "op" && after.text === "=") {
        name = cursor.needName();
        cursor.next();
      }
      let value = this.named();
      if (cursor.is("for")) value = this.#comprehension("generator", value, null, value.start);
      args.push({ value, name, spread, start, end: cursor.end });
      if (!cursor.take(",")) break;
    }
    cursor.need(")");
    return args;
  }

  #startsExpression(): boolean {
    const { token } = this.#cursor;
    if (token.kind === "number" || token.kind === "string") return true;
    if (token.kind === "name") return !keywords.has(token.text) || startingKeywords.has(token.text);
    return token.kind === "op" && /^(?:[([{+\-~*]|\.\.\.)$/.test(token.text);
  }

  #starredOrNamed(): Expr {
    const { start } = this.#cursor.token;
    if (!this.#cursor.take("*")) return this.named();
    const value = this.#operators(0);
    return { kind: "starred", value, start, end: value.end };
  }

  #starredTarget(): Expr {
    const { start } = this.#cursor.token;
    const starred = this.#cursor.take("*");
    const value = this.#postfix();
    return starred ? { kind: "starred", value, start, end: value.end } : value;
  }

  #lambda(): Expr {
    const { start } = this.#cursor.need("lambda");
    const params = this.params(":");
    this.#cursor.need(":");
    const body = this.one();
    return { kind: "lambda", params, body, start, end: body.end };
  }

  #yield(): Expr {
    const { start } = this.#cursor.need("yield");
    const from = this.#cursor.take("from");
    const value = this.#startsExpression() ? this.many() : null;
    return { kind: "yield", value, from, start, end: this.#cursor.end };
  }

  #or(): Expr {
    return this.#chain("or", () => this.#chain("and", () => this.#not()));
  }

  #chain(op: "and" | "or", read: () => Expr): Expr {
    const first = read();
    if (!this.#cursor.is(op)) return first;
    const values = [first];
    while (this.#cursor.take(op)) values.push(read());
    return { kind: "bool", op, values, start: first.start, end: this.#cursor.end };
  }

  #not(): Expr {
    const { start } = this.#cursor.token;
    if (!this.#cursor.take("not")) return this.#comparison();
    const operand = this.#not();
    return { kind: "unary", op: "not", operand, start, end: operand.end };
  }

  #comparison(): Expr {
    const left = this.#operators(0);
    const rest: { op: CompareOp; right: Expr }[] = [];
    for (let op = this.#comparator(); op; op = this.#comparator())
      rest.push({ op, right: this.#operators(0) });
    return rest.length === 0
      ? left
      : { kind: "compare", left, rest, start: left.start, end: this.#cursor.end };
  }

  #comparator(): CompareOp | null {
    const cursor = this.#cursor;
    if (cursor.take("is")) return cursor.take("not") ? "is not" : "is";
    if (cursor.take("in")) return "in";
    const after = cursor.ahead(1);
    if (cursor.is("not") && after.kind === "name" && after.text === "in") {
      cursor.next();
      cursor.next();
      return "not in";
    }
    for (const op of ["==", "!=", "<=", ">=", "<", ">"] as const) if (cursor.take(op)) return op;
    return null;
  }

  /** Binary operators that bind at least as strongly as `level` of {@link levels}. */
  #operators(level: number): Expr {
    const ops = levels[level];
    if (!ops) return this.#unary();
    let left = this.#operators(level + 1);
    for (let op = ops.find((o) => this.#cursor.is(o)); op; op = ops.find((o) => this.#cursor.is(o))) {
      this.#cursor.next();
      const right = this.#operators(level + 1);
      left = { kind: "binary", op, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #unary(): Expr {
    const { start } = this.#cursor.token;
    for (const op of ["-", "+", "~"] as const) {
      if (!this.#cursor.take(op)) continue;
      const operand = this.#unary();
      return { kind: "unary", op, operand, start, end: operand.end };
    }
    return this.#power();
  }

  #power(): Expr {
    const { start } = this.#cursor.token;
    let left: Expr;
    if (this.#cursor.take("await")) {
      const value = this.#postfix();
      left = { kind: "await", value, start, end: value.end };
    } else left = this.#postfix();
    if (!this.#cursor.take("**")) return left;
    const right = this.#unary();
    return { kind: "binary", op: "**", left, right, start, end: right.end };
  }

  #postfix(): Expr {
    const cursor = this.#cursor;
    let value = this.#atom();
    for (;;) {
      const { start } = value;
      if (cursor.take(".")) {
        const name = cursor.needName();
        value = { kind: "attribute", object: value, name, start, end: cursor.end };
      } else if (cursor.take("(")) {
        value = { kind: "call", func: value, args: this.arguments(), start, end: cursor.end };
      } else if (cursor.take("[")) {
        const { items, tuple } = this.#subscripts();
        value = { kind: "subscript", object: value, items, tuple, start, end: cursor.end };
      } else return value;
    }
  }

  #subscripts(): { items: Expr[]; tuple: boolean } {
    const items = [this.#subscript()];
    let tuple = false;
    while (this.#cursor.take(",")) {
      tuple = true;
      if (this.#cursor.is("]")) break;
      items.push(this.#subscript());
    }
    this.#cursor.need("]");
    return { items, tuple };
  }

  #subscript(): Expr {
    const cursor = this.#cursor;
    const { start } = cursor.token;
    const part = (): Expr | null => (cursor.is(":") || cursor.is(",") || cursor.is("]") ? null : this.one());
    const from = cursor.is(":") ? null : this.#starredOrNamed();
    if (!cursor.take(":")) {
      if (from === null) throw cursor.unexpected();
      return from;
    }
    const to = part();
    const step = cursor.take(":") ? part() : null;
    return { kind: "slice", from, to, step, start, end: cursor.end };
  }

  #atom(): Expr {
    const cursor = this.#cursor;
    const { token } = cursor;
    const { start, end } = token;
    if (token.kind === "number") {
      cursor.next();
      return { kind: "number", text: token.text, start, end };
    }
    if (token.kind === "string") return this.#strings();
    if (token.kind === "name") {
      if (token.text in constants) {
        cursor.next();
        return { kind: "constant", value: constants[token.text] ?? null, start, end };
      }
      return { kind: "name", id: cursor.needName(), start, end };
    }
    if (cursor.take("...")) return { kind: "constant", value: "...", start, end };
    if (cursor.take("(")) return this.#parenthesised(start);
    if (cursor.take("[")) return this.#listDisplay(start);
    if (cursor.take("{")) return this.#braces(start);
    throw cursor.unexpected();
  }

  #parenthesised(start: number): Expr {
    const cursor = this.#cursor;
    if (cursor.take(")")) return { kind: "tuple", items: [], enclosed: true, start, end: cursor.end };
    const first = this.#cursor.is("yield") ? this.one() : this.many();
    const value = cursor.is("for") ? this.#comprehension("generator", first, null, start) : first;
    cursor.need(")");
    const place = { start, end: cursor.end };
    return value.kind === "tuple" ? { ...value, enclosed: true, ...place } : { ...value, ...place };
  }

  #listDisplay(start: number): Expr {
    const cursor = this.#cursor;
    if (cursor.take("]")) return { kind: "list", items: [], start, end: cursor.end };
    const first = this.many(true);
    if (cursor.is("for")) {
      const list = this.#comprehension("list", first, null, start);
      cursor.need("]");
      return { ...list, end: cursor.end };
    }
    cursor.need("]");
    // A tuple in parentheses of its own is one item.
    const several = first.kind === "tuple" && !first.enclosed;
    return { kind: "list", items: several ? first.items : [first], start, end: cursor.end };
  }

  #braces(start: number): Expr {
    const cursor = this.#cursor;
    const entries: { key: Expr | null; value: Expr }[] = [];
    const items: Expr[] = [];
    while (!cursor.is("}")) {
      if (cursor.take("**")) entries.push({ key: null, value: this.#operators(0) });
      else {
        const key = this.#starredOrNamed();
        if (cursor.take(":")) {
          const value = this.one();
          if (cursor.is("for")) {
            const dict = this.#comprehension("dict", key, value, start);
            cursor.need("}");
            return { ...dict, end: cursor.end };
          }
          entries.push({ key, value });
        } else if (cursor.is("for")) {
          const set = this.#comprehension("set", key, null, start);
          cursor.need("}");
          return { ...set, end: cursor.end };
        } else items.push(key);
      }
      if (!cursor.take(",")) break;
    }
    cursor.need("}");
    if (items.length > 0) return { kind: "set", items, start, end: cursor.end };
    return { kind: "dict", entries, start, end: cursor.end };
  }

  #comprehension(
    of: "list" | "set" | "generator" | "dict",
    element: Expr,
    value: Expr | null,
    start: number,
  ): Expr {
    const cursor = this.#cursor;
    const clauses: Clause[] = [];
    while (cursor.take("for")) {
      const target = this.target();
      cursor.need("in");
      const source = this.#or();
      const tests: Expr[] = [];
      while (cursor.take("if")) tests.push(this.#or());
      clauses.push({ target, source, tests });
    }
    return { kind: "comprehension", of, element, value, clauses, start, end: cursor.end };
  }

  /** Literals one after the other are one. */
  #strings(): Expr {
    const { start } = this.#cursor.token;
    const parts: (string | FormatField)[] = [];
    for (let { token } = this.#cursor; token.kind === "string"; { token } = this.#cursor) {
      this.#cursor.next();
      const { prefix, body, bodyStart } = token;
      const read = (text: string): string => (prefix.includes("r") ? text : unescape(text));
      if (prefix.includes("b")) throw this.#cursor.error("unexpected", "b", token.start);
      if (!prefix.includes("f")) {
        parts.push(read(body));
        continue;
      }
      const raw = splitFormat(body);
      if (!raw) throw this.#cursor.error("unexpected", "{", token.start);
      for (const part of raw)
        parts.push(typeof part === "string" ? read(part) : this.#field(part, bodyStart));
    }
    const { end } = this.#cursor;
    if (parts.every((part) => typeof part === "string")) {
      return { kind: "string", value: parts.join(""), start, end };
    }
    return { kind: "format", parts: parts.filter((part) => part !== ""), start, end };
  }

  #field(raw: RawField, bodyStart: number): FormatField {
    const { label, conversion, spec } = raw;
    return { value: this.#readPiece(raw.text, bodyStart + raw.at), label, conversion, spec };
  }
}

/** From the weakest to the strongest. */
const levels: readonly (readonly BinaryOp[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "//", "%", "@"],
];

const constants: Record<string, boolean | null> = { True: true, False: false, None: null };
const startingKeywords = new Set(["None", "True", "False", "not", "lambda", "await", "yield"]);
