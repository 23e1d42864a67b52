/** Training loops in which gradients add up: `backward` and `step` in one loop, and nothing forgets the gradients. */
import ts from "typescript";
import { say } from "../../../kernel/protocol/messages.ts";
import type { Cell } from "../project.ts";
import type { Found } from "./advice.ts";
import { checkerOf, isEngines, visitOwn } from "./tensorTypes.ts";

export function neverZeroed(cell: Cell): Found[] {
  const { text } = cell;
  if (!/\.backward\s*\(/.test(text) || !/\.step\s*\(/.test(text) || /zero[Gg]rad|\.grad\s*=/.test(text))
    return [];
  const found: Found[] = [];
  visitOwn(cell, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { expression: of, name } = node.expression;
    if (name.text !== "step" || !isOptimizer(cell, node)) return;
    const loop = ts.findAncestor(node, (outer) => ts.isIterationStatement(outer, false));
    if (!loop || !/\.backward\s*\(/.test(loop.getText())) return;
    const message = say(
      "The gradients of every pass add up: nothing forgets them. Write before backward: {0}",
      `${of.getText()}.zeroGrad();`,
    );
    found.push({
      node,
      kind: "zeroGrad",
      severity: "warning",
      message,
      write: `${node.getText()}; ${of.getText()}.zeroGrad()`,
    });
  });
  return found.slice(0, 1);
}

function isOptimizer(cell: Cell, node: ts.CallExpression): boolean {
  const { declaration } = checkerOf(cell).getResolvedSignature(node) ?? {};
  return (
    isEngines(cell, declaration) &&
    declaration !== undefined &&
    ts.isClassDeclaration(declaration.parent) &&
    declaration.parent.name?.text === "Optimizer"
  );
}
