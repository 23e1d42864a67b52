/** `isinstance` and `type(x) == C`. */
import type { Expr } from "../../python/ast.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { type Code, Precedence, call, chain, inside } from "../code.ts";
import { operand } from "../operands.ts";

/** Whether `value` is an instance of the class (or one of the classes) `of`. */
export function instanceCode(emit: Emit, value: Expr, of: Expr): Code {
  if (of.kind === "tuple") {
    const tests = of.items.map((item) => inside(instanceCode(emit, value, item), Precedence.or + 1));
    return chain("||", tests, Precedence.or);
  }
  const simple = of.kind === "name" ? builtinTest(of.id, emit.doc(value), operand(emit, value)) : null;
  if (simple) return simple;
  const type = emit.type(of);
  if (type.kind !== "class" && type.kind !== "library") {
    if (type.kind !== "unknown") return emit.unsupported(of);
    emit.mark("class", emit.text(of));
  }
  const [left, right] = [
    inside(emit.expr(value), Precedence.compare),
    inside(emit.expr(of), Precedence.call),
  ];
  return { doc: [left, " instanceof ", right], precedence: Precedence.compare };
}

function builtinTest(name: string, value: Doc, tight: Doc): Code | null {
  const typeofIs = (type: string): Code => ({
    doc: ["typeof ", tight, ` === "${type}"`],
    precedence: Precedence.equal,
  });
  switch (name) {
    case "float":
      return typeofIs("number");
    case "int":
      return call(["Number.isInteger(", value, ")"]);
    case "str":
      return typeofIs("string");
    case "bool":
      return typeofIs("boolean");
    case "list":
    case "tuple":
      return call(["Array.isArray(", value, ")"]);
    case "dict":
      return null;
    default:
      return null;
  }
}
