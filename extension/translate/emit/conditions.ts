/** What counts as true: empty lists do in TypeScript, not in Python. */
import type { Expr } from "../python/ast.ts";
import { isArray } from "../analysis/types.ts";
import { call, type Code, type Emit, inside, Strength } from "./context.ts";
import { chain, expr } from "./expressions.ts";
import { operand } from "./operators.ts";

/** The expression as the condition of an `if`. */
export function condition(emit: Emit, value: Expr): Code {
  if (value.kind === "bool") {
    const strength = value.op === "and" ? Strength.and : Strength.or;
    const parts = value.values.map((part) => inside(condition(emit, part), strength + 1));
    return chain(value.op === "and" ? "&&" : "||", parts, strength);
  }
  if (value.kind === "unary" && value.op === "not") return notCode(emit, value.operand);
  const size = sizeOf(emit, value);
  if (size) return { doc: [size, " > 0"], strength: Strength.compare };
  const type = emit.type(value);
  if (type.kind === "tensor") return call([operand(emit, value), ".item()"]);
  if (type.kind === "unknown" && value.kind !== "call") emit.mark("truth", emit.text(value));
  return expr(emit, value);
}

export function notCode(emit: Emit, value: Expr): Code {
  const size = sizeOf(emit, value);
  if (size) return { doc: [size, " === 0"], strength: Strength.equal };
  return { doc: ["!", inside(condition(emit, value), Strength.unary)], strength: Strength.unary };
}

/** The number of items of what is true when it has any. */
function sizeOf(emit: Emit, value: Expr): Code["doc"] | null {
  const type = emit.type(value);
  if (isArray(type)) return [operand(emit, value), ".length"];
  if (type.kind === "set" || (type.kind === "dict" && !type.keyed)) return [operand(emit, value), ".size"];
  return type.kind === "dict" ? ["Object.keys(", expr(emit, value).doc, ").length"] : null;
}
