/** Calls of the engine's that give a promise which nobody waits for: the cell goes on while they have hardly begun. */
import ts from "typescript";
import { say } from "../../../kernel/protocol/messages.ts";
import type { Cell } from "../project.ts";
import type { Found } from "./advice.ts";
import { checkerOf, isEngines, visitOwn } from "./tensorTypes.ts";

export function missingAwaits(cell: Cell): Found[] {
  const found: Found[] = [];
  visitOwn(cell, (node) => {
    if (!ts.isCallExpression(node) || !isLeftAlone(cell, node) || !isEnginePromise(cell, node)) return;
    const name = node.expression.getText();
    found.push({
      node: node.expression,
      kind: "await",
      severity: "warning",
      message: say("{0}(…) is not waited for: the cell goes on at once. Write: await {0}(…)", name),
      write: mayWait(node) ? `await ${name}` : null,
    });
  });
  return found;
}

/** Whether the call's value is dropped, or given a name that nobody waits for. */
function isLeftAlone(cell: Cell, { parent }: ts.CallExpression): boolean {
  if (ts.isExpressionStatement(parent)) return true;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const name = parent.name.text;
  // Any cell may wait for it.
  cell.project.changes.unsettle(cell.number);
  const waited = new RegExp(
    String.raw`\bawait\b[^;\n]*\b${name}\b|\bPromise\s*\.\s*\w+\([^;]*\b${name}\b|\b${name}\s*\.\s*(?:then|catch|finally)\b|\breturn\s+${name}\b`,
  );
  return !cell.project.cells.some(({ names, text }) => names.mentions.has(name) && waited.test(text));
}

function isEnginePromise(cell: Cell, node: ts.CallExpression): boolean {
  const checker = checkerOf(cell);
  if (!isEngines(cell, checker.getResolvedSignature(node)?.declaration)) return false;
  const { symbol } = checker.getTypeAtLocation(node) as { symbol?: ts.Symbol };
  return symbol?.name === "Promise";
}

/** At a cell's top level, and in functions that are async. */
function mayWait(node: ts.Node): boolean {
  const inside = ts.findAncestor(node, ts.isFunctionLike);
  return (
    !inside ||
    (ts.canHaveModifiers(inside) &&
      (ts.getModifiers(inside) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
  );
}
