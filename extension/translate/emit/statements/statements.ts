/** Python statements → TypeScript statements. */
import type { Block, Expr, Stmt, StmtOf } from "../../python/ast.ts";
import type { Mark } from "../../marks.ts";
import { signatureOf } from "../../library/library.ts";
import { contains, visitAll } from "../../analysis/walk.ts";
import { assignCode, augmentCode } from "./assignments.ts";
import { classCode } from "./classes.ts";
import type { Emit } from "../context.ts";
import { condition, notCode } from "../truthiness.ts";
import { drawingHelpers } from "../../analysis/rewriteD2l.ts";
import { isValidTypeScript } from "../../validTypeScript.ts";
import { type Doc, flatText, printDoc } from "../doc.ts";
import { functionCode } from "./functions.ts";
import { importCode } from "./imports.ts";
import { isSpecial } from "../calls/libraryCalls.ts";
import { figureAt } from "../calls/figures.ts";
import { forCode } from "./loops.ts";
import { variableText } from "../typeText.ts";
import { withCode } from "./with.ts";
import { Precedence, inside } from "../code.ts";
import { braced, comment, docComment, linesDoc } from "./lines.ts";

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

function statementLines(emit: Emit, s: Stmt): Doc[] {
  const before = emit.pending;
  emit.pending = [];
  let hoisted = (emit.declarations.before.get(s) ?? []).map((name) => declaration(emit, name));
  const without = missingFrom(emit, s);
  let lines = without ? null : code(emit, s);
  if (
    lines &&
    emit.checks &&
    emit.atTop &&
    !isValidTypeScript(printDoc(linesDoc([...hoisted, ...lines]), Infinity))
  ) {
    lines = null;
  }
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
  return isSpecial(type.path) || isPreparation(emit, s.value)
    ? null
    : { kind: "missing", subject: emit.text(s.value.func) };
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
      return hidden(emit, s, assignCode(emit, s));
    case "augment":
      return hidden(emit, s, augmentCode(emit, s));
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
        ["return ", emit.doc(s.value), isFixedTuple(s.value) && !emit.typedReturn ? " as const" : "", ";"],
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
      // Where figures appear is settled here.
      if (!/^%\s*matplotlib\b/.test(s.text)) emit.mark("magic", s.text);
      return [];
    case "drawing":
      return [`// ${s.name}: figures need no preparation here.`];
  }
}

function textOf(emit: Emit, value: Expr): Doc {
  return emit.type(value).kind === "string" ? emit.doc(value) : ["String(", emit.doc(value), ")"];
}

function isFixedTuple(value: Expr): boolean {
  return value.kind === "tuple" && value.items.every(({ kind }) => kind !== "starred");
}

function expressionLines(emit: Emit, s: StmtOf<"expression">): Doc[] {
  const { value } = s;
  // A text on its own is a comment of Python's kind.
  if (value.kind === "string") return docComment(value.value, false);
  if (value.kind === "constant" && value.value === "...") return [];
  if (isPreparation(emit, value)) return [];
  const written = emit.expr(value);
  if (isLast(emit, s)) {
    if (showsNothing(emit, s)) return [["void ", inside(written, Precedence.unary), ";"]];
    // Python shows no None.
    if (mayBeNone(emit, value)) return [[inside(written, Precedence.or), " ?? undefined;"]];
  }
  const { doc } = written;
  if (startsStatement(doc)) return [["(", doc, ");"]];
  return [[doc, ";"]];
}

/** Whether it is the cell's last statement, whose value would be shown. */
function isLast({ program }: Emit, s: Stmt): boolean {
  return program.body[program.body.length - 1] === s;
}

/** Whether Python shows nothing below the cell, though what the expression becomes has a value. */
function showsNothing(emit: Emit, s: StmtOf<"expression">): boolean {
  if (/^\s*;/.test(emit.source.slice(s.end))) return true;
  const { value } = s;
  if (value.kind === "constant") return value.value === null;
  if (value.kind !== "call") return false;
  const type = emit.type(value.func);
  if (type.kind === "library") return /^(?:d2l\.train_ch3|(?:numpy\.)?random\.shuffle)$/.test(type.path);
  if (value.func.kind !== "attribute" || emit.type(value).kind !== "none") return false;
  return ["list", "dict", "set", "file"].includes(emit.type(value.func.object).kind);
}

function mayBeNone(emit: Emit, value: Expr): boolean {
  if (value.kind === "call" && value.func.kind === "attribute" && value.func.name === "get") {
    return emit.type(value.func.object).kind === "dict" && value.args.length === 1;
  }
  return value.kind === "attribute" && value.name === "grad" && emit.type(value.object).kind === "tensor";
}

/** What prepares matplotlib's figures: nothing is to be done for it here. */
function isPreparation(emit: Emit, value: Expr): boolean {
  if (value.kind !== "call") return false;
  const type = emit.type(value.func);
  const name = /^d2l\.(\w+)$/.exec(type.kind === "library" ? type.path : "")?.[1];
  return name !== undefined && drawingHelpers.has(name);
}

/** What is assigned last is not shown in Python. */
function hidden(emit: Emit, s: Stmt, lines: Doc[] | null): Doc[] | null {
  const last = lines?.[lines.length - 1];
  if (!lines || last === undefined || !emit.atTop || !isLast(emit, s)) return lines;
  const text = flatText(last);
  if (
    /^(?:const|let|var|function|class|async function|\{|if|for|while|\/\/)\b/.test(text) ||
    !text.endsWith(";")
  )
    return lines;
  const isCall = /^[\w$.]+\(/.test(text) && text.endsWith(");");
  const inner = withoutSemicolon(last);
  return [...lines.slice(0, -1), isCall ? ["void ", inner, ";"] : ["void (", inner, ");"]];
}

function withoutSemicolon(doc: Doc): Doc {
  if (!Array.isArray(doc)) return typeof doc === "string" ? doc.replace(/;$/, "") : doc;
  const parts = doc as readonly Doc[];
  return [...parts.slice(0, -1), withoutSemicolon(parts[parts.length - 1] ?? "")];
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

function ifCode(emit: Emit, s: StmtOf<"if">): Doc[] {
  if (isMainGuard(s)) return emit.block(s.branches[0]?.block ?? { body: [], closing: [] });
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
  return [["throw ", inside(emit.expr(value), Precedence.unary), ";"]];
}

/** Names need not be forgotten; entries of dictionaries and lists must. */
function deleteCode(emit: Emit, targets: readonly Expr[]): Doc[] | null {
  const lines: Doc[] = [];
  for (const target of targets) {
    if (target.kind === "name") continue;
    if (target.kind !== "subscript" || !target.items[0] || target.items.length > 1) return null;
    const type = emit.type(target.object);
    const key = emit.doc(target.items[0]);
    const object = inside(emit.expr(target.object), Precedence.call);
    if (type.kind === "dict")
      lines.push(type.keyed ? ["delete ", object, "[", key, "];"] : [object, ".delete(", key, ");"]);
    else if (type.kind === "list") lines.push([object, ".splice(", key, ", 1);"]);
    else return null;
  }
  return lines;
}
