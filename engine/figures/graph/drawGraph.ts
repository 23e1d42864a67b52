/** The graph of a tensor as plain data: nodes, links, and the steps of both passes. */
import type { Node } from "../../core/node.ts";
import { Tensor } from "../../core/tensor.ts";
import type { GraphLink, GraphNode, GraphPicture } from "../../payload/graphPicture.ts";
import { chainRule } from "./chainRule.ts";
import { formulaOf } from "./formulas.ts";
import { groupsOf } from "./groups.ts";
import { heldBy } from "./held.ts";
import { isTranspose, namesOf } from "./names.ts";
import { isNode, type Operand, recordedBelow } from "./recorded.ts";
import { shownValue } from "./shownValue.ts";
import { backwardAt, type Draft, forwardAt, stepsOf } from "./steps.ts";
import { verticesOf } from "./vertices.ts";

/**
 * @param variables what the program calls its tensors and models, nearer names later
 * @param most nodes to draw
 */
export function drawGraph(
  output: Tensor,
  root: Node,
  variables: readonly (readonly [string, unknown])[],
  most: number,
): Omit<GraphPicture, "title"> {
  const known = variables.map(([, value]) => value);
  const recorded = recordedBelow(output, root, known);
  const { operations } = recorded;
  const others = new Set([...recorded.operands.values()].flat().filter(isDrawnAlone));
  const folded = operations.length + others.size > most;
  const groups = groupsOf(operations, folded ? Math.min(most, operations.length - 1) : operations.length);
  const vertices = verticesOf(groups, recorded, !folded);
  const groupOf = new Map(groups.flatMap((group, g) => group.operations.map((node) => [node, g] as const)));
  const gradients = recorded.freed ? "left" : output.numel() === 1 ? "all" : "none";
  const draft: Draft = {
    recorded,
    groups,
    groupOf,
    vertices,
    names: namesOf(recorded, variables),
    rule: gradients === "all" ? chainRule(output, recorded) : null,
    held: [...heldBy(groups, groupOf).values()],
  };
  return {
    version: 1,
    kind: "graph",
    nodes: vertices.list.map((_, i) => nodeAt(i, draft)),
    links: linksOf(draft),
    steps: stepsOf(draft),
    operations: operations.length,
    folded,
    gradients,
  };
}

function isDrawnAlone(operand: Operand): boolean {
  return isNode(operand) ? operand.leaf !== null : operand instanceof Tensor;
}

function nodeAt(i: number, draft: Draft): GraphNode {
  const vertex = draft.vertices.list[i];
  const { names, recorded } = draft;
  if ("constant" in vertex) {
    const { constant } = vertex;
    const value = shownValue(constant);
    return { ...blank, kind: "constant", name: names.of(constant), value, gradientAt: -1 };
  }
  if ("leaf" in vertex) {
    const { leaf } = vertex;
    return {
      ...blank,
      kind: "leaf",
      name: names.of(leaf),
      value: leaf.leaf && shownValue(leaf.leaf),
      ...gradientOf(leaf, draft),
    };
  }
  const { group, index } = vertex;
  const last = group.operations[group.operations.length - 1];
  const value = recorded.values.get(last);
  const single = group.operations.length === 1;
  return {
    kind: single && !group.module ? "operation" : "layer",
    name: names.of(last),
    operation: group.module
      ? names.module(group.module)
      : single
        ? isTranspose(last)
          ? "transpose"
          : last.op.name
        : "",
    formula: formulaOf(group, draft),
    value: value ? shownValue(value) : null,
    valueAt: forwardAt(index),
    ...gradientOf(last, draft),
    stored: storedAt(i, draft),
    operations: group.operations.length,
  };
}

const blank = {
  operation: "",
  formula: "",
  valueAt: 0,
  gradient: null,
  stored: null,
  operations: 0,
} as const;

/** Complete once the oldest operation that uses it has been passed on the way back. */
function gradientOf(node: Node, draft: Draft): Pick<GraphNode, "gradient" | "gradientAt"> {
  const { rule, groups, recorded } = draft;
  if (!rule) {
    const tensor = node.leaf ?? node.retained;
    const left = recorded.freed ? tensor?.gradient : null;
    return { gradient: left ? shownValue(left) : null, gradientAt: left ? 0 : -1 };
  }
  const gradient = rule.gradients.get(node);
  if (!gradient) return { gradient: null, gradientAt: -1 };
  const last = rule.users.get(node)?.at(-1);
  const user = last && draft.groupOf.get(last);
  const inside = user === undefined || user === draft.groupOf.get(node);
  const at = inside ? groups.length + 1 : backwardAt(user, groups.length);
  return { gradient: shownValue(gradient), gradientAt: at };
}

function storedAt(i: number, { held, vertices, groups, rule }: Draft): GraphNode["stored"] {
  const own = held.filter(({ maker }) => vertices.ofGroup[maker] === i);
  if (own.length === 0) return null;
  const keeper = Math.min(...own.map((block) => block.keeper));
  return {
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    from: forwardAt(keeper),
    to: rule ? backwardAt(keeper, groups.length) : groups.length + 1,
  };
}

function linksOf({ groups, recorded, vertices }: Draft): GraphLink[] {
  const links = new Map<string, GraphLink>();
  groups.forEach(({ operations }, g) => {
    const to = vertices.ofGroup[g];
    for (const node of operations) {
      for (const operand of recorded.operands.get(node) ?? []) {
        if (operand === null || typeof operand === "number") continue;
        const from = vertices.at.get(operand);
        if (from === undefined || from === to) continue;
        const gradient = isNode(operand);
        const key = `${from} ${to}`;
        links.set(key, { from, to, gradient: gradient || (links.get(key)?.gradient ?? false) });
      }
    }
  });
  return [...links.values()];
}
