/** What counts as true: empty lists do in TypeScript, not in Python. */
import type { Expr } from "../python/ast.ts";
import { isArray } from "../analysis/types.ts";
import type { Emit } from "./context.ts";
import { type Code, Precedence, call, chain, inside } from "./code.ts";
import { operand } from "./operands.ts";

/** The expression as the condition of an `if`. */
export function condition(emit: Emit, value: Expr): Code {
  if (value.kind === "bool") {
    const precedence = value.op === "and" ? Precedence.and : Precedence.or;
    const parts = value.values.map((part) => inside(condition(emit, part), precedence + 1));
    return chain(value.op === "and" ? "&&" : "||", parts, precedence);
  }
  if (value.kind === "unary" && value.op === "not") return notCode(emit, value.operand);
  const size = sizeOf(emit, value);
  if (size && mayBeNone(emit, value)) return call([operand(emit, value), "?.length"]);
  if (size) return { doc: [size, " > 0"], precedence: Precedence.compare };
  const type = emit.type(value);
  if (type.kind === "tensor") return call([operand(emit, value), ".item()"]);
  if (type.kind === "unknown" && value.kind !== "call" && !isOptional(emit, value))
    emit.mark("truth", emit.text(value));
  return emit.expr(value);
}

export function notCode(emit: Emit, value: Expr): Code {
  const size = sizeOf(emit, value);
  if (size && mayBeNone(emit, value))
    return { doc: ["!", operand(emit, value), "?.length"], precedence: Precedence.unary };
  if (size) return { doc: [size, " === 0"], precedence: Precedence.equal };
  return { doc: ["!", inside(condition(emit, value), Precedence.unary)], precedence: Precedence.unary };
}

/** A parameter that is None when it is left out: asked for itself, it is asked whether it was given. */
function isOptional(emit: Emit, value: Expr): boolean {
  return value.kind === "name" && (emit.info?.params.some((p) => p.name === value.id && p.optional) ?? false);
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
  return type.kind === "dict" ? ["Object.keys(", emit.expr(value).doc, ").length"] : null;
}
