/** Python statements → TypeScript statements. */
import type { Block, Expr, Stmt, StmtOf } from "../python/ast.ts";
import type { Mark } from "../marks.ts";
import { signatureOf } from "../library/library.ts";
import { contains, visitAll } from "../analysis/walk.ts";
import { assignCode, augmentCode } from "./assignments.ts";
import { classCode } from "./classes.ts";
import { type Emit, Strength, inside } from "./context.ts";
import { condition, notCode } from "./conditions.ts";
import { type Doc, hard, indent, joinDocs } from "./doc.ts";
import { docOf, expr } from "./expressions.ts";
import { functionCode } from "./functions.ts";
import { importCode } from "./imports.ts";
import { isSpecial } from "./libraryCalls.ts";
import { figureAt } from "./figures.ts";
import { forCode } from "./loops.ts";
import { variableText } from "./typeText.ts";
import { withCode } from "./with.ts";

/** A statement's lines; an empty array for one that needs none. */
export type Lines = readonly Doc[];

/** The statements of a block, with their comments and marks. */
export function blockLines(emit: Emit, block: Block): Doc[] {
  const lines: Doc[] = [];
  let at = 0;
  while (at < block.body.length) {
    const s = block.body[at];
    if (!s) break;
    const figure = figureAt(emit, block.body, at);
    const taken = block.body.slice(at, at + (figure?.count ?? 1));
    const own = figure ? figureLines(emit, taken, figure.line, figure.marks) : statementLines(emit, s);
    at += taken.length;
    if (own.length > 0 && s.apart && lines.length > 0) lines.push("");
    lines.push(...own);
  }
  return [...lines, ...block.closing.map(comment)];
}

/** A figure's call below the comments of the statements that it stands for. */
function figureLines(emit: Emit, statements: readonly Stmt[], line: Doc, marks: readonly Mark[]): Doc[] {
  const comments = statements.flatMap(({ leading, trailing }) =>
    trailing === null ? leading : [...leading, trailing],
  );
  emit.marks.push(...marks);
  return [...comments.map(comment), ...marks.map((mark) => `// ${emit.wording(mark)}`), line];
}

/** `{ … }`. */
export function braced(emit: Emit, block: Block): Doc {
  return bracedLines(blockLines(emit, block));
}

export function bracedLines(lines: Lines): Doc {
  return lines.length === 0 ? "{}" : ["{", indent([hard, linesDoc(lines)]), hard, "}"];
}

/** Lines one below the other; empty ones stay empty. */
export function linesDoc(lines: Lines): Doc {
  return joinDocs(lines, hard);
}

function statementLines(emit: Emit, s: Stmt): Doc[] {
  const before = emit.pending;
  emit.pending = [];
  let hoisted = (emit.declarations.before.get(s) ?? []).map((name) => declaration(emit, name));
  const without = missingFrom(emit, s);
  let lines = without ? null : code(emit, s);
  if (lines === null) {
    emit.pending = [without ?? { kind: "statement", subject: "" }];
    lines = pythonLines(emit, s);
    hoisted = [];
  }
  const marks = emit.pending.map((mark): Doc => `// ${emit.wording(mark)}`);
  emit.marks.push(...emit.pending);
  emit.pending = before;
  const leading = s.leading.map(comment);
  if (s.trailing !== null && lines.length === 1 && lines[0] !== undefined && isSimple(s)) {
    lines = [[lines[0], " ", comment(s.trailing)]];
  } else if (s.trailing !== null) leading.push(comment(s.trailing));
  return [...leading, ...marks, ...hoisted, ...lines];
}

/** What a statement needs that is not here: a module, or the function that it does nothing but call. */
function missingFrom(emit: Emit, s: Stmt): Mark | null {
  const module = foreignName(emit, s);
  if (module !== null) return { kind: "module", subject: module };
  if (s.kind !== "expression" || s.value.kind !== "call") return null;
  const type = emit.type(s.value.func);
  if (type.kind !== "library" || !/^(?:d2l|torch)\.\w+$/.test(type.path) || signatureOf(type.path))
    return null;
  return isSpecial(type.path) ? null : { kind: "missing", subject: emit.text(s.value.func) };
}

/** A module without a counterpart. */
function foreignName(emit: Emit, s: Stmt): string | null {
  if (s.kind !== "expression" && s.kind !== "assign" && s.kind !== "augment") return null;
  let found: string | null = null;
  visitAll(s, (part) => {
    if (part.kind !== "name" && part.kind !== "attribute") return found === null;
    const type = emit.type(part);
    const pyplot = type.kind === "namespace" && type.path === "matplotlib.pyplot";
    if (pyplot || (part.kind === "name" && emit.inference.isForeign(part.id))) found ??= emit.text(part);
    return found === null;
  });
  return found;
}

function isSimple({ kind }: Stmt): boolean {
  return !["if", "for", "while", "with", "try", "def", "class"].includes(kind);
}

export function comment(text: string): string {
  return `// ${text.trim()}`.trimEnd();
}

/** The Python of a statement as comments. */
function pythonLines(emit: Emit, { start, end }: Stmt): Doc[] {
  const column = start - (emit.source.lastIndexOf("\n", start - 1) + 1);
  const lines = emit.source.slice(start, end).trimEnd().split("\n");
  return lines.map((line, i) =>
    `// ${i === 0 ? line : line.slice(Math.min(column, line.search(/\S|$/)))}`.trimEnd(),
  );
}

function declaration(emit: Emit, name: string): Doc {
  const text = variableText(emit, name);
  // TypeScript does not see that a block which became a function has run.
  return `let ${emit.names.of(name)}${text === null ? ": any" : `!: ${text}`};`;
}

/** Null for what cannot be said in TypeScript. */
function code(emit: Emit, s: Stmt): Doc[] | null {
  switch (s.kind) {
    case "expression":
      return expressionLines(emit, s);
    case "assign":
      return assignCode(emit, s);
    case "augment":
      return augmentCode(emit, s);
    case "declare":
    case "global":
    case "nonlocal":
    case "pass":
      return [];
    case "if":
      return ifCode(emit, s);
    case "for":
      return forCode(emit, s);
    case "while": {
      if (s.otherwise) return null;
      const test = condition(emit, s.test).doc;
      return [["while (", test, ") ", braced(emit, s.block)]];
    }
    case "def":
      return functionCode(emit, s);
    case "class":
      return classCode(emit, s);
    case "return":
      if (!s.value) return ["return;"];
      return [
        ["return ", docOf(emit, s.value), isFixedTuple(s.value) && !emit.typedReturn ? " as const" : "", ";"],
      ];
    case "break":
    case "continue":
      return [`${s.kind};`];
    case "import":
    case "from":
      return importCode(emit, s);
    case "with":
      return withCode(emit, s);
    case "try":
      return tryCode(emit, s);
    case "raise":
      return raiseCode(emit, s.value);
    case "assert": {
      const message = s.message ? textOf(emit, s.message) : JSON.stringify(`assert ${emit.text(s.test)}`);
      return [["if (", notCode(emit, s.test).doc, ") throw new Error(", message, ");"]];
    }
    case "delete":
      return deleteCode(emit, s.targets);
    case "magic":
      emit.mark("magic", s.text);
      return [];
  }
}

function textOf(emit: Emit, value: Expr): Doc {
  return emit.type(value).kind === "string" ? docOf(emit, value) : ["String(", docOf(emit, value), ")"];
}

function isFixedTuple(value: Expr): boolean {
  return value.kind === "tuple" && value.items.every(({ kind }) => kind !== "starred");
}

function expressionLines(emit: Emit, { value }: StmtOf<"expression">): Doc[] {
  // A text on its own is a comment of Python's kind.
  if (value.kind === "string") return docComment(value.value, false);
  if (value.kind === "constant" && value.value === "...") return [];
  const doc = docOf(emit, value);
  if (startsStatement(doc)) return [["(", doc, ");"]];
  return [[doc, ";"]];
}

/** Whether a statement that starts so would be taken for a block. */
function startsStatement(doc: Doc): boolean {
  if (typeof doc === "string") return doc.startsWith("{") || doc.startsWith("function");
  if (Array.isArray(doc)) {
    const first = (doc as readonly Doc[]).find((part) => part !== "");
    return first !== undefined && startsStatement(first);
  }
  return "group" in doc ? startsStatement(doc.group) : false;
}

/** A docstring; `jsdoc` for one that describes what follows. */
export function docComment(text: string, jsdoc: boolean): Doc[] {
  const lines = dedent(text).replaceAll("*/", "* /").split("\n");
  if (!jsdoc) return lines.map((line) => comment(line));
  if (lines.length === 1) return [`/** ${lines[0] ?? ""} */`];
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"];
}

function dedent(text: string): string {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  const indents = rest.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const common = indents.length > 0 ? Math.min(...indents) : 0;
  const lines = [first.trim(), ...rest.map((line) => line.slice(common).trimEnd())];
  while (lines[0] === "") lines.shift();
  return lines.join("\n");
}

function ifCode(emit: Emit, s: StmtOf<"if">): Doc[] {
  if (isMainGuard(s)) return blockLines(emit, s.branches[0]?.block ?? { body: [], closing: [] });
  const parts = s.branches.map(({ test, block }, i): Doc => {
    const head = [i > 0 ? " else " : "", "if (", condition(emit, test).doc, ") "];
    return [head, braced(emit, block)];
  });
  if (s.otherwise) parts.push([" else ", braced(emit, s.otherwise)]);
  return [parts];
}

/** `if __name__ == "__main__":` holds in a notebook. */
function isMainGuard({ branches, otherwise }: StmtOf<"if">): boolean {
  const [only] = branches;
  const test = only?.test;
  return (
    branches.length === 1 &&
    !otherwise &&
    test?.kind === "compare" &&
    test.left.kind === "name" &&
    test.left.id === "__name__"
  );
}

function tryCode(emit: Emit, s: StmtOf<"try">): Doc[] | null {
  if (s.handlers.length > 1 || s.otherwise) return null;
  const [handler] = s.handlers;
  const parts: Doc[] = ["try ", braced(emit, s.block)];
  if (handler) {
    const general =
      !handler.type || (handler.type.kind === "name" && /^(Base)?Exception$/.test(handler.type.id));
    if (!general && handler.type) emit.mark("expression", `except ${emit.text(handler.type)}`);
    const again = contains(handler.block, (part) => part.kind === "raise" && part.value === null);
    const name = handler.name === null ? (again ? "error" : null) : emit.names.of(handler.name);
    const before = emit.caught;
    emit.caught = name;
    parts.push(" catch ", name === null ? "" : `(${name}) `, braced(emit, handler.block));
    emit.caught = before;
  }
  if (s.lastly) parts.push(" finally ", braced(emit, s.lastly));
  return [parts];
}

function raiseCode(emit: Emit, value: Expr | null): Doc[] | null {
  if (!value) return emit.caught === null ? null : [`throw ${emit.caught};`];
  if (value.kind === "name" && value.id === emit.caught) return [`throw ${emit.names.of(value.id)};`];
  if (value.kind === "name") return [`throw new Error("${value.id}");`];
  return [["throw ", inside(expr(emit, value), Strength.unary), ";"]];
}

/** Names need not be forgotten; entries of dictionaries and lists must. */
function deleteCode(emit: Emit, targets: readonly Expr[]): Doc[] | null {
  const lines: Doc[] = [];
  for (const target of targets) {
    if (target.kind === "name") continue;
    if (target.kind !== "subscript" || !target.items[0] || target.items.length > 1) return null;
    const type = emit.type(target.object);
    const key = docOf(emit, target.items[0]);
    const object = inside(expr(emit, target.object), Strength.call);
    if (type.kind === "dict")
      lines.push(type.keyed ? ["delete ", object, "[", key, "];"] : [object, ".delete(", key, ");"]);
    else if (type.kind === "list") lines.push([object, ".splice(", key, ", 1);"]);
    else return null;
  }
  return lines;
}

/** Whether a block, without the functions within it, leaves the function it is in. */
export function returns(block: Block): boolean {
  return contains(block, ({ kind }) => kind === "return");
}
