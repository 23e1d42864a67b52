/** What annotations and classes say of types. */
import type { Expr } from "../python/ast.ts";
import * as t from "./types.ts";
import type { Type } from "./types.ts";

/** What an annotation says; null when it says nothing that is known here. */
export function annotated(annotation: Expr, type: Type): Type | null {
  if (annotation.kind === "name") {
    switch (annotation.id) {
      case "int":
        return t.whole;
      case "float":
        return t.number;
      case "str":
        return t.string;
      case "bool":
        return t.bool;
      case "list":
        return t.list(t.unknown);
    }
  }
  if (annotation.kind === "constant" && annotation.value === null) return t.none;
  return instanceType(type);
}

/** An instance of a class. */
export function instanceType(type: Type): Type | null {
  if (type.kind === "class") return { kind: "object", info: type.info };
  if (type.kind !== "library") return null;
  if (type.path === "torch.Tensor" || type.path === "torch.nn.Parameter") return t.tensor;
  return /^(?:torch\.nn|torch\.optim)\.[A-Z]\w*$/.test(type.path)
    ? { kind: "instance", path: type.path }
    : null;
}
