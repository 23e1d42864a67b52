import type { Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** @throws {PythonSyntaxError} for what nothing can be assigned to */
export function checkTarget(cursor: Cursor, target: Expr): void {
  if (target.kind === "tuple" || target.kind === "list") {
    for (const item of target.items) checkTarget(cursor, item);
  } else if (target.kind === "starred") checkTarget(cursor, target.value);
  else if (target.kind !== "name" && target.kind !== "attribute" && target.kind !== "subscript") {
    throw cursor.error("assignmentTarget", cursor.source.slice(target.start, target.end), target.start);
  }
}
