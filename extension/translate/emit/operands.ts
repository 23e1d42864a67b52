/** Expressions as other expressions need them: what a method can follow, and numbers. */
import { isNumber } from "../analysis/types.ts";
import type { Expr } from "../python/ast.ts";
import { call, type Code, inside, Precedence } from "./code.ts";
import type { Emit } from "./context.ts";
import type { Doc } from "./doc.ts";

/** What a method can follow. */
export function operand(emit: Emit, value: Expr): Doc {
  const code = emit.expr(value);
  return value.kind === "number" ? ["(", code.doc, ")"] : inside(code, Precedence.call);
}

/** A number out of something that may be a tensor of one element. */
export function numberOf(emit: Emit, value: Expr): Code {
  const type = emit.type(value);
  if (isNumber(type)) return emit.expr(value);
  if (type.kind === "tensor") return call([operand(emit, value), ".item()"]);
  return call(["Number(", emit.doc(value), ")"]);
}
