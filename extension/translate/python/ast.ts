/** The parts of a Python program, as far as notebooks of the book's kind use them. */

export interface Node {
  /** Offsets in the source; `end` is exclusive. */
  start: number;
  end: number;
}

export type Expr = Node & ExprShape;
export type ExprOf<K extends Expr["kind"]> = Extract<Expr, { kind: K }>;

type ExprShape =
  | { kind: "name"; id: string }
  | { kind: "number"; text: string }
  | { kind: "string"; value: string }
  | { kind: "format"; parts: (string | FormatField)[] }
  | { kind: "constant"; value: boolean | null | "..." }
  | { kind: "list" | "set"; items: Expr[] }
  /** `enclosed`: in parentheses of its own. */
  | { kind: "tuple"; items: Expr[]; enclosed?: boolean }
  /** A key of null is `**value`. */
  | { kind: "dict"; entries: { key: Expr | null; value: Expr }[] }
  | { kind: "unary"; op: "-" | "+" | "~" | "not"; operand: Expr }
  | { kind: "binary"; op: BinaryOp; left: Expr; right: Expr }
  | { kind: "bool"; op: "and" | "or"; values: Expr[] }
  | { kind: "compare"; left: Expr; rest: { op: CompareOp; right: Expr }[] }
  | { kind: "call"; func: Expr; args: Argument[] }
  | { kind: "attribute"; object: Expr; name: string }
  /** `items` has one entry for `x[i]`, several for `x[i, j]`; `tuple` tells `x[i,]` from `x[i]`. */
  | { kind: "subscript"; object: Expr; items: Expr[]; tuple: boolean }
  | { kind: "slice"; from: Expr | null; to: Expr | null; step: Expr | null }
  | { kind: "lambda"; params: Param[]; body: Expr }
  | { kind: "conditional"; test: Expr; yes: Expr; no: Expr }
  | {
      kind: "comprehension";
      of: "list" | "set" | "generator" | "dict";
      element: Expr;
      value: Expr | null;
      clauses: Clause[];
    }
  | { kind: "starred"; value: Expr }
  | { kind: "walrus"; target: ExprName; value: Expr }
  | { kind: "await"; value: Expr }
  | { kind: "yield"; value: Expr | null; from: boolean };

export type ExprName = Node & { kind: "name"; id: string };
export type BinaryOp = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "&" | "|" | "^" | "<<" | ">>";
export type CompareOp = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not";

export interface FormatField {
  value: Expr;
  /** As written, for `{x=}`. */
  label: string | null;
  conversion: "r" | "s" | "a" | null;
  /** After the colon; null where there is none. Fields within it are not read. */
  spec: string | null;
}

/** `x`, `name=x`, `*x`, `**x`. */
export interface Argument extends Node {
  value: Expr;
  name: string | null;
  spread: "" | "*" | "**";
}

export interface Param extends Node {
  name: string;
  annotation: Expr | null;
  fallback: Expr | null;
  spread: "" | "*" | "**";
  /** Stands after `*`: may be given by name only. */
  nameOnly: boolean;
}

/** `for target in source if test if test`. */
export interface Clause {
  target: Expr;
  source: Expr;
  tests: Expr[];
}

export type Stmt = Node &
  StmtShape & {
    /** 0-based lines of the first and last token. */
    line: number;
    lastLine: number;
    /** Comments on the lines above, and behind it. */
    leading: string[];
    trailing: string | null;
    /** Whether an empty line stands above it (and its comments). */
    apart: boolean;
  };
export type StmtOf<K extends Stmt["kind"]> = Extract<Stmt, { kind: K }>;

export interface Block {
  body: Stmt[];
  /** Comments after the last statement. */
  closing: string[];
}

type StmtShape =
  | { kind: "expression"; value: Expr }
  | { kind: "assign"; targets: Expr[]; value: Expr; annotation: Expr | null }
  /** `x: int` without a value. */
  | { kind: "declare"; target: Expr; annotation: Expr }
  | { kind: "augment"; target: Expr; op: BinaryOp; value: Expr }
  | { kind: "if"; branches: { test: Expr; block: Block }[]; otherwise: Block | null }
  | { kind: "for"; target: Expr; source: Expr; block: Block; otherwise: Block | null }
  | { kind: "while"; test: Expr; block: Block; otherwise: Block | null }
  | {
      kind: "def";
      name: string;
      params: Param[];
      returns: Expr | null;
      block: Block;
      decorators: Expr[];
      async: boolean;
    }
  | { kind: "class"; name: string; bases: Argument[]; block: Block; decorators: Expr[] }
  | { kind: "return"; value: Expr | null }
  | { kind: "break" | "continue" | "pass" }
  | { kind: "import"; names: { path: string; as: string | null }[] }
  | { kind: "from"; module: string; names: { name: string; as: string | null }[] }
  | { kind: "with"; items: { value: Expr; target: Expr | null }[]; block: Block }
  | { kind: "try"; block: Block; handlers: Handler[]; otherwise: Block | null; lastly: Block | null }
  | { kind: "raise"; value: Expr | null }
  | { kind: "assert"; test: Expr; message: Expr | null }
  | { kind: "delete"; targets: Expr[] }
  | { kind: "global" | "nonlocal"; names: string[] }
  | { kind: "magic"; text: string }
  /** The definition of a helper of the book that prepares figures of matplotlib: nothing is to be done for it here. */
  | { kind: "drawing"; name: string };

export interface Handler {
  type: Expr | null;
  name: string | null;
  block: Block;
}

export interface Program extends Block {
  source: string;
}
