/** What stands left of `=` and between `for` and `in`. */
import type { Expr } from "../../python/ast.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";

/** A name, or a pattern such as `[i, [X, y]]`. */
export function targetDoc(emit: Emit, target: Expr): Doc {
  if (target.kind === "name") return emit.names.of(target.id);
  if (target.kind === "starred") return ["...", targetDoc(emit, target.value)];
  if (target.kind !== "tuple" && target.kind !== "list") return emit.doc(target);
  return ["[", target.items.map((item, i) => [i > 0 ? ", " : "", patternItem(emit, item)]), "]"];
}

/** `_` may stand there several times in Python, once only in TypeScript: nothing is taken for it. */
function patternItem(emit: Emit, item: Expr): Doc {
  return item.kind === "name" && item.id === "_" ? "" : targetDoc(emit, item);
}
