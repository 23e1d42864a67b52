/** Going through a program without minding what it means. */
import type { Block, Expr, Node, Stmt } from "../python/ast.ts";

type Part = Expr | Stmt | Block | Node | string | number | boolean | null | undefined | readonly Part[];

/** The expressions and statements directly within a part, in the order of the text. */
export function partsOf(part: object): (Expr | Stmt)[] {
  const found: (Expr | Stmt)[] = [];
  const visit = (value: Part): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === "object" && value !== null) {
      if ("kind" in value && "start" in value) found.push(value);
      else Object.values(value).forEach(visit);
    }
  };
  Object.values(part).forEach(visit);
  return found;
}

/** Every part, this one first. `enter` says whether to go into it. */
export function visitAll(part: Expr | Stmt, enter: (part: Expr | Stmt) => boolean): void {
  if (!enter(part)) return;
  for (const inner of partsOf(part)) visitAll(inner, enter);
}

export function visitBlock(block: Block, enter: (part: Expr | Stmt) => boolean): void {
  for (const statement of block.body) visitAll(statement, enter);
}

/** Whether the part, without the functions within it, has a part that fits. */
export function contains(part: Expr | Stmt | Block, fits: (part: Expr | Stmt) => boolean): boolean {
  let found = false;
  const enter = (inner: Expr | Stmt): boolean => {
    found ||= fits(inner);
    return !found && inner.kind !== "def" && inner.kind !== "lambda" && inner.kind !== "class";
  };
  if ("body" in part && !("kind" in part)) visitBlock(part, enter);
  else visitAll(part, enter);
  return found;
}

/** Whether the block never reaches its end. */
export function leaves(block: Block): boolean {
  const last = block.body[block.body.length - 1];
  if (!last) return false;
  if (["return", "raise", "break", "continue"].includes(last.kind)) return true;
  return (
    last.kind === "if" &&
    last.otherwise !== null &&
    [...last.branches.map((b) => b.block), last.otherwise].every(leaves)
  );
}
