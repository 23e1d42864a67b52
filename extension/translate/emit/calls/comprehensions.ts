/** List comprehensions and their like → `map`, `filter`, `Array.from`. */
import type { Clause, Expr, ExprOf } from "../../python/ast.ts";
import { isArray } from "../../analysis/types.ts";
import { plainArrow } from "../arrows.ts";
import type { Emit } from "../context.ts";
import { condition } from "../truthiness.ts";
import type { Doc } from "../doc.ts";
import { asRange, rangeArray, rangeLength } from "../ranges.ts";
import { targetDoc } from "../statements/targets.ts";
import { type Code, Precedence, call, callDoc, inside } from "../code.ts";
import { operand } from "../operands.ts";

export function comprehensionCode(emit: Emit, value: ExprOf<"comprehension">): Code {
  if (value.of === "dict" && value.value) {
    const { element, value: given } = value;
    const pairs = mapped(
      emit,
      value.clauses,
      () => ["[", emit.doc(element), ", ", emit.doc(given), "]"],
      null,
    );
    const type = emit.type(value);
    return call(callDoc(type.kind === "dict" && type.keyed ? "Object.fromEntries" : "new Map", [pairs]));
  }
  const pair = value.element.kind === "tuple" && value.of !== "set";
  const body = (): Doc => [emit.doc(value.element), pair ? " as const" : ""];
  const items = mapped(emit, value.clauses, body, value.element);
  return call(value.of === "set" ? callDoc("new Set", [items]) : items);
}

/** @param element the expression that `body` writes, to see whether it is the variable itself */
function mapped(emit: Emit, clauses: readonly Clause[], body: () => Doc, element: Expr | null): Doc {
  const [clause, ...rest] = clauses;
  if (!clause) return body();
  const { target, source, tests } = clause;
  const counts = countsUp(source) && target.kind === "name" ? target.id : null;
  if (counts !== null) emit.counters.add(counts);
  const params = [targetDoc(emit, target)];
  const inner = (): Doc => (rest.length === 0 ? body() : mapped(emit, rest, body, element));
  const same =
    rest.length === 0 && element?.kind === "name" && target.kind === "name" && element.id === target.id;
  let items: Doc;
  const range = asRange(emit, source);
  if (range?.args.length === 1 && tests.length === 0 && rest.length === 0) {
    items = callDoc("Array.from", [
      rangeLength(emit, range),
      plainArrow(emit, params[0] === "_" ? [] : ["_", ...params], inner),
    ]);
  } else {
    items = arrayOf(emit, source);
    for (const test of tests) {
      items = callDoc([items, ".filter"], [plainArrow(emit, params, () => condition(emit, test).doc)]);
    }
    if (!same)
      items = callDoc([items, rest.length > 0 ? ".flatMap" : ".map"], [plainArrow(emit, params, inner)]);
  }
  if (counts !== null) emit.counters.delete(counts);
  return items;
}

/** `range` from 0, or from a number that is written down. */
export function countsUp(source: Expr): boolean {
  if (source.kind !== "call" || source.func.kind !== "name" || source.func.id !== "range") return false;
  const [first, second] = source.args;
  return source.args.length === 1 || (first?.value.kind === "number" && second !== undefined);
}

/** Something to go over, as an array that `map` can be called on. */
export function arrayOf(emit: Emit, value: Expr): Doc {
  const range = asRange(emit, value);
  if (range) return rangeArray(emit, range);
  const type = emit.type(value);
  if (value.kind === "comprehension" && (value.of === "list" || value.of === "generator"))
    return emit.doc(value);
  if (isArray(type)) return operand(emit, value);
  if (type.kind === "dict" && type.keyed) return ["Object.keys(", emit.doc(value), ")"];
  if (type.kind === "dict") return ["[...", operand(emit, value), ".keys()]"];
  const code = emit.expr(value);
  if (type.kind === "instance" && type.layers) return ["[...(", code.doc, " as Iterable<any>)]"];
  // What enumerate, zip and items become is an array already.
  if (
    value.kind === "call" &&
    value.func.kind === "name" &&
    ["zip", "enumerate", "map", "filter", "reversed"].includes(value.func.id)
  ) {
    return inside(code, Precedence.call);
  }
  return ["[...", inside(code, Precedence.call), "]"];
}
