/** `range(…)`. */
import { visitAll } from "../analysis/walk.ts";
import type { Expr, ExprOf } from "../python/ast.ts";
import type { Emit } from "./context.ts";
import type { Doc } from "./doc.ts";
import { Precedence, atom, callDoc, inside } from "./code.ts";

/** The value as a call of `range`, if it is one. */
export function asRange(emit: Emit, value: Expr): ExprOf<"call"> | null {
  if (value.kind !== "call" || value.args.length === 0 || value.args.length > 3) return null;
  const type = emit.type(value.func);
  const plain = value.args.every(({ name, spread }) => name === null && spread === "");
  return plain && type.kind === "library" && type.path === "builtins.range" ? value : null;
}

export interface RangeParts {
  start: Expr | null;
  stop: Expr;
  step: Expr | null;
}

export function rangeParts({ args }: ExprOf<"call">): RangeParts {
  const [first, second, third] = args.map(({ value }) => value);
  if (!first) throw new Error("a range has an end");
  return second
    ? { start: first, stop: second, step: third ?? null }
    : { start: null, stop: first, step: null };
}

/** `{ length: n }`. */
export function rangeLength(emit: Emit, range: ExprOf<"call">): Doc {
  const { start, stop, step } = rangeParts(range);
  const stopDoc = emit.expr(stop);
  let length = stopDoc;
  if (start && !(start.kind === "number" && start.text === "0")) {
    length = {
      doc: [inside(stopDoc, Precedence.add), " - ", inside(emit.expr(start), Precedence.add + 1)],
      precedence: Precedence.add,
    };
  }
  if (step) {
    const divided = [
      inside(length, Precedence.multiply),
      " / ",
      inside(emit.expr(step), Precedence.multiply + 1),
    ];
    length = atom(["Math.ceil(", divided, ")"]);
  }
  return length.doc === "length" ? "{ length }" : ["{ length: ", length.doc, " }"];
}

function namesWithin(emit: Emit, range: ExprOf<"call">): string[] {
  const names: string[] = [];
  visitAll(range, (part) => {
    if (part.kind === "name") names.push(emit.names.of(part.id));
    return true;
  });
  return names;
}

export function rangeArray(emit: Emit, range: ExprOf<"call">): Doc {
  const { start, step } = rangeParts(range);
  const from = start ? emit.expr(start) : null;
  const used = new Set(namesWithin(emit, range));
  const i = ["i", "j", "k", "m"].find((name) => !used.has(name)) ?? "index";
  const times = step ? [i, " * ", inside(emit.expr(step), Precedence.multiply + 1)] : i;
  const body = from && from.doc !== "0" ? [inside(from, Precedence.add), " + ", times] : times;
  return callDoc("Array.from", [rangeLength(emit, range), [`(_, ${i}) => `, body]]);
}

/**
 * Whether the steps go down; null where that is not known. A step that is a variable goes up when the range starts
 * at 0 or above: otherwise it would be empty.
 */
export function goesDown({ start, stop, step }: RangeParts): boolean | null {
  if (!step) return false;
  if (step.kind === "number") return false;
  if (step.kind === "unary" && step.op === "-") return step.operand.kind === "number" ? true : null;
  return start?.kind === "number" &&
    stop.kind !== "unary" &&
    !(stop.kind === "number" && Number(stop.text) === 0)
    ? false
    : null;
}
