/** `isinstance` and `type(x) == C`. */
import type { Expr } from "../../python/ast.ts";
import { call, type Code, type Emit, inside, Strength } from "../context.ts";
import type { Doc } from "../doc.ts";
import { chain, docOf, expr, leftOut } from "../expressions.ts";
import { operand } from "../operators.ts";

/** Whether `value` is an instance of the class (or one of the classes) `of`. */
export function instanceCode(emit: Emit, value: Expr, of: Expr): Code {
  if (of.kind === "tuple") {
    const tests = of.items.map((item) => inside(instanceCode(emit, value, item), Strength.or + 1));
    return chain("||", tests, Strength.or);
  }
  const simple = of.kind === "name" ? builtinTest(of.id, docOf(emit, value), operand(emit, value)) : null;
  if (simple) return simple;
  const type = emit.type(of);
  if (type.kind !== "class" && type.kind !== "library") {
    if (type.kind !== "unknown") return leftOut(emit, of);
    emit.mark("class", emit.text(of));
  }
  const [left, right] = [inside(expr(emit, value), Strength.compare), inside(expr(emit, of), Strength.call)];
  return { doc: [left, " instanceof ", right], strength: Strength.compare };
}

function builtinTest(name: string, value: Doc, tight: Doc): Code | null {
  const typeofIs = (type: string): Code => ({
    doc: ["typeof ", tight, ` === "${type}"`],
    strength: Strength.equal,
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
