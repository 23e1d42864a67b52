/**
 * What the book's own package means, said in PyTorch's words before anything is translated: its short names for
 * functions, and the helpers that it defines for its later chapters although the engine has them.
 */
import { d2lCalls } from "../library/otherTables.ts";
import type { Argument, Expr, ExprOf, Program, Stmt, StmtOf } from "../python/ast.ts";
import { partsOf, visitAll } from "./walk.ts";

/** The package's names for functions and dtypes of PyTorch, where they differ. */
const functions: Readonly<Record<string, string>> = {
  reduce_sum: "sum",
  reduce_mean: "mean",
  concat: "cat",
  size: "numel",
};
const sameName = new Set(
  (
    "ones zeros zeros_like ones_like tensor arange meshgrid sin sinh cos cosh tanh linspace exp log normal rand randn " +
    "matmul int32 int64 float32 float64 stack abs eye argmax nn sigmoid sqrt"
  ).split(" "),
);
/** Those that are methods here: `d2l.astype(x, t)` is `x.type(t)`. */
const methods: Readonly<Record<string, string>> = {
  astype: "type",
  to: "to",
  numpy: "numpy",
  transpose: "t",
  reshape: "reshape",
};

/** Helpers of the book that only prepare matplotlib's figures. */
export const drawingHelpers: ReadonlySet<string> = new Set(["use_svg_display", "set_figsize", "set_axes"]);
/** Values of the book that the engine has. */
const ownValues = new Set(["DATA_HUB", "DATA_URL"]);
/** What a definition that needs Python's own libraries refers to. */
const elsewhere = new Set(
  (
    "plt display backend_inline os requests hashlib zipfile tarfile torchvision use_svg_display set_figsize set_axes " +
    "open genfromtxt _flat_weights_names _parameters"
  ).split(" "),
);

/** Rewrites the program in place. */
export function rewriteD2l(program: Program): Program {
  program.body = program.body.flatMap((s) => ownDefinition(program, s));
  for (const s of program.body) rewriteAll(s);
  return program;
}

/** `def plot(…): #@save` → `from d2l import plot`, where it could not be translated and the engine has it. */
function ownDefinition(program: Program, s: Stmt): Stmt[] {
  const name = definedName(s);
  if (name === null || !isSaved(program, s)) return [s];
  if (drawingHelpers.has(name)) return [commentOnly(s, name)];
  if (ownValues.has(name)) return [imported(s, name)];
  return d2lCalls.has(name) && needsPython(s) ? [imported(s, name)] : [s];
}

function definedName(s: Stmt): string | null {
  if (s.kind === "def" || s.kind === "class") return s.name;
  const [target] = s.kind === "assign" && s.targets.length === 1 ? s.targets : [];
  return target?.kind === "name" ? target.id : null;
}

/** Whether the book keeps it: the note stands behind its first line, or at the head of the cell. */
function isSaved({ source, body }: Program, s: Stmt): boolean {
  const marked = /#\s*@save\b/;
  const [head = ""] = source.slice(s.start).split("\n");
  if (s.leading.some((line) => /^\s*#?\s*@save\b/.test(line)) || marked.test(head)) return true;
  const upTo = body.indexOf(s);
  return (
    ownValues.has(definedName(s) ?? "") &&
    body.slice(0, upTo + 1).some((each) => each.leading.some((line) => /@save\b/.test(line)))
  );
}

function needsPython(s: Stmt): boolean {
  let found = false;
  visitAll(s, (part) => {
    if (part.kind === "name" && elsewhere.has(part.id)) found = true;
    if (part.kind === "attribute" && elsewhere.has(part.name)) found = true;
    return !found;
  });
  return found;
}

function imported(s: Stmt, name: string): StmtOf<"from"> {
  return { ...frame(s), kind: "from", module: "d2l", names: [{ name, as: null }] };
}

function commentOnly(s: Stmt, name: string): StmtOf<"drawing"> {
  return { ...frame(s), kind: "drawing", name };
}

type Frame = Pick<Stmt, "start" | "end" | "line" | "lastLine" | "leading" | "trailing" | "apart">;

function frame({ start, end, line, lastLine, leading, apart }: Stmt): Frame {
  return {
    start,
    end,
    line,
    lastLine,
    leading: leading.filter((text) => !/@save\b/.test(text)),
    trailing: null,
    apart,
  };
}

function rewriteAll(part: Expr | Stmt): void {
  for (const inner of partsOf(part)) rewriteAll(inner);
  if (part.kind === "call") rewriteMethod(part);
  if (part.kind === "attribute") rewriteName(part);
}

const isBook = (value: Expr): value is ExprOf<"name"> => value.kind === "name" && value.id === "d2l";

function rewriteName(value: ExprOf<"attribute">): void {
  if (!isBook(value.object)) return;
  const here = functions[value.name] ?? (sameName.has(value.name) ? value.name : null);
  if (here === null) return;
  value.name = here;
  value.object = { ...value.object, id: "torch" };
}

function rewriteMethod(call: ExprOf<"call">): void {
  const { func } = call;
  const [first, ...rest] = call.args;
  if (func.kind !== "attribute" || !isBook(func.object) || !isPlain(first)) return;
  const here = methods[func.name];
  if (here === undefined) return;
  call.func = { ...func, object: first.value, name: here };
  call.args = rest;
}

function isPlain(arg: Argument | undefined): arg is Argument {
  return arg?.name === null && arg.spread === "";
}
