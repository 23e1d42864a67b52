import ts from "typescript";
import { keepFunctionName } from "./functionNames.ts";
import { unwrapped, type Reference } from "./references.ts";
import type { TextEdits } from "./syntax/textEdits.ts";

/**
 * What to write in place of a name: an expression that is the variable itself, so that reading it is live and
 * assigning to it assigns the original. Null leaves the name as it is.
 */
export type Substitute = (reference: Reference) => string | null;

/**
 * Rewrites references.
 *
 * @param wrapped expressions of statements that other edits put something in front of: all, or the one whose value
 *   the cell shows
 */
export function rewriteReferences(
  file: ts.SourceFile,
  references: readonly Reference[],
  substitute: Substitute,
  wrapped: "all" | ts.Expression | null,
  edits: TextEdits,
): void {
  for (const reference of references) {
    const text = substitute(reference);
    if (text === null) continue;
    const { id } = reference;
    if (reference.written) keepFunctionName(reference, file, edits);
    if (reference.shorthand) {
      edits.after(id.end, `: ${text}`);
      continue;
    }
    const start = id.getStart(file);
    if (isCalled(id) && text.includes(".")) {
      // `a.f()` would hand `a` to f as `this`, and a parenthesis must not join the line before.
      const begins = wrapped !== "all" && start !== wrapped?.getStart(file);
      const joins = begins && startsStatement(start, id, file);
      edits.replace(start, id.end, `${joins ? ";" : ""}(0, ${text})`);
    } else {
      edits.replace(start, id.end, text);
    }
  }
}

function isCalled(id: ts.Identifier): boolean {
  const outer = unwrapped(id);
  const { parent } = outer;
  return (
    (ts.isCallExpression(parent) && parent.expression === outer) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === outer)
  );
}

function startsStatement(start: number, id: ts.Identifier, file: ts.SourceFile): boolean {
  const begins = (node: ts.Node): boolean | "quit" =>
    node.getStart(file) === start ? ts.isExpressionStatement(node) : "quit";
  const statement = ts.findAncestor(id, begins);
  if (!statement) return false;
  const list = statement.parent;
  return (
    ts.isSourceFile(list) || ts.isBlock(list) || ts.isModuleBlock(list) || ts.isCaseOrDefaultClause(list)
  );
}
