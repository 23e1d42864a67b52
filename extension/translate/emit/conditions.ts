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
  if (size && mayBeNone(emit, value)) return call([operand(emit, value), "?.length"]);
  if (size) return { doc: [size, " > 0"], strength: Strength.compare };
  const type = emit.type(value);
  if (type.kind === "tensor") return call([operand(emit, value), ".item()"]);
  if (type.kind === "unknown" && value.kind !== "call") emit.mark("truth", emit.text(value));
  return expr(emit, value);
}

export function notCode(emit: Emit, value: Expr): Code {
  const size = sizeOf(emit, value);
  if (size && mayBeNone(emit, value))
    return { doc: ["!", operand(emit, value), "?.length"], strength: Strength.unary };
  if (size) return { doc: [size, " === 0"], strength: Strength.equal };
  return { doc: ["!", inside(condition(emit, value), Strength.unary)], strength: Strength.unary };
}

/** Whether a list may be None instead, which counts as empty. */
function mayBeNone(emit: Emit, value: Expr): boolean {
  if (!isArray(emit.type(value))) return false;
  if (value.kind === "attribute") {
    const owner = emit.type(value.object);
    return owner.kind === "object" && owner.info.optional.has(value.name);
  }
  if (value.kind !== "name") return false;
  const param = emit.info?.params.find(({ name }) => name === value.id);
  return param ? param.optional : (emit.declaredType(value.id)?.optional ?? false);
}

/** The number of items of what is true when it has any. */
function sizeOf(emit: Emit, value: Expr): Code["doc"] | null {
  const type = emit.type(value);
  if (isArray(type)) return [operand(emit, value), ".length"];
  if (type.kind === "set" || (type.kind === "dict" && !type.keyed)) return [operand(emit, value), ".size"];
  return type.kind === "dict" ? ["Object.keys(", expr(emit, value).doc, ").length"] : null;
}
